import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import type * as schema from '../../src/db/schema'
import { randomToken } from '../../src/lib/token'
import * as galleries from '../../src/models/galleries'
import { paths } from '../../src/paths'
import { Browser } from '../helpers/browser'
import { countRoundTrips } from '../helpers/count'
import * as make from '../helpers/make'

const BYTES = new Uint8Array([8, 7, 6, 5])

/** A gallery with a cover at its door. */
async function door(over: Partial<schema.Gallery> = {}) {
  const coverKey = randomToken(16)
  await env.PHOTOS.put(galleries.coverObjectKey(coverKey), BYTES, { httpMetadata: { contentType: 'image/webp' } })
  const scene = await make.scene({ coverKey, ...over })
  return { ...scene, cover: paths.cover(coverKey), coverKey }
}

describe('a cover at the door', () => {
  it('is shown to whoever has the link, before they came in', async () => {
    const { link, cover } = await door()
    const phone = new Browser()

    expect(await (await phone.get(link)).text()).toContain(cover)
    const answer = await phone.get(cover)
    expect(answer.status).toBe(200)
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(BYTES)
    expect(answer.headers.get('Content-Type')).toBe('image/webp')
  })

  it.each<[string, Partial<schema.Gallery>]>([
    ['not published', { publishedAt: null }],
    ['published tomorrow', { publishedAt: new Date(Date.now() + 86_400_000) }],
    ['closed', { closesAt: new Date(Date.now() - 1) }],
    ['not to show its cover', { showsCover: false }],
  ])('is not shown while the gallery is %s', async (_, over) => {
    const { link, cover } = await door(over)

    expect((await new Browser().get(cover)).status).toBe(404)
    expect(await (await new Browser().get(link)).text()).not.toContain(cover)
  })

  it('is gone at once when the gallery is unpublished, however often it was seen', async () => {
    const { gallery, cover } = await door()
    const phone = new Browser()
    await (await phone.get(cover)).arrayBuffer()
    expect((await phone.get(cover)).status).toBe(200)

    await galleries.unpublish(make.db(), gallery)
    expect((await phone.get(cover)).status).toBe(404)
  })

  it('costs one question to the database, and the second time none to the store', async () => {
    const { cover, coverKey } = await door()
    await (await new Browser().get(cover)).arrayBuffer()
    await env.PHOTOS.delete(galleries.coverObjectKey(coverKey))

    const count = countRoundTrips()
    expect((await new Browser().get(cover)).status).toBe(200)
    expect(count()).toMatchObject({ queries: 1, batches: 0, kvReads: 0 })
  })

  it('is kept by the browser alone, and not for good', async () => {
    const { cover } = await door()
    const { headers } = await new Browser().get(cover)

    expect(headers.get('Cache-Control')).toBe('private, max-age=3600')
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff')
    expect(headers.get('Content-Security-Policy')).toBe("default-src 'none'; sandbox")
  })

  it('is not sent again to a browser that has it', async () => {
    const { cover } = await door()
    const etag = (await new Browser().get(cover)).headers.get('ETag') ?? ''

    expect((await new Browser().get(cover, { 'If-None-Match': etag })).status).toBe(304)
  })

  it('leads to nothing else in the store', async () => {
    const { photo, gallery } = await door()

    expect((await new Browser().get(paths.cover('unknown'))).status).toBe(404)
    const climbing = encodeURIComponent(`../${gallery.id}/${photo.id}/480`)
    expect((await new Browser().get(paths.cover(climbing))).status).toBe(404)
  })
})
