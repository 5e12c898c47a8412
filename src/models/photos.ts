import { and, eq, lt, sql } from 'drizzle-orm'
import { batch, type Database, ms } from '../db/client'
import { galleries, type Photo, photos, type Studio } from '../db/schema'
import { VARIANT_WIDTHS, type VariantWidth } from '../door/variant'
import { sortKey } from '../lib/sort-key'
import { randomId } from '../lib/token'

/** What was learned of an original while it streamed in. `sha256` in hexadecimal, `size` in bytes. */
export type Original = {
  contentType: string
  size: number
  crc32: number
  sha256: string
  width: number
  height: number
}

/** R2 keys: the photo's id is random, and the gallery's stands first so that a photo is only found in its gallery. */
export const originalKey = (photo: Named) => `${photo.galleryId}/${photo.id}/original`
export const variantKey = (photo: Named, width: VariantWidth) => `${photo.galleryId}/${photo.id}/${width}`
export const objectKeys = (photo: Named) => [
  originalKey(photo),
  ...VARIANT_WIDTHS.map((width) => variantKey(photo, width)),
]
type Named = Pick<Photo, 'id' | 'galleryId'>

/** A row before the first byte, so that whatever an interrupted upload leaves behind can be found. */
export async function begin(db: Database, galleryId: string, fileName: string, now: Date): Promise<Named> {
  const id = randomId()
  const name = fileName.slice(-200) || 'photo'
  const row = {
    id,
    galleryId,
    state: 'uploading' as const,
    fileName: name,
    sortKey: sortKey(name),
    createdAt: now,
    changedAt: now,
  }
  await db.insert(photos).values(row)
  return { id, galleryId }
}

/**
 * Decides whether an upload is a new photo or the same content again: the unique index lets one of two through. `gone`
 * when its row was taken away meanwhile.
 */
export async function finish(
  db: Database,
  photo: Named,
  original: Original,
  now: Date,
): Promise<'saved' | 'duplicate' | 'gone'> {
  const { contentType, size, crc32, sha256, width, height } = original
  const saved = await db.all<{ id: string }>(sql`
    update or ignore photos
    set state = 'received', content_type = ${contentType}, size = ${size}, crc32 = ${crc32}, sha256 = ${sha256},
      width = ${width}, height = ${height}, changed_at = ${ms(now)}
    where id = ${photo.id} and state = 'uploading'
    returning id`)
  if (saved.length > 0) return 'saved'
  const [still] = await db.select({ id: photos.id }).from(photos).where(eq(photos.id, photo.id))
  await forget(db, photo)
  return still ? 'duplicate' : 'gone'
}

/** Takes a photo's row away; its objects are the caller's to delete. */
export async function forget(db: Database, photo: Named): Promise<void> {
  await batch(db, [
    db.update(galleries).set({ coverPhotoId: null, coverKey: null }).where(eq(galleries.coverPhotoId, photo.id)),
    db.delete(photos).where(eq(photos.id, photo.id)),
  ])
}

/** A photo, looked up through the studio of its gallery. */
export async function find(db: Database, studio: Studio, id: string): Promise<Photo | undefined> {
  const [row] = await db
    .select({ photo: photos })
    .from(photos)
    .innerJoin(galleries, eq(galleries.id, photos.galleryId))
    .where(and(eq(photos.id, id), eq(galleries.studioId, studio.id)))
  return row?.photo
}

export async function get(db: Database, id: string): Promise<Photo | undefined> {
  const [photo] = await db.select().from(photos).where(eq(photos.id, id))
  return photo
}

/** The variants are stored: the photo may be shown. Width and height as displayed, pixels. */
export async function makeReady(
  db: Database,
  photo: Photo,
  shown: { width: number; height: number; thumbhash: string },
  now: Date,
) {
  await db
    .update(photos)
    .set({ state: 'ready', problem: null, changedAt: now, ...shown })
    .where(and(eq(photos.id, photo.id), eq(photos.state, 'received')))
}

/** The photo cannot be shown; `problem` says why in the photographer's words. */
export async function fail(db: Database, photo: Photo, problem: string, now: Date): Promise<void> {
  await db
    .update(photos)
    .set({ state: 'failed', problem, changedAt: now })
    .where(and(eq(photos.id, photo.id), eq(photos.state, 'received')))
}

/** Another attempt at the variants of a photo that failed. */
export async function retry(db: Database, photo: Photo, now: Date): Promise<void> {
  await db
    .update(photos)
    .set({ state: 'received', problem: null, changedAt: now })
    .where(and(eq(photos.id, photo.id), eq(photos.state, 'failed')))
}

/** Photos that have been in a state since before `since`; 100 at most. */
export function stuck(db: Database, state: 'uploading' | 'received', since: Date) {
  return db
    .select({ id: photos.id, galleryId: photos.galleryId })
    .from(photos)
    .where(and(eq(photos.state, state), lt(photos.changedAt, since)))
    .limit(100)
}
