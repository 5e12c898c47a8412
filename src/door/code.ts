import { digitsOf } from '../lib/digits'
import { equal, hmac, randomDigits, randomToken } from '../lib/token'

export const CODE_DIGITS = 6
/** R12 */
export const CODE_VALID_MINUTES = 15
export const TRIES_PER_CODE = 5
/** P1: wrong tries per budget, over rolling windows. */
export const WRONG_PER_HOUR = 10
export const WRONG_PER_DAY = 20
/** Codes sent to one address, over rolling windows. */
export const SENDS_PER_MINUTE = 1
export const SENDS_PER_HOUR = 5
export const SENDS_PER_DAY = 10

/**
 * Seconds until another code may be sent to an address. Pure.
 * @param sends when codes were sent in the last 24 hours, milliseconds, newest first
 */
export function secondsToNextSend(sends: readonly number[], now: Date): number {
  const freeAt = (limit: number, windowSeconds: number) => {
    const deciding = sends[limit - 1]
    return deciding === undefined ? 0 : deciding + windowSeconds * 1000
  }
  const next = Math.max(freeAt(SENDS_PER_MINUTE, 60), freeAt(SENDS_PER_HOUR, 3600), freeAt(SENDS_PER_DAY, 86_400))
  return Math.max(0, Math.ceil((next - now.getTime()) / 1000))
}

/**
 * A new login code with the flow it belongs to.
 * The flow secret stays in the browser's session cookie: without it the stored `mac` cannot be searched for the code.
 */
export async function mint(id: string) {
  const code = randomDigits(CODE_DIGITS)
  const flowSecret = randomToken()
  return { code, flowSecret, mac: await macOf(id, flowSecret, code) }
}

/** Whether a typed code is the one of this flow; compares in constant time. */
export async function matches(id: string, flowSecret: string, typed: string, mac: string): Promise<boolean> {
  return equal(await macOf(id, flowSecret, typed), mac)
}

function macOf(id: string, flowSecret: string, code: string): Promise<string> {
  return hmac(flowSecret, `${id}\n${code}`)
}

/** What a person typed or pasted, as six digits, forgivingly (R13); else undefined. */
export function normalise(typed: string): string | undefined {
  const digits = digitsOf(typed)
  return digits?.length === CODE_DIGITS ? digits : undefined
}
