/** A gallery and a browser that meets it: at its page, and again with each photo that its pass does not cover. */
import { and, asc, eq, inArray, type SQL, sql } from 'drizzle-orm'
import type { BatchResponse } from 'drizzle-orm/batch'
import { batch, type Database } from '../db/client'
import { contactPhotos, galleries, photos, studios, visits } from '../db/schema'
import { decide, isOver } from '../door/decide'
import type { Subject } from '../door/pass'
import { isSeen, type Sight, sightOf } from '../door/sight'
import * as approvals from './approvals'
import { selectSeen } from './devices'
import { doorOf } from './galleries'
import { isLive, type Presented } from './sessions'
import * as signIns from './sign-ins'
import * as visitors from './visitors'

/** What {@link doorOf} asks of a studio: that there are terms, not their text, which is long. */
const TERMS = {
  mediaTerms: sql<string>`substr(${studios.mediaTerms}, 1, 1)`,
  mediaTermsVersion: studios.mediaTermsVersion,
}

type Address = { studio: string; gallery: string }

/**
 * A gallery as one browser meets it, with the decision, in one batch.
 * @returns undefined when there is no such gallery
 */
export async function meet(db: Database, at: Address, session: Presented | undefined, now: Date) {
  return standing(await batch(db, selectMeeting(db, at, session, now)), session, now)
}

export type Met = NonNullable<Awaited<ReturnType<typeof meet>>>

/** The same with all that the gallery's page shows, still in one batch. */
export async function enter(db: Database, at: Address, session: Presented | undefined, now: Date) {
  const here = galleryAt(at)
  const sessionId = session?.id ?? ''
  // Only who may be inside makes the database read photographs.
  const visited = sql`coalesce(
    (select gallery_id from visits where session_id = ${sessionId} and gallery_id = ${here} and ended_at is null limit 1),
    (select galleries.id from sessions join staff on staff.id = sessions.staff_id
      join galleries on galleries.studio_id = staff.studio_id where sessions.id = ${sessionId} and galleries.id = ${here}),
    (select id from galleries where id = ${here} and guests = 'anyone' and pin_id is null and asks_email = 0))`
  const [ready, chosen, seen, [waiting], ...meeting] = await batch(db, [
    db
      .select({ id: photos.id, width: photos.width, height: photos.height, thumbhash: photos.thumbhash })
      .from(photos)
      .where(and(eq(photos.galleryId, visited), eq(photos.state, 'ready')))
      .orderBy(asc(photos.sortKey), asc(photos.id)),
    selectChosen(db, sessionId, here),
    selectSeen(db, session),
    approvals.selectWaiting(db, at.studio, session, now),
    ...selectMeeting(db, at, session, now),
  ])
  const met = standing(meeting, session, now)
  if (!met) return undefined

  const { visit, decision } = met
  const sees = sightOf(decision, visit?.contact)
  const chosenHere = new Set(chosen.filter((row) => row.contactId === visit?.contact?.id).map((row) => row.photoId))
  return {
    ...met,
    sees,
    /** A browser that asks to be let in as who is in here. */
    approvalId: waiting?.id,
    /** Whose the device is, and when each was last noted. */
    seen,
    photos: ready.filter((photo) => isSeen(sees, chosenHere.has(photo.id))),
  }
}

export type Entered = NonNullable<Awaited<ReturnType<typeof enter>>>

const galleryAt = ({ studio, gallery }: Address) => sql`(
  select ${galleries.id} from ${galleries} join ${studios} on ${studios.id} = ${galleries.studioId}
  where ${studios.slug} = ${studio} and ${galleries.slug} = ${gallery})`

/** The gallery, and who a session is there. For {@link standing}. */
function selectMeeting(db: Database, at: Address, session: Presented | undefined, now: Date) {
  const here = galleryAt(at)
  return [
    db
      .select({ gallery: galleries, studio: studios })
      .from(galleries)
      .innerJoin(studios, eq(studios.id, galleries.studioId))
      .where(and(eq(studios.slug, at.studio), eq(galleries.slug, at.gallery))),
    visitors.selectNewest(db, session?.id ?? '', here),
    visitors.selectStaffSession(db, session?.id ?? '', here),
    signIns.selectContact(db, here, session, now),
  ] as const
}

function standing(
  [[found], [own], [ours], [signedIn]]: BatchResponse<ReturnType<typeof selectMeeting>>,
  session: Presented | undefined,
  now: Date,
) {
  if (!found) return undefined
  const visit = own && isLive(own.session, session, now) ? own : undefined
  const staffSession = isLive(ours, session, now) ? ours : undefined
  const visitor = { visit: visitors.visitorVisit(visit), isStudio: staffSession !== undefined }
  return {
    ...found,
    visit,
    staffSession,
    /** The contact whom this browser is signed in to the portal as, inside or not (R41). */
    signedIn,
    decision: decide(doorOf(found.gallery, found.studio), visitor, now),
  }
}

/**
 * Whether it is somebody's business that a gallery will open: it tells everybody (R45), or it has a day and they were told of it
 * before, by a link or as they have been inside. To all others it is not there.
 */
export function mayKnow({ gallery, visit, signedIn }: Met, now: Date): boolean {
  if (gallery.takesRegistrations) return true
  const isContact = visit?.contact && !visit.contact.removedAt && visit.contact.clientId === visit.visit.clientId
  return gallery.publishedAt !== null && gallery.publishedAt > now && (Boolean(isContact) || signedIn?.wasTold === 1)
}

/** Whether somebody is at a gallery as the client who is signed in to the portal, and so comes and goes with them. */
export function isSignedIn({ visit, signedIn }: Pick<Met, 'visit' | 'signedIn'>): boolean {
  return signedIn !== undefined && visit?.visit.clientId === signedIn.clientId
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
  const isChosen = sql<number>`exists (
    select 1 from contact_photos where contact_id = visits.contact_id and photo_id = ${photo.id})`
  const [row] = await visitors
    .joined(
      db
        .select({ ...visitors.COLUMNS, gallery: galleries, studio: TERMS, isChosen })
        .from(visits)
        .$dynamic(),
    )
    .innerJoin(galleries, eq(galleries.id, visits.galleryId))
    .innerJoin(studios, eq(studios.id, galleries.studioId))
    .where(and(eq(visits.id, visitId), eq(visits.galleryId, photo.galleryId)))
  if (!row) return { sees: 'none' as const, isChosen: false }
  const decision = decide(doorOf(row.gallery, row.studio), { visit: visitors.visitorVisit(row) }, now)
  return { sees: sightOf(decision, row.contact), isChosen: row.isChosen === 1 }
}

async function recheckStaff(db: Database, galleryId: string, sessionId: string, now: Date): Promise<Sight> {
  const [session] = await visitors.selectStaffSession(db, sessionId, sql`${galleryId}`)
  return session && !isOver(session, now) ? 'all' : 'none'
}
