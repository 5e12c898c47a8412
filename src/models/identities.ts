/** Guests who say who they are: a name and an email that nobody has proved (R20). */
import { type SQL, sql } from 'drizzle-orm'
import { batch, type Database, ms } from '../db/client'
import type { Gallery } from '../db/schema'
import { decide } from '../door/decide'
import { admitsGuestsNow, isOpenNow } from '../door/ledger'
import { randomId } from '../lib/token'
import * as events from './events'
import { doorOf } from './galleries'
import type { Visiting } from './guests'
import type { Browser, NewSession, Presented } from './sessions'
import * as visitors from './visitors'
import * as visits from './visits'

/** So many are listed; who left a name before them is not. */
const LISTED = 500

export type Person = { name: string; email: string }

export type Identified = { outcome: 'identified'; session: NewSession | undefined } | { outcome: 'gone' }

/**
 * Notes who a guest says they are: in the visit that this browser has here, or, where the gallery is open to anybody, in a
 * new one. Nothing of it is believed: nobody is looked up by it, and it gives no right (P6).
 */
export async function identify(
  db: Database,
  here: Visiting,
  person: Person,
  browser: Browser,
  now: Date,
): Promise<Identified> {
  const { gallery, sessionId } = here
  const visitId = ownVisit(here, now)
  const condition = visitId ? goesOn(visitId, gallery, browser.session, now) : isOpenToAnybody(gallery, now)
  const fact = { galleryId: gallery.id, contactId: null, kind: 'identified' as const, because: null, at: now }
  const event = events.insertIf(db, fact, condition)
  if (visitId) {
    const [written] = await batch(db, [write(db, visitId, person, condition), event])
    return written.length > 0 ? { outcome: 'identified', session: undefined } : { outcome: 'gone' }
  }

  const place = { ...openPlace(gallery, now), guestName: person.name, guestEmail: person.email }
  const entering = { deviceHash: browser.deviceHash, sessionId, now }
  const { session, statements } = await visits.opening(db, randomId(), place, entering, condition)
  const [, , opened] = await batch(db, [...statements, event])
  return opened.length > 0 ? { outcome: 'identified', session } : { outcome: 'gone' }
}

function write(db: Database, visitId: string, { name, email }: Person, condition: SQL) {
  return db.all<{ id: string }>(sql`
    update visits set guest_name = ${name}, guest_email = ${email} where id = ${visitId} and ${condition}
    returning id`)
}

/** The guest's visit that leads inside once they have said who they are. Without one they come as a stranger. */
export function ownVisit({ visit, gallery, studio }: Visiting, now: Date): string | undefined {
  const own = visitors.visitorVisit(visit)
  if (!visit || !own || own.contact) return undefined
  const next = decide(doorOf(gallery, studio), { visit: { ...own, guestEmail: own.guestEmail ?? 'given' } }, now)
  return next.kind === 'inside' && next.because === 'guest' ? visit.visit.id : undefined
}

/**
 * That a guest's visit still goes on: in this session and this gallery, which admits guests at that moment. Decides the race
 * with leaving, refusing and closing.
 */
export function goesOn(visitId: string, gallery: Gallery, session: Presented | undefined, now: Date): SQL {
  return sql`exists (
    select 1 from visits
    join sessions on sessions.id = visits.session_id
    join galleries on galleries.id = visits.gallery_id
    where visits.id = ${visitId} and visits.gallery_id = ${gallery.id} and visits.contact_id is null
      and ${visits.isLiveNow(session, now)} and ${admitsGuestsNow(ms(now))})`
}

/** That a gallery's plain address opens to whoever comes, at that moment. */
export function isOpenToAnybody(gallery: Gallery, now: Date): SQL {
  return sql`exists (
    select 1 from galleries where id = ${gallery.id} and guests = 'anyone' and pin_id is null and ${isOpenNow(ms(now))})`
}

/** Where a guest comes in by the plain address. */
export function openPlace(gallery: Gallery, now: Date): visits.Place {
  return { galleryId: gallery.id, role: 'guest', expiresAt: visits.guestVisitEndsAt(now) }
}

export type GuestLine = {
  visitId: string
  name: string
  email: string
  /** When they came last, milliseconds. */
  at: number
  /** Whether a contact of the gallery has this address: it may have been them, or not. */
  isContact: boolean
}

/** The guests of a gallery who left their name and came no further, the last first: one line for an address. One query. */
export async function list(db: Database, gallery: Gallery): Promise<GuestLine[]> {
  const rows = await db.all<Omit<GuestLine, 'isContact'> & { isContact: number }>(sql`
    select id as visitId, guest_name as name, guest_email as email, max(opened_at) as at,
      exists (
        select 1 from contacts join clients on clients.id = contacts.client_id
        where contacts.gallery_id = visits.gallery_id and contacts.removed_at is null
          and clients.email = visits.guest_email) as isContact
    from visits where gallery_id = ${gallery.id} and contact_id is null and guest_email is not null
    group by guest_email order by at desc limit ${LISTED}`)
  return rows.map((row) => ({ ...row, isContact: row.isContact === 1 }))
}

/** What a guest of this gallery wrote, for the form that makes them a contact. */
export async function personOf(db: Database, gallery: Gallery, visitId: string): Promise<Person | undefined> {
  const [person] = await db.all<Person>(sql`
    select guest_name as name, guest_email as email from visits
    where id = ${visitId} and gallery_id = ${gallery.id} and contact_id is null and guest_email is not null`)
  return person
}
