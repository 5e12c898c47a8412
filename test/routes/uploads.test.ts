import { env } from 'cloudflare:workers'
import { crc32 } from 'node:zlib'
import { describe, expect, it, vi } from 'vitest'
import { MAX_PHOTO_BYTES } from '../../src/outside/photo-store'
import { paths } from '../../src/paths'
import { Browser, read } from '../helpers/browser'
import * as clock from '../helpers/clock'
import * as jobs from '../helpers/jobs'
import * as make from '../helpers/make'
import * as outside from '../helpers/outside'
import * as photographs from '../helpers/photographs'
import { chunked, objects, post, put, putDirectly, rows } from '../helpers/upload'

const MIB = 1024 * 1024

/** A photographer at her gallery, which is empty. */
async function office() {
  const studio = await make.studio()
  const gallery = await make.gallery(studio)
  return { studio, gallery, browser: await make.signedIn(await make.staff(studio)) }
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)).toHex()
}

/** Whether the bytes are the same; a failing `toEqual` on megabytes would print them. */
function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.byteLength === b.byteLength && crc32(a) === crc32(b)
}

const stored = async (key: string) => new Uint8Array((await (await env.PHOTOS.get(key))?.arrayBuffer()) ?? [])

describe('an uploaded photograph', () => {
  it.each([
    ['JPEG', photographs.jpeg, 'image/jpeg', 1024, 484],
    ['PNG', photographs.png, 'image/png', 300, 240],
    ['WebP', photographs.webp, 'image/webp', 300, 240],
    ['AVIF', photographs.avif, 'image/avif', 300, 240],
  ] as const)('is saved byte for byte: %s', async (_, file, contentType, width, height) => {
    const { browser, gallery } = await office()
    const bytes = file()

    const answer = await put(browser, gallery, 'IMG_1.jpg', bytes)

    expect(answer.status).toBe(201)
    expect(await answer.json()).toEqual({ outcome: 'saved', words: 'Saved' })
    const [photo, ...more] = await rows(gallery)
    expect(more).toEqual([])
    expect(photo).toMatchObject({ state: 'received', fileName: 'IMG_1.jpg', contentType, width, height })
    expect(photo).toMatchObject({ size: bytes.byteLength, crc32: crc32(bytes), sha256: await sha256(bytes) })
    expect(await objects(gallery)).toEqual([`${gallery.id}/${photo?.id}/original`])
    expect(isSame(await stored(`${gallery.id}/${photo?.id}/original`), bytes)).toBe(true)
    expect(await read(await browser.get(paths.galleryPhotos(gallery.id)))).toContain('1 photograph, 1 being prepared')
  })

  it.each([
    ['just as much as is sent in one piece', 8 * MIB],
    ['one byte more', 8 * MIB + 1],
    ['two pieces', 16 * MIB],
    ['two pieces and a half', 20 * MIB],
  ])('is saved byte for byte when it is large: %s', async (_, size) => {
    const { browser, gallery } = await office()
    const bytes = photographs.jpegOf(size)

    expect((await put(browser, gallery, 'large.jpg', chunked(bytes))).status).toBe(201)

    const [photo] = await rows(gallery)
    expect(photo).toMatchObject({ size, crc32: crc32(bytes), sha256: await sha256(bytes), width: 1024, height: 484 })
    expect(isSame(await stored(`${gallery.id}/${photo?.id}/original`), bytes)).toBe(true)
  })

  it('is taken by nobody but the gallery’s own studio', async () => {
    const { gallery } = await office()
    const rival = await office()

    expect((await put(rival.browser, gallery, 'a.jpg', photographs.jpeg())).status).toBe(404)
    expect((await put(new Browser(), gallery, 'a.jpg', photographs.jpeg())).status).toBe(403)
    expect(await rows(gallery)).toEqual([])
    expect(await objects(gallery)).toEqual([])
  })

  it('is prepared even though the job for it was lost', async () => {
    const { browser, gallery } = await office()
    outside.expectErrors()
    vi.spyOn(env.VARIANTS, 'send').mockRejectedValueOnce(new Error('the queue is down'))
    await put(browser, gallery, 'a.jpg', photographs.jpeg())
    expect(await rows(gallery)).toHaveLength(1)

    clock.pass({ minutes: 3 })
    await jobs.sweep()
    await jobs.run()

    expect(await rows(gallery)).toMatchObject([{ state: 'ready' }])
  })
})

