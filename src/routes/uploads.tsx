import { Readable } from 'node:stream'
import { Busboy, type BusboyInstance } from '@fastify/busboy'
import { Hono } from 'hono'
import { PhotosPage } from '../../views/studio/photos-page'
import { problem } from '../answers/problem'
import type { App, Ctx } from '../context'
import { logError } from '../lib/log'
import { takeFlash } from '../middleware/browser'
import { givePass } from '../middleware/pass'
import * as contacts from '../models/contacts'
import * as galleries from '../models/galleries'
import * as photos from '../models/photos'
import { MAX_PHOTO_BYTES, receive } from '../outside/photo-store'

type Outcome = 'saved' | 'duplicate' | 'not-a-photo' | 'too-large' | 'failed'

const ANSWERS = {
  saved: { status: 201, words: 'Saved' },
  duplicate: { status: 200, words: 'Here already, skipped' },
  'not-a-photo': { status: 422, words: 'Not a photograph we can read: JPEG, PNG, WebP or AVIF' },
  'too-large': { status: 413, words: 'Larger than 60 MB' },
  failed: { status: 503, words: 'Not saved, a failure on our side' },
} as const satisfies Record<Outcome, { status: number; words: string }>

/** Photographs as they arrive: one as the body of a PUT, or many in a plain form. */
export const uploads = new Hono<App>()
  .get('/:gallery/photos', (c) => showPhotos(c))

  .put('/:gallery/photos', async (c) => {
    if (Number(c.req.header('Content-Length')) > MAX_PHOTO_BYTES) return answer(c, 'too-large')
    const name = (c.req.query('name') ?? '').split(/[\\/]/).at(-1) ?? ''
    const body = c.req.raw.body
    return answer(c, body ? await store(c, name, body) : 'not-a-photo')
  })

  .post('/:gallery/photos', async (c) => {
    const parser = parserOf(c.req.header('Content-Type') ?? '')
    if (!parser || !c.req.raw.body) return problem(c, 415)
    return showPhotos(c, await storeForm(c, parser, c.req.raw.body))
  })

function answer(c: Ctx, outcome: Outcome) {
  const { status, words } = ANSWERS[outcome]
  return c.json({ outcome, words }, status)
}

async function showPhotos(c: Ctx, results: { fileName: string; outcome: Outcome }[] = []) {
  const { db, studio, gallery, now } = c.var
  await givePass(c, gallery.id, { kind: 'staff', id: c.var.staffSessionId }, 'all')
  const lines = results.map(({ fileName, outcome }) => ({
    fileName,
    words: ANSWERS[outcome].words,
    isGood: outcome === 'saved' || outcome === 'duplicate',
  }))
  const [shown, hasContacts] = await Promise.all([galleries.photosOf(db, gallery), contacts.hasAny(db, gallery)])
  const status = lines.some((line) => !line.isGood) ? 422 : 200
  const page = { studio, gallery, now, photos: shown, hasContacts, flash: takeFlash(c), results: lines }
  return c.html(<PhotosPage {...page} />, status)
}

/** One file: its row first, its bytes, what they turned out to be, and the job that makes it ready. */
async function store(c: Ctx, fileName: string, source: AsyncIterable<Uint8Array>): Promise<Outcome> {
  const { db, gallery } = c.var
  const photo = await photos.begin(db, gallery.id, fileName, new Date())
  try {
    const received = await receive(c.env.PHOTOS, photos.originalKey(photo), source)
    if (received.outcome === 'refused') {
      await photos.forget(db, photo)
      return received.because
    }
    const outcome = await photos.finish(db, photo, received, new Date())
    if (outcome === 'saved') await c.env.VARIANTS.send({ kind: 'photo', photoId: photo.id })
    else await c.env.PHOTOS.delete(photos.originalKey(photo))
    return outcome === 'gone' ? 'failed' : outcome
  } catch (error) {
    logError('upload-failed', error, { photo: photo.id })
    await discard(c, photo)
    return 'failed'
  }
}

/** What a failed upload left; the sweep finds it if this fails too. A photo that was saved stays. */
async function discard(c: Ctx, photo: { id: string; galleryId: string }): Promise<void> {
  try {
    const known = await photos.get(c.var.db, photo.id)
    if (known?.state !== 'uploading') return
    await c.env.PHOTOS.delete(photos.originalKey(photo))
    await photos.forget(c.var.db, photo)
  } catch (error) {
    logError('discard-failed', error, { photo: photo.id })
  }
}

/** A parser for a multi-file form; undefined when its head cannot be read. */
function parserOf(contentType: string): BusboyInstance | undefined {
  try {
    return new Busboy({ headers: { 'content-type': contentType } })
  } catch {
    return undefined
  }
}

/**
 * A multi-file form, read as it comes: one file after the other, none of them whole in memory. When it breaks off, the
 * files that had arrived are kept.
 */
async function storeForm(c: Ctx, parser: BusboyInstance, body: ReadableStream<Uint8Array>) {
  const form: Form = {}
  const results: Promise<{ fileName: string; outcome: Outcome }>[] = []
  parser.on('file', (_field, file, fileName) => {
    if (!fileName) file.resume()
    else results.push(storePart(c, form, fileName, file))
  })
  await new Promise<void>((resolve) => {
    const breakOff = (error: unknown) => {
      form.brokenOff = error
      resolve()
    }
    parser.on('finish', resolve).on('error', breakOff)
    Readable.from(body).on('error', breakOff).pipe(parser)
  })
  return Promise.all(results)
}

type Form = { brokenOff?: unknown }

async function storePart(c: Ctx, form: Form, fileName: string, file: Readable) {
  const outcome = await store(c, fileName, whole(form, file))
  file.resume()
  return { fileName, outcome }
}

/** A part's bytes. The parser ends a part quietly when the form breaks off in it; this throws then. */
async function* whole(form: Form, file: Readable): AsyncGenerator<Uint8Array> {
  yield* file.iterator({ destroyOnReturn: false })
  if (form.brokenOff) throw form.brokenOff
}
