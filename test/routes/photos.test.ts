import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { describe, expect, it, vi } from 'vitest'
import * as schema from '../../src/db/schema'
import * as galleries from '../../src/models/galleries'
import { objectKeys, variantKey } from '../../src/models/photos'
import { paths } from '../../src/paths'
import { Browser, read } from '../helpers/browser'
import * as clock from '../helpers/clock'
import { countRoundTrips } from '../helpers/count'
import * as make from '../helpers/make'
import * as outside from '../helpers/outside'

const BYTES = new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8])

/** Anna on her phone, inside her gallery, with a pass for its photographs. */
async function inside(over: Partial<schema.Gallery> = {}) {
  const scene = await make.scene(over)
  const phone = new Browser()
  await phone.open(scene.link)
  await phone.get(scene.galleryPath)
  return { ...scene, phone }
}

const bytesOf = async (response: Response) => new Uint8Array(await response.arrayBuffer())
const passOf = (browser: Browser) => browser.cookies.get('__Secure-pass') ?? { value: '', path: '' }

/** The same browser with something else in the place of its pass. */
function withPass(browser: Browser, value: string, path: string): Browser {
  browser.cookies.set('__Secure-pass', { value, path })
  return browser
}

describe('a photograph and who sees it', () => {
  it('is not there for a browser that never came in, and the database is not asked', async () => {
    const { photoPath } = await make.scene()
    const count = countRoundTrips()

    const answer = await new Browser().get(photoPath)

    expect(answer.status).toBe(404)
    expect(await read(answer)).toContain('Nothing here')
    expect(count()).toMatchObject({ queries: 0, batches: 0 })
  })

  it('is shown to whoever is inside, without a word to the database', async () => {
    const { phone, photoPath } = await inside()
    const count = countRoundTrips()

    const answer = await phone.get(photoPath)

    expect(answer.status).toBe(200)
    expect(await bytesOf(answer)).toEqual(BYTES)
    expect(count()).toMatchObject({ queries: 0, batches: 0, kvReads: 0 })
  })

  it('is shown after a minute too: the database is asked once, and then not for another minute', async () => {
    const { phone, photoPath } = await inside()
    const before = passOf(phone).value
    clock.pass({ seconds: 61 })

    const count = countRoundTrips()
    const answer = await phone.get(photoPath)
    expect(answer.status).toBe(200)
    expect(count()).toMatchObject({ queries: 1, batches: 0 })
    expect(passOf(phone).value).not.toBe(before)

    clock.pass({ seconds: 59 })
    const again = countRoundTrips()
    expect((await phone.get(photoPath)).status).toBe(200)
    expect(again()).toMatchObject({ queries: 0, batches: 0 })
  })

  it('carries the new pass even when it has not changed since the browser saw it', async () => {
    const { phone, photoPath } = await inside()
    const etag = (await phone.get(photoPath)).headers.get('ETag') ?? ''
    clock.pass({ seconds: 61 })

    const answer = await phone.get(photoPath, { 'If-None-Match': etag })

    expect(answer.status).toBe(304)
    expect(answer.headers.get('Set-Cookie')).toContain('__Secure-pass=')
  })

  it('leaves the new pass out of what the data centre keeps for others', async () => {
    const { phone, photoPath, contact } = await inside()
    clock.pass({ seconds: 61 })
    expect((await phone.get(photoPath)).headers.get('Set-Cookie')).toContain('__Secure-pass=')

    const laptop = new Browser()
    const link = await make.link(contact)
    const entered = await laptop.open(link)
    await laptop.get(entered.headers.get('Location') ?? '')
    expect((await laptop.get(photoPath)).headers.get('Set-Cookie')).toBeNull()
  })
})

describe('a photograph and who does not see it', () => {
  it.each([
    ['the pass of another gallery', (_: string, other: string) => other],
    ['a pass cut short', (own: string) => own.slice(0, -1)],
    ['a pass without its signature', (own: string) => own.split('.').slice(0, 5).join('.')],
    [
      'a pass that was prolonged by hand',
      (own: string) => own.replace(/\.(\d{13})\./, (_, at) => `.${Number(at) + 9}.`),
    ],
    ['a pass that was made a staff pass by hand', (own: string) => own.replace('.visit.', '.staff.')],
    ['a pass that was made a pass for chosen photographs by hand', (own: string) => own.replace('.all.', '.chosen.')],
    ['a pass with something behind it', (own: string) => `${own}.x`],
    ['a pass under a key that was never ours', (own: string) => own.replace(/^[0-9a-f]{8}/, '00000000')],
    ['an empty pass', () => ''],
    ['anything else', () => '%00%ff.visit.x.1.2'],
  ])('is not shown for %s, and the database is not asked', async (_, change) => {
    const { phone, photoPath, gallery } = await inside()
    const other = await inside()
    const forged = withPass(
      new Browser(),
      change(passOf(phone).value, passOf(other.phone).value),
      paths.photos(gallery.id),
    )

    const count = countRoundTrips()
    expect((await forged.get(photoPath)).status).toBe(404)
    expect(count()).toMatchObject({ queries: 0, batches: 0 })
  })

  it('is not shown under the name of a gallery it does not belong to', async () => {
    const { phone, gallery } = await inside()
    const other = await make.scene()

    expect((await phone.get(paths.photo(gallery.id, other.photo.id, 480))).status).toBe(404)
  })

  it.each(['original', '481', '0480', '480.0', 'constructor', '2048%2F..%2Foriginal'])(
    'is not there as %s',
    async (variant) => {
      const { phone, gallery, photo } = await inside()
      expect((await phone.get(`${paths.photos(gallery.id)}/${photo.id}/${variant}`)).status).toBe(404)
    },
  )

  it('is not there when it is not in the store', async () => {
    const { phone, photo, photoPath } = await inside()
    await env.PHOTOS.delete(objectKeys(photo))

    expect((await phone.get(photoPath)).status).toBe(404)
  })
})

