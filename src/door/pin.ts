/**
 * How tries at a gallery's PIN are rationed (R14–R18, P2): arithmetic over plain data, with `now` passed in. Instants are
 * milliseconds since 1970. Nothing here sees a PIN except {@link normalise}.
 *
 * **P2, proved.** A bucket holds 200 slots and gets one back every 30 minutes; every evaluated try of an untrusted source
 * takes a whole one, before its PIN is compared. `fullAt` is the instant at which the bucket would be full again: a try
 * at `t` sets it to `max(fullAt, t) + 30 min`, and is evaluated only if `fullAt` then is at most `t + 200 · 30 min`.
 * Take any 24 hours beginning at `s`, and the `n` tries evaluated in it that no success struck out. Each moved `fullAt`
 * by 30 minutes, from no earlier than `s`, so after the last, at `t ≤ s + 24 h`:
 *
 *     s + n · 30 min  ≤  fullAt  ≤  t + 200 · 30 min  ≤  s + 24 h + 200 · 30 min,  hence  n ≤ 48 + 200 = 248,
 *
 * and 248 different guesses hit a random six-digit PIN with a chance of 248 / 10⁶ = 2.48·10⁻⁴ ≤ 2.5·10⁻⁴. Clocks that
 * differ by less than 30 minutes leave the whole number 248 as it is. For four digits the chance is 2.48 %.
 *
 * Refunds do not weaken this. A success strikes its device's failures out of the history, and the bucket is replayed from
 * what remains: it holds what it would hold had they never been, and no more. (Adding their number instead would give
 * others a second use of slots that time had long refilled.) Leaving tries out only lowers `fullAt`, so the first
 * inequality, over the tries that remain, holds in every replay. Who can strike out failures knows the PIN.
 *
 * A trusted source adds at most 124 guesses a day of its own ({@link FREE_TRIES}). It is a device that typed the PIN of now, which
 * has nothing to guess, or a contact on all of their devices together, of whom the photographer knows. Devices that typed a PIN
 * before the one of now are no such source: whoever had it when it got out could have made any number of them.
 */

import { digitsOf } from '../lib/digits'
import { DAY_MS, HOUR_MS, SECOND_MS } from '../lib/time'

export const PIN_DIGITS = { min: 4, max: 12 }
/** Tries of one source, in a day and since its last success, without a wait in between. */
const FREE_TRIES = { untrusted: 4, trusted: 20 }
const LONGEST_WAIT_SECONDS = 900
/** P2 */
const BUCKET_SLOTS = 200
const SLOTS_PER_HOUR = 2
/** Of newcomers, evaluated in any 24 hours: 248, as proved above. */
export const MOST_TRIES_PER_DAY = BUCKET_SLOTS + 24 * SLOTS_PER_HOUR
/** Under attack until this many slots are back. */
const CALM_SLOTS = 50
/** R54 */
export const NOTICE_FAILURES = 100

const SLOT_MS = HOUR_MS / SLOTS_PER_HOUR

/**
 * Who tries. Untrusted: a device at an IP prefix. Trusted: a device that has been in with the PIN of now, or an invited contact;
 * it takes no slot, needs none, and only its own twenty failures of a day begin to slow it down. `device` is a digest, or
 * the contact's id; `prefix` an IPv4 address or the /64 of an IPv6 address.
 */
export type Source = { device: string; prefix: string; trusted: boolean }

/** An evaluated try that no success has struck out. */
export type Failure = Source & { at: number }

/** `fullAt`: when all slots are back, if nobody tries. `attacked`: it ran empty, and is not yet calm. */
export type Bucket = { fullAt: number; attacked: boolean }

/** The failures of the last day, oldest first, and the bucket as the older ones left it. */
export type History = { bucket: Bucket; failures: readonly Failure[] }

export type Admission =
  | { outcome: 'evaluate' }
  /** Not evaluated, not counted. `because`: the source's own failures, or the gallery's slots are all taken. */
  | { outcome: 'wait'; seconds: number; because: 'source' | 'gallery' }
  /** Come again with a proof of work; `seconds` until there is a slot, 0 when there is one now. */
  | { outcome: 'prove'; seconds: number }

export const FULL_BUCKET: Bucket = { fullAt: 0, attacked: false }

