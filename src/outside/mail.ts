import { Resend } from 'resend'
import { within } from '../lib/within'
import type { Settings } from '../settings'
import type { Mail, Sending } from './message'
import { keep } from './outbox'

const PATIENCE_SECONDS = 25
const UNANSWERED: Sending = { outcome: 'later', problem: 'The mail service did not answer.', atLeast: 0 }

/** Sends through Resend when there is a key, into the outbox when this is a local start, and otherwise not at all. */
export function send(mail: Mail, settings: Settings, bucket: R2Bucket): Promise<Sending> {
  const { RESEND_API_KEY: key, RESEND_BASE_URL: baseUrl } = settings
  if (key) return within(PATIENCE_SECONDS, UNANSWERED, (signal) => sendByResend(mail, key, baseUrl, signal))
  if (settings.LOCAL) return keep(bucket, mail)
  return Promise.resolve({ outcome: 'never', problem: 'No mail service is set up.' })
}

async function sendByResend(mail: Mail, key: string, baseUrl: string, signal: AbortSignal): Promise<Sending> {
  const { id, ...payload } = mail
  const resend = new Resend(key, { baseUrl })
  try {
    const { data, error, headers } = await resend.emails.send(payload, { idempotencyKey: id, signal })
    if (!error && data?.id) return { outcome: 'sent' }
    if (!headers) return UNANSWERED
    return judge(error?.name, error?.statusCode ?? null, Number(headers['retry-after']) || 0)
  } catch {
    return UNANSWERED
  }
}

/** https://resend.com/docs/api-reference/errors: what cannot pass another time is final. */
function judge(name: string | undefined, status: number | null, atLeast: number): Sending {
  // The key was used with another body: a mail with this id has gone out before.
  if (name === 'invalid_idempotent_request') return { outcome: 'sent' }
  if (status === 429) return { outcome: 'later', problem: 'The mail service is busy.', atLeast }
  if (status === 400 || status === 404 || status === 422) {
    return { outcome: 'never', problem: 'The mail service refused this address or sender.' }
  }
  if (status === 401 || status === 403) {
    return { outcome: 'later', problem: 'The mail service refused our key.', atLeast }
  }
  return { outcome: 'later', problem: 'The mail service had a failure.', atLeast }
}