describe('a photograph within a minute', () => {
  it('is gone once the gallery is unpublished', async () => {
    const { phone, gallery, photoPath } = await inside()
    expect((await phone.get(photoPath)).status).toBe(200)

    await galleries.unpublish(make.db(), gallery)
    clock.pass({ seconds: 60 })

    const answer = await phone.get(photoPath)
    expect(answer.status).toBe(404)
    expect(answer.headers.get('Set-Cookie')).toBeNull()
  })

  it('is gone once the gallery has closed', async () => {
    const { phone, photoPath } = await inside({ closesAt: new Date(Date.now() + 30_000) })
    clock.pass({ seconds: 60 })

    expect((await phone.get(photoPath)).status).toBe(404)
  })

  it('is gone for a contact who was removed', async () => {
    const { phone, contact, photoPath } = await inside()
    const { db } = make
    await db().update(schema.contacts).set({ removedAt: new Date() }).where(eq(schema.contacts.id, contact.id))
    clock.pass({ seconds: 60 })

    expect((await phone.get(photoPath)).status).toBe(404)
  })

  it('is gone on a browser that left the gallery', async () => {
    const { phone, studio, gallery, photoPath } = await inside()
    await phone.post(paths.visitRemoval(studio, gallery))
    clock.pass({ seconds: 60 })

    expect((await phone.get(photoPath)).status).toBe(404)
  })

  it('is gone once the photographer has removed it, from the data centre too', async () => {
    const { phone, owner, photo, photoPath } = await inside()
    expect((await phone.get(photoPath)).status).toBe(200)

    const office = await make.signedIn(owner)
    expect((await office.post(paths.photoRemoval(photo.id))).status).toBe(303)
    clock.pass({ seconds: 60 })

    expect((await phone.get(photoPath)).status).toBe(404)
  })
})

describe('a photograph and the studio', () => {
  it('is shown to the studio’s own people, published or not', async () => {
    const { owner, gallery, photoPath } = await make.scene({ publishedAt: null })
    const office = await make.signedIn(owner)
    expect((await office.get(photoPath)).status).toBe(404)

    expect((await office.get(paths.galleryPhotos(gallery.id))).status).toBe(200)
    expect((await office.get(photoPath)).status).toBe(200)

    clock.pass({ seconds: 61 })
    const count = countRoundTrips()
    expect((await office.get(photoPath)).status).toBe(200)
    expect(count()).toMatchObject({ queries: 1, batches: 0 })
  })

  it('is not shown to another studio’s people', async () => {
    const { gallery, photoPath } = await make.scene()
    const other = await make.scene()
    const rival = await make.signedIn(other.owner)
    await rival.get(paths.galleryPhotos(other.gallery.id))

    expect((await rival.get(paths.galleryPhotos(gallery.id))).status).toBe(404)
    expect((await rival.get(photoPath)).status).toBe(404)
    const carrying = withPass(rival, passOf(rival).value, paths.photos(gallery.id))
    expect((await carrying.get(photoPath)).status).toBe(404)
  })

  it('is gone within a minute for somebody who signed out', async () => {
    const { owner, gallery, photoPath } = await make.scene()
    const office = await make.signedIn(owner)
    await office.get(paths.galleryPhotos(gallery.id))
    await office.post(paths.signOut())
    clock.pass({ seconds: 60 })

    expect((await office.get(photoPath)).status).toBe(404)
  })
})

