import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { describe, expect, it, vi } from 'vitest'
import * as schema from '../../src/db/schema'
import { VARIANT_WIDTHS } from '../../src/door/variant'
import * as galleries from '../../src/models/galleries'
import { originalKey, variantKey } from '../../src/models/photos'
import { paths } from '../../src/paths'
import { Browser, read } from '../helpers/browser'
import * as clock from '../helpers/clock'
import * as jobs from '../helpers/jobs'
import * as make from '../helpers/make'
import * as outside from '../helpers/outside'
import * as photographs from '../helpers/photographs'
import { objects, put, rows } from '../helpers/upload'

/** A photographer at her gallery, which is published and empty. */
async function office(over: Partial<schema.Gallery> = {}) {
  const studio = await make.studio()
  const gallery = await make.gallery(studio, over)
  return { studio, gallery, browser: await make.signedIn(await make.staff(studio)) }
}

/** The same with these photographs uploaded, in their order, and prepared. */
async function filled(files: Uint8Array<ArrayBuffer>[], over: Partial<schema.Gallery> = {}) {
  const scene = await office(over)
  for (const [index, file] of files.entries()) await put(scene.browser, scene.gallery, `${index + 1}.jpg`, file)
  await jobs.run()
  return { ...scene, photos: await rows(scene.gallery) }
}

async function galleryNow(gallery: { id: string }): Promise<schema.Gallery> {
  const found = await galleries.get(make.db(), gallery.id)
  if (!found) throw new Error('no such gallery')
  return found
}

async function covers(): Promise<string[]> {
  const { objects } = await env.PHOTOS.list({ prefix: 'covers/' })
  return objects.map((object) => object.key)
}

const coverPath = async (gallery: { id: string }) => paths.cover((await galleryNow(gallery)).coverKey ?? 'none')
const bytesOf = async (key: string) => new Uint8Array((await (await env.PHOTOS.get(key))?.arrayBuffer()) ?? [])
const info = (bytes: Uint8Array<ArrayBuffer>) => env.IMAGES.info(new Blob([bytes]).stream())
const latin = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')

describe('a photograph that is being prepared', () => {
  it('is in the gallery once it is ready, in three widths, upright', async () => {
    const { browser, gallery } = await office()
    await put(browser, gallery, 'turned.jpg', photographs.turned())
    expect(await rows(gallery)).toMatchObject([{ state: 'received', width: 2400, height: 1600 }])

    await jobs.run()

    const [photo] = await rows(gallery)
    expect(photo).toMatchObject({ state: 'ready', width: 1600, height: 2400, problem: null })
    expect(photo?.thumbhash).toMatch(/^[A-Za-z0-9+/]{20,40}={0,2}$/)
    const widths = [480, 1080, 1600]
    for (const [index, width] of VARIANT_WIDTHS.entries()) {
      const stored = await env.PHOTOS.head(variantKey({ id: photo?.id ?? '', galleryId: gallery.id }, width))
      expect(stored?.httpMetadata?.contentType).toBe('image/webp')
      const shown = (await info(await bytesOf(stored?.key ?? ''))) as { format: string; width: number; height: number }
      expect(shown).toMatchObject({ format: 'image/webp', width: widths[index] })
      expect(shown.height / shown.width).toBeCloseTo(1.5, 1)
    }
    expect(await read(await browser.get(paths.galleryPhotos(gallery.id)))).toContain('1 photograph')
  })

  it('tells nobody where it was taken, by whom and with what', async () => {
    expect(latin(photographs.turned())).toMatch(/Exif[\s\S]*Marie Sonnenberg|Marie Sonnenberg[\s\S]*WGS-84/)
    const { gallery, photos } = await filled([photographs.turned()])

    const [photo] = photos
    const shown = VARIANT_WIDTHS.map((width) => variantKey({ id: photo?.id ?? '', galleryId: gallery.id }, width))
    const cover = galleries.coverObjectKey((await galleryNow(gallery)).coverKey ?? '')
    const keys = [...shown, cover]
    for (const key of keys) {
      const text = latin(await bytesOf(key))
      expect(text.slice(0, 4)).toBe('RIFF')
      expect(text).not.toMatch(/Exif|EXIF|XMP |WGS-84|Marie Sonnenberg|Foyercam/)
    }
    expect(latin(await bytesOf(originalKey({ id: photo?.id ?? '', galleryId: gallery.id })))).toContain('WGS-84')
  })

  it('is the same however often it is prepared', async () => {
    const { browser, gallery } = await office()
    await put(browser, gallery, 'alps.jpg', photographs.webp())
    await jobs.runCopies(2)
    const [photo] = await rows(gallery)
    expect(photo?.state).toBe('ready')
    const kept = await objects(gallery)

    await env.VARIANTS.send({ kind: 'photo', photoId: photo?.id ?? '' })
    await jobs.run()

    expect(await rows(gallery)).toEqual([photo])
    expect(await objects(gallery)).toEqual(kept)
    expect(kept).toHaveLength(4)
    expect(await galleryNow(gallery)).toMatchObject({ coverPhotoId: photo?.id })
  })
})

