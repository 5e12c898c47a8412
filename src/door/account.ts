import { DAY_MS } from '../lib/time'
import type { Decision } from './decide'

/** R25: when an invitation to a password may be shown, counted by the page. */
export const INVITED_AFTER_SECONDS = 30
export const INVITED_AFTER_PHOTOS = 3
/** How long *Not now* is remembered. */
const DECLINED_FOR_DAYS = 30

/**
 * Whether somebody may set a first password or add a first passkey here: a contact who has neither, at the step that asks for
 * it or inside. Pure.
 */
export function mayMakeAccount(decision: Decision, client: { hasAccount: boolean }): boolean {
  if (client.hasAccount) return false
  if (decision.kind === 'inside') return decision.because === 'contact'
  return decision.kind === 'ask' && decision.step === 'create-account'
}

/** Whether a client without a password is invited to one in this visit: not yet, and *Not now* is long ago (R25). Pure. */
export function isInvited(client: { declinedAt: Date | null }, visit: { invitedAt: Date | null }, now: Date): boolean {
  const declined = client.declinedAt && now.getTime() - client.declinedAt.getTime() < DECLINED_FOR_DAYS * DAY_MS
  return !declined && !visit.invitedAt
}