describe('the same photograph again', () => {
  it('is skipped, under another name too, and leaves nothing', async () => {
    const { browser, gallery } = await office()
    await put(browser, gallery, 'first.jpg', photographs.jpeg())
    const before = await objects(gallery)

    const answer = await put(browser, gallery, 'second.jpg', photographs.jpeg())

    expect(answer.status).toBe(200)
    expect(await answer.json()).toEqual({ outcome: 'duplicate', words: 'Here already, skipped' })
    expect(await objects(gallery)).toEqual(before)
    expect((await rows(gallery)).map((photo) => photo.fileName)).toEqual(['first.jpg'])
  })

  it('is saved once when it comes twice at the same moment', async () => {
    const { browser, gallery } = await office()
    const answers = await Promise.all(
      ['a.jpg', 'b.jpg', 'c.jpg'].map((name) => put(browser, gallery, name, photographs.jpeg())),
    )

    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 200, 201])
    const [photo, ...more] = await rows(gallery)
    expect(more).toEqual([])
    expect(await objects(gallery)).toEqual([`${gallery.id}/${photo?.id}/original`])
  })

  it('is saved in another gallery', async () => {
    const { studio, browser, gallery } = await office()
    const other = await make.gallery(studio)
    await put(browser, gallery, 'a.jpg', photographs.jpeg())

    expect((await put(browser, other, 'a.jpg', photographs.jpeg())).status).toBe(201)
    expect(await rows(other)).toHaveLength(1)
  })

  it('is saved again after it was removed', async () => {
    const { browser, gallery } = await office()
    await put(browser, gallery, 'a.jpg', photographs.jpeg())
    const [photo] = await rows(gallery)
    await browser.post(paths.photoRemoval(photo?.id ?? ''))

    expect((await put(browser, gallery, 'a.jpg', photographs.jpeg())).status).toBe(201)
  })
})

describe('a file that is no photograph', () => {
  it.each([
    ['a text', () => photographs.text('Dear Anna, here are your photographs.')],
    ['an SVG', () => photographs.text('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')],
    ['a page', () => photographs.text('<!doctype html><script>alert(1)</script>')],
    ['a GIF', photographs.gif],
    ['an iPhone’s HEIC', photographs.heic],
    ['the beginning of a JPEG', () => photographs.jpeg().slice(0, 100)],
    ['a JPEG of no size', () => photographs.jpegWithoutSize()],
    ['two bytes', () => new Uint8Array([0xff, 0xd8])],
    ['an empty file', () => new Uint8Array(0)],
    ['a large file of nothing', () => new Uint8Array(20 * MIB)],
  ])('is refused by its content, whatever its name: %s', async (_, file) => {
    const { browser, gallery } = await office()

    const answer = await put(browser, gallery, 'photo.jpg', file())

    expect(answer.status).toBe(422)
    expect(await answer.json()).toMatchObject({ outcome: 'not-a-photo' })
    expect(await rows(gallery)).toEqual([])
    expect(await objects(gallery)).toEqual([])
    expect(jobs.waitingJobs()).toEqual([])
  })

  it('is refused when there is no file at all', async () => {
    const { browser, gallery } = await office()

    expect((await browser.send('PUT', paths.galleryPhotos(gallery.id))).status).toBe(422)
    expect(await rows(gallery)).toEqual([])
  })
})

/** What was begun in parts is neither finished nor kept: nothing can be added to it. */
async function expectNothingLeft(gallery: { id: string }, begun: { key: string; uploadId: string }[]) {
  expect(await rows(gallery)).toEqual([])
  expect(await objects(gallery)).toEqual([])
  for (const { key, uploadId } of begun) {
    const part = env.PHOTOS.resumeMultipartUpload(key, uploadId).uploadPart(1, new Uint8Array(8))
    await expect(part).rejects.toThrow(/does not exist/)
  }
}