describe('a photograph that is removed before it is ready', () => {
  it('is not looked for when its turn comes', async () => {
    const { browser, gallery } = await office()
    await put(browser, gallery, 'alps.jpg', photographs.webp())
    const [photo] = await rows(gallery)
    await browser.post(paths.photoRemoval(photo?.id ?? ''))

    await jobs.run()

    expect(jobs.waitingJobs()).toEqual([])
    expect(await objects(gallery)).toEqual([])
  })

  it('leaves nothing when it is removed in the middle of it', async () => {
    const { browser, gallery } = await office()
    await put(browser, gallery, 'alps.jpg', photographs.webp())
    const [photo] = await rows(gallery)
    const get = env.PHOTOS.get.bind(env.PHOTOS)
    vi.spyOn(env.PHOTOS, 'get').mockImplementationOnce((async (key: string) => {
      const original = await get(key)
      await browser.post(paths.photoRemoval(photo?.id ?? ''))
      return original
    }) as never)

    await jobs.run()

    expect(await rows(gallery)).toEqual([])
    expect(await objects(gallery)).toEqual([])
  })
})

describe('a photograph that cannot be read', () => {
  it('says so after three attempts, and can be tried again', async () => {
    outside.expectErrors()
    const { browser, gallery } = await office()
    await put(browser, gallery, 'damaged.jpg', photographs.damaged())

    await jobs.run()
    await jobs.run()
    expect(await rows(gallery)).toMatchObject([{ state: 'received' }])
    await jobs.run()

    expect(jobs.waitingJobs()).toEqual([])
    expect(await rows(gallery)).toMatchObject([{ state: 'failed' }])
    const page = await read(await browser.get(paths.galleryPhotos(gallery.id)))
    expect(page).toContain('This file could not be read as a picture. It may be damaged: export it again.')
    expect(page).toContain('Try again')
    expect(await galleryNow(gallery)).toMatchObject({ coverPhotoId: null, coverKey: null })

    const [photo] = await rows(gallery)
    await browser.post(paths.photoAttempt(photo?.id ?? ''))
    expect(await rows(gallery)).toMatchObject([{ state: 'received', problem: null }])
    expect(jobs.waitingJobs()).toHaveLength(1)
  })

  it('is not shown to a client, and the others are', async () => {
    outside.expectErrors()
    const { studio, gallery, photos } = await filled([photographs.damaged(), photographs.webp()])
    for (const _ of [2, 3]) await jobs.run()
    const phone = new Browser()
    await phone.open(await make.link(await make.contact(gallery)))

    const page = await (await phone.get(paths.gallery(studio, gallery))).text()

    expect(page).toContain(`id="${photos[1]?.id}"`)
    expect(page).not.toContain(`id="${photos[0]?.id}"`)
  })

  it('is ready after all when the failure was not its own', async () => {
    outside.expectErrors()
    const { browser, gallery } = await office()
    await put(browser, gallery, 'alps.jpg', photographs.webp())
    vi.spyOn(env.PHOTOS, 'put').mockRejectedValueOnce(new Error('R2 is down'))

    await jobs.run()
    await jobs.run()

    expect(await rows(gallery)).toMatchObject([{ state: 'ready' }])
  })
})

