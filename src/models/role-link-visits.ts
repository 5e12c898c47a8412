/** Role links as they are opened: the cover, and a guest's visit (R19). */
import { eq, sql } from 'drizzle-orm'
import { batch, type Database } from '../db/client'
import { galleries, roleLinks, studios } from '../db/schema'
import { needsNoKey } from '../door/link'
import * as guests from './guests'
import type { Presented } from './sessions'
import type { Opened } from './visits'

/** A role link with its gallery, and where the browser stands before it. One batch. */
export async function look(db: Database, id: string, session: Presented | undefined, now: Date) {
  const galleryId = sql`(select gallery_id from role_links where id = ${id})`
  const [[found], ...own] = await batch(db, [selectLink(db, id), ...guests.selectStanding(db, session, galleryId)])
  if (!found) return undefined
  const standing = guests.standing(own, found, session, now)
  return { kind: 'role' as const, ...found, standing, isInside: needsNoKey(standing.decision, found.link.role) }
}

export type Looked = NonNullable<Awaited<ReturnType<typeof look>>>

function selectLink(db: Database, id: string) {
  return db
    .select({
      link: roleLinks,
      gallery: galleries,
      studio: studios,
      photoCount: sql<number>`(select count(*) from photos where gallery_id = galleries.id and state = 'ready')`,
    })
    .from(roleLinks)
    .innerJoin(galleries, eq(galleries.id, roleLinks.galleryId))
    .innerJoin(studios, eq(studios.id, galleries.studioId))
    .where(eq(roleLinks.id, id))
}

/** Lets a guest in by a role link, with the link's role. */
export function open(
  db: Database,
  { link: { id, role }, gallery, standing }: Looked,
  browser: { deviceHash: string; now: Date },
): Promise<Opened> {
  const key = { role, roleLinkId: id, event: 'role-link-opened', because: role } as const
  const goes = sql`exists (select 1 from role_links where id = ${id} and revoked_at is null)`
  return guests.open(db, gallery.id, key, goes, standing, browser)
}
