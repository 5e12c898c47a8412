import { and, asc, eq, sql } from 'drizzle-orm'
import { batch, type Database } from '../db/client'
import { type Contact, photos } from '../db/schema'
import type { Sees } from '../door/pass'

export type Candidate = { id: string; fileName: string; width: number | null; height: number | null; isChosen: boolean }

/** The photos of a contact's gallery that can be shown, in their order, each with whether it was chosen for the contact (R28). */
export async function candidates(db: Database, contact: Contact): Promise<Candidate[]> {
  const rows = await db
    .select({
      id: photos.id,
      fileName: photos.fileName,
      width: photos.width,
      height: photos.height,
      isChosen: sql<number>`exists (
        select 1 from contact_photos where contact_id = ${contact.id} and photo_id = photos.id)`,
    })
    .from(photos)
    .where(and(eq(photos.galleryId, contact.galleryId), eq(photos.state, 'ready')))
    .orderBy(asc(photos.sortKey), asc(photos.id))
  return rows.map((row) => ({ ...row, isChosen: row.isChosen === 1 }))
}

/**
 * Says what a vendor sees: all of the gallery's photos, or only these (R28). The choice is kept while they see all. Decides by
 * the photo's own row whether it is one of the contact's gallery: others are passed over. All of it or nothing; of two who
 * choose at the same moment the later one's choice stands.
 */
export async function choose(db: Database, contact: Contact, sees: Sees, photoIds: string[]): Promise<void> {
  const chosen = JSON.stringify(photoIds)
  await batch(db, [
    db.run(sql`update contacts set sees_chosen_only = ${Number(sees === 'chosen')} where id = ${contact.id}`),
    db.run(sql`
      delete from contact_photos
      where contact_id = ${contact.id} and photo_id not in (select value from json_each(${chosen}))`),
    db.run(sql`
      insert into contact_photos (contact_id, photo_id)
      select contacts.id, photos.id from contacts join photos on photos.gallery_id = contacts.gallery_id
      where contacts.id = ${contact.id} and photos.id in (select value from json_each(${chosen}))
      on conflict do nothing`),
  ])
}