describe('the bytes of a photograph', () => {
  it('are kept by this browser alone and for good, and can do nothing but be a picture', async () => {
    const { phone, photoPath } = await inside()
    const { headers } = await phone.get(photoPath)

    expect(headers.get('Cache-Control')).toBe('private, max-age=31536000, immutable')
    expect(headers.get('Vary')).toContain('Cookie')
    expect(headers.get('Content-Type')).toBe('image/webp')
    expect(headers.get('Content-Length')).toBe('8')
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff')
    expect(headers.get('Content-Security-Policy')).toBe("default-src 'none'; sandbox")
    expect(headers.get('Cross-Origin-Resource-Policy')).toBe('same-origin')
    expect(headers.get('ETag')).toMatch(/^"[^"]+"$/)
    expect(headers.get('Accept-Ranges')).toBe('bytes')
  })

  it('come from the data centre the second time, with the same headers', async () => {
    const { phone, photo, photoPath } = await inside()
    const cold = await phone.get(photoPath)
    await cold.arrayBuffer()
    await env.PHOTOS.delete(objectKeys(photo))

    const warm = await phone.get(photoPath)

    expect(warm.status).toBe(200)
    expect(await bytesOf(warm)).toEqual(BYTES)
    for (const name of ['Cache-Control', 'Content-Type', 'Content-Security-Policy', 'X-Content-Type-Options', 'ETag']) {
      expect(warm.headers.get(name), name).toBe(cold.headers.get(name))
    }
  })

  it('come from the data centre for nobody who is not inside', async () => {
    const { phone, photoPath } = await inside()
    await (await phone.get(photoPath)).arrayBuffer()

    expect((await new Browser().get(photoPath)).status).toBe(404)
  })

  it('are not sent to a browser that only asks what they are', async () => {
    const { phone, photoPath } = await inside()
    const answer = await phone.send('HEAD', photoPath)

    expect(answer.status).toBe(200)
    expect((await bytesOf(answer)).byteLength).toBe(0)
  })
})

describe.each(['the store', 'the data centre'] as const)('the bytes of a photograph from %s', (source) => {
  /** A phone that asks for a photograph which only `source` has. */
  async function asking() {
    const { phone, photo, photoPath } = await inside()
    const etag = (await env.PHOTOS.head(variantKey(photo, 480)))?.httpEtag ?? ''
    if (source === 'the data centre') {
      await (await phone.get(photoPath)).arrayBuffer()
      await env.PHOTOS.delete(objectKeys(photo))
    }
    return { etag, get: (headers: Record<string, string>) => phone.get(photoPath, headers) }
  }

  it('are not sent again to a browser that has them', async () => {
    const { etag, get } = await asking()
    const answer = await get({ 'If-None-Match': etag })

    expect(answer.status).toBe(304)
    expect((await bytesOf(answer)).byteLength).toBe(0)
    expect(answer.headers.get('ETag')).toBe(etag)
  })

  it('are sent to a browser that has others', async () => {
    const { get } = await asking()
    const answer = await get({ 'If-None-Match': '"another"' })

    expect(answer.status).toBe(200)
    expect(await bytesOf(answer)).toEqual(BYTES)
  })

  it.each([
    ['the first four', 'bytes=0-3', [1, 2, 3, 4], 'bytes 0-3/8'],
    ['the last two', 'bytes=-2', [7, 8], 'bytes 6-7/8'],
    ['all from the fifth', 'bytes=4-', [5, 6, 7, 8], 'bytes 4-7/8'],
    ['more than there are', 'bytes=6-99', [7, 8], 'bytes 6-7/8'],
    ['one', 'bytes=7-7', [8], 'bytes 7-7/8'],
  ])('are sent in part: %s', async (_, range, expected, contentRange) => {
    const { get } = await asking()
    const answer = await get({ Range: range })

    expect(answer.status).toBe(206)
    expect([...(await bytesOf(answer))]).toEqual(expected)
    expect(answer.headers.get('Content-Range')).toBe(contentRange)
    expect(answer.headers.get('Content-Length')).toBe(String(expected.length))
  })

  it.each(['bytes=999-', 'bytes=8-', 'bytes=5-2', 'garbage', 'lines=1-2'])(
    'are sent whole or refused plainly when a browser asks for %s',
    async (range) => {
      const { get } = await asking()
      const answer = await get({ Range: range })

      expect([200, 416]).toContain(answer.status)
      if (answer.status === 200) expect(await bytesOf(answer)).toEqual(BYTES)
      expect(answer.headers.get('Content-Range')).toBe(answer.status === 416 ? 'bytes */8' : null)
    },
  )
})

describe('a photograph when a part of the system fails', () => {
  it('is not available while the store does not answer, and is there again after that', async () => {
    outside.expectErrors()
    const { phone, photoPath } = await inside()
    vi.spyOn(env.PHOTOS, 'get').mockRejectedValueOnce(new Error('R2 is down'))

    const answer = await phone.get(photoPath)
    expect(answer.status).toBe(503)
    expect(answer.headers.get('Cache-Control') ?? '').not.toContain('immutable')

    expect((await phone.get(photoPath)).status).toBe(200)
  })

  it('is shown to nobody on trust while the database does not answer', async () => {
    outside.expectErrors()
    const { phone, photoPath } = await inside()
    clock.pass({ seconds: 61 })
    vi.spyOn(env.DB, 'prepare').mockImplementation(() => {
      throw new Error('D1 is down')
    })

    const answer = await phone.get(photoPath)
    expect(answer.status).toBe(503)
    expect(answer.headers.get('Set-Cookie')).toBeNull()
  })
})
