import * as z from 'zod'
import type { Secrets } from './lib/keys'

/** What Twilio needs to send an SMS: all of it is set, or none. */
const TWILIO = ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN', 'TWILIO_FROM'] as const

const vars = z.object({
  FOYER_SECRET: z.string().min(32, 'must have 32 characters or more (try: openssl rand -base64 32)'),
  PREVIOUS_SECRET: z.string().min(32).optional(),
  SETUP_KEY: z.string().min(16, 'must have 16 characters or more').optional(),
  PUBLIC_ORIGIN: z.url({ protocol: /^https?$/ }).transform((url) => new URL(url).origin),
  MAIL_FROM: z.string().min(3),
  RESEND_API_KEY: z.string().min(1).optional(),
  RESEND_BASE_URL: z.url().default('https://api.resend.com'),
  TWILIO_ACCOUNT_SID: z
    .string()
    .regex(/^AC[0-9a-f]{32}$/, 'must be AC and 32 hexadecimal digits')
    .optional(),
  TWILIO_AUTH_TOKEN: z.string().min(1).optional(),
  TWILIO_FROM: z
    .string()
    .regex(/^(\+[1-9]\d{6,14}|MG[0-9a-f]{32})$/, 'must be a number like +43123456789, or a messaging service (MG…)')
    .optional(),
  TWILIO_BASE_URL: z.url().default('https://api.twilio.com'),
  /** Where breached passwords are looked up, if not at https://api.pwnedpasswords.com. */
  HIBP_BASE_URL: z.url().optional(),
  LOCAL: z.stringbool().default(false),
})

const shape = vars.superRefine((values, { addIssue }) => {
  const missing = TWILIO.filter((name) => !values[name])
  if (missing.length === TWILIO.length) return
  for (const name of missing) addIssue({ code: 'custom', path: [name], message: 'is missing; SMS needs all three' })
})

/** Vars and secrets, checked. `LOCAL` is set by `npm start` alone: it turns on the outbox and setup without a key. */
export type Settings = z.output<typeof shape>

export class SettingsError extends Error {}

const parsed = new WeakMap<object, Settings>()

/**
 * The settings of this Worker, parsed once per isolate.
 * @throws SettingsError that names every setting at fault, never its value.
 */
export function settings(env: object): Settings {
  const known = parsed.get(env)
  if (known) return known

  const result = shape.safeParse(env)
  if (!result.success) {
    const faults = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    throw new SettingsError(`Foyer cannot start. ${faults.join('; ')}`)
  }
  parsed.set(env, result.data)
  return result.data
}

/** The secrets that keys are derived from. */
export function secretsOf(settings: Settings): Secrets {
  return { current: settings.FOYER_SECRET, previous: settings.PREVIOUS_SECRET }
}

/** What it takes to reach Twilio; undefined where it is not set up. */
export function twilioOf(settings: Settings) {
  const { TWILIO_ACCOUNT_SID: accountSid, TWILIO_AUTH_TOKEN: authToken, TWILIO_FROM: from } = settings
  if (!accountSid || !authToken || !from) return undefined
  return { accountSid, authToken, from, baseUrl: settings.TWILIO_BASE_URL }
}

export type Twilio = NonNullable<ReturnType<typeof twilioOf>>

/** Whether SMS can be offered at all (R11): there is a provider, or a local start with its outbox. */
export function sendsSms(settings: Settings): boolean {
  return settings.LOCAL || twilioOf(settings) !== undefined
}

/** What passkeys are bound to: the address under which Foyer is reached, never that of a request. */
export function siteOf({ PUBLIC_ORIGIN: origin }: Settings) {
  return { origin, host: new URL(origin).hostname }
}
