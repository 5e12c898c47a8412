import { and, asc, desc, eq, inArray, isNull, type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/sqlite-core'
import { batch, type Database, ms } from '../db/client'
import {
  clients,
  contactPhotos,
  contacts,
  galleries,
  photos,
  roleLinks,
  sessions,
  staff,
  studios,
  visits,
} from '../db/schema'
import { decide, isOver, type VisitorVisit } from '../door/decide'
import { admitsGuestsNow } from '../door/ledger'
import type { Subject } from '../door/pass'
import type { Role } from '../door/role'
import { isSeen, type Sight, sightOf } from '../door/sight'
import { randomId } from '../lib/token'
import * as events from './events'
import { doorOf } from './galleries'
import {
  insertIf,
  isLive,
  isLiveNow as isSessionLiveNow,
  mint as mintSession,
  type NewSession,
  type Presented,
} from './sessions'

const via = alias(contacts, 'via')
/** What {@link doorOf} asks of a studio: that there are terms, not their text, which is long. */
const TERMS = {
  mediaTerms: sql<string>`substr(${studios.mediaTerms}, 1, 1)`,
  mediaTermsVersion: studios.mediaTermsVersion,
}

const HOUR_MS = 3_600_000
const GUEST_VISIT_HOURS = 24

/** Where a browser is let in, as whom, and by what. */
export type Place = {
  galleryId: string
  role: Role
  expiresAt: Date
  contactId?: string | null
  clientId?: string | null
  viaContactId?: string
  roleLinkId?: string
  guestCodeId?: string
  pinId?: string | null
  guestName?: string | null
  guestEmail?: string | null
}

/**
 * The statements that let a browser in when `condition` holds: a session if it has none, the visit, and the end of the
 * visit it had to this gallery before, for one browser has one visit to a gallery. To be batched.
 */
export async function opening(db: Database, visitId: string, place: Place, browser: Entering, condition: SQL) {
  const fresh = browser.sessionId ? undefined : await mintSession(browser.deviceHash, browser.now)
  const sessionId = browser.sessionId ?? fresh?.id ?? ''
  const now = ms(browser.now)
  const statements = [
    fresh ? insertIf(db, fresh, null, condition) : db.all<{ id: string }>(sql`select id from sessions where 0`),
    db.run(sql`
      update visits set ended_at = ${now}
      where session_id = ${sessionId} and gallery_id = ${place.galleryId} and ended_at is null and ${condition}`),
    db.all<{ id: string }>(sql`
      insert into visits (id, session_id, gallery_id, role, opened_at, expires_at, contact_id, client_id,
        via_contact_id, role_link_id, guest_code_id, pin_id, guest_name, guest_email)
      select ${visitId}, ${sessionId}, ${place.galleryId}, ${place.role}, ${now}, ${ms(place.expiresAt)},
        ${place.contactId ?? null}, ${place.clientId ?? null}, ${place.viaContactId ?? null}, ${place.roleLinkId ?? null},
        ${place.guestCodeId ?? null}, ${place.pinId ?? null}, ${place.guestName ?? null}, ${place.guestEmail ?? null}
      where ${condition}
      returning id`),
  ] as const
  return { session: fresh, statements }
}

/** A browser at the moment it is let in; `sessionId` names its session if that is live. */
export type Entering = { deviceHash: string; sessionId: string | undefined; now: Date }

export type Opened = { outcome: 'opened'; session: NewSession | undefined } | { outcome: 'refused' }

/** When a guest who comes now is asked again. */
export function guestVisitEndsAt(now: Date): Date {
  return new Date(ms(now) + GUEST_VISIT_HOURS * HOUR_MS)
}

/** "It's not me, view as a guest" (R6): a guest's visit, when the gallery admits guests at that moment. */
export async function openAsGuest(
  db: Database,
  galleryId: string,
  contactId: string,
  browser: Entering,
): Promise<Opened> {
  const now = ms(browser.now)
  const admitted = sql`exists (
    select 1 from galleries where id = ${galleryId} and ${admitsGuestsNow(now)})
    and exists (select 1 from contacts where id = ${contactId} and removed_at is null)`
  const expiresAt = guestVisitEndsAt(browser.now)
  const place = { galleryId, viaContactId: contactId, role: 'guest' as const, expiresAt }
  const { session, statements } = await opening(db, randomId(), place, browser, admitted)
  const event = { galleryId, contactId, kind: 'viewed-as-guest' as const, because: null, at: browser.now }
  const record = events.insertIf(db, event, admitted)
  const [, , opened] = await batch(db, [...statements, record])
  return opened.length > 0 ? { outcome: 'opened', session } : { outcome: 'refused' }
}

/**
 * A gallery as one browser meets it: the decision and what the page shows, in one batch.
 * @returns undefined when there is no such gallery
 */
export async function enter(
  db: Database,
  at: { studio: string; gallery: string },
  session: Presented | undefined,
  now: Date,
) {
  const here = sql`(select ${galleries.id} from ${galleries} join ${studios} on ${studios.id} = ${galleries.studioId}
    where ${studios.slug} = ${at.studio} and ${galleries.slug} = ${at.gallery})`
  const sessionId = session?.id ?? ''
  // Only who may be inside makes the database read photographs.
  const visited = sql`coalesce(
    (select gallery_id from visits where session_id = ${sessionId} and gallery_id = ${here} and ended_at is null limit 1),
    (select galleries.id from sessions join staff on staff.id = sessions.staff_id
      join galleries on galleries.studio_id = staff.studio_id where sessions.id = ${sessionId} and galleries.id = ${here}),
    (select id from galleries where id = ${here} and guests = 'anyone' and pin_id is null and asks_email = 0))`
  const [[found], [own], [ours], ready, chosen] = await batch(db, [
    db
      .select({ gallery: galleries, studio: studios })
      .from(galleries)
      .innerJoin(studios, eq(studios.id, galleries.studioId))
      .where(and(eq(studios.slug, at.studio), eq(galleries.slug, at.gallery))),
    selectNewest(db, sessionId, here),
    selectStaffSession(db, sessionId, here),
    db
      .select({ id: photos.id, width: photos.width, height: photos.height, thumbhash: photos.thumbhash })
      .from(photos)
      .where(and(eq(photos.galleryId, visited), eq(photos.state, 'ready')))
      .orderBy(asc(photos.sortKey), asc(photos.id)),
    selectChosen(db, sessionId, here),
  ])
  if (!found) return undefined

  const visit = own && isLive(own.session, session, now) ? own : undefined
  const staffSession = isLive(ours, session, now) ? ours : undefined
  const visitor = { visit: visitorVisit(visit), isStudio: staffSession !== undefined }
  const decision = decide(doorOf(found.gallery, found.studio), visitor, now)
  const sees = sightOf(decision, visit?.contact)
  const chosenHere = new Set(chosen.filter((row) => row.contactId === visit?.contact?.id).map((row) => row.photoId))
  return {
    ...found,
    visit,
    staffSession,
    decision,
    sees,
    photos: ready.filter((photo) => isSeen(sees, chosenHere.has(photo.id))),
  }
}

export type Entered = NonNullable<Awaited<ReturnType<typeof enter>>>

/** The newest visit of a session to a gallery, with what {@link decide} asks about it. To be batched. */
export function selectNewest(db: Database, sessionId: string, galleryId: SQL) {
  return db
    .select({
      visit: visits,
      session: sessions,
      contact: contacts,
      via: { removedAt: via.removedAt },
      roleLink: { revokedAt: roleLinks.revokedAt },
      client: clients,
    })
    .from(visits)
    .innerJoin(sessions, eq(sessions.id, visits.sessionId))
    .leftJoin(contacts, eq(contacts.id, visits.contactId))
    .leftJoin(via, eq(via.id, visits.viaContactId))
    .leftJoin(roleLinks, eq(roleLinks.id, visits.roleLinkId))
    .leftJoin(clients, eq(clients.id, visits.clientId))
    .where(and(eq(visits.sessionId, sessionId), eq(visits.galleryId, galleryId), isNull(visits.endedAt)))
    .orderBy(desc(visits.openedAt))
    .limit(1)
}

/** The photos chosen for the contacts as whom a session visits a gallery (R28). To be batched. */
function selectChosen(db: Database, sessionId: string, galleryId: SQL) {
  return db
    .select({ contactId: contactPhotos.contactId, photoId: contactPhotos.photoId })
    .from(contactPhotos)
    .where(
      inArray(
        contactPhotos.contactId,
        sql`(select contact_id from visits
          where session_id = ${sessionId} and gallery_id = ${galleryId} and ended_at is null)`,
      ),
    )
}

type Joined = {
  visit: typeof visits.$inferSelect
  client: { passwordHash: string | null } | null
} & Pick<VisitorVisit, 'session' | 'contact' | 'via' | 'roleLink'>

/** A joined row as {@link decide} wants it. An outer join gives nothing for a row that is there and whose columns are null. */
export function visitorVisit(row: Joined | undefined): VisitorVisit | undefined {
  if (!row) return undefined
  const { visit, session, contact, client } = row
  const via = visit.viaContactId ? { removedAt: row.via?.removedAt ?? null } : null
  const roleLink = visit.roleLinkId ? { revokedAt: row.roleLink?.revokedAt ?? null } : null
  return { ...visit, session, contact, via, roleLink, hasAccount: Boolean(client?.passwordHash) }
}

/** What the subject of a pass sees, and whether the photo asked for was chosen for them. */
type Rechecked = { sees: Sight; isChosen: boolean }

/** What the subject of a pass may see of a gallery by now, and of this photo: the full check, in one query. */
export async function recheck(
  db: Database,
  photo: { id: string; galleryId: string },
  subject: Subject,
  now: Date,
): Promise<Rechecked> {
  switch (subject.kind) {
    case 'visit':
      return recheckVisit(db, photo, subject.id, now)
    case 'staff':
      return { sees: await recheckStaff(db, photo.galleryId, subject.id, now), isChosen: false }
    case 'anybody':
      return { sees: await recheckOpen(db, photo.galleryId, now), isChosen: false }
  }
}

/** Whether a gallery still is open to whoever comes, without a visit. */
async function recheckOpen(db: Database, galleryId: string, now: Date): Promise<Sight> {
  const [row] = await db
    .select({ gallery: galleries, studio: TERMS })
    .from(galleries)
    .innerJoin(studios, eq(studios.id, galleries.studioId))
    .where(eq(galleries.id, galleryId))
  return row ? sightOf(decide(doorOf(row.gallery, row.studio), {}, now), null) : 'none'
}

async function recheckVisit(db: Database, photo: { id: string; galleryId: string }, visitId: string, now: Date) {
  const [row] = await db
    .select({
      visit: visits,
      session: sessions,
      contact: contacts,
      via: { removedAt: via.removedAt },
      roleLink: { revokedAt: roleLinks.revokedAt },
      client: { passwordHash: clients.passwordHash },
      gallery: galleries,
      studio: TERMS,
      isChosen: sql<number>`exists (
        select 1 from contact_photos where contact_id = visits.contact_id and photo_id = ${photo.id})`,
    })
    .from(visits)
    .innerJoin(sessions, eq(sessions.id, visits.sessionId))
    .innerJoin(galleries, eq(galleries.id, visits.galleryId))
    .innerJoin(studios, eq(studios.id, galleries.studioId))
    .leftJoin(contacts, eq(contacts.id, visits.contactId))
    .leftJoin(via, eq(via.id, visits.viaContactId))
    .leftJoin(roleLinks, eq(roleLinks.id, visits.roleLinkId))
    .leftJoin(clients, eq(clients.id, visits.clientId))
    .where(and(eq(visits.id, visitId), eq(visits.galleryId, photo.galleryId)))
  if (!row) return { sees: 'none' as const, isChosen: false }
  const decision = decide(doorOf(row.gallery, row.studio), { visit: visitorVisit(row) }, now)
  return { sees: sightOf(decision, row.contact), isChosen: row.isChosen === 1 }
}

async function recheckStaff(db: Database, galleryId: string, sessionId: string, now: Date): Promise<Sight> {
  const [session] = await selectStaffSession(db, sessionId, sql`${galleryId}`)
  return session && !isOver(session, now) ? 'all' : 'none'
}

/** A session of somebody who works for the gallery's studio. To be batched. */
export function selectStaffSession(db: Database, sessionId: string, galleryId: SQL) {
  return db
    .select({
      id: sessions.id,
      secretHash: sessions.secretHash,
      expiresAt: sessions.expiresAt,
      endedAt: sessions.endedAt,
    })
    .from(sessions)
    .innerJoin(staff, eq(staff.id, sessions.staffId))
    .innerJoin(galleries, and(eq(galleries.studioId, staff.studioId), eq(galleries.id, galleryId)))
    .where(eq(sessions.id, sessionId))
}

/** That `visits`, joined with its `sessions`, goes on in this session at the moment of the statement. */
export function isLiveNow(session: Presented | undefined, now: Date): SQL {
  return sql`visits.ended_at is null and visits.expires_at > ${ms(now)} and ${isSessionLiveNow(session, now)}`
}

/** Leaves one gallery on this browser. */
export async function leave(db: Database, session: Presented, galleryId: string, now: Date): Promise<void> {
  await db.run(sql`
    update visits set ended_at = ${ms(now)}
    where gallery_id = ${galleryId} and ended_at is null and session_id in
      (select id from sessions where id = ${session.id} and secret_hash = ${session.secretHash})`)
}
