import { clearOld } from '../db/clear-old'
import { database } from '../db/client'
import { log } from '../lib/log'
import { MINUTE_MS } from '../lib/time'
import * as deliveries from '../models/deliveries'
import * as galleries from '../models/galleries'
import * as photos from '../models/photos'
import * as registrations from '../models/registrations'
import * as reminders from '../models/reminders'
import { secretsOf, settings } from '../settings'

/** A job that has not begun by then was lost. */
const LOST_MINUTES = 2
/** An upload that has not ended by then was broken off. */
const BROKEN_OFF_MINUTES = 60

/**
 * Finds what was lost between a change and its job, clears what has run out, and writes what is due: that a gallery has
 * opened, that one will close (R45, R46). Repeating it changes nothing. */
export async function sweep(env: Env, now: Date): Promise<void> {
  const before = (minutes: number) => new Date(now.getTime() - minutes * MINUTE_MS)
  const db = database(env.DB)

  const lostMessages = await deliveries.overdue(db, before(LOST_MINUTES))
  for (const { id, channel } of lostMessages) {
    await (channel === 'sms' ? env.TEXTS : env.DELIVERIES).send({ messageId: id })
  }

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

  const secrets = secretsOf(settings(env))
  const written = [
    ...(await registrations.tell(db, env.TOKENS, secrets, now)),
    ...(await reminders.remind(db, env.TOKENS, secrets, now)),
  ]
  for (const messageId of written) await env.DELIVERIES.send({ messageId })

  const found = { messages: lostMessages.length, photos: lostPhotos.length, uploads: brokenOff.length }
  const sum = found.messages + found.photos + found.uploads + written.length
  if (sum > 0) log('swept', { ...found, written: written.length })
}
