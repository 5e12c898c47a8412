import type { Decision } from './decide'

/** Which of a gallery's photos somebody sees. */
export const SIGHTS = ['none', 'all', 'chosen'] as const
export type Sight = (typeof SIGHTS)[number]

/**
 * What a decision lets somebody see: a vendor those photos that were chosen for them, once the photographer chose some
 * (R28); everybody else who is inside sees all. Pure.
 * @param contact of the visit that was decided on
 */
export function sightOf(decision: Decision, contact: { seesChosenOnly: boolean } | null | undefined): Sight {
  if (decision.kind !== 'inside') return 'none'
  const isVendor = decision.because === 'contact' && decision.role === 'vendor'
  return isVendor && contact?.seesChosenOnly ? 'chosen' : 'all'
}

/** Whether a photo is among those that somebody sees. */
export function isSeen(sight: Sight, isChosen: boolean): boolean {
  return sight === 'all' || (sight === 'chosen' && isChosen)
}
