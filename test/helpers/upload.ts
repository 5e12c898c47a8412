/** Photographs on their way into a gallery, as the studio's page sends them, and what is left of them in the stores. */
import { createExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import * as schema from '../../src/db/schema'
import worker from '../../src/index'
import { paths } from '../../src/paths'
import { type Browser, ORIGIN } from './browser'
import { db } from './make'

/** One file as the body of a PUT, named in the URL. */
export function put(browser: Browser, gallery: { id: string }, name: string, body: BodyInit): Promise<Response> {
  return browser.send('PUT', `${paths.galleryPhotos(gallery.id)}?name=${encodeURIComponent(name)}`, { body })
}

/**
 * The same without a connection between: a body that breaks off does so for the program too, where the tests' own
 * connection would end it like a whole one.
 */
export function putDirectly(
  browser: Browser,
  gallery: { id: string },
  body: ReadableStream<Uint8Array>,
  headers: Record<string, string> = {},
): Promise<Response> {
  const cookie = [...browser.cookies].map(([name, { value }]) => `${name}=${value}`).join('; ')
  const request = new Request(`${ORIGIN}${paths.galleryPhotos(gallery.id)}?name=photo.jpg`, {
    ...{ method: 'PUT', body, headers: { 'Sec-Fetch-Site': 'same-origin', Cookie: cookie, ...headers } },
  })
  return worker.fetch(request, env, createExecutionContext()) as Promise<Response>
}

/** A form with several files, as a browser without script sends it. */
export function post(browser: Browser, gallery: { id: string }, files: File[]): Promise<Response> {
  const form = new FormData()
  for (const file of files) form.append('files', file)
  return browser.send('POST', paths.galleryPhotos(gallery.id), { body: form })
}

export function rows(gallery: { id: string }): Promise<schema.Photo[]> {
  return db().select().from(schema.photos).where(eq(schema.photos.galleryId, gallery.id)).orderBy(schema.photos.sortKey)
}

/** Keys of everything kept for a gallery's photos. */
export async function objects(gallery: { id: string }): Promise<string[]> {
  const { objects } = await env.PHOTOS.list({ prefix: `${gallery.id}/` })
  return objects.map((object) => object.key)
}

/** A body that is sent piece by piece, of no announced length; breaks off after the last piece when it shall. */
export function chunked(bytes: Uint8Array, end: 'ends' | 'breaks off' = 'ends'): ReadableStream<Uint8Array> {
  const CHUNK_BYTES = 512 * 1024
  let at = 0
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      if (at < bytes.byteLength) controller.enqueue(bytes.slice(at, at + CHUNK_BYTES))
      else if (end === 'ends') controller.close()
      else controller.error(new Error('the connection was lost'))
      at += CHUNK_BYTES
    },
  })
}
