import { Hono } from 'hono'
import type { App } from '../context'
import { flash } from '../middleware/browser'
import { photo } from '../middleware/staff'
import * as galleries from '../models/galleries'
import * as photos from '../models/photos'
import { paths } from '../paths'

/** One photograph in the studio: the cover, another attempt, taken away. */
export const studioPhotos = new Hono<App>()
  .use('/:photo/*', photo())

  .post('/:photo/cover', async (c) => {
    const { db, photo } = c.var
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
    await photos.forget(db, photo)
    await c.env.PHOTOS.delete(photos.objectKeys(photo))
    await c.env.VARIANTS.send({ kind: 'cover', galleryId: photo.galleryId })
    flash(c, `${photo.fileName} was removed.`)
    return c.redirect(paths.galleryPhotos(photo.galleryId), 303)
  })
