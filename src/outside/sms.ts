import * as z from 'zod'
import { within } from '../lib/within'
import { type Settings, type Twilio, twilioOf } from '../settings'
import type { Sending, Sms } from './message'
import { keep } from './outbox'
import { smsProblem } from './sms-report'

const PATIENCE_SECONDS = 25
const UNANSWERED: Sending = { outcome: 'never', problem: 'The SMS service did not answer.' }
const GARBLED: Sending = { outcome: 'never', problem: 'The SMS service had a failure.' }
const TOO_MANY_REQUESTS = 20429

const accepted = z.object({ sid: z.string().min(1) })
const refused = z.object({ code: z.number() })

/**
 * Sends through Twilio when it is set up, into the outbox when this is a local start, and otherwise not at all.
 * Twilio knows no idempotency key: unless it says for certain that nothing was sent, `later` is not an outcome, for an SMS
 * that comes twice is worse than one that does not come (P8).
 */
export function sendSms(sms: Sms, settings: Settings, bucket: R2Bucket): Promise<Sending> {
  const twilio = twilioOf(settings)
  if (twilio) return within(PATIENCE_SECONDS, UNANSWERED, (signal) => sendByTwilio(sms, twilio, signal))
  if (settings.LOCAL) return keep(bucket, sms)
  return Promise.resolve({ outcome: 'never', problem: 'No SMS service is set up.' })
}

/** https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource */
async function sendByTwilio(sms: Sms, twilio: Twilio, signal: AbortSignal): Promise<Sending> {
  const { accountSid, authToken, from, baseUrl } = twilio
  const body = new URLSearchParams({
    [from.startsWith('MG') ? 'MessagingServiceSid' : 'From']: from,
    To: sms.to,
    Body: sms.text,
    StatusCallback: sms.statusUrl,
    ValidityPeriod: String(sms.validSeconds),
  })
  try {
    const response = await fetch(new URL(`/2010-04-01/Accounts/${accountSid}/Messages.json`, baseUrl), {
      method: 'POST',
      headers: { Authorization: `Basic ${btoa(`${accountSid}:${authToken}`)}` },
      body,
      redirect: 'manual',
      signal,
    })
    return judge(response.status, response.headers, await response.text())
  } catch {
    return UNANSWERED
  }
}

/** 429 is "never processed and always safe to retry" (https://www.twilio.com/docs/api/errors/20429); nothing else is. */
function judge(status: number, headers: Headers, text: string): Sending {
  const answer = parse(text)
  const sid = accepted.safeParse(answer).data?.sid
  if (status >= 200 && status < 300) return sid ? { outcome: 'sent', providerId: sid } : GARBLED

  const code = refused.safeParse(answer).data?.code
  if (status === 429 || code === TOO_MANY_REQUESTS) {
    return { outcome: 'later', problem: 'The SMS service is busy.', atLeast: Number(headers.get('Retry-After')) || 0 }
  }
  if (status < 400 || status >= 500) return GARBLED
  const usual = status === 401 || status === 403 ? 'refused our key' : 'refused this number or our sender'
  return { outcome: 'never', problem: smsProblem(code) ?? `The SMS service ${usual}.` }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
