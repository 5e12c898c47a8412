import { describe, expect, it } from 'vitest'
import type { Door } from '../../src/door/decide'
import { type LinkRecord, mint, type Refusal, refusalOf, visitEndsAt } from '../../src/door/link'
import { plus, type Span } from '../helpers/clock'

const ISSUED = new Date('2026-09-12T12:00:00Z')
const OPEN: Pick<Door, 'publishedAt' | 'closesAt'> = { publishedAt: ISSUED, closesAt: null }
const PLACE = { removedAt: null, clientId: 'anna' }

function record(over: Partial<LinkRecord> = {}): LinkRecord {
  return {
    issuedAt: ISSUED,
    opensUntil: mint(ISSUED).opensUntil,
    claimedBy: null,
    clientId: 'anna',
    contact: PLACE,
    client: { emailSince: null },
    door: OPEN,
    ...over,
  }
}

const atAge = (span: Span, over: Partial<LinkRecord> = {}) => refusalOf(record(over), 'phone', plus(ISSUED, span))

describe('a magic link’s time', () => {
  it('opens until the last second of its 24 hours, and not after', () => {
    expect(atAge({})).toBeUndefined()
    expect(atAge({ hours: 23, minutes: 59, seconds: 59 })).toBeUndefined()
    expect(atAge({ hours: 24 })).toBe('stale')
    expect(atAge({ hours: 24, seconds: 1 })).toBe('stale')
  })

  it('is the same for the device that claimed it', () => {
    expect(atAge({ hours: 23, minutes: 59, seconds: 59 }, { claimedBy: 'phone' })).toBeUndefined()
    expect(atAge({ hours: 24, seconds: 1 }, { claimedBy: 'phone' })).toBe('stale')
  })

  it('never gives the same token twice', () => {
    const tokens = Array.from({ length: 1000 }, () => mint(ISSUED).token)
    expect(new Set(tokens).size).toBe(1000)
    expect(tokens.every((token) => /^[\w-]{43}$/.test(token))).toBe(true)
  })
})

describe('a visit by link', () => {
  const endsFor = (span: Span) => visitEndsAt(mint(ISSUED).opensUntil, plus(ISSUED, span))

  it('ends with the link', () => {
    expect(endsFor({})).toEqual(plus(ISSUED, { hours: 24 }))
    expect(endsFor({ hours: 21, minutes: 59, seconds: 59 })).toEqual(plus(ISSUED, { hours: 24 }))
    expect(endsFor({ hours: 22 })).toEqual(plus(ISSUED, { hours: 24 }))
  })

  it('lasts two hours for whoever comes at the last moment', () => {
    expect(endsFor({ hours: 22, seconds: 1 })).toEqual(plus(ISSUED, { hours: 24, seconds: 1 }))
    expect(endsFor({ hours: 23, minutes: 59, seconds: 59 })).toEqual(
      plus(ISSUED, { hours: 25, minutes: 59, seconds: 59 }),
    )
  })
})

type Says = { says?: Refusal }

describe('the reason a link does not open', () => {
  const YESTERDAY = plus(ISSUED, { hours: -24 })
  const contacts: (Says & Pick<LinkRecord, 'contact'>)[] = [
    { contact: PLACE },
    { contact: { removedAt: YESTERDAY, clientId: 'anna' }, says: 'withdrawn' },
    { contact: { removedAt: null, clientId: 'ben' }, says: 'withdrawn' },
    { contact: { removedAt: YESTERDAY, clientId: 'ben' }, says: 'withdrawn' },
  ]
  const doors: (Says & Pick<LinkRecord, 'door'>)[] = [
    { door: OPEN },
    { door: { ...OPEN, publishedAt: null }, says: 'unpublished' },
    { door: { ...OPEN, publishedAt: plus(ISSUED, { hours: 48 }) }, says: 'unpublished' },
    { door: { ...OPEN, closesAt: ISSUED }, says: 'closed' },
  ]
  const ages: (Says & { age: Span })[] = [{ age: { hours: 1 } }, { age: { hours: 25 }, says: 'stale' }]
  const claims: (Says & Pick<LinkRecord, 'claimedBy'>)[] = [
    { claimedBy: null },
    { claimedBy: 'phone' },
    { claimedBy: 'laptop', says: 'other-device' },
  ]

  const all = contacts.flatMap((contact) =>
    doors.flatMap((door) => ages.flatMap((age) => claims.map((claim) => ({ contact, door, age, claim })))),
  )

  it('is the weightiest one: nobody’s link, then the gallery’s state, then the time, then the device', () => {
    for (const { contact, door, age, claim } of all) {
      const expected = contact.says ?? door.says ?? age.says ?? claim.says
      const link = { contact: contact.contact, door: door.door, claimedBy: claim.claimedBy }
      expect([link, atAge(age.age, link)]).toEqual([link, expected])
    }
    expect(all).toHaveLength(4 * 4 * 2 * 3)
  })
})
