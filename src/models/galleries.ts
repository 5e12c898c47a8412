import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm'
import { batch, type Database, ms } from '../db/client'
import { type Gallery, galleries, photos, type Studio, studios } from '../db/schema'
import { closedAt, type Door } from '../door/decide'
import type { Secrets } from '../lib/keys'
import { slugify } from '../lib/slug'
import { randomId } from '../lib/token'
import { endOfDay } from '../lib/zone'
import * as roleLinks from './role-links'

/** What the gallery form gives; days are `YYYY-MM-DD` in the studio's time zone. */
export type Details = {
  title: string
  slug: string
  eventOn: string | null
  place: string | null
  closesOn: string | null
  showsCover: boolean
  takesRegistrations: boolean
}

/** What the door of a gallery is decided by. Terms without a text are none, however often they were changed (R28). */
export function doorOf(gallery: Gallery, studio: Pick<Studio, 'mediaTerms' | 'mediaTermsVersion'>): Door {
  return { ...gallery, mediaTermsVersion: studio.mediaTerms ? studio.mediaTermsVersion : 0 }
}

export type Saved = { outcome: 'saved'; id: string } | { outcome: 'address-taken' }

/** Makes an unpublished gallery with its role links (R19); without an address it takes one from the title. */
export async function create(
  { db, tokens, secrets }: { db: Database; tokens: KVNamespace; secrets: Secrets },
  studio: Studio,
  details: Details,
  now: Date,
): Promise<Saved> {
  const id = randomId()
  const slug = slugify(details.slug || details.title) || id
  const isMade = sql`exists (select 1 from galleries where id = ${id})`
  const linkFor = (role: roleLinks.LinkRole) =>
    roleLinks.issue(db, tokens, secrets, { galleryId: id, role }, now, isMade)
  const [guest, invited] = await Promise.all([linkFor('guest'), linkFor('invited')])
  const [made] = await batch(db, [
    db
      .insert(galleries)
      .values({ id, studioId: studio.id, ...columns(studio, details), slug, createdAt: now })
      .onConflictDoNothing()
      .returning({ id: galleries.id }),
    guest.insert,
    invited.insert,
  ])
  return made.length > 0 ? { outcome: 'saved', id } : { outcome: 'address-taken' }
}

/** Changes a gallery's settings; the unique index decides who gets an address. */
export async function edit(db: Database, studio: Studio, gallery: Gallery, details: Details): Promise<Saved> {
  const slug = slugify(details.slug || details.title) || gallery.id
  const { title, eventOn, place, closesAt, showsCover, takesRegistrations } = columns(studio, details)
  const changed = await db.all<{ id: string }>(sql`
    update or ignore galleries set slug = ${slug}, title = ${title}, event_on = ${eventOn}, place = ${place},
      closes_at = ${closesAt ? ms(closesAt) : null},
      shows_cover = ${Number(showsCover)}, takes_registrations = ${Number(takesRegistrations)}
    where id = ${gallery.id}
    returning id`)
  return changed.length > 0 ? { outcome: 'saved', id: gallery.id } : { outcome: 'address-taken' }
}

function columns(studio: Studio, details: Details) {
  const { title, eventOn, place, closesOn, showsCover, takesRegistrations } = details
  const closesAt = closesOn ? endOfDay(closesOn, studio.timeZone) : null
  return { title, eventOn, place, closesAt, showsCover, takesRegistrations }
}

/** A gallery, looked up through its studio: another studio's is simply not found. */
export async function find(db: Database, studio: Studio, id: string): Promise<Gallery | undefined> {
  const [gallery] = await db
    .select()
    .from(galleries)
    .where(and(eq(galleries.id, id), eq(galleries.studioId, studio.id)))
  return gallery
}

/** A gallery by its address, open or not. */
export async function findByAddress(db: Database, at: { studio: string; gallery: string }) {
  const [found] = await db
    .select({ gallery: galleries, studio: studios })
    .from(galleries)
    .innerJoin(studios, eq(studios.id, galleries.studioId))
    .where(and(eq(studios.slug, at.studio), eq(galleries.slug, at.gallery)))
  return found
}

export async function get(db: Database, id: string): Promise<Gallery | undefined> {
  const [gallery] = await db.select().from(galleries).where(eq(galleries.id, id))
  return gallery
}

