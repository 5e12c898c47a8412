import { describe, expect, it } from 'vitest'
import type { Door } from '../../src/door/decide'
import { ROLES } from '../../src/door/role'
import { type Arrival, type Walk, walk } from '../../src/door/steps'
import { DOORS, type GalleryState, NOW } from '../helpers/doors'
import { product } from '../helpers/product'

const PERSONAL: Arrival[] = product({
  by: ['personal-link'],
  role: ROLES,
  hasAccount: [true, false],
  acceptedTermsVersion: [null, 1, 2],
})

const ARRIVALS: Arrival[] = [
  ...PERSONAL,
  { by: 'role-link', role: 'invited' },
  { by: 'role-link', role: 'guest' },
  { by: 'guest-code' },
  { by: 'not-me' },
  { by: 'plain-address' },
]

type Walked = Walk & { door: Door; state: GalleryState; arrival: Arrival }

const walks: Walked[] = DOORS.flatMap(({ door, state }) =>
  ARRIVALS.map((arrival) => ({ door, state, arrival, ...walk(door, arrival, NOW) })),
)
const namesOf = ({ steps }: Walk) => steps.map(({ step }) => step)

/** What the spec says that somebody meets at an open door, up to the end (R14, R20, R23, R24, R28). */
function expectedWay(door: Door, arrival: Arrival): string[] {
  if (arrival.by === 'personal-link') return [...contactSteps(door, arrival), arrival.role]
  const guestRole = arrival.by === 'role-link' ? arrival.role : 'guest'
  if (door.guests === 'refused') return ['sign-in']

  const hasKey = arrival.by !== 'plain-address' && (arrival.by !== 'guest-code' || door.guestCodeId !== null)
  if (door.guests === 'by-link' && !door.pinId && !hasKey) return ['sign-in']
  return [...(door.pinId ? ['pin'] : []), ...(door.asksEmail ? ['identify'] : []), guestRole]
}

function contactSteps(door: Door, arrival: Extract<Arrival, { by: 'personal-link' }>): string[] {
  const lacksAccount = door.asksAccount && !arrival.hasAccount
  const lacksTerms = arrival.role === 'vendor' && (arrival.acceptedTermsVersion ?? 0) < door.mediaTermsVersion
  return [...(lacksAccount ? ['create-account'] : []), ...(lacksTerms ? ['accept-terms'] : [])]
}

/** The steps of a walk and its end, as words. */
function wayOf({ steps, end }: Walk): string[] {
  const last = end.kind === 'inside' ? end.role : end.kind === 'ask' ? end.step : end.state
  return [...steps.map(({ step }) => step), last]
}

/** The first walk of which something is not true. */
function firstFailing(concerned: Walked[], isTrue: (walked: Walked) => boolean): Walked | undefined {
  expect(concerned.length).toBeGreaterThan(0)
  return concerned.find((walked) => !isTrue(walked))
}

describe('the steps that somebody meets at a door', () => {
  it('are known for every door and every way to come', () => {
    expect(ARRIVALS).toHaveLength(ROLES.length * 2 * 3 + 5)
    expect(walks).toHaveLength(2304 * 29)
  })

  it('end inside, at a closed gallery, or where signing in tells who is there, each after five steps at most', () => {
    expect(
      firstFailing(walks, ({ steps, end }) => {
        const isEnd = end.kind !== 'ask' || end.step === 'sign-in'
        return isEnd && steps.length + 1 <= 5
      }),
    ).toBeUndefined()
  })

  it('come once each', () => {
    expect(firstFailing(walks, (walked) => new Set(namesOf(walked)).size === namesOf(walked).length)).toBeUndefined()
  })

  it('are none where the gallery is unpublished or closed', () => {
    const shut = walks.filter(({ state }) => state !== 'open')
    expect(firstFailing(shut, ({ steps, end }) => steps.length === 0 && end.kind === 'closed')).toBeUndefined()
  })

  it('are those of the spec, in its order, at every open door', () => {
    const open = walks.filter(({ state }) => state === 'open')
    expect(
      firstFailing(open, (walked) => {
        const expected = expectedWay(walked.door, walked.arrival)
        return wayOf(walked).join() === expected.join()
      }),
    ).toBeUndefined()
  })

  it('lead a contact inside at every open door, so that signing in always leads on', () => {
    const signedIn = walks.filter(({ state, arrival }) => state === 'open' && PERSONAL.includes(arrival))
    expect(firstFailing(signedIn, ({ end }) => end.kind === 'inside' && end.because === 'contact')).toBeUndefined()
  })
})
