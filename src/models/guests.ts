/** Guests who come by a key that many hold: a role link (R19) or the guest code (R21). */
import { and, eq, type SQL, sql } from 'drizzle-orm'
import { batch, type Database, ms } from '../db/client'
import { type Event, type Gallery, galleries, type Studio, sessions, studios } from '../db/schema'
import { decide } from '../door/decide'
import { admitsGuestsNow } from '../door/ledger'
import type { Role } from '../door/role'
import { randomId } from '../lib/token'
import * as events from './events'
import { doorOf } from './galleries'
import { isLive, type Presented } from './sessions'
import * as visitors from './visitors'
import * as visits from './visits'

/** A browser before a gallery: its session, its visit, and whether it is the studio's own. To be batched. */
export function selectStanding(db: Database, session: Presented | undefined, galleryId: SQL) {
  const id = session?.id ?? ''
  return [
    db.select().from(sessions).where(eq(sessions.id, id)),
    visitors.selectNewest(db, id, galleryId),
    visitors.selectStaffSession(db, id, galleryId),
  ] as const
}

type Rows = { [N in 0 | 1 | 2]: Awaited<ReturnType<typeof selectStanding>[N]> }

/** The same as the door sees it. */
export function standing(
  [[carried], [own], [staff]]: readonly [Rows[0], Rows[1], Rows[2]],
  { gallery, studio }: { gallery: Gallery; studio: Studio },
  session: Presented | undefined,
  now: Date,
) {
  const sessionId = isLive(carried, session, now) ? carried?.id : undefined
  const visit = sessionId ? own : undefined
  const visitor = { visit: visitors.visitorVisit(visit), isStudio: isLive(staff, session, now) }
  return { sessionId, visit, decision: decide(doorOf(gallery, studio), visitor, now) }
}

export type Standing = ReturnType<typeof standing>

/** A gallery by its address, and where the browser stands before it; undefined when there is none. One batch. */
export async function at(
  db: Database,
  address: { studio: string; gallery: string },
  session: Presented | undefined,
  now: Date,
) {
  const isHere = and(eq(studios.slug, address.studio), eq(galleries.slug, address.gallery))
  const here = sql`(select ${galleries.id} from ${galleries} join ${studios} on ${studios.id} = ${galleries.studioId}
    where ${isHere})`
  const [[found], ...own] = await batch(db, [
    db
      .select({ gallery: galleries, studio: studios })
      .from(galleries)
      .innerJoin(studios, eq(studios.id, galleries.studioId))
      .where(isHere),
    ...selectStanding(db, session, here),
  ])
  return found && { ...found, ...standing(own, found, session, now) }
}

/** Whoever is at a gallery, and the gallery. */
export type Visiting = NonNullable<Awaited<ReturnType<typeof at>>>

/** What a guest came by, and how that is noted. */
export type Key = {
  role: Role
  roleLinkId?: string
  guestCodeId?: string
  event: Event['kind']
  because: string | null
}

/**
 * Lets a guest in, in one batch: when the key still goes, the gallery is open and admits guests at that moment, and no visit
 * of a contact would be replaced. The PIN that was entered and the name that was given in this browser stay.
 * @param goes whether the key still goes, as a condition in SQL
 */
export async function open(
  db: Database,
  galleryId: string,
  key: Key,
  goes: SQL,
  { sessionId, visit }: Pick<Standing, 'sessionId' | 'visit'>,
  { deviceHash, now }: { deviceHash: string; now: Date },
): Promise<visits.Opened> {
  // Decides the race with rotation, refusal and closing, and with the contact's own link in another tab.
  const admitted = sql`${goes}
    and exists (select 1 from galleries where id = ${galleryId} and ${admitsGuestsNow(ms(now))})
    and not exists (
      select 1 from visits join contacts on contacts.id = visits.contact_id
      where visits.session_id = ${sessionId ?? ''} and visits.gallery_id = ${galleryId} and visits.ended_at is null
        and visits.expires_at > ${ms(now)} and contacts.removed_at is null and contacts.client_id = visits.client_id)`
  const { role, roleLinkId, guestCodeId, event: kind, because } = key
  const expiresAt = visits.guestVisitEndsAt(now)
  const place = { ...keptFrom(visit, now), galleryId, role, roleLinkId, guestCodeId, expiresAt }
  const { session, statements } = await visits.opening(db, randomId(), place, { deviceHash, sessionId, now }, admitted)
  const event = events.insertIf(db, { galleryId, contactId: null, kind, because, at: now }, admitted)
  const [, , opened] = await batch(db, [...statements, event])
  return opened.length > 0 ? { outcome: 'opened', session } : { outcome: 'refused' }
}

/** What a guest has shown and said in this browser; nobody is asked twice. */
function keptFrom(row: Standing['visit'], now: Date) {
  if (!row || row.visit.contactId || row.visit.expiresAt <= now) return {}
  const { pinId, guestName, guestEmail } = row.visit
  return { pinId, guestName, guestEmail }
}
