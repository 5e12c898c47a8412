import * as z from 'zod'
import type { Secrets } from './lib/keys'

const shape = z.object({
  FOYER_SECRET: z.string().min(32, 'must have 32 characters or more (try: openssl rand -base64 32)'),
  PREVIOUS_SECRET: z.string().min(32).optional(),
  SETUP_KEY: z.string().min(16, 'must have 16 characters or more').optional(),
  PUBLIC_ORIGIN: z.url({ protocol: /^https?$/ }).transform((url) => new URL(url).origin),
  MAIL_FROM: z.string().min(3),
  RESEND_API_KEY: z.string().min(1).optional(),
  RESEND_BASE_URL: z.url().default('https://api.resend.com'),
  LOCAL: z.stringbool().default(false),
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