/** A gallery with its studio, for a message that speaks of it. */
export async function forMessage(db: Database, id: string) {
  const [found] = await db
    .select({ gallery: galleries, studio: studios })
    .from(galleries)
    .innerJoin(studios, eq(studios.id, galleries.studioId))
    .where(eq(galleries.id, id))
  return found
}

/** Where the door's variant is kept in R2. */
export const coverObjectKey = (coverKey: string) => `covers/${coverKey}`

/** A studio's galleries, newest first, with the number of photos. */
export function list(db: Database, studio: Studio) {
  return db
    .select({
      gallery: galleries,
      photoCount: sql<number>`(select count(*) from photos where gallery_id = galleries.id and state in ('received', 'ready'))`,
    })
    .from(galleries)
    .where(eq(galleries.studioId, studio.id))
    .orderBy(desc(galleries.createdAt))
}

export async function publish(db: Database, gallery: Gallery, now: Date): Promise<void> {
  await db.update(galleries).set({ publishedAt: now }).where(eq(galleries.id, gallery.id))
}

/** From the next request on nobody but the studio is inside. */
export async function unpublish(db: Database, gallery: Gallery): Promise<void> {
  await db.update(galleries).set({ publishedAt: null }).where(eq(galleries.id, gallery.id))
}

/** A gallery's photos as the studio sees them: all but those still arriving. */
export function photosOf(db: Database, gallery: Gallery) {
  return db
    .select()
    .from(photos)
    .where(and(eq(photos.galleryId, gallery.id), inArray(photos.state, ['received', 'ready', 'failed'])))
    .orderBy(asc(photos.sortKey), asc(photos.id))
}

/** Chooses the cover. The door shows none until the queue has made its own variant of it, under a new key. */
export async function chooseCover(db: Database, galleryId: string, photoId: string): Promise<void> {
  await db.update(galleries).set({ coverPhotoId: photoId, coverKey: null }).where(eq(galleries.id, galleryId))
}

/** Takes the cover's key away; the door shows none from then on. Returns it, for its object to be deleted. */
export async function takeCover(db: Database, galleryId: string): Promise<string | null> {
  const gallery = await get(db, galleryId)
  await db.update(galleries).set({ coverKey: null }).where(eq(galleries.id, galleryId))
  return gallery?.coverKey ?? null
}

/** Once all photos that came are prepared, the first of them becomes the cover of a gallery that has none. */
export async function chooseFirstCover(db: Database, galleryId: string): Promise<boolean> {
  const chosen = await db.all<{ id: string }>(sql`
    update galleries set cover_photo_id =
      (select id from photos where gallery_id = ${galleryId} and state = 'ready' order by sort_key, id limit 1)
    where id = ${galleryId} and cover_photo_id is null
      and exists (select 1 from photos where gallery_id = ${galleryId} and state = 'ready')
      and not exists (select 1 from photos where gallery_id = ${galleryId} and state in ('uploading', 'received'))
    returning id`)
  return chosen.length > 0
}

/** Names the door's variant once it is stored, or takes the name away; false when the cover changed meanwhile. */
export async function setCoverKey(db: Database, gallery: Gallery, coverKey: string | null): Promise<boolean> {
  const set = await db.all<{ id: string }>(sql`
    update galleries set cover_key = ${coverKey}
    where id = ${gallery.id} and cover_photo_id is ${gallery.coverPhotoId} and cover_key is ${gallery.coverKey}
    returning id`)
  return set.length > 0
}

/** Whether a cover is on show at its gallery's door now: once it is open, or on its page before (R45). */
export async function showsCover(db: Database, coverKey: string, now: Date): Promise<boolean> {
  const [gallery] = await db
    .select()
    .from(galleries)
    .where(and(eq(galleries.coverKey, coverKey), eq(galleries.showsCover, true)))
  if (!gallery) return false
  const closed = closedAt(gallery, now)
  return !closed || (closed.state === 'unpublished' && gallery.takesRegistrations)
}

/** Galleries whose door should show a cover and has none yet: the job was lost. 100 at most. */
export function withoutCover(db: Database) {
  return db.all<{ id: string }>(sql`
    select id from galleries
    where shows_cover = 1 and cover_key is null
      and exists (select 1 from photos where gallery_id = galleries.id and state = 'ready')
    limit 100`)
}
