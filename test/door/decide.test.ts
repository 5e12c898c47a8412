import { describe, expect, it } from 'vitest'
import { type Decision, type Door, decide, type Step, type VisitorVisit } from '../../src/door/decide'
import { FILLED, GUESTS, PRESETS } from '../../src/door/preset'
import { ROLES, type Role } from '../../src/door/role'
import { COMERS, type Comer, DOORS, type GalleryState, LATER, NOW, SETTINGS, TIMES } from '../helpers/doors'

type Case = { door: Door; state: GalleryState; comer: Comer }
type When = (at: Case) => boolean

const isStudio: When = ({ comer }) => comer.as === 'studio'
const isOpen: When = (at) => at.state === 'open' && !isStudio(at)
const isContact: When = (at) => isOpen(at) && at.comer.as === 'contact'
const isGuest: When = (at) => isOpen(at) && at.comer.as === 'guest'
/** Without a visit, or with one that counts no more: at the plain address, with nothing in hand. */
const isStranger: When = (at) => isOpen(at) && !isContact(at) && !isGuest(at)
const isGuestOrStranger: When = (at) => isGuest(at) || isStranger(at)

const lacksAccount: When = ({ door, comer }) => door.asksAccount && !comer.hasAccount
const lacksTerms: When = ({ door, comer }) =>
  comer.role === 'vendor' && door.mediaTermsVersion > 0 && !isWithin(comer.accepted, door.mediaTermsVersion)
const isWithin = (accepted: number | null, version: number) => accepted !== null && accepted >= version

const refuses: When = ({ door }) => door.guests === 'refused'
const hasPin: When = ({ door }) => door.guests !== 'refused' && door.pinId !== null
const asksForKey: When = ({ door }) => door.guests === 'by-link' && door.pinId === null
const isForAnyone: When = ({ door }) => door.guests === 'anyone' && door.pinId === null

const hasKey: When = ({ door, comer }) =>
  comer.key === 'good' || (comer.key === 'code of now' && door.guestCodeId !== null)
const hasTypedPin: When = (at) => isGuest(at) && at.comer.typed === at.door.pinId
/** Whether only the email wall can still be in the way of a guest (R20). */
const mayCome: When = (at) =>
  (hasPin(at) && hasTypedPin(at)) || (asksForKey(at) && isGuest(at) && hasKey(at)) || isForAnyone(at)
const meetsWall: When = (at) => at.door.asksEmail && !(isGuest(at) && at.comer.isNamed)

type Told<Kind extends Decision['kind']> = Extract<Decision, { kind: Kind }>
const ask = (step: Step, because: Told<'ask'>['because']): Decision => ({ kind: 'ask', step, because })
const inside = (role: Role, because: Told<'inside'>['because']): Decision => ({ kind: 'inside', role, because })
const whyStranger = ({ comer }: Case) =>
  comer.as === 'nobody' ? 'no-visit' : comer.as === 'over' ? 'visit-over' : 'removed'

