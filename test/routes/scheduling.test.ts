import { describe, expect, it } from 'vitest'
import type * as schema from '../../src/db/schema'
import { paths } from '../../src/paths'
import { Browser, read } from '../helpers/browser'
import * as clock from '../helpers/clock'
import * as make from '../helpers/make'
import * as rows from '../helpers/rows'

/** Six in the evening in Vienna. */
const OPENS = new Date('2026-09-12T16:00:00Z')
const FORM = { day: '2026-09-12', time: '18:00' }

/** A gallery that is not published, some days before, and its photographer at her desk. */
async function office(over: Partial<schema.Gallery> = {}) {
  clock.stop(new Date('2026-09-01T10:00:00Z'))
  const scene = await make.scene({ publishedAt: null, ...over })
  return { ...scene, desk: await make.signedIn(scene.owner) }
}

const publishedAt = async () => (await rows.of('galleries')).map((row) => row.published_at)

describe('a gallery that is to open on a day and time', () => {
  it('says so in the studio, and to whoever opens a link, in the studio’s time zone', async () => {
    const { desk, gallery, link, galleryPath } = await office()
    const answer = await desk.post(paths.schedule(gallery.id), FORM)
    expect(answer.headers.get('Location')).toBe(paths.galleryPhotos(gallery.id))

    const photos = await read(await desk.get(paths.galleryPhotos(gallery.id)))
    expect(photos).toMatch(/It opens by itself on Saturday,? 12 September 2026 at 18:00 \(Vienna time\)\./)
    expect(photos).toContain('Opens 12 Sept, 18:00')
    expect(await read(await desk.get(paths.galleries()))).toContain('Opens 12 Sept, 18:00')

    const page = await new Browser().get(link)
    expect(page.status).toBe(403)
    expect(await read(page)).toMatch(/Not open yet\. Opens Saturday,? 12 September, 18:00 \(Vienna time\)\./)
    expect((await new Browser().get(galleryPath)).status).toBe(404)
  })

  it('opens to the second, by itself', async () => {
    const { desk, gallery, link, galleryPath } = await office()
    await desk.post(paths.schedule(gallery.id), FORM)
    const phone = new Browser()

    clock.stop(clock.plus(OPENS, { seconds: -1 }))
    const fresh = await make.link(await make.contact(gallery))
    expect((await phone.open(fresh)).status).toBe(403)
    expect((await new Browser().get(galleryPath)).status).toBe(404)

    clock.pass({ seconds: 1 })
    expect((await phone.open(fresh)).headers.get('Location')).toBe(galleryPath)
    expect((await phone.get(galleryPath)).status).toBe(200)
    expect((await new Browser().get(link)).status).toBe(200)
    expect(await read(await desk.get(paths.galleries()))).toContain('Live')
  })

  it('may open at another time, which the form shows again', async () => {
    const { desk, gallery } = await office({ publishedAt: OPENS })
    const form = await (await desk.get(paths.schedule(gallery.id))).text()
    expect(form).toMatch(/name="day"[^>]* value="2026-09-12"/)
    expect(form).toMatch(/name="time"[^>]* value="18:00"/)

    await desk.post(paths.schedule(gallery.id), { day: '2026-12-24', time: '20:15' })
    expect(await publishedAt()).toEqual([Date.parse('2026-12-24T19:15:00Z')])
  })

  it('may be taken back, and be published at once', async () => {
    const { desk, gallery, galleryPath } = await office({ publishedAt: OPENS })
    await desk.post(paths.publicationRemoval(gallery.id))
    expect(await publishedAt()).toEqual([null])
    expect(await read(await desk.get(paths.galleryPhotos(gallery.id)))).toContain('Not published')

    await desk.post(paths.schedule(gallery.id), FORM)
    await desk.post(paths.publication(gallery.id))
    expect((await new Browser().get(galleryPath)).status).toBe(403)
    expect(await read(await desk.get(paths.galleryPhotos(gallery.id)))).toContain('Live')
  })

  it.each([
    ['2027-03-28', '02:30', '2027-03-28T01:30:00Z', 'the clock leaps over it', '03:30'],
    ['2026-10-25', '02:30', '2026-10-25T00:30:00Z', 'the clock shows it twice', '02:30'],
  ])('opens on %s, %s at %s, as %s, and says %s', async (day, time, instant, _, shown) => {
    const { desk, gallery } = await office()
    await desk.post(paths.schedule(gallery.id), { day, time })
    expect(await publishedAt()).toEqual([Date.parse(instant)])
    expect(await read(await desk.get(paths.galleryPhotos(gallery.id)))).toContain(`at ${shown} (Vienna time)`)
  })
})

describe('an opening that cannot be', () => {
  it.each([
    [{ day: '', time: '18:00' }, 'Give a day.'],
    [{ day: '2026-02-30', time: '18:00' }, 'This is not a date.'],
    [{ day: '9999-12-31', time: '18:00' }, 'This is not a date.'],
    [{ day: '2026-09-12', time: '' }, 'Give a time.'],
    [{ day: '2026-09-12', time: '25:00' }, 'This is not a time.'],
    [{ day: '2026-09-12', time: 'noon' }, 'This is not a time.'],
    [{ day: '2026-09-01', time: '12:00' }, 'This moment has passed.'],
  ])('comes back with what was typed and why: %j', async (form, reason) => {
    const { desk, gallery } = await office()
    const answer = await desk.post(paths.schedule(gallery.id), form)
    expect(answer.status).toBe(422)
    const html = await answer.text()
    expect(html).toContain(reason)
    expect(html).toContain(`value="${form.day}"`)
    expect(await publishedAt()).toEqual([null])
  })

  it('is not after the closing date', async () => {
    const { desk, gallery } = await office({ closesAt: OPENS })
    const answer = await desk.post(paths.schedule(gallery.id), FORM)
    expect(answer.status).toBe(422)
    expect(await read(answer)).toContain('It closes before that')
    expect((await desk.post(paths.schedule(gallery.id), { ...FORM, time: '17:59' })).status).toBe(303)
  })

  it('closes no gallery that is open already', async () => {
    const { desk, gallery, galleryPath } = await office({ publishedAt: new Date('2026-08-01') })
    await desk.post(paths.schedule(gallery.id), FORM)
    expect(await read(await desk.get(paths.galleryPhotos(gallery.id)))).toContain('The gallery is open already.')
    expect((await new Browser().get(galleryPath)).status).toBe(403)
  })
})