/** What a person typed or pasted, as 4 to 12 digits: spaces, hyphens and full-width digits are forgiven (R18). */
export function normalise(typed: string): string | undefined {
  const digits = digitsOf(typed)
  return digits && digits.length >= PIN_DIGITS.min && digits.length <= PIN_DIGITS.max ? digits : undefined
}

/**
 * Whether a try is evaluated at all (R17).
 * @param history settled at `now`, see {@link settle}
 * @param hasProof whether the try carries a valid proof of work that was not spent before
 */
export function admission(history: History, source: Source, hasProof: boolean, now: number): Admission {
  const seconds = secondsUntil(opensAt(history.failures, source), now)
  if (seconds > 0) return { outcome: 'wait', seconds, because: 'source' }
  if (source.trusted) return { outcome: 'evaluate' }

  const bucket = bucketAt(history, now)
  const slotInSeconds = secondsUntil(bucket.fullAt - (BUCKET_SLOTS - 1) * SLOT_MS, now)
  if (bucket.attacked && !hasProof) return { outcome: 'prove', seconds: slotInSeconds }
  if (slotInSeconds > 0) return { outcome: 'wait', seconds: slotInSeconds, because: 'gallery' }
  return { outcome: 'evaluate' }
}

/** When a source's next try is evaluated: 1, 2, 4 … 900 s after the failure that used up its free tries. */
function opensAt(failures: readonly Failure[], source: Source): number {
  const own = failures.filter((failure) => isOf(source, failure))
  const last = own.at(-1)
  return last ? last.at + waitSeconds(own.length, source.trusted) * SECOND_MS : 0
}

/** A trusted source is one wherever it is: other addresses give it no more free tries. */
function isOf(source: Source, failure: Failure): boolean {
  if (failure.device !== source.device || failure.trusted !== source.trusted) return false
  return source.trusted || failure.prefix === source.prefix
}

/** The wait after a source's so-many-th failure of the day, seconds. */
export function waitSeconds(failures: number, trusted: boolean): number {
  const beyond = failures - (trusted ? FREE_TRIES.trusted : FREE_TRIES.untrusted)
  return beyond < 0 ? 0 : Math.min(2 ** beyond, LONGEST_WAIT_SECONDS)
}

function secondsUntil(instant: number, now: number): number {
  return Math.max(0, Math.ceil((instant - now) / SECOND_MS))
}

/** The gallery's bucket now: the failures of untrusted sources, replayed. */
export function bucketAt({ bucket, failures }: History, now: number): Bucket {
  return refill(failures.reduce(take, bucket), now)
}

function take(bucket: Bucket, failure: Failure): Bucket {
  if (failure.trusted) return bucket
  const { fullAt, attacked } = refill(bucket, failure.at)
  const taken = Math.max(fullAt, failure.at) + SLOT_MS
  return { fullAt: taken, attacked: attacked || slotsLeft(taken, failure.at) < 1 }
}

/** Ends an attack once enough slots are back. Without this distance, every slot that comes back would end it. */
function refill(bucket: Bucket, now: number): Bucket {
  return slotsLeft(bucket.fullAt, now) >= CALM_SLOTS ? { ...bucket, attacked: false } : bucket
}

function slotsLeft(fullAt: number, now: number): number {
  return BUCKET_SLOTS - Math.max(0, fullAt - now) / SLOT_MS
}

/**
 * Forgets the failures that are a day old: what they took stays taken, and can no longer be refunded.
 * Afterwards at most 248 failures of untrusted sources are left, however many tried: see the proof above.
 */
export function settle({ bucket, failures }: History, now: number): History {
  const isOver = (failure: Failure) => failure.at <= now - DAY_MS
  return {
    bucket: failures.filter(isOver).reduce(take, bucket),
    failures: failures.filter((failure) => !isOver(failure)),
  }
}

/**
 * Whether the photographer is to be told (R54): once, at 100 failures within 24 hours, trusted sources' among them.
 * @param failures of the last 24 hours
 * @param toldAt when the last notice was given
 */
export function isNoticeDue(failures: number, toldAt: number | undefined, now: number): boolean {
  return failures >= NOTICE_FAILURES && (toldAt === undefined || toldAt <= now - DAY_MS)
}
