import { type Asked, type Decision, type Door, decide, type Step, type VisitorVisit } from './decide'
import type { Role } from './role'

/** How somebody comes to a gallery. A client with an account has a password or a passkey. */
export type Arrival =
  | { by: 'personal-link'; role: Role; hasAccount: boolean; acceptedTermsVersion: number | null }
  | { by: 'role-link'; role: 'invited' | 'guest' }
  | { by: 'guest-code' }
  | { by: 'not-me' }
  | { by: 'plain-address' }

/** The steps somebody meets, in their order, and where they end: inside, at a closed gallery, or at a door that asks who is there. */
export type Walk = { steps: Asked[]; end: Decision }

/**
 * What a visitor meets at a door until it leads no further by itself: {@link decide}, asked again after each step is done
 * (R23). Pure.
 * @throws when a door asks for a step that was done
 */
export function walk(door: Door, arrival: Arrival, now: Date): Walk {
  const steps: Asked[] = []
  let visit = arrive(door, arrival, now)
  for (;;) {
    const decision = decide(door, { visit }, now)
    // Signing in ends the walk: only who is a contact gets further, and comes in as by a personal link.
    if (decision.kind !== 'ask') return { steps, end: decision }
    const { step } = decision
    if (step === 'sign-in') return { steps, end: decision }
    if (steps.some((done) => done.step === step)) throw new Error(`The door asks twice: ${step}`)
    steps.push(decision)
    visit = after(step, door, visit ?? unknown(now))
  }
}

/** The visit that an arrival opens; none at the plain address. */
function arrive(door: Door, arrival: Arrival, now: Date): VisitorVisit | undefined {
  const visit = unknown(now)
  switch (arrival.by) {
    case 'personal-link': {
      const { role, hasAccount, acceptedTermsVersion } = arrival
      const contact = { removedAt: null, clientId: 'client', role, acceptedTermsVersion }
      return { ...visit, role, hasAccount, contact, clientId: contact.clientId }
    }
    case 'role-link':
      return { ...visit, role: arrival.role, roleLink: { revokedAt: null } }
    case 'guest-code':
      return { ...visit, guestCodeId: door.guestCodeId }
    case 'not-me':
      return { ...visit, via: { removedAt: null } }
    case 'plain-address':
      return undefined
  }
}

/** The visit of somebody of whom nothing is known. */
function unknown(now: Date): VisitorVisit {
  const expiresAt = new Date(now.getTime() + 1)
  return {
    ...{ expiresAt, endedAt: null, session: { expiresAt, endedAt: null } },
    ...{ role: 'guest', clientId: null, contact: null, hasAccount: false },
    ...{ guestCodeId: null, pinId: null, guestEmail: null },
  }
}

/** The visit once a step is done. */
function after(step: Exclude<Step, 'sign-in'>, door: Door, visit: VisitorVisit): VisitorVisit {
  switch (step) {
    case 'pin':
      return { ...visit, pinId: door.pinId }
    case 'identify':
      return { ...visit, guestEmail: 'guest@example.com' }
    case 'create-account':
      return { ...visit, hasAccount: true }
    case 'accept-terms':
      return {
        ...visit,
        contact: visit.contact && { ...visit.contact, acceptedTermsVersion: door.mediaTermsVersion },
      }
  }
}
