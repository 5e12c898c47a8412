import { clearOld } from '../db/clear-old'
import { database } from '../db/client'
import { log } from '../lib/log'
import * as galleries from '../models/galleries'
import * as messages from '../models/messages'
import * as photos from '../models/photos'

const MINUTE_MS = 60_000
/** A job that has not begun by then was lost. */
const LOST_MINUTES = 2
/** An upload that has not ended by then was broken off. */
const BROKEN_OFF_MINUTES = 60

/** Finds what was lost between a change and its job, and clears what has run out. Repeating it changes nothing. */
export async function sweep(env: Env, now: Date): Promise<void> {
  const before = (minutes: number) => new Date(now.getTime() - minutes * MINUTE_MS)
  const db = database(env.DB)

  const lostMessages = await messages.overdue(db, before(LOST_MINUTES))
  for (const { id } of lostMessages) await env.DELIVERIES.send({ messageId: id })

  const lostPhotos = await photos.stuck(db, 'received', before(LOST_MINUTES))
  for (const { id } of lostPhotos) await env.VARIANTS.send({ kind: 'photo', photoId: id })

  const lostCovers = await galleries.withoutCover(db)
  for (const { id } of lostCovers) await env.VARIANTS.send({ kind: 'cover', galleryId: id })

  const brokenOff = await photos.stuck(db, 'uploading', before(BROKEN_OFF_MINUTES))
  for (const photo of brokenOff) {
    await env.PHOTOS.delete(photos.objectKeys(photo))
    await photos.forget(db, photo)
  }

  await clearOld(db, now)

  const found = { messages: lostMessages.length, photos: lostPhotos.length, uploads: brokenOff.length }
  if (found.messages + found.photos + found.uploads > 0) log('swept', found)
}
