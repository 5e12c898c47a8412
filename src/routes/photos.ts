import { Hono } from 'hono'
import { problem } from '../answers/problem'
import type { App, Ctx } from '../context'
import { VARIANT_WIDTHS } from '../door/variant'
import { rangeOf } from '../lib/range'
import { maySee } from '../middleware/pass'
import { coverObjectKey, showsCover } from '../models/galleries'
import { variantKey } from '../models/photos'
import * as cache from '../outside/photo-cache'

/** The store fails on lists and on nonsense: these ask for nothing. */
const ONE_TAG = /^(W\/)?"[^"]*"$/
const HOUR_SECONDS = 3600
const YEAR_SECONDS = 31_536_000

/** Bytes: every one behind the check. The data centre keeps variants for minutes, the browser for good. */
export const photoRoutes = new Hono<App>()
  .get('/photos/:gallery{[a-z]{16}}/:photo{[a-z]{16}}/:variant{\\d+}', async (c) => {
    const { gallery: galleryId, photo: id, variant } = c.req.param()
    const width = VARIANT_WIDTHS.find((known) => String(known) === variant)
    if (!width || !(await maySee(c, { id, galleryId }))) return problem(c, 404)

    const found = await fromCacheOrStore(c, variantKey({ id, galleryId }, width))
    return found ? serve(c, found, `private, max-age=${YEAR_SECONDS}, immutable`) : problem(c, 404)
  })

  .get('/covers/:key{[\\w-]+}', async (c) => {
    const key = c.req.param('key')
    if (!(await showsCover(c.var.db, key, c.var.now))) return problem(c, 404)

    const found = await fromCacheOrStore(c, coverObjectKey(key))
    return found ? serve(c, found, `private, max-age=${HOUR_SECONDS}`) : problem(c, 404)
  })

/** An object from the data centre's cache, or from R2 and then into the cache. */
async function fromCacheOrStore(c: Ctx, key: string): Promise<Response | undefined> {
  const kept = await cache.match(key, conditions(c))
  if (kept) return kept
  if (c.req.header('Range')) return part(c, key)

  const object = await c.env.PHOTOS.get(key, { onlyIf: conditions(c) })
  if (!object) return undefined
  if (!('body' in object)) return new Response(null, { status: 304, headers: headersOf(object) })
  const response = new Response(object.body, { headers: headersOf(object) })
  response.headers.set('Content-Length', String(object.size))
  c.executionCtx.waitUntil(cache.keep(key, response))
  return response
}

/** A part of an object (RFC 9110 §14). Its size is asked first: the store does not say plainly that a range is none. */
async function part(c: Ctx, key: string): Promise<Response | undefined> {
  const head = await c.env.PHOTOS.head(key)
  if (!head) return undefined
  const range = rangeOf(c.req.header('Range'), head.size)
  if (range === 'unsatisfiable') {
    return new Response(null, { status: 416, headers: { 'Content-Range': `bytes */${head.size}` } })
  }
  const object = await c.env.PHOTOS.get(key, range ? { range } : {})
  if (!object) return undefined
  const headers = headersOf(object)
  if (!range) return new Response(object.body, { headers })

  headers.set('Content-Range', `bytes ${range.offset}-${range.offset + range.length - 1}/${head.size}`)
  headers.set('Content-Length', String(range.length))
  return new Response(object.body, { status: 206, headers })
}

function conditions(c: Ctx): Headers {
  const asked = new Headers()
  const range = c.req.header('Range')
  const tag = c.req.header('If-None-Match')
  if (range) asked.set('Range', range)
  if (tag && ONE_TAG.test(tag)) asked.set('If-None-Match', tag)
  return asked
}

function headersOf(object: R2Object): Headers {
  const headers = new Headers({ ETag: object.httpEtag, 'Accept-Ranges': 'bytes' })
  object.writeHttpMetadata(headers)
  return headers
}

/** Our own headers around kept bytes; cached responses are read-only, so they are wrapped. */
function serve(c: Ctx, found: Response, cacheControl: string): Response {
  const response = new Response(found.body, found)
  response.headers.set('Cache-Control', cacheControl)
  response.headers.set('Vary', 'Cookie')
  response.headers.set('Content-Security-Policy', "default-src 'none'; sandbox")
  response.headers.set('X-Content-Type-Options', 'nosniff')
  response.headers.set('Cross-Origin-Resource-Policy', 'same-origin')
  const cookie = c.res.headers.getSetCookie()
  for (const line of cookie) response.headers.append('Set-Cookie', line)
  return response
}