/** Remembers the uploads that are begun in parts from now on. */
function watchParts() {
  const spy = vi.spyOn(env.PHOTOS, 'createMultipartUpload')
  return async () => Promise.all(spy.mock.results.map((result) => result.value as Promise<R2MultipartUpload>))
}

describe('a file larger than 60 MB', () => {
  it('is refused before it is read', async () => {
    const { browser, gallery } = await office()
    let isRead = false
    const body = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          isRead = true
          controller.enqueue(photographs.jpeg())
          controller.close()
        },
      },
      { highWaterMark: 0 },
    )
    const headers = { 'Content-Length': String(MAX_PHOTO_BYTES + 1) }

    const answer = await putDirectly(browser, gallery, body, headers)

    expect(answer.status).toBe(413)
    expect(await answer.json()).toEqual({ outcome: 'too-large', words: 'Larger than 60 MB' })
    expect(isRead).toBe(false)
    expect(await rows(gallery)).toEqual([])
  })

  it('is refused as soon as that shows, when it does not say its size, and leaves nothing', async () => {
    const { browser, gallery } = await office()
    const begun = watchParts()

    const answer = await put(browser, gallery, 'a.jpg', chunked(photographs.jpegOf(MAX_PHOTO_BYTES + 1)))

    expect(answer.status).toBe(413)
    expect(await begun()).toHaveLength(1)
    await expectNothingLeft(gallery, await begun())
  })

  it('is refused in a form too, by name, and the others of the form go on', async () => {
    const { browser, gallery } = await office()
    const files = [
      new File([photographs.jpegOf(MAX_PHOTO_BYTES + 1)], 'poster.jpg'),
      new File([photographs.otherJpeg()], 'boats.jpg'),
    ]

    const answer = await post(browser, gallery, files)

    expect(answer.status).toBe(422)
    const page = await read(answer)
    expect(page).toContain('poster.jpg Larger than 60 MB')
    expect(page).toContain('boats.jpg Saved')
    expect((await rows(gallery)).map((photo) => photo.fileName)).toEqual(['boats.jpg'])
  })
})

describe('an upload that breaks off', () => {
  it.each([
    ['in its first megabyte', MIB],
    ['after some megabytes', 3 * MIB],
    ['after several parts', 20 * MIB],
  ])('leaves nothing: %s', async (_, size) => {
    outside.expectErrors()
    const { browser, gallery } = await office()
    const begun = watchParts()

    const answer = await putDirectly(browser, gallery, chunked(photographs.jpegOf(size), 'breaks off'))

    expect(answer.status).toBe(503)
    expect(await answer.json()).toEqual({ outcome: 'failed', words: 'Not saved, a failure on our side' })
    await expectNothingLeft(gallery, await begun())
    expect(jobs.waitingJobs()).toEqual([])
  })

  it.each(['put', 'createMultipartUpload'] as const)('leaves nothing when the store fails: %s', async (step) => {
    outside.expectErrors()
    const { browser, gallery } = await office()
    vi.spyOn(env.PHOTOS, step).mockRejectedValueOnce(new Error('R2 is down'))

    const size = step === 'put' ? MIB : 20 * MIB
    const answer = await put(browser, gallery, 'a.jpg', chunked(photographs.jpegOf(size)))

    expect(answer.status).toBe(503)
    await expectNothingLeft(gallery, [])
    expect((await put(browser, gallery, 'a.jpg', photographs.jpeg())).status).toBe(201)
  })
})

