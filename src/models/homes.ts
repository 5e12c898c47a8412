/** A studio's home: who they are, and the galleries that they list (R21). */
import { and, desc, eq, type SQL, sql } from 'drizzle-orm'
import { batch, type Database, ms } from '../db/client'
import { galleries, studios } from '../db/schema'
import { admitsGuestsNow } from '../door/ledger'
import { onlyOneOf } from './studios'

/** The home of the studio at an address; undefined when there is none. One batch. */
export async function at(db: Database, slug: string, now: Date) {
  const [[studio], listed] = await batch(db, [
    selectStudio(db, now).where(eq(studios.slug, slug)),
    selectListed(db, sql`(select id from studios where slug = ${slug})`, now),
  ])
  return studio && { studio, galleries: listed }
}

/** The home of the deployment's studio, when it holds one; the demo does not count beside another. One batch. */
export async function onlyOne(db: Database, now: Date) {
  const [found, listed] = await batch(db, [
    selectStudio(db, now).orderBy(studios.isDemo).limit(3),
    selectListed(db, sql`(select id from studios order by is_demo limit 1)`, now),
  ])
  const studio = onlyOneOf(found)
  return studio && { studio, galleries: listed }
}

/** With whether a guest code could lead anywhere now: no secret, for whoever has one is meant to type it here. */
function selectStudio(db: Database, now: Date) {
  const { id, slug, name, replyTo, isDemo } = studios
  const hasGuestCodes = sql<number>`exists (
    select 1 from galleries
    where galleries.studio_id = studios.id and galleries.guest_code_id is not null and ${admitsGuestsNow(ms(now))})`
  return db.select({ id, slug, name, replyTo, isDemo, hasGuestCodes }).from(studios)
}

/**
 * What the photographer wants listed, while it is open and admits guests at all: what they are asked at its door is for
 * the door. The newest first.
 */
function selectListed(db: Database, studioId: SQL, now: Date) {
  const { slug, title, eventOn, showsCover, coverKey } = galleries
  return db
    .select({ slug, title, eventOn, showsCover, coverKey })
    .from(galleries)
    .where(and(eq(galleries.studioId, studioId), eq(galleries.isListed, true), admitsGuestsNow(ms(now))))
    .orderBy(desc(galleries.eventOn), desc(galleries.createdAt))
}