/** What the spec says of each case. Together they say one thing of every case there is. */
const RULES: { says: string; when: When; tells: (at: Case) => Decision }[] = [
  {
    says: 'lets the studio’s own people in, whatever the state (R8)',
    when: isStudio,
    tells: () => inside('main', 'studio'),
  },
  {
    says: 'shows an unpublished gallery as such, even past its closing date (R8, R45)',
    when: (at) => at.state === 'unpublished' && !isStudio(at),
    tells: () => ({ kind: 'closed', state: 'unpublished', because: 'not-published' }),
  },
  {
    says: 'shows a closed gallery as closed (R8, R46)',
    when: (at) => at.state === 'closed' && !isStudio(at),
    tells: () => ({ kind: 'closed', state: 'expired', because: 'past-closing-date' }),
  },
  {
    says: 'asks a contact for an account where the photographer wants one before the first photo (R24)',
    when: (at) => isContact(at) && lacksAccount(at),
    tells: () => ask('create-account', 'asks-account'),
  },
  {
    says: 'asks a vendor to accept the media usage terms (R28)',
    when: (at) => isContact(at) && !lacksAccount(at) && lacksTerms(at) && at.comer.accepted === null,
    tells: () => ask('accept-terms', 'terms-new'),
  },
  {
    says: 'asks a vendor again when the terms have a new version (R28)',
    when: (at) => isContact(at) && !lacksAccount(at) && lacksTerms(at) && at.comer.accepted !== null,
    tells: () => ask('accept-terms', 'terms-changed'),
  },
  {
    says: 'lets any other contact straight in, with the role of now (R2, R23)',
    when: (at) => isContact(at) && !lacksAccount(at) && !lacksTerms(at),
    tells: ({ comer }) => inside(comer.role, 'contact'),
  },
  {
    says: 'asks a guest who is there, once guests are refused (R23)',
    when: (at) => isGuest(at) && refuses(at),
    tells: () => ask('sign-in', 'guests-refused'),
  },
  {
    says: 'asks a stranger who is there, where guests are refused or need a link (R7, R19, R23)',
    when: (at) => isStranger(at) && (refuses(at) || asksForKey(at)),
    tells: (at) => ask('sign-in', whyStranger(at)),
  },
  {
    says: 'asks a guest who came by nothing who is there, where guests need a link (R19)',
    when: (at) => isGuest(at) && asksForKey(at) && at.comer.key === 'none',
    tells: () => ask('sign-in', 'no-visit'),
  },
  {
    says: 'asks a guest who is there, once the link or code they came by is withdrawn (R7, R19, R21)',
    when: (at) => isGuest(at) && asksForKey(at) && at.comer.key !== 'none' && !hasKey(at),
    tells: () => ask('sign-in', 'removed'),
  },
  {
    says: 'asks whoever has no personal link for the gallery PIN (R14, R23)',
    when: (at) => hasPin(at) && (isStranger(at) || (isGuest(at) && at.comer.typed === null)),
    tells: () => ask('pin', 'pin-set'),
  },
  {
    says: 'asks whoever typed the PIN of before for the one of now (R16)',
    when: (at) => hasPin(at) && isGuest(at) && at.comer.typed !== null && !hasTypedPin(at),
    tells: () => ask('pin', 'pin-changed'),
  },
  {
    says: 'asks whoever may come without a personal link for name and email, once (R20)',
    when: (at) => isGuestOrStranger(at) && mayCome(at) && meetsWall(at),
    tells: () => ask('identify', 'asks-email'),
  },
  {
    says: 'lets anybody in at the plain address of an open gallery (R20, R23)',
    when: (at) => isStranger(at) && mayCome(at) && !meetsWall(at),
    tells: () => inside('guest', 'open'),
  },
  {
    says: 'lets a guest in: with the link’s role while the link goes (R15, R19, R20)',
    when: (at) => isGuest(at) && mayCome(at) && !meetsWall(at),
    tells: (at) => inside(hasKey(at) ? at.comer.role : 'guest', 'guest'),
  },
]

type Decided = Case & { decision: Decision }
const isIn = ({ decision }: Decided) => decision.kind === 'inside'
const isAsked = ({ decision }: Decided, ...steps: Step[]) => decision.kind === 'ask' && steps.includes(decision.step)
const roleIn = ({ decision }: Decided) => (decision.kind === 'inside' ? decision.role : undefined)

