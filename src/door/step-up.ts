import { MINUTE_MS } from '../lib/time'

/** How long a step-up holds: changes of an account ask for one (R43). */
export const STEP_UP_MINUTES = 10

/**
 * Whether somebody proved a moment ago who they are (R43). Pure.
 * @param provedAt when they last did, in this session
 */
export function isSteppedUp(provedAt: Date | null, now: Date): boolean {
  return provedAt !== null && now.getTime() - provedAt.getTime() < STEP_UP_MINUTES * MINUTE_MS
}

/** The instant after which a step-up still holds, milliseconds: the same in statements. */
export function stepUpHoldsSince(now: Date): number {
  return now.getTime() - STEP_UP_MINUTES * MINUTE_MS
}
