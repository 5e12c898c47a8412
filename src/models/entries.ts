/** A client comes into a gallery as themselves, proved by a login code, a password or a passkey: with a session and visit of their own, and signed in to the portal unless it proves no more than a link. */
import { and, eq, isNull, type SQL } from 'drizzle-orm'
import { type Database, ms } from '../db/client'
import { type Contact, contacts, type Gallery } from '../db/schema'
import { DAY_MS } from '../lib/time'
import { randomId } from '../lib/token'
import * as devices from './devices'
import * as events from './events'
import { type EnteringBrowser, replace, SESSION_DAYS } from './sessions'
import * as signIns from './sign-ins'
import * as visits from './visits'

/** A client's place in a gallery. */
export async function contactOf(db: Database, gallery: Gallery, clientId: string): Promise<Contact | undefined> {
  const [contact] = await db
    .select()
    .from(contacts)
    .where(and(eq(contacts.galleryId, gallery.id), eq(contacts.clientId, clientId), isNull(contacts.removedAt)))
  return contact
}

type By = {
  way: 'code' | 'password' | 'passkey'
  isProved: (visitId: string) => SQL
  isVisit?: boolean
  now: Date
}

/**
 * The statements that let a contact in when `isProved` of the visit's id holds, with a new session that takes over what
 * the browser's old one was let into; they are signed in to the portal with it. To be batched behind the statement that decides (P3).
 * @param by with `isVisit` the gallery is all that opens, as by a link
 */
export async function opening(
  db: Database,
  contact: Contact,
  browser: EnteringBrowser,
  { way, isProved, isVisit = false, now }: By,
) {
  const visitId = randomId()
  const condition = isProved(visitId)
  const { id: contactId, galleryId, clientId, role } = contact
  const place = { galleryId, contactId, clientId, role, expiresAt: new Date(ms(now) + SESSION_DAYS * DAY_MS) }
  const entering = { deviceHash: browser.deviceHash, sessionId: undefined, looks: browser.looks, now }
  const { session, statements } = await visits.opening(db, visitId, place, entering, condition)
  const [begin, ...open] = statements
  if (!session) throw new Error('whoever proves who they are begins a session')
  const event = events.insertIf(db, { galleryId, contactId, kind: `${way}-entered`, because: null, at: now }, condition)
  const signIn = isVisit
    ? devices.noting(db, session, clientId, 'leave')
    : signIns.insert(db, randomId(), clientId, session, way)
  return {
    visitId,
    session,
    statements: [begin, ...replace(db, browser.session, session), ...signIn, ...open, event] as const,
  }
}
