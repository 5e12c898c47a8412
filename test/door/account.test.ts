import { describe, expect, it } from 'vitest'
import { isInvited, mayMakeAccount } from '../../src/door/account'
import type { Decision } from '../../src/door/decide'
import { plus } from '../helpers/clock'

const NOW = new Date('2026-09-12T12:00:00Z')
const AT_THE_STEP: Decision = { kind: 'ask', step: 'create-account', because: 'asks-account' }
const INSIDE: Decision = { kind: 'inside', role: 'main', because: 'contact' }
const NONE = { hasAccount: false }

describe('a first password or passkey', () => {
  it('is set where the door asks for it and by a contact who is inside, once', () => {
    for (const decision of [AT_THE_STEP, INSIDE]) {
      expect(mayMakeAccount(decision, NONE)).toBe(true)
      expect(mayMakeAccount(decision, { hasAccount: true })).toBe(false)
    }
  })

  it.each<Decision>([
    { kind: 'inside', role: 'guest', because: 'guest' },
    { kind: 'inside', role: 'guest', because: 'open' },
    { kind: 'inside', role: 'main', because: 'studio' },
    { kind: 'ask', step: 'accept-terms', because: 'terms-new' },
    { kind: 'ask', step: 'sign-in', because: 'removed' },
    { kind: 'closed', state: 'expired', because: 'past-closing-date' },
  ])('is not set by whoever is met with $because', (decision) => {
    expect(mayMakeAccount(decision, NONE)).toBe(false)
  })
})

describe('the invitation to a password', () => {
  it('is shown once a visit', () => {
    expect(isInvited({ declinedAt: null }, { invitedAt: null }, NOW)).toBe(true)
    expect(isInvited({ declinedAt: null }, { invitedAt: NOW }, NOW)).toBe(false)
  })

  it.each([
    [{ seconds: 0 }, false],
    [{ days: 29, hours: 23, minutes: 59, seconds: 59 }, false],
    [{ days: 30 }, true],
  ])('is back this long after "Not now": %o, %s', (span, isBack) => {
    expect(isInvited({ declinedAt: NOW }, { invitedAt: null }, plus(NOW, span))).toBe(isBack)
  })
})
