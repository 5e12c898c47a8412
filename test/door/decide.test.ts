import { describe, expect, it } from 'vitest'
import { type Decision, type Door, decide, type VisitorVisit } from '../../src/door/decide'
import { ROLES, type Role } from '../../src/door/role'

const NOW = new Date('2026-09-12T12:00:00Z')
const BEFORE = new Date(NOW.getTime() - 1)
const LATER = new Date(NOW.getTime() + 1)

/** One thing that the spec makes entry depend on: a value, and what whoever meets it reads instead of photos. */
type Choice<T> = { value: T; stops?: Stop }
type Stop = 'unpublished' | 'closed' | 'over' | 'removed' | 'guests-refused'

/** R8, R45: published from its moment on. */
const published: Choice<Date | null>[] = [
  { value: null, stops: 'unpublished' },
  { value: LATER, stops: 'unpublished' },
  { value: NOW },
  { value: BEFORE },
]

/** R46: open before its closing moment, closed from it on. */
const closing: Choice<Date | null>[] = [
  { value: null },
  { value: LATER },
  { value: NOW, stops: 'closed' },
  { value: BEFORE, stops: 'closed' },
]

const admits = [true, false]

/** P5: a visit, like the session it hangs on, goes on until its time is over or somebody ended it. */
const spans: Choice<{ expiresAt: Date; endedAt: Date | null }>[] = [
  { value: { expiresAt: LATER, endedAt: null } },
  { value: { expiresAt: NOW, endedAt: null }, stops: 'over' },
  { value: { expiresAt: BEFORE, endedAt: null }, stops: 'over' },
  { value: { expiresAt: LATER, endedAt: BEFORE }, stops: 'over' },
  { value: { expiresAt: BEFORE, endedAt: BEFORE }, stops: 'over' },
]

/** R7: a contact that was removed, or that passed to another person, is nobody's place any more. */
const places: Choice<{ removedAt: Date | null; clientId: string }>[] = [
  { value: { removedAt: null, clientId: 'anna' } },
  { value: { removedAt: BEFORE, clientId: 'anna' }, stops: 'removed' },
  { value: { removedAt: null, clientId: 'ben' }, stops: 'removed' },
  { value: { removedAt: BEFORE, clientId: 'ben' }, stops: 'removed' },
]

type Case = { door: Door; visit?: VisitorVisit; stops: (Stop | undefined)[]; role?: Role }

/** Every door there can be. */
function* doors(): Generator<{ door: Door; stops: (Stop | undefined)[] }> {
  for (const publishedAt of published)
    for (const closesAt of closing)
      for (const admitsGuests of admits)
        yield {
          door: { publishedAt: publishedAt.value, closesAt: closesAt.value, admitsGuests },
          stops: [publishedAt.stops, closesAt.stops],
        }
}

/** Every visit of a guest and of a contact, whatever role each came in with and has now. */
function* visits(): Generator<{ visit: VisitorVisit; stops: (Stop | undefined)[]; role: Role; isGuest: boolean }> {
  for (const span of spans)
    for (const session of spans)
      for (const cameAs of ROLES) {
        const visit = { ...span.value, session: session.value, role: cameAs }
        const stops = [span.stops, session.stops]
        yield { visit: { ...visit, clientId: null, contact: null }, stops, role: 'guest', isGuest: true }

        for (const place of places)
          for (const role of ROLES) {
            const contact = { ...place.value, role }
            const asContact = { ...visit, clientId: 'anna', contact }
            yield { visit: asContact, stops: [...stops, place.stops], role, isGuest: false }
          }
      }
}

/** The full product. */
function* cases(): Generator<Case> {
  for (const { door, stops } of doors()) {
    yield { door, stops }
    for (const { visit, role, isGuest, stops: more } of visits()) {
      const guests = isGuest && !door.admitsGuests ? ('guests-refused' as const) : undefined
      yield { door, visit, role, stops: [...stops, ...more, guests] }
    }
  }
}

const all = [...cases()]
const decided = all.map((each) => ({ ...each, decision: decide(each.door, { visit: each.visit }, NOW) }))
const meets = (each: Case, ...stops: Stop[]) => each.stops.some((stop) => stop && stops.includes(stop))

describe('the decision at a gallery’s door', () => {
  it('is made for every door and every visitor there can be', () => {
    const DOORS = 4 * 4 * 2
    const VISITS = 5 * 5 * 4 * (1 + 4 * 4)
    expect(all).toHaveLength(DOORS * (1 + VISITS))
  })

  it('lets in exactly those whom nothing stops, and nobody without a visit', () => {
    const inside = decided.filter(({ decision }) => decision.kind === 'inside')
    const welcome = decided.filter((each) => each.visit && !meets(each, ...ALL_STOPS))
    expect(inside).toEqual(welcome)
    expect(inside.length).toBeGreaterThan(0)
  })

  it('gives a contact the role it has now, and whoever comes without a name the guest’s', () => {
    const wrong = decided.filter(({ decision, role }) => decision.kind === 'inside' && decision.role !== role)
    expect(wrong).toEqual([])
  })

  it('shows an unpublished gallery as such to everybody, even past its closing date', () => {
    expectAll((each) => meets(each, 'unpublished'), {
      kind: 'closed',
      state: 'unpublished',
      because: 'not-published',
    })
  })

  it('shows a closed gallery as closed to everybody', () => {
    expectAll((each) => meets(each, 'closed') && !meets(each, 'unpublished'), {
      kind: 'closed',
      state: 'expired',
      because: 'past-closing-date',
    })
  })
})

describe('whoever is stopped at an open door', () => {
  const isOpen = (each: Case) => !meets(each, 'unpublished', 'closed')
  const asked = (because: Extract<Decision, { kind: 'ask' }>['because']) =>
    ({ kind: 'ask', step: 'sign-in', because }) as const

  it('is asked to sign in when there is no visit', () => {
    expectAll((each) => isOpen(each) && !each.visit, asked('no-visit'))
  })

  it('is told that the visit is over, whatever else there is to say', () => {
    expectAll((each) => isOpen(each) && meets(each, 'over'), asked('visit-over'))
  })

  it('is out once the contact is removed or is another person’s', () => {
    expectAll((each) => isOpen(each) && !meets(each, 'over') && meets(each, 'removed'), asked('removed'))
  })

  it('is out as a guest once the gallery admits none', () => {
    expectAll((each) => isOpen(each) && !meets(each, 'over') && meets(each, 'guests-refused'), asked('guests-refused'))
  })
})

const ALL_STOPS: Stop[] = ['unpublished', 'closed', 'over', 'removed', 'guests-refused']

function expectAll(concerned: (each: Case) => boolean, expected: Decision) {
  const those = decided.filter(concerned)
  expect(those.length).toBeGreaterThan(0)
  const others = those.filter(({ decision }) => JSON.stringify(decision) !== JSON.stringify(expected))
  expect(others).toEqual([])
}