describe('a form with several files', () => {
  const jpegFile = () => new File([photographs.jpeg()], 'alps.jpg', { type: 'image/jpeg' })
  const boatsFile = () => new File([photographs.otherJpeg()], 'boats.jpg', { type: 'image/jpeg' })

  it('saves them all, and says so for each', async () => {
    const { browser, gallery } = await office()
    const answer = await post(browser, gallery, [jpegFile(), boatsFile()])

    expect(answer.status).toBe(200)
    const page = await read(answer)
    expect(page).toContain('alps.jpg Saved')
    expect(page).toContain('boats.jpg Saved')
    const [alps, boats] = await rows(gallery)
    expect(isSame(await stored(`${gallery.id}/${alps?.id}/original`), photographs.jpeg())).toBe(true)
    expect(isSame(await stored(`${gallery.id}/${boats?.id}/original`), photographs.otherJpeg())).toBe(true)
  })

  it('saves the good ones and names the others', async () => {
    const { browser, gallery } = await office()
    const letter = new File(['Dear Anna'], 'letter.jpg', { type: 'image/jpeg' })
    const again = new File([photographs.jpeg()], 'alps again.jpg')

    const answer = await post(browser, gallery, [letter, jpegFile(), new File([], 'empty.png'), again, boatsFile()])

    expect(answer.status).toBe(422)
    const page = await read(answer)
    expect(page).toContain('letter.jpg Not a photograph we can read')
    expect(page).toContain('empty.png Not a photograph we can read')
    expect(page).toContain('alps.jpg Saved')
    expect(page).toContain('alps again.jpg Here already, skipped')
    expect(page).toContain('boats.jpg Saved')
    expect((await rows(gallery)).map((photo) => photo.fileName)).toEqual(['alps.jpg', 'boats.jpg'])
    expect(await objects(gallery)).toHaveLength(2)
  })

  it('is no failure when all its files are here already', async () => {
    const { browser, gallery } = await office()
    await post(browser, gallery, [jpegFile()])

    expect((await post(browser, gallery, [jpegFile()])).status).toBe(200)
    expect(await rows(gallery)).toHaveLength(1)
  })
})

describe('a form that is not as it should be', () => {
  it('shows the page again when no file was chosen', async () => {
    const { browser, gallery } = await office()
    const { body, contentType } = multipart([{ disposition: 'name="files"; filename=""', bytes: new Uint8Array(0) }])

    const answer = await browser.send('POST', paths.galleryPhotos(gallery.id), {
      body,
      headers: { 'Content-Type': contentType },
    })

    expect(answer.status).toBe(200)
    expect(await read(answer)).toContain('Drop photographs here')
    expect(await rows(gallery)).toEqual([])
  })

  it.each(['multipart/form-data', 'text/plain'])(
    'is not taken for a failure of ours when it cannot be read: %s',
    async (contentType) => {
      const { browser, gallery } = await office()
      const { body } = multipart([{ disposition: 'name="files"; filename="a.jpg"', bytes: photographs.jpeg() }])

      const answer = await browser.send('POST', paths.galleryPhotos(gallery.id), {
        body,
        headers: { 'Content-Type': contentType },
      })

      expect(answer.status).toBeGreaterThanOrEqual(400)
      expect(answer.status).toBeLessThan(500)
      expect(await rows(gallery)).toEqual([])
    },
  )

  it('keeps what had arrived when it breaks off, and nothing of the rest once it was swept', async () => {
    outside.expectErrors()
    const { browser, gallery } = await office()
    const { body, contentType } = multipart([
      { disposition: 'name="files"; filename="alps.jpg"', bytes: photographs.jpeg() },
      { disposition: 'name="files"; filename="boats.jpg"', bytes: photographs.otherJpeg() },
    ])

    await browser.send('POST', paths.galleryPhotos(gallery.id), {
      body: body.slice(0, -100_000),
      headers: { 'Content-Type': contentType },
    })
    await vi.waitUntil(async () => (await rows(gallery)).some((photo) => photo.state === 'received'))
    clock.pass({ minutes: 61 })
    await jobs.sweep()

    const [photo, ...more] = await rows(gallery)
    expect(photo).toMatchObject({ fileName: 'alps.jpg', state: 'received' })
    expect(more).toEqual([])
    expect(await objects(gallery)).toEqual([`${gallery.id}/${photo?.id}/original`])
  })
})

