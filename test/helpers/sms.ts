/** The SMS service when it speaks of its own accord. */
import { env, exports } from 'cloudflare:workers'
import { createHmac } from 'node:crypto'
import * as outside from './outside'

/** The signature that Twilio would put under a form for this URL. */
export function signature(url: string, form: Record<string, string>, key = env.TWILIO_AUTH_TOKEN): string {
  const text = Object.keys(form)
    .sort()
    .reduce((before, name) => `${before}${name}${form[name]}`, url)
  return createHmac('sha1', key).update(text).digest('base64')
}

/**
 * Reports to a status URL what became of an SMS, signed.
 * @param over what the report says besides its `MessageSid`
 * @param headers in the place of the usual ones
 */
export function report(
  statusUrl: string,
  over: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Response> {
  const form = { AccountSid: env.TWILIO_ACCOUNT_SID, ApiVersion: '2010-04-01', From: env.TWILIO_FROM, ...over }
  return exports.default.fetch(
    new Request(statusUrl, {
      method: 'POST',
      headers: { 'X-Twilio-Signature': signature(statusUrl, form), ...headers },
      body: new URLSearchParams(form),
    }),
  )
}

export const textsTo = (phone: string) => outside.texts().filter(({ to }) => to === phone)
