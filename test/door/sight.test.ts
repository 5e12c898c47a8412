import { describe, expect, it } from 'vitest'
import type { Decision } from '../../src/door/decide'
import { ROLES } from '../../src/door/role'
import { isSeen, SIGHTS, sightOf } from '../../src/door/sight'

const BECAUSE = ['contact', 'guest', 'open', 'studio'] as const
const OUTSIDE: Decision[] = [
  { kind: 'ask', step: 'accept-terms', because: 'terms-new' },
  { kind: 'ask', step: 'accept-terms', because: 'terms-changed' },
  { kind: 'ask', step: 'sign-in', because: 'removed' },
  { kind: 'closed', state: 'expired', because: 'past-closing-date' },
]
const CONTACTS = [null, undefined, { seesChosenOnly: false }, { seesChosenOnly: true }]

const INSIDE = ROLES.flatMap((role) =>
  BECAUSE.flatMap((because) => CONTACTS.map((contact) => ({ role, because, contact }))),
)

describe('what somebody sees of a gallery', () => {
  it.each(INSIDE)('is what was chosen for a vendor alone, as a contact: $role, $because, $contact', (one) => {
    const { role, because, contact } = one
    const isVendor = role === 'vendor' && because === 'contact' && contact?.seesChosenOnly === true
    expect(sightOf({ kind: 'inside', role, because }, contact)).toBe(isVendor ? 'chosen' : 'all')
  })

  it.each(OUTSIDE)('is nothing for whoever is not inside: $because', (decision) => {
    for (const contact of CONTACTS) expect(sightOf(decision, contact)).toBe('none')
  })
})

describe('a photograph', () => {
  it('is seen by whoever sees all, and by whoever it was chosen for', () => {
    expect(SIGHTS.map((sight) => [sight, isSeen(sight, false), isSeen(sight, true)])).toEqual([
      ['none', false, false],
      ['all', true, true],
      ['chosen', false, true],
    ])
  })
})