describe('the cover at the door', () => {
  it('is the first photograph that is ready, in its own small file', async () => {
    const { gallery, photos } = await filled([photographs.turned(), photographs.png()])

    expect(await galleryNow(gallery)).toMatchObject({ coverPhotoId: photos[0]?.id })
    const cover = await new Browser().get(await coverPath(gallery))
    expect(cover.status).toBe(200)
    const bytes = new Uint8Array(await cover.arrayBuffer())
    expect(await info(bytes)).toMatchObject({ format: 'image/webp', width: 1280 })
  })

  it('changes its address with another photograph, and the one before is gone', async () => {
    const { browser, gallery, photos } = await filled([photographs.webp(), photographs.png()])
    const before = await coverPath(gallery)
    await (await new Browser().get(before)).arrayBuffer()

    await browser.post(paths.photoCover(photos[1]?.id ?? ''))
    await jobs.run()

    const after = await coverPath(gallery)
    expect(after).not.toBe(before)
    expect((await new Browser().get(after)).status).toBe(200)
    expect((await new Browser().get(before)).status).toBe(404)
    expect(await covers()).toContain(after.slice(1))
    expect(await covers()).not.toContain(before.slice(1))
  })

  it('is the photograph that was chosen last, when the choice falls while it is made', async () => {
    const { browser, gallery, photos } = await filled([photographs.jpeg(), photographs.otherJpeg()])
    const get = env.PHOTOS.get.bind(env.PHOTOS)
    vi.spyOn(env.PHOTOS, 'get').mockImplementationOnce((async (key: string) => {
      await browser.post(paths.photoCover(photos[1]?.id ?? ''))
      return get(key)
    }) as never)
    const before = (await covers()).length

    await env.VARIANTS.send({ kind: 'cover', galleryId: gallery.id })
    await jobs.run()

    const shown = await info(await bytesOf((await coverPath(gallery)).slice(1)))
    expect(shown).toMatchObject({ width: 1024, height: 819 })
    expect(await covers()).toHaveLength(before)
  })

  it('is one file, however often it is made at the same moment', async () => {
    const { gallery } = await filled([photographs.webp()])
    const before = await covers()

    await env.VARIANTS.send({ kind: 'cover', galleryId: gallery.id })
    await jobs.runCopies(3)

    expect(await covers()).toHaveLength(before.length)
    expect((await new Browser().get(await coverPath(gallery))).status).toBe(200)
  })
})

describe('the cover at the door of a gallery', () => {
  it('is taken away when the gallery no longer shows it, and comes back', async () => {
    const { browser, gallery } = await filled([photographs.webp()])
    const before = await coverPath(gallery)
    const settings = { title: gallery.title, slug: gallery.slug, eventOn: '', place: '', closesOn: '' }

    await browser.post(paths.gallerySettings(gallery.id), settings)
    expect((await new Browser().get(before)).status).toBe(404)
    await jobs.run()
    expect(await galleryNow(gallery)).toMatchObject({ showsCover: false, coverKey: null })
    expect(await covers()).not.toContain(before.slice(1))

    await browser.post(paths.gallerySettings(gallery.id), { ...settings, showsCover: 'yes' })
    await jobs.run()
    expect((await new Browser().get(await coverPath(gallery))).status).toBe(200)
    expect(await coverPath(gallery)).not.toBe(before)
  })

  it('is not made for a gallery that does not show it', async () => {
    const { gallery } = await filled([photographs.webp()], { showsCover: false })
    expect(await galleryNow(gallery)).toMatchObject({ coverKey: null })
  })

  it('is made after all when its job was lost', async () => {
    const { browser, gallery } = await office()
    await put(browser, gallery, 'alps.jpg', photographs.webp())
    vi.spyOn(env.VARIANTS, 'send').mockResolvedValueOnce({
      metadata: { metrics: { backlogCount: 0, backlogBytes: 0 } },
    })
    await jobs.run()
    expect(await galleryNow(gallery)).toMatchObject({ coverKey: null })

    await jobs.sweep()
    await jobs.run()

    expect((await new Browser().get(await coverPath(gallery))).status).toBe(200)
  })
})

