/** From the portal into a gallery with one tap: as who is signed in, who has proved who they are there (R41). */
import { and, eq, sql } from 'drizzle-orm'
import { batch, type Database, ms } from '../db/client'
import { galleries, studios } from '../db/schema'
import { closedAt } from '../door/decide'
import { isOpenNow } from '../door/ledger'
import { randomId } from '../lib/token'
import * as events from './events'
import type { Presented } from './sessions'
import * as signIns from './sign-ins'

type Address = { studio: string; gallery: string }

/**
 * Opens a visit as the contact of a gallery who is signed in to its studio's portal; nothing happens when nobody is, or they
 * are inside already. What the door asks of contacts, it asks next. One batch.
 * @returns the gallery, opened or not, for its page to say what comes next; undefined when there is none or it is not published
 */
export async function open(db: Database, at: Address, session: Presented | undefined, now: Date) {
  const visitId = randomId()
  const ofVisit = (column: 'gallery_id' | 'contact_id') =>
    sql`(select ${sql.raw(column)} from visits where id = ${visitId})`
  const isOpened = sql`exists (select 1 from visits where id = ${visitId})`
  const event = { kind: 'portal-entered', because: null, at: now } as const
  const where = { galleryId: ofVisit('gallery_id'), contactId: ofVisit('contact_id') }
  const [[found]] = await batch(db, [
    db
      .select({ gallery: galleries, studio: studios })
      .from(galleries)
      .innerJoin(studios, eq(studios.id, galleries.studioId))
      .where(and(eq(studios.slug, at.studio), eq(galleries.slug, at.gallery))),
    insert(db, visitId, at, session, now),
    db.run(sql`
      update visits set ended_at = ${ms(now)}
      where session_id = ${session?.id ?? ''} and gallery_id = ${where.galleryId} and id <> ${visitId} and ended_at is null`),
    events.insertIf(db, { ...event, ...where }, isOpened),
  ])
  return found && closedAt(found.gallery, now)?.state !== 'unpublished' ? found : undefined
}

/**
 * Decides whether somebody comes in by the portal: while they are signed in with this very session, are a contact of the
 * gallery and it is open. They stay no longer than they are signed in, and pressing twice is once.
 */
function insert(db: Database, visitId: string, at: Address, session: Presented | undefined, now: Date) {
  return db.run(sql`
    insert into visits (id, session_id, gallery_id, contact_id, client_id, role, opened_at, expires_at)
    select ${visitId}, sessions.id, galleries.id, contacts.id, contacts.client_id, contacts.role, ${ms(now)},
      sign_ins.expires_at
    from sign_ins
      join sessions on sessions.id = sign_ins.session_id
      join contacts on contacts.client_id = sign_ins.client_id and contacts.removed_at is null
      join galleries on galleries.id = contacts.gallery_id
      join studios on studios.id = galleries.studio_id
    where studios.slug = ${at.studio} and galleries.slug = ${at.gallery} and ${isOpenNow(ms(now))}
      and ${signIns.goesOn(session, now)}
      and not exists (
        select 1 from visits
        where session_id = sessions.id and contact_id = contacts.id and client_id = contacts.client_id
          and ended_at is null and visits.expires_at > ${ms(now)})
    limit 1`)
}
