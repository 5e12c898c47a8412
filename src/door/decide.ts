import type { Guests } from './preset'
import type { Role } from './role'

/** What the photographer set. */
export type Door = {
  publishedAt: Date | null
  closesAt: Date | null
  guests: Guests
  asksEmail: boolean
  asksAccount: boolean
  /** Names the gallery PIN of now; empty while there is none. */
  pinId: string | null
  guestCodeId: string | null
  /** The studio's media usage terms of now: 0 while there are none (R28). */
  mediaTermsVersion: number
}

/** The browser's newest visit to this gallery, with the place it came by. */
export type VisitorVisit = {
  expiresAt: Date
  endedAt: Date | null
  /** Of the session the visit hangs on. */
  session: { expiresAt: Date; endedAt: Date | null }
  /** As let in: of a guest who came by a role link, that link's. */
  role: Role
  clientId: string | null
  /** Empty for whoever came without a personal link. */
  contact: { removedAt: Date | null; clientId: string; role: Role; acceptedTermsVersion: number | null } | null
  /** Whether the client has set a password, or added a passkey. */
  hasAccount: boolean
  /** By whose link a guest came. */
  via?: { removedAt: Date | null } | null
  roleLink?: { revokedAt: Date | null } | null
  guestCodeId: string | null
  /** The PIN that was entered in this visit. */
  pinId: string | null
  /** What was written at the email wall. */
  guestEmail: string | null
}

export type Visitor = {
  visit?: VisitorVisit | undefined
  /** Somebody of the gallery's own studio, signed in. */
  isStudio?: boolean | undefined
}

export type Step = 'sign-in' | 'pin' | 'identify' | 'create-account' | 'accept-terms'

export type Decision =
  | { kind: 'inside'; role: Role; because: 'contact' | 'guest' | 'open' | 'studio' }
  | {
      kind: 'ask'
      step: Step
      because:
        | 'no-visit'
        | 'visit-over'
        | 'removed'
        | 'guests-refused'
        | 'pin-set'
        | 'pin-changed'
        | 'asks-email'
        | 'asks-account'
        | 'terms-new'
        | 'terms-changed'
    }
  | { kind: 'closed'; state: 'unpublished' | 'expired'; because: 'not-published' | 'past-closing-date' }

export type Asked = Extract<Decision, { kind: 'ask' }>

/**
 * Who may enter: the one answer behind every door screen and every byte route (design §3).
 * Pure: `now` is passed in. Rules R7, R8, R14–R16, R19, R20, R23, R24, R28, R46.
 */
export function decide(door: Door, visitor: Visitor, now: Date): Decision {
  if (visitor.isStudio) return { kind: 'inside', role: 'main', because: 'studio' }
  const closed = closedAt(door, now)
  if (closed) return closed

  const { visit } = visitor
  if (!visit) return decideStranger(door, 'no-visit')
  if (isOver(visit, now) || isOver(visit.session, now)) return decideStranger(door, 'visit-over')
  return visit.contact ? decideContact(door, visit, visit.contact) : decideGuest(door, visit)
}

/** Whether a gallery's state keeps everybody out but the studio (R8); undefined when it is open. */
export function closedAt(door: Pick<Door, 'publishedAt' | 'closesAt'>, now: Date) {
  if (!door.publishedAt || door.publishedAt > now) {
    return { kind: 'closed', state: 'unpublished', because: 'not-published' } as const
  }
  if (door.closesAt && door.closesAt <= now) {
    return { kind: 'closed', state: 'expired', because: 'past-closing-date' } as const
  }
  return undefined
}

/** An unpublished gallery is nobody's business anywhere but at its own address, which may show a page before (R45). */
export function isHidden(decision: Decision): boolean {
  return decision.kind === 'closed' && decision.state === 'unpublished'
}

/** Whoever comes to the plain address with nothing in hand. A gallery with a PIN asks for it: its address alone opens nothing (R14). */
function decideStranger(door: Door, because: 'no-visit' | 'visit-over' | 'removed'): Decision {
  if (door.guests === 'refused') return { kind: 'ask', step: 'sign-in', because }
  if (door.pinId) return { kind: 'ask', step: 'pin', because: 'pin-set' }
  if (door.guests === 'by-link') return { kind: 'ask', step: 'sign-in', because }
  if (door.asksEmail) return { kind: 'ask', step: 'identify', because: 'asks-email' }
  return { kind: 'inside', role: 'guest', because: 'open' }
}

/** Whoever came by a personal link, or proved to be that client by code or password. */
function decideContact(door: Door, visit: VisitorVisit, contact: NonNullable<VisitorVisit['contact']>): Decision {
  // A contact that passed to another address no longer is the person who came in.
  if (contact.removedAt || contact.clientId !== visit.clientId) return decideStranger(door, 'removed')

  if (door.asksAccount && !visit.hasAccount) return { kind: 'ask', step: 'create-account', because: 'asks-account' }
  if (owesTerms(door, contact)) {
    const because = contact.acceptedTermsVersion === null ? 'terms-new' : 'terms-changed'
    return { kind: 'ask', step: 'accept-terms', because }
  }
  return { kind: 'inside', role: contact.role, because: 'contact' }
}

/** Whether somebody still has to accept the studio's media usage terms of now (R28). */
export function owesTerms(
  door: Pick<Door, 'mediaTermsVersion'>,
  contact: { role: Role; acceptedTermsVersion: number | null },
): boolean {
  return contact.role === 'vendor' && door.mediaTermsVersion > (contact.acceptedTermsVersion ?? 0)
}

/**
 * Whoever came by a role link, the guest code, the PIN, "It's not me", or through an open door. The PIN of now is a key of its
 * own: whoever typed it stays, as a guest, when the other is withdrawn (R15).
 */
function decideGuest(door: Door, visit: VisitorVisit): Decision {
  if (door.guests === 'refused') return { kind: 'ask', step: 'sign-in', because: 'guests-refused' }
  const key = keyOf(door, visit)
  if (door.pinId) {
    if (visit.pinId !== door.pinId) {
      return { kind: 'ask', step: 'pin', because: visit.pinId ? 'pin-changed' : 'pin-set' }
    }
  } else if (key !== 'good' && door.guests === 'by-link') {
    return { kind: 'ask', step: 'sign-in', because: key === 'gone' ? 'removed' : 'no-visit' }
  }
  if (door.asksEmail && !visit.guestEmail) return { kind: 'ask', step: 'identify', because: 'asks-email' }
  return { kind: 'inside', role: key === 'gone' ? 'guest' : visit.role, because: 'guest' }
}

/** What a guest came by: it still goes, it was withdrawn, or there is none but the PIN or the open door. */
function keyOf(door: Door, visit: VisitorVisit): 'good' | 'gone' | 'none' {
  if (visit.roleLink) return visit.roleLink.revokedAt ? 'gone' : 'good'
  if (visit.guestCodeId) return visit.guestCodeId === door.guestCodeId ? 'good' : 'gone'
  if (visit.via) return visit.via.removedAt ? 'gone' : 'good'
  return 'none'
}

/** Whether a visit or a session was ended or has run out. */
export function isOver(span: { expiresAt: Date; endedAt: Date | null }, now: Date): boolean {
  return span.endedAt !== null || span.expiresAt <= now
}
