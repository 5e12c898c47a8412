import type { Role } from '../../src/door/role'

/** What each role is for, in a sentence. */
export const ROLE_HINTS: Record<Role, string> = {
  main: 'Whom you work for. Their link can let guests look too, if you admit guests.',
  vendor: 'A colleague, a florist, a venue.',
  invited: 'Family and friends whom you invite yourself.',
  guest: 'Anybody else who may look.',
}

export const ROLE_WORDS: Record<Role, string> = {
  main: 'main client',
  vendor: 'vendor',
  invited: 'invited',
  guest: 'guest',
}
