/** Every door there can be, and everybody who can stand before it. */
import type { Door, Visitor, VisitorVisit } from '../../src/door/decide'
import { GUESTS } from '../../src/door/preset'
import { ROLES, type Role } from '../../src/door/role'
import { product } from './product'

export const NOW = new Date('2026-09-12T12:00:00Z')
export const BEFORE = new Date(NOW.getTime() - 1)
export const LATER = new Date(NOW.getTime() + 1)

const EITHER = [true, false] as const
const PIN = 'the PIN of now'
const CODE = 'the guest code of now'

/** What the photographer sets at a door, each for itself. */
export const SETTINGS = product({
  guests: GUESTS,
  asksEmail: EITHER,
  asksAccount: EITHER,
  pinId: [null, PIN],
  guestCodeId: [null, CODE],
  mediaTermsVersion: [0, 1, 2],
})

export type GalleryState = 'unpublished' | 'open' | 'closed'

/** R8, R45, R46: published from its moment on, until it closes, each to the instant. */
export const TIMES = product({
  publishedAt: [null, LATER, NOW, BEFORE],
  closesAt: [null, LATER, NOW, BEFORE],
}).map((times): typeof times & { state: GalleryState } => {
  if (times.publishedAt === null || times.publishedAt === LATER) return { ...times, state: 'unpublished' }
  return { ...times, state: times.closesAt === null || times.closesAt === LATER ? 'open' : 'closed' }
})

/** Every setting in every state of the gallery. */
export const DOORS: { door: Door; state: GalleryState }[] = TIMES.flatMap(({ state, ...times }) =>
  SETTINGS.map((settings) => ({ door: { ...settings, ...times }, state })),
)

/** Somebody before a door, told apart as the spec does: `former` is whose contact was removed, or passed to another. */
export type Comer = {
  visitor: Visitor
  as: 'studio' | 'nobody' | 'over' | 'former' | 'contact' | 'guest'
  role: Role
  hasAccount: boolean
  accepted: number | null
  /** What a guest came by. */
  key: Key
  /** The PIN that was typed in this visit. */
  typed: string | null
  /** Whether name and email were written at the email wall. */
  isNamed: boolean
}

export type Key = 'none' | 'good' | 'withdrawn' | 'code of now' | 'code of before'

const UNKNOWN: Omit<Comer, 'visitor' | 'as'> = {
  ...{ role: 'guest', hasAccount: false, accepted: null },
  ...{ key: 'none', typed: null, isNamed: false },
}

const LIVE = { expiresAt: LATER, endedAt: null }
const RUN_OUT = { expiresAt: NOW, endedAt: null }
const ENDED = { expiresAt: LATER, endedAt: BEFORE }

/** A visit goes on until it, or the session it hangs on, has run out or was ended (P5). */
const SPANS = [
  { own: LIVE, session: LIVE, isOver: false },
  { own: RUN_OUT, session: LIVE, isOver: true },
  { own: ENDED, session: LIVE, isOver: true },
  { own: LIVE, session: RUN_OUT, isOver: true },
  { own: LIVE, session: ENDED, isOver: true },
]

const NO_VISIT: Omit<VisitorVisit, 'expiresAt' | 'endedAt' | 'session'> = {
  ...{ role: 'guest', clientId: null, contact: null, hasAccount: false },
  ...{ via: null, roleLink: null, guestCodeId: null, pinId: null, guestEmail: null },
}

type Entered = { visit: typeof NO_VISIT } & Omit<Comer, 'visitor'>

/** Contacts, each with another role now than when they came in (R7, R24, R28). */
const CONTACTS = product({
  role: ROLES,
  hasAccount: EITHER,
  accepted: [null, 1, 2],
  removedAt: [null, BEFORE],
  clientId: ['anna', 'ben'],
}).map(({ role, hasAccount, accepted, ...place }): Entered => {
  const contact = { ...place, role, acceptedTermsVersion: accepted }
  const cameAs: Role = role === 'main' ? 'guest' : 'main'
  const visit = { ...NO_VISIT, role: cameAs, clientId: 'anna', contact, hasAccount }
  const isTheirs = place.removedAt === null && place.clientId === 'anna'
  return { ...UNKNOWN, visit, as: isTheirs ? 'contact' : 'former', role, hasAccount, accepted }
})

/** What leads a guest in (R6, R19, R21), and nothing: who came by the PIN or through an open door. */
const KEYS: { key: Key; visit: Partial<typeof NO_VISIT> }[] = [
  { key: 'none', visit: {} },
  { key: 'good', visit: { role: 'guest', roleLink: { revokedAt: null } } },
  { key: 'good', visit: { role: 'invited', roleLink: { revokedAt: null } } },
  { key: 'withdrawn', visit: { role: 'guest', roleLink: { revokedAt: BEFORE } } },
  { key: 'withdrawn', visit: { role: 'invited', roleLink: { revokedAt: BEFORE } } },
  { key: 'code of now', visit: { guestCodeId: CODE } },
  { key: 'code of before', visit: { guestCodeId: 'the guest code of before' } },
  { key: 'good', visit: { via: { removedAt: null } } },
  { key: 'withdrawn', visit: { via: { removedAt: BEFORE } } },
]

const GUEST_VISITS = product({
  came: KEYS,
  typed: [null, PIN, 'the PIN of before'],
  guestEmail: [null, 'guest@example.com'],
}).map(({ came, typed, guestEmail }): Entered => {
  const visit = { ...NO_VISIT, ...came.visit, pinId: typed, guestEmail }
  return { ...UNKNOWN, visit, as: 'guest', role: visit.role, key: came.key, typed, isNamed: guestEmail !== null }
})

const VISITS = product({ span: SPANS, entered: [...CONTACTS, ...GUEST_VISITS] }).map(({ span, entered }): Comer => {
  const visit = { ...entered.visit, ...span.own, session: span.session }
  return { ...entered, visitor: { visit }, as: span.isOver ? 'over' : entered.as }
})

/** Nobody and the studio's own people, without a visit or with any that goes on, and every visit there can be. */
export const COMERS: Comer[] = [
  { ...UNKNOWN, visitor: {}, as: 'nobody' },
  { ...UNKNOWN, visitor: { isStudio: true }, as: 'studio' },
  ...VISITS,
  ...VISITS.filter(({ as }) => as !== 'over').map(
    ({ visitor, ...comer }): Comer => ({ ...comer, visitor: { ...visitor, isStudio: true }, as: 'studio' }),
  ),
]