/** What holds at every door, said for itself: each of somebody whom it concerns. */
const PROMISES: { says: string; of: When; holds: (at: Decided) => boolean }[] = [
  {
    says: 'nobody but the studio is inside a gallery that is unpublished or closed (R8)',
    of: (at) => at.state !== 'open' && !isStudio(at),
    holds: (at) => at.decision.kind === 'closed',
  },
  {
    says: 'nobody is turned away from an open gallery for good: inside, or asked for something',
    of: (at) => at.state === 'open',
    holds: (at) => at.decision.kind !== 'closed',
  },
  {
    says: 'a guest is never inside where guests are refused (R23)',
    of: (at) => at.door.guests === 'refused' && !isStudio(at) && at.comer.as !== 'contact',
    holds: (at) => !isIn(at),
  },
  {
    says: 'without a visit nobody is inside but where anybody may come, no PIN and no wall (R14, R20)',
    of: ({ comer }) => comer.as === 'nobody' || comer.as === 'over' || comer.as === 'former',
    holds: (at) => !isIn(at) || (at.door.guests === 'anyone' && !at.door.pinId && !at.door.asksEmail),
  },
  {
    says: 'a visit that is over is worth nothing, and a removed contact is worth no more (R7, P5)',
    of: ({ comer }) => comer.as === 'over' || comer.as === 'former',
    holds: (at) => outcomeOf(at.decision) === outcomeOf(decide(at.door, {}, NOW)),
  },
  {
    says: 'a vendor is never inside before accepting the terms of now (R28)',
    of: ({ door, comer }) => comer.role === 'vendor' && comer.as === 'contact' && door.mediaTermsVersion > 0,
    holds: (at) => !isIn(at) || Number(at.comer.accepted) >= at.door.mediaTermsVersion,
  },
  {
    says: 'a contact is never asked for a PIN, for an address, or to sign in (R2, R14, R20, P2)',
    of: ({ comer }) => comer.as === 'contact',
    holds: (at) => !isAsked(at, 'pin', 'identify', 'sign-in'),
  },
  {
    says: 'a contact is inside without an account only where none is asked (R24)',
    of: ({ comer }) => comer.as === 'contact' && !comer.hasAccount,
    holds: (at) => !isIn(at) || !at.door.asksAccount,
  },
  {
    says: 'a contact has the role of now, whatever it was on entering (R7)',
    of: ({ comer }) => comer.as === 'contact',
    holds: (at) => !isIn(at) || roleIn(at) === at.comer.role,
  },
  {
    says: 'nobody without a personal link is asked for an account or for terms (R24, R28)',
    of: ({ comer }) => comer.as !== 'contact',
    holds: (at) => !isAsked(at, 'create-account', 'accept-terms'),
  },
  {
    says: 'nobody without a personal link is ever inside as a main client or a vendor (R19)',
    of: ({ comer }) => comer.as !== 'contact' && comer.as !== 'studio',
    holds: (at) => roleIn(at) !== 'main' && roleIn(at) !== 'vendor',
  },
  {
    says: 'nobody but who came by the invited link that still goes is invited without a name (R19)',
    of: ({ comer }) => comer.as !== 'contact' && comer.key !== 'good',
    holds: (at) => roleIn(at) !== 'invited',
  },
  {
    says: 'no guest is inside under another PIN than the one of now (R14, R16)',
    of: ({ door, comer }) => door.pinId !== null && comer.as === 'guest',
    holds: (at) => !isIn(at) || at.comer.typed === at.door.pinId,
  },
  {
    says: 'whoever typed the PIN of now is not asked for it again in that session (R15)',
    of: ({ door, comer }) => door.pinId !== null && comer.as === 'guest' && comer.typed === door.pinId,
    holds: (at) => !isAsked(at, 'pin'),
  },
  {
    says: 'the PIN opens nothing where guests are refused (R23)',
    of: ({ door }) => door.guests === 'refused',
    holds: (at) => !isAsked(at, 'pin', 'identify'),
  },
  {
    says: 'a guest is inside without an address only where the wall is off, and is asked once (R20)',
    of: ({ comer }) => comer.as === 'guest',
    holds: (at) => (at.comer.isNamed ? !isAsked(at, 'identify') : !isIn(at) || !at.door.asksEmail),
  },
  {
    says: 'a withdrawn link or an older guest code opens no gallery that needs one (R7, R19, R21)',
    of: ({ comer }) => comer.as === 'guest' && (comer.key === 'withdrawn' || comer.key === 'code of before'),
    holds: (at) => !isIn(at) || at.door.guests === 'anyone' || at.door.pinId !== null,
  },
  {
    says: 'every step, once done, leads on, until inside or until signing in tells who is there',
    of: (at) => at.state === 'open',
    holds: leadsOn,
  },
]

/** Does what is asked, and what is asked then; each step comes once. */
function leadsOn({ door, comer, decision }: Decided): boolean {
  const done: Step[] = []
  const keepsVisit = comer.as === 'contact' || comer.as === 'guest'
  let visit = (keepsVisit && comer.visitor.visit) || ANEW
  let next = decision
  while (next.kind === 'ask' && next.step !== 'sign-in') {
    if (done.includes(next.step)) return false
    done.push(next.step)
    visit = DONE[next.step](visit, door)
    next = decide(door, { visit }, NOW)
  }
  return next.kind === 'inside' || (next.kind === 'ask' && done.length === 0)
}

/** A visit that a step opens for somebody who had none. */
const ANEW: VisitorVisit = {
  ...{ expiresAt: LATER, endedAt: null, session: { expiresAt: LATER, endedAt: null } },
  ...{ role: 'guest', clientId: null, contact: null, hasAccount: false },
  ...{ guestCodeId: null, pinId: null, guestEmail: null },
}

