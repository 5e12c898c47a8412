/** How long the link to a new address confirms it (R43). */
export const EMAIL_CONFIRM_MINUTES = 60
/** How long the address before can undo it (R43). */
export const EMAIL_REVERT_HOURS = 72

/** What became of a link that confirms a new address, or undoes it: `taken` when somebody else has the address by now. */
export type EmailLinkState = 'open' | 'taken' | 'over'

/**
 * Whether such a link still does what it says (R43). Pure; the statement that does it asks once more.
 * @param isTaken whether the address it would put on file is another client's
 */
export function emailLinkStateOf(
  link: { usedAt: Date | null; opensUntil: Date },
  isTaken: boolean,
  now: Date,
): EmailLinkState {
  if (link.usedAt || link.opensUntil <= now) return 'over'
  return isTaken ? 'taken' : 'open'
}
