/** What a person of the studio may do (R52): owner and admin everything there is so far; support looks and resends. */
export const STAFF_ROLES = ['owner', 'admin', 'support'] as const
export type StaffRole = (typeof STAFF_ROLES)[number]

/**
 * `resend`: an invitation or a link of a contact or a client again. `own`: what is theirs alone. `change`: everything else that
 * changes something.
 */
export type StaffAct = 'look' | 'resend' | 'own' | 'change'

export function mayStaff(role: StaffRole, act: StaffAct): boolean {
  return role !== 'support' || act !== 'change'
}