const DONE: Record<Exclude<Step, 'sign-in'>, (visit: VisitorVisit, door: Door) => VisitorVisit> = {
  pin: (visit, door) => ({ ...visit, pinId: door.pinId }),
  identify: (visit) => ({ ...visit, guestEmail: 'guest@example.com' }),
  'create-account': (visit) => ({ ...visit, hasAccount: true }),
  'accept-terms': (visit, { mediaTermsVersion: acceptedTermsVersion }) => ({
    ...visit,
    contact: visit.contact && { ...visit.contact, acceptedTermsVersion },
  }),
}

/** A decision but for its reason. */
function outcomeOf(decision: Decision): string {
  switch (decision.kind) {
    case 'inside':
      return decision.role
    case 'ask':
      return decision.step
    case 'closed':
      return decision.state
  }
}

/** How many cases a sentence speaks of, and the first of which it is not true. */
class Finding {
  concerned = 0
  failing: object | undefined

  see({ door, state, comer, decision }: Decided, isTrue: boolean, expected?: unknown): void {
    this.concerned++
    if (!isTrue) this.failing ??= { door, state, as: comer.as, visitor: comer.visitor, decision, expected }
  }
}

/** One walk over the full product: plain loops, for it is millions of cases. */
function walkAll() {
  const rules = RULES.map((rule) => ({ ...rule, finding: new Finding() }))
  const promises = PROMISES.map((promise) => ({ ...promise, finding: new Finding() }))
  const one = new Finding()
  for (const { door, state } of DOORS)
    for (const comer of COMERS) {
      const at = { door, state, comer, decision: decide(door, comer.visitor, NOW) }
      let count = 0
      for (const { when, tells, finding } of rules) {
        if (!when(at)) continue
        count++
        const expected = tells(at)
        finding.see(at, isSame(at.decision, expected), expected)
      }
      one.see(at, count === 1, count)
      for (const { of, holds, finding } of promises) if (of(at)) finding.see(at, holds(at))
    }
  return { rules, promises, one }
}

const isSame = (a: Decision, b: Decision) =>
  a.kind === b.kind && a.because === b.because && outcomeOf(a) === outcomeOf(b)

const walked = walkAll()

describe('the table of all doors and all who come', () => {
  const SETTINGS_COUNT = GUESTS.length * 2 * 2 * 2 * 2 * 3
  const CONTACT_VISITS = ROLES.length * 2 * 3 * 2 * 2
  const GUEST_VISITS = 9 * 3 * 2
  const VISITS = CONTACT_VISITS + GUEST_VISITS
  const SPANS = 5
  const COMERS_COUNT = 2 + VISITS * SPANS + VISITS

  it('has every setting, every state and every visitor', () => {
    expect(SETTINGS).toHaveLength(SETTINGS_COUNT)
    expect(TIMES).toHaveLength(4 * 4)
    expect(COMERS).toHaveLength(COMERS_COUNT)
    expect(new Set([...SETTINGS, ...TIMES, ...COMERS].map((each) => JSON.stringify(each))).size).toBe(
      SETTINGS_COUNT + 4 * 4 + COMERS_COUNT,
    )
    expect(walked.one.concerned).toBe(SETTINGS_COUNT * 4 * 4 * COMERS_COUNT)
    expect(walked.one.concerned).toBe(2_078_208)
  })

  it.each(PRESETS)('has the door that %s fills in', (preset) => {
    const { guests, asksEmail, asksAccount, hasPin } = FILLED[preset]
    const filled = { guests, asksEmail, asksAccount, pinId: hasPin ? expect.any(String) : null }
    expect(SETTINGS).toContainEqual(expect.objectContaining(filled))
  })
})

describe('the decision at a gallery’s door', () => {
  it('follows from one rule in every case', () => {
    expect(walked.one.failing).toBeUndefined()
  })

  it.each(walked.rules)('$says', ({ finding }) => {
    expect(finding.failing).toBeUndefined()
    expect(finding.concerned).toBeGreaterThan(0)
  })
})

describe('at every door', () => {
  it.each(walked.promises)('$says', ({ finding }) => {
    expect(finding.failing).toBeUndefined()
    expect(finding.concerned).toBeGreaterThan(0)
  })
})
