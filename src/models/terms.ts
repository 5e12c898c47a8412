import { and, eq, isNull, sql } from 'drizzle-orm'
import { batch, type Database, ms } from '../db/client'
import { type Contact, contacts, galleries, type Studio, type Visit } from '../db/schema'
import { isOpenNow } from '../door/ledger'
import * as events from './events'
import type { Presented } from './sessions'
import { isLiveNow } from './visits'

/** The longest text that a studio's media usage terms may have, in UTF-16 units. */
export const TERMS_MAX = 20_000

/**
 * Changes a studio's media usage terms (R28). Decides whether a text is a new version: every text is but the one of now,
 * and none at all; without a text nothing is asked, and the versions go on counting where they were.
 * @param text paragraphs with `\n` between lines; empty takes the terms away
 */
export async function change(db: Database, studio: Studio, text: string): Promise<'new-version' | 'gone' | 'same'> {
  const changed = await db.all<{ id: string }>(sql`
    update studios set media_terms = ${text}, media_terms_version = media_terms_version + ${text ? 1 : 0}
    where id = ${studio.id} and media_terms <> ${text}
    returning id`)
  if (changed.length === 0) return 'same'
  return text ? 'new-version' : 'gone'
}

/** How many contacts of a studio are vendors now, and how many of them have accepted the terms of now. */
export async function acceptances(db: Database, studio: Studio): Promise<{ vendors: number; accepted: number }> {
  const [row] = await db
    .select({
      vendors: sql<number>`count(*)`,
      accepted: sql<number>`count(*) filter (where accepted_terms_version >= ${studio.mediaTermsVersion})`,
    })
    .from(contacts)
    .innerJoin(galleries, eq(galleries.id, contacts.galleryId))
    .where(and(eq(galleries.studioId, studio.id), eq(contacts.role, 'vendor'), isNull(contacts.removedAt)))
  return row ?? { vendors: 0, accepted: 0 }
}

export type Acceptance = { outcome: 'accepted' } | { outcome: 'refused' }

/**
 * A vendor accepts the terms in their own visit. Decides whether the version that was read still is the version of now, and
 * the visit and the contact still go: if not, nothing is accepted. Accepting twice is once, at the first time.
 * @param version as it stood on the page
 */
export async function accept(
  db: Database,
  session: Presented | undefined,
  visit: Pick<Visit, 'id'>,
  contact: Contact,
  version: number,
  at: Date,
): Promise<Acceptance> {
  const { id, galleryId } = contact
  const now = ms(at)
  const mayAccept = sql`exists (
    select 1 from contacts
      join galleries on galleries.id = contacts.gallery_id
      join studios on studios.id = galleries.studio_id
      join visits on visits.contact_id = contacts.id and visits.client_id = contacts.client_id
      join sessions on sessions.id = visits.session_id
    where contacts.id = ${id} and contacts.removed_at is null and contacts.role = 'vendor'
      and coalesce(contacts.accepted_terms_version, 0) < ${version}
      and studios.media_terms_version = ${version} and studios.media_terms <> '' and ${isOpenNow(now)}
      and visits.id = ${visit.id} and ${isLiveNow(session, at)})`
  const event = { galleryId, contactId: id, kind: 'terms-accepted' as const, because: String(version), at }
  // The event first: once the contact has accepted, the condition does not hold any more.
  const [, accepted] = await batch(db, [
    events.insertIf(db, event, mayAccept),
    db.all<{ id: string }>(sql`
      update contacts set accepted_terms_version = ${version}, accepted_terms_at = ${now}
      where id = ${id} and ${mayAccept}
      returning id`),
  ])
  return { outcome: accepted.length > 0 ? 'accepted' : 'refused' }
}
