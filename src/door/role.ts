/** A contact's role in one gallery (spec §1). */
export const ROLES = ['main', 'vendor', 'invited', 'guest'] as const
export type Role = (typeof ROLES)[number]
