import type { Role } from './role'

/** What the photographer set. */
export type Door = { publishedAt: Date | null; closesAt: Date | null; admitsGuests: boolean }

/** The browser's newest visit to this gallery, with the place it came by. */
export type VisitorVisit = {
  expiresAt: Date
  endedAt: Date | null
  /** Of the session the visit hangs on. */
  session: { expiresAt: Date; endedAt: Date | null }
  clientId: string | null
  /** Empty for a guest. */
  contact: { removedAt: Date | null; clientId: string; role: Role } | null
  /** By whose link a guest came. */
  via?: { removedAt: Date | null } | null
}

export type Visitor = {
  visit?: VisitorVisit | undefined
  /** Somebody of the gallery's own studio, signed in. */
  isStudio?: boolean | undefined
}

export type Decision =
  | { kind: 'inside'; role: Role; because: 'contact' | 'guest' | 'studio' }
  | { kind: 'ask'; step: 'sign-in'; because: 'no-visit' | 'visit-over' | 'removed' | 'guests-refused' }
  | { kind: 'closed'; state: 'unpublished' | 'expired'; because: 'not-published' | 'past-closing-date' }

/**
 * Who may enter: the one answer behind every door screen and every byte route (design §3).
 * Pure: `now` is passed in. Rules R7, R8, R46.
 */
export function decide(door: Door, visitor: Visitor, now: Date): Decision {
  if (visitor.isStudio) return { kind: 'inside', role: 'main', because: 'studio' }
  if (!door.publishedAt || door.publishedAt > now) {
    return { kind: 'closed', state: 'unpublished', because: 'not-published' }
  }
  if (door.closesAt && door.closesAt <= now) {
    return { kind: 'closed', state: 'expired', because: 'past-closing-date' }
  }
  return decideVisit(door, visitor.visit, now)
}

function decideVisit(door: Door, visit: VisitorVisit | undefined, now: Date): Decision {
  if (!visit) return { kind: 'ask', step: 'sign-in', because: 'no-visit' }
  if (isOver(visit, now) || isOver(visit.session, now)) return { kind: 'ask', step: 'sign-in', because: 'visit-over' }

  if (!visit.contact) {
    if (!door.admitsGuests) return { kind: 'ask', step: 'sign-in', because: 'guests-refused' }
    if (visit.via?.removedAt) return { kind: 'ask', step: 'sign-in', because: 'removed' }
    return { kind: 'inside', role: 'guest', because: 'guest' }
  }
  // A contact that passed to another address no longer is the person who came in.
  if (visit.contact.removedAt || visit.contact.clientId !== visit.clientId) {
    return { kind: 'ask', step: 'sign-in', because: 'removed' }
  }
  return { kind: 'inside', role: visit.contact.role, because: 'contact' }
}

/** Whether a visit or a session was ended or has run out. */
export function isOver(span: { expiresAt: Date; endedAt: Date | null }, now: Date): boolean {
  return span.endedAt !== null || span.expiresAt <= now
}
