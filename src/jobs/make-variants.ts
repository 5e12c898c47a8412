import { database } from '../db/client'
import { LARGEST, VARIANT_WIDTHS } from '../door/variant'
import { log, logError } from '../lib/log'
import * as galleries from '../models/galleries'
import * as photos from '../models/photos'
import * as images from '../outside/images'

const ATTEMPTS = 3

export type VariantJob = { kind: 'photo'; photoId: string } | { kind: 'cover'; galleryId: string }

/**
 * Makes a photo's variants and thumbhash, then shows it. Repeating it changes nothing.
 * @param attempt 1 for the first delivery of the job
 * @returns false when it should be tried again
 */
export async function makeVariants(env: Env, photoId: string, attempt: number, now: Date): Promise<boolean> {
  const db = database(env.DB)
  const photo = await photos.get(db, photoId)
  if (photo?.state !== 'received') return true

  try {
    const original = await env.PHOTOS.get(photos.originalKey(photo))
    if (!original) throw new Error('the original is not in the store')
    const made = await images.makeVariants(env.IMAGES, original.body, VARIANT_WIDTHS)
    await Promise.all(
      made.files.map(({ width, bytes }) =>
        env.PHOTOS.put(photos.variantKey(photo, width), bytes, { httpMetadata: { contentType: 'image/webp' } }),
      ),
    )
    await photos.makeReady(db, photo, { ...upright(photo, made), thumbhash: made.thumbhash }, now)
    if (!(await photos.get(db, photoId))) await env.PHOTOS.delete(photos.objectKeys(photo))
    if (await galleries.chooseFirstCover(db, photo.galleryId)) {
      await env.VARIANTS.send({ kind: 'cover', galleryId: photo.galleryId })
    }
    return true
  } catch (error) {
    logError('variants-failed', error, { photo: photo.id, attempt })
    if (attempt < ATTEMPTS) return false
    await photos.fail(db, photo, 'This file could not be read as a picture. It may be damaged: export it again.', now)
    return true
  }
}

/** The original's pixels, turned as the variants are: a quarter turn swaps width and height. */
function upright(photo: { width: number | null; height: number | null }, shown: { width: number; height: number }) {
  const { width, height } = { width: photo.width ?? shown.width, height: photo.height ?? shown.height }
  const isTurned = width > height !== shown.width > shown.height && width !== height
  return isTurned ? { width: height, height: width } : { width, height }
}

/** Makes, renews or takes away the door's own variant of a gallery's cover, under a new unguessable key. */
export async function makeCover(env: Env, galleryId: string, newKey: string): Promise<void> {
  const db = database(env.DB)
  await galleries.chooseFirstCover(db, galleryId)
  const gallery = await galleries.get(db, galleryId)
  if (!gallery) return

  const isWanted = gallery.showsCover && gallery.coverPhotoId !== null
  const source = isWanted
    ? await env.PHOTOS.get(photos.variantKey({ id: gallery.coverPhotoId ?? '', galleryId }, LARGEST))
    : null
  if (source) {
    const bytes = await images.makeCover(env.IMAGES, source.body)
    await env.PHOTOS.put(galleries.coverObjectKey(newKey), bytes, { httpMetadata: { contentType: 'image/webp' } })
  }
  const isSet = await galleries.setCoverKey(db, gallery, source ? newKey : null)
  if (!isSet) log('cover-changed-meanwhile', { gallery: galleryId })
  const dead = isSet ? gallery.coverKey : newKey
  if (dead) await env.PHOTOS.delete(galleries.coverObjectKey(dead))
}
