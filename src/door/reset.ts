/** R29 */
export const RESET_OPENS_MINUTES = 60

/** What became of a link to set a password. */
export type ResetState = 'open' | 'used' | 'over'

/** Whether a reset link still sets a password, and if not, why (R29). Pure. */
export function resetStateOf(link: { usedAt: Date | null; opensUntil: Date }, now: Date): ResetState {
  if (link.usedAt) return 'used'
  return link.opensUntil > now ? 'open' : 'over'
}