/** A form as it goes over the line, byte by byte what a browser would send. */
function multipart(parts: { disposition: string; bytes: Uint8Array }[]) {
  const boundary = '----FoyerFormBoundary'
  const pieces = parts.flatMap(({ disposition, bytes }) => [
    photographs.text(`--${boundary}\r\nContent-Disposition: form-data; ${disposition}\r\n`),
    photographs.text('Content-Type: application/octet-stream\r\n\r\n'),
    bytes,
    photographs.text('\r\n'),
  ])
  const end = photographs.text(`--${boundary}--\r\n`)
  return { body: Buffer.concat([...pieces, end]), contentType: `multipart/form-data; boundary=${boundary}` }
}

describe('the name of a file', () => {
  it.each([
    'Anna “und” Ben – Küsse.jpg',
    '写真 12.jpg',
    '👩‍❤️‍👨 at 50% & more.jpg',
    `it's "quoted".jpg`,
    '<img src=x onerror=alert(1)>.jpg',
    'no ending',
  ])('stays as it was: %s', async (name) => {
    const { browser, gallery } = await office()

    expect((await put(browser, gallery, name, photographs.webp())).status).toBe(201)

    expect((await rows(gallery)).map((photo) => photo.fileName)).toEqual([name])
    const page = await (await browser.get(paths.galleryPhotos(gallery.id))).text()
    expect(page).not.toContain('<img src=x')
    expect(page).toContain(name.replaceAll('&', '&amp;').replaceAll(/["'<>]/g, escaped))
  })

  it('stays as it was in a form', async () => {
    const { browser, gallery } = await office()
    const name = 'Küsse – 写真 12.jpg'
    const disposition = `name="files"; filename="${name}"`
    const { body, contentType } = multipart([{ disposition, bytes: photographs.webp() }])

    await browser.send('POST', paths.galleryPhotos(gallery.id), { body, headers: { 'Content-Type': contentType } })

    expect((await rows(gallery)).map((photo) => photo.fileName)).toEqual([name])
  })

  it.each([
    ['../../etc/passwd.jpg', 'passwd.jpg'],
    ['/var/www/index.jpg', 'index.jpg'],
    ['C:\\Users\\Anna\\IMG_1.jpg', 'IMG_1.jpg'],
  ])('loses its path, by either way: %s', async (name, expected) => {
    const { browser, gallery } = await office()
    await post(browser, gallery, [new File([photographs.jpeg()], name)])
    await put(browser, gallery, name, photographs.otherJpeg())

    for (const key of await objects(gallery)) expect(key).toMatch(/^\w{16}\/\w{16}\/original$/)
    expect((await rows(gallery)).map((photo) => photo.fileName)).toEqual([expected, expected])
  })

  it.each(['a'.repeat(5000), '👩‍❤️‍👨'.repeat(300), `${'x'.repeat(199)}😀.jpg`])(
    'is cut when it is very long, and the photograph is saved',
    async (name) => {
      const { browser, gallery } = await office()

      expect((await put(browser, gallery, name, photographs.webp())).status).toBe(201)

      const [photo] = await rows(gallery)
      expect(photo?.fileName.length).toBeLessThanOrEqual(200)
      expect(photo?.fileName.isWellFormed()).toBe(true)
      expect(name.endsWith(photo?.fileName ?? '?')).toBe(true)
      expect((await browser.get(paths.galleryPhotos(gallery.id))).status).toBe(200)
    },
  )

  it('is "photo" when there is none', async () => {
    const { browser, gallery } = await office()
    await put(browser, gallery, '', photographs.webp())

    expect((await rows(gallery)).map((photo) => photo.fileName)).toEqual(['photo'])
  })
})

const ESCAPES: Record<string, string> = { '"': '&quot;', "'": '&#39;', '<': '&lt;', '>': '&gt;' }
const escaped = (character: string) => ESCAPES[character] ?? character

/** A body of these pieces; before each one the sender waits until the one before was taken and `between` has happened. */
function slow(pieces: Uint8Array[], between: (sent: number) => Promise<void>): ReadableStream<Uint8Array> {
  let sent = 0
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (sent > 0) await between(sent)
      const piece = pieces[sent++]
      if (piece) controller.enqueue(piece)
      else controller.close()
    },
  })
}

