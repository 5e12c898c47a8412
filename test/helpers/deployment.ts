/** How the Worker under test is set up. By default it sends mail and SMS. */
import { env } from 'cloudflare:workers'
import { type Settings, settings } from '../../src/settings'

const AS_DEPLOYED = { ...settings(env) }

/** Changes settings until the test is over. */
export function set(over: Partial<Settings>): void {
  Object.assign(settings(env), over)
}

/** Takes the SMS service away until the test is over: nobody can be sent an SMS (R11). */
export function withoutSms(): void {
  set({ TWILIO_ACCOUNT_SID: undefined, TWILIO_AUTH_TOKEN: undefined, TWILIO_FROM: undefined })
}

export function reset(): void {
  set(AS_DEPLOYED)
}