describe('the cover at the door after a lost job', () => {
  it('is no longer a photograph that was removed', async () => {
    const { browser, gallery, photos } = await filled([photographs.webp()])
    const before = await coverPath(gallery)
    await browser.post(paths.photoRemoval(photos[0]?.id ?? ''))
    jobs.lose()

    clock.pass({ minutes: 3 })
    await jobs.sweep()
    await jobs.run()

    expect((await new Browser().get(before)).status).toBe(404)
    expect(await covers()).not.toContain(before.slice(1))
  })

  it('becomes the photograph that was chosen', async () => {
    const { browser, gallery, photos } = await filled([photographs.webp(), photographs.png()])
    const before = await coverPath(gallery)
    await browser.post(paths.photoCover(photos[1]?.id ?? ''))
    jobs.lose()

    clock.pass({ minutes: 3 })
    await jobs.sweep()
    await jobs.run()

    expect(await coverPath(gallery)).not.toBe(before)
    expect((await new Browser().get(before)).status).toBe(404)
  })
})

describe('a photograph that is removed', () => {
  it('is gone from the page and from the store, whole', async () => {
    const { browser, gallery, photos } = await filled([photographs.webp(), photographs.png()])
    expect(await objects(gallery)).toHaveLength(8)

    const answer = await browser.post(paths.photoRemoval(photos[0]?.id ?? ''))
    await jobs.run()

    expect(answer.status).toBe(303)
    expect(await read(await browser.get(paths.galleryPhotos(gallery.id)))).toContain('1.jpg was removed.')
    expect((await rows(gallery)).map((photo) => photo.fileName)).toEqual(['2.jpg'])
    const left = await objects(gallery)
    expect(left).toHaveLength(4)
    for (const key of left) expect(key).toContain(photos[1]?.id)
  })

  it('leaves the door to the next one, and to none when it was the last', async () => {
    const { browser, gallery, photos } = await filled([photographs.webp(), photographs.png()])
    const first = await coverPath(gallery)

    await browser.post(paths.photoRemoval(photos[0]?.id ?? ''))
    await jobs.run()
    const second = await coverPath(gallery)
    expect(await galleryNow(gallery)).toMatchObject({ coverPhotoId: photos[1]?.id })
    expect((await new Browser().get(first)).status).toBe(404)
    expect((await new Browser().get(second)).status).toBe(200)

    await browser.post(paths.photoRemoval(photos[1]?.id ?? ''))
    await jobs.run()
    expect(await galleryNow(gallery)).toMatchObject({ coverPhotoId: null, coverKey: null })
    expect((await new Browser().get(second)).status).toBe(404)
    expect(await objects(gallery)).toEqual([])
    for (const cover of [first, second]) expect(await covers()).not.toContain(cover.slice(1))
  })

  it('is removed by nobody but its own studio', async () => {
    const { photos, gallery } = await filled([photographs.webp()])
    const rival = await office()
    const id = photos[0]?.id ?? ''

    for (const path of [paths.photoRemoval(id), paths.photoCover(id), paths.photoAttempt(id)]) {
      expect((await rival.browser.post(path)).status).toBe(404)
      expect((await new Browser().post(path)).status).toBe(403)
    }
    expect(await rows(gallery)).toHaveLength(1)
    const known = await make.db().select().from(schema.galleries).where(eq(schema.galleries.id, gallery.id))
    expect(known).toMatchObject([{ coverPhotoId: id }])
  })
})
