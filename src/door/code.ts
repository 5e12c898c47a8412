import { digitsOf } from '../lib/digits'
import { equal, hmac, randomDigits, randomToken } from '../lib/token'

const CODE_DIGITS = 6
/** R12 */
export const CODE_VALID_MINUTES = 15
export const TRIES_PER_CODE = 5
/** P1: wrong tries per budget, over rolling windows. */
export const WRONG_PER_HOUR = 10
export const WRONG_PER_DAY = 20
/** How a code may travel (R11). */
export type Channel = 'email' | 'sms'
/** A code that was sent: when, milliseconds, and how. */
export type Send = { at: number; by: Channel }

/** Codes sent to one address, over rolling windows; a text message costs money, so there are fewer of them. */
export const SEND_LIMITS: readonly { by?: Channel; seconds: number; most: number }[] = [
  { by: 'email', seconds: 60, most: 1 },
  { by: 'sms', seconds: 60, most: 1 },
  { by: 'sms', seconds: 3600, most: 3 },
  { by: 'sms', seconds: 86_400, most: 5 },
  { seconds: 3600, most: 5 },
  { seconds: 86_400, most: 10 },
]
export const SENDS_PER_DAY = 10

/**
 * Seconds until another code may be sent to an address. Pure.
 * @param sends of the last 24 hours, newest first
 */
export function secondsToNextSend(sends: readonly Send[], by: Channel, now: Date): number {
  const freeAt = limitsOf(by).map((limit) => {
    const counted = limit.by ? sends.filter((send) => send.by === limit.by) : sends
    const deciding = counted[limit.most - 1]
    return deciding ? deciding.at + limit.seconds * 1000 : 0
  })
  return Math.max(0, Math.ceil((Math.max(...freeAt) - now.getTime()) / 1000))
}

/** The limits that a code sent in this way has to keep. */
export function limitsOf(by: Channel) {
  return SEND_LIMITS.filter((limit) => !limit.by || limit.by === by)
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
