import { Hono } from 'hono'
import type { App, Ctx } from '../context'
import { flash } from '../middleware/browser'
import { photo } from '../middleware/staff'
import * as galleries from '../models/galleries'
import * as photos from '../models/photos'
import * as cache from '../outside/photo-cache'
import { paths } from '../paths'

/** One photograph in the studio: the cover, another attempt, taken away. */
export const studioPhotos = new Hono<App>()
  .use('/:photo/*', photo())

  .post('/:photo/cover', async (c) => {
    const { db, photo } = c.var
    await forgetCover(c)
    await galleries.chooseCover(db, photo.galleryId, photo.id)
    await c.env.VARIANTS.send({ kind: 'cover', galleryId: photo.galleryId })
    flash(c, `${photo.fileName} is the cover now.`)
    return c.redirect(paths.galleryPhotos(photo.galleryId), 303)
  })

  .post('/:photo/attempts', async (c) => {
    const { db, photo, now } = c.var
    await photos.retry(db, photo, now)
    await c.env.VARIANTS.send({ kind: 'photo', photoId: photo.id })
    return c.redirect(paths.galleryPhotos(photo.galleryId), 303)
  })

  .post('/:photo/removal', async (c) => {
    const { db, photo } = c.var
    const keys = photos.objectKeys(photo)
    const gallery = await galleries.get(db, photo.galleryId)
    if (gallery?.coverPhotoId === photo.id) await forgetCover(c)
    await photos.forget(db, photo)
    await c.env.PHOTOS.delete(keys)
    await cache.forget(keys)
    await c.env.VARIANTS.send({ kind: 'cover', galleryId: photo.galleryId })
    flash(c, `${photo.fileName} was removed.`)
    return c.redirect(paths.galleryPhotos(photo.galleryId), 303)
  })

/** Takes the door's variant away before it is replaced, so that a lost job leaves no cover rather than the old one. */
async function forgetCover(c: Ctx): Promise<void> {
  const coverKey = await galleries.takeCover(c.var.db, c.var.photo.galleryId)
  if (!coverKey) return
  const key = galleries.coverObjectKey(coverKey)
  await c.env.PHOTOS.delete(key)
  await cache.forget([key])
}
