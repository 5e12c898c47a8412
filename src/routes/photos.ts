import { Hono } from 'hono'
import type { App, Ctx } from '../context'
import { holdsPass } from '../middleware/pass'
import { coverObjectKey, showsCover } from '../models/galleries'
import { VARIANT_WIDTHS, variantKey } from '../models/photos'
import { problem } from '../problem'

const HOUR_SECONDS = 3600
const YEAR_SECONDS = 31_536_000

/** Bytes: every one behind the check. The data centre keeps variants for an hour, the browser for good. */
export const photoRoutes = new Hono<App>()
  .get('/photos/:gallery/:photo/:variant', async (c) => {
    const { gallery, photo, variant } = c.req.param()
    const width = VARIANT_WIDTHS.find((known) => String(known) === variant)
    if (!width || !(await holdsPass(c, gallery))) return problem(c, 404)

    const found = await fromCacheOrStore(c, variantKey({ id: photo, galleryId: gallery }, width))
    return found ? serve(c, found, `private, max-age=${YEAR_SECONDS}, immutable`) : problem(c, 404)
  })

  .get('/covers/:key', async (c) => {
    const key = c.req.param('key')
    if (!(await showsCover(c.var.db, key, c.var.now))) return problem(c, 404)

    const found = await fromCacheOrStore(c, coverObjectKey(key))
    return found ? serve(c, found, `private, max-age=${HOUR_SECONDS}`) : problem(c, 404)
  })

/** An object from the data centre's cache, or from R2 and then into the cache. The key does not name the viewer. */
async function fromCacheOrStore(c: Ctx, key: string): Promise<Response | undefined> {
  const cacheUrl = `https://photos.foyer.invalid/${key}`
  const asked = new Headers()
  for (const name of ['Range', 'If-None-Match']) {
    const value = c.req.header(name)
    if (value) asked.set(name, value)
  }
  const kept = await caches.default.match(new Request(cacheUrl, { headers: asked }))
  if (kept) return kept

  const object = await c.env.PHOTOS.get(key, { range: asked, onlyIf: asked })
  if (!object) return undefined
  const response = respond(object, asked.has('Range'))
  if (response.status === 200) c.executionCtx.waitUntil(caches.default.put(cacheUrl, response.clone()))
  return response
}

/** R2's object as a response: whole, a range, or not modified (RFC 9110 §13, §14). */
function respond(object: R2ObjectBody | R2Object, wantsRange: boolean): Response {
  const headers = new Headers({
    ETag: object.httpEtag,
    'Accept-Ranges': 'bytes',
    'Cache-Control': `public, max-age=${HOUR_SECONDS}`,
  })
  object.writeHttpMetadata(headers)
  if (!('body' in object)) return new Response(null, { status: 304, headers })

  if (!wantsRange || !object.range) {
    headers.set('Content-Length', String(object.size))
    return new Response(object.body, { headers })
  }
  const { start, length } = span(object.range, object.size)
  headers.set('Content-Range', `bytes ${start}-${start + length - 1}/${object.size}`)
  headers.set('Content-Length', String(length))
  return new Response(object.body, { status: 206, headers })
}

function span(range: R2Range, size: number): { start: number; length: number } {
  if ('suffix' in range) return { start: size - range.suffix, length: range.suffix }
  const start = range.offset ?? 0
  return { start, length: range.length ?? size - start }
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
