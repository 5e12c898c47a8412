import type { Decision, Door } from './decide'

/** How many guests a client may invite by email within 24 hours, over all galleries. */
export const INVITATIONS_PER_DAY = 30

/** R22: whether somebody may share the gallery from inside: a main client, where guests are admitted. Pure. */
export function mayShare(decision: Decision, door: Pick<Door, 'guests'>): boolean {
  return (
    decision.kind === 'inside' &&
    decision.because === 'contact' &&
    decision.role === 'main' &&
    door.guests !== 'refused'
  )
}
