import type { Role } from '../../src/door/role'

export const ROLE_WORDS: Record<Role, string> = {
  main: 'main client',
  vendor: 'vendor',
  invited: 'invited',
  guest: 'guest',
}