/** An hour passes, and so does the minute's sweep. */
async function anHourPasses(): Promise<void> {
  clock.pass({ minutes: 61 })
  await jobs.sweep()
}

const halves = (bytes: Uint8Array) => [bytes.slice(0, bytes.byteLength / 2), bytes.slice(bytes.byteLength / 2)]

describe('an upload over a slow line', () => {
  it('is never called "here already" when it was given up in the meantime', async () => {
    outside.expectErrors()
    const { browser, gallery } = await office()
    const body = slow(halves(photographs.jpeg()), async (sent) => {
      if (sent > 1) return
      await vi.waitUntil(async () => (await rows(gallery)).length === 1)
      await anHourPasses()
    })

    const answer = await put(browser, gallery, 'slow.jpg', body)

    const { outcome } = await answer.json<{ outcome: string }>()
    expect(outcome).toBe((await rows(gallery)).length === 1 ? 'saved' : 'failed')
  })

  it('is not given up because the files before it in the form took an hour', async () => {
    const { browser, gallery } = await office()
    const { body, contentType } = multipart([
      { disposition: 'name="files"; filename="alps.jpg"', bytes: photographs.jpeg() },
      { disposition: 'name="files"; filename="boats.jpg"', bytes: photographs.otherJpeg() },
    ])
    const second = body.indexOf('filename="boats')
    const pieces = [body.slice(0, second), body.slice(second, second + 200_000), body.slice(second + 200_000)]

    const answer = await browser.send('POST', paths.galleryPhotos(gallery.id), {
      headers: { 'Content-Type': contentType },
      body: slow(pieces, async (sent) => {
        const states = async () => (await rows(gallery)).map((photo) => photo.state)
        if (sent === 1) {
          await vi.waitUntil(async () => (await states()).includes('received'))
          clock.pass({ minutes: 61 })
        }
        if (sent === 2) {
          await vi.waitUntil(async () => (await states()).includes('uploading'))
          await jobs.sweep()
        }
      }),
    })

    expect(await read(answer)).toContain('boats.jpg Saved')
    expect((await rows(gallery)).map((photo) => photo.state)).toEqual(['received', 'received'])
  })
})

describe('the photographs of a gallery', () => {
  it('stand in the order in which people count', async () => {
    const { browser, gallery } = await office()
    const names = ['IMG_10.jpg', 'img_9.jpg', 'IMG_2.JPG', 'IMG_100.jpg', 'b1a10.jpg', 'b1a2.jpg', '7.jpg']
    expect(await orderOf(browser, gallery, names)).toEqual([
      ...['7.jpg', 'b1a2.jpg', 'b1a10.jpg', 'IMG_2.JPG', 'img_9.jpg', 'IMG_10.jpg', 'IMG_100.jpg'],
    ])
  })

  it('stand by their letters, whatever is written above those', async () => {
    const { browser, gallery } = await office()
    const order = await orderOf(browser, gallery, ['Anna.jpg', 'Zoe.jpg', 'Ägypten.jpg', 'Élise.jpg'])
    expect(order).toEqual(['Ägypten.jpg', 'Anna.jpg', 'Élise.jpg', 'Zoe.jpg'])
  })
})

/** Uploads a photograph under each name; the names as the studio's page then shows them. */
async function orderOf(browser: Browser, gallery: { id: string }, names: string[]): Promise<(string | undefined)[]> {
  for (const [index, name] of names.entries()) {
    await put(browser, gallery, name, photographs.jpegOf(photographs.jpeg().byteLength + 1 + index))
  }
  const page = await (await browser.get(paths.galleryPhotos(gallery.id))).text()
  return [...page.matchAll(/<span class="name" title="([^"]+)"/g)].map(([, name]) => name)
}
