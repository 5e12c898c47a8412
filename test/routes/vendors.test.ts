import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import app from '../../src/app'
import * as schema from '../../src/db/schema'
import { ROLES } from '../../src/door/role'
import { VARIANT_WIDTHS } from '../../src/door/variant'
import * as contactPhotos from '../../src/models/contact-photos'
import * as photos from '../../src/models/photos'
import * as terms from '../../src/models/terms'
import { paths } from '../../src/paths'
import { Browser, read } from '../helpers/browser'
import * as clock from '../helpers/clock'
import { countRoundTrips } from '../helpers/count'
import * as make from '../helpers/make'
import * as rows from '../helpers/rows'

/** A gallery of three photographs, Flora the florist inside with a pass, and the photographer at the desk. */
async function withFlora() {
  const scene = await make.scene()
  const second = await make.photo(scene.gallery)
  const third = await make.photo(scene.gallery)
  const flora = await make.contact(scene.gallery, { name: 'Flora Vogt', role: 'vendor' })
  const phone = new Browser()
  await phone.open(await make.link(flora))
  await phone.get(scene.galleryPath)
  return { ...scene, flora, phone, second, third }
}

async function atTheDesk() {
  const at = await withFlora()
  return { ...at, desk: await make.signedIn(at.owner), page: paths.contactPhotos(at.flora.id) }
}

const choose = (of: { flora: schema.Contact }, ...chosen: { id: string }[]) =>
  contactPhotos.choose(
    make.db(),
    of.flora,
    'chosen',
    chosen.map(({ id }) => id),
  )
const form = (sees: string, ...chosen: { id: string }[]): [string, string][] => [
  ['sees', sees],
  ...chosen.map(({ id }): [string, string] => ['photo', id]),
]
const variant = (photo: schema.Photo) => paths.photo(photo.galleryId, photo.id, 480)
const statusOf = async (browser: Browser, photo: schema.Photo) => (await browser.get(variant(photo))).status
const shownOn = (html: string) => [...html.matchAll(/href="\/photos\/\w+\/(\w+)\//g)].map(([, id]) => id)

async function chosenFor(contact: { id: string }) {
  const chosen = (await rows.of('contact_photos')).filter(({ contact_id }) => contact_id === contact.id)
  return chosen.map(({ photo_id }) => photo_id).sort()
}

const idsOf = (...some: { id: string }[]) => some.map(({ id }) => id).sort()

/** Every way to a photograph's bytes, outside the studio. A new one belongs into the table below. */
const BYTES = app.routes
  .filter(({ method, path }) => method === 'GET' && !path.startsWith('/studio') && /:(photo|key|variant)/.test(path))
  .map(({ path }) => path)

const ACCEPTED = {
  never: null,
  'an older version': 1,
  'the version of now': 2,
}
const TABLE = VARIANT_WIDTHS.flatMap((width) =>
  Object.entries(ACCEPTED).flatMap(([accepted, version]) =>
    (['all', 'chosen'] as const).flatMap((sees) =>
      (['chosen', 'other'] as const).map((photo) => ({ width, accepted, version, sees, photo })),
    ),
  ),
)

describe('the bytes of a photograph for a vendor', () => {
  it('have these ways to them', () => {
    expect(BYTES).toEqual(['/photos/:gallery{[a-z]{16}}/:photo{[a-z]{16}}/:variant{\\d+}', '/covers/:key{[\\w-]+}'])
    expect(TABLE).toHaveLength(36)
  })

  it.each(TABLE)('$width wide: accepted $accepted, sees $sees, a photograph that is $photo', async (one) => {
    clock.stop()
    const at = await withFlora()
    await choose(at, at.photo)
    const isHers = { acceptedTermsVersion: one.version, seesChosenOnly: one.sees === 'chosen' }
    await make.db().update(schema.contacts).set(isHers).where(eq(schema.contacts.id, at.flora.id))
    for (const text of ['Name us.', 'Name us, always.']) await terms.change(make.db(), at.studio, text)
    const asked = one.photo === 'chosen' ? at.photo : at.second
    const path = paths.photo(at.gallery.id, asked.id, one.width)
    const isAccepted = one.accepted === 'the version of now'
    const isShown = isAccepted && (one.sees === 'all' || one.photo === 'chosen')

    // With the pass from before, once its minute is over; with the one that took its place; and by a browser anew.
    clock.pass({ seconds: 60 })
    const laptop = new Browser()
    await laptop.open(await make.link(at.flora, new Date()))
    const page = await laptop.get(at.galleryPath)
    for (const browser of [at.phone, at.phone, laptop]) {
      expect((await browser.get(path)).status).toBe(isShown ? 200 : 404)
    }
    expect(page.status).toBe(isAccepted ? 200 : 403)
    expect(shownOn(await page.text()).includes(asked.id)).toBe(isShown)
  })

  it('are those of the cover at the door for everybody: it is public', async () => {
    const { gallery, studio } = await withFlora()
    await terms.change(make.db(), studio, 'Name us.')
    await make.db().update(schema.galleries).set({ coverKey: 'cover-key' }).where(eq(schema.galleries.id, gallery.id))
    await env.PHOTOS.put('covers/cover-key', new Uint8Array([1]))
    expect((await new Browser().get(paths.cover('cover-key'))).status).toBe(200)
  })
})

describe('a vendor for whom photographs were chosen', () => {
  it('sees these alone, on the page and one by one', async () => {
    const at = await withFlora()
    await choose(at, at.second, at.third)
    const page = await (await at.phone.get(at.galleryPath)).text()
    expect(shownOn(page)).toEqual([at.second.id, at.third.id])
    expect(page).toContain('Photograph 1 of 2')
    expect(page).not.toContain(at.photo.id)
    expect([await statusOf(at.phone, at.photo), await statusOf(at.phone, at.second)]).toEqual([404, 200])
  })

  it('does not see the others when they are kept near her for somebody else', async () => {
    const at = await withFlora()
    const anna = new Browser()
    await anna.open(at.link)
    await anna.get(at.galleryPath)
    await (await anna.get(at.photoPath)).arrayBuffer()
    await choose(at, at.second)
    await at.phone.get(at.galleryPath)
    expect(await statusOf(at.phone, at.photo)).toBe(404)
  })

  it('sees no others a minute after the choice was narrowed, and within the minute those she saw', async () => {
    clock.stop()
    const at = await withFlora()
    await choose(at, at.second)
    clock.pass({ seconds: 59 })
    expect(await statusOf(at.phone, at.photo)).toBe(200)
    clock.pass({ seconds: 1 })
    expect(await statusOf(at.phone, at.photo)).toBe(404)
    expect(at.phone.cookies.get('__Secure-pass')?.value).toContain('.chosen.')
    expect(await statusOf(at.phone, at.second)).toBe(200)
    expect(await statusOf(at.phone, at.photo)).toBe(404)
  })

  it('sees at once what is chosen for her in addition, and no more at once what is taken away', async () => {
    const at = await withFlora()
    await choose(at, at.second)
    await at.phone.get(at.galleryPath)
    await choose(at, at.second, at.photo)
    expect(await statusOf(at.phone, at.photo)).toBe(200)
    await choose(at, at.photo)
    expect([await statusOf(at.phone, at.photo), await statusOf(at.phone, at.second)]).toEqual([200, 404])
  })

  it('is put out at once, not in a minute, by removal and by new terms', async () => {
    const at = await withFlora()
    await choose(at, at.second)
    await at.phone.get(at.galleryPath)
    await terms.change(make.db(), at.studio, 'Name us.')
    expect(await statusOf(at.phone, at.second)).toBe(404)
    await at.phone.post(paths.terms(at.studio, at.gallery), { version: '1' })
    expect(await statusOf(at.phone, at.second)).toBe(200)
    await make.db().update(schema.contacts).set({ removedAt: new Date() }).where(eq(schema.contacts.id, at.flora.id))
    expect(await statusOf(at.phone, at.second)).toBe(404)
  })

  it('asks the database once for each photograph, and the others of the gallery not at all', async () => {
    const at = await withFlora()
    await choose(at, at.second)
    await at.phone.get(at.galleryPath)
    const anna = new Browser()
    await anna.open(at.link)
    await anna.get(at.galleryPath)

    const count = countRoundTrips()
    await at.phone.get(variant(at.second))
    expect(count()).toMatchObject({ queries: 1, batches: 0, kvReads: 0 })
    const page = countRoundTrips()
    await at.phone.get(at.galleryPath)
    expect(page()).toMatchObject({ queries: 0, batches: 1, kvReads: 0 })
    const hers = countRoundTrips()
    await anna.get(variant(at.second))
    expect(hers()).toMatchObject({ queries: 0, batches: 0 })
  })

  it('sees all without asking again, a minute after all were given back', async () => {
    clock.stop()
    const at = await withFlora()
    await choose(at, at.second)
    await at.phone.get(at.galleryPath)
    await contactPhotos.choose(make.db(), at.flora, 'all', [])
    expect(await statusOf(at.phone, at.photo)).toBe(200)
    const count = countRoundTrips()
    expect(await statusOf(at.phone, at.third)).toBe(200)
    expect(count()).toMatchObject({ queries: 0, batches: 0 })
  })

  it('sees none once those chosen are gone, rather than all', async () => {
    const at = await withFlora()
    await choose(at, at.second)
    await photos.forget(make.db(), at.second)
    expect(await read(await at.phone.get(at.galleryPath))).toContain('The photographs will be here soon.')
    expect([await statusOf(at.phone, at.photo), await statusOf(at.phone, at.third)]).toEqual([404, 404])
  })

  it.each(ROLES.filter((role) => role !== 'vendor'))('sees all once she is no vendor any more: %s', async (role) => {
    const at = await withFlora()
    await choose(at, at.second)
    await make.db().update(schema.contacts).set({ role }).where(eq(schema.contacts.id, at.flora.id))
    expect(shownOn(await (await at.phone.get(at.galleryPath)).text())).toHaveLength(3)
    expect(await statusOf(at.phone, at.photo)).toBe(200)
  })

  it('shares nothing with another vendor of the gallery', async () => {
    const at = await withFlora()
    const baker = await make.contact(at.gallery, { role: 'vendor', seesChosenOnly: true })
    await contactPhotos.choose(make.db(), baker, 'chosen', [at.third.id])
    await choose(at, at.second)
    expect(shownOn(await (await at.phone.get(at.galleryPath)).text())).toEqual([at.second.id])
    expect(await statusOf(at.phone, at.third)).toBe(404)
  })
})

describe('the photographer who chooses', () => {
  it('finds the way in a vendor’s menu, and nobody else’s', async () => {
    const { desk, gallery, flora, contact, page } = await atTheDesk()
    const html = await (await desk.get(paths.galleryContacts(gallery.id))).text()
    expect(html).toContain(`href="${page}"`)
    expect(html).not.toContain(paths.contactPhotos(contact.id))
    expect(await read(await desk.get(page))).toContain(`Photographs for ${flora.client.name}`)
  })

  it('sees every photograph that is ready, and its bytes', async () => {
    const { desk, page, photo, second, third } = await atTheDesk()
    await make.db().update(schema.photos).set({ state: 'received' }).where(eq(schema.photos.id, third.id))
    const html = await (await desk.get(page)).text()
    const offered = [...html.matchAll(/name="photo" value="(\w+)"/g)].map(([, id]) => id)
    expect(offered).toEqual([photo.id, second.id])
    expect(html).toContain('0 of 2 chosen')
    expect(await statusOf(desk, second)).toBe(200)
  })

  it('chooses some, reads how many in the list, and finds them ticked', async () => {
    const { desk, page, gallery, flora, photo, second } = await atTheDesk()
    const answer = await desk.post(page, form('chosen', photo, second))
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, paths.galleryContacts(gallery.id)])
    const words = await read(await desk.follow(answer))
    expect(words).toContain('Saved. Flora Vogt sees the photographs you chose.')
    expect(words).toContain('vendor, 2 photographs')
    expect(await chosenFor(flora)).toEqual(idsOf(photo, second))

    const html = await (await desk.get(page)).text()
    expect(html.match(/ checked/g)).toHaveLength(3)
    expect(html).toContain('2 of 3 chosen')
    await desk.post(page, form('chosen', second))
    expect(await read(await desk.get(paths.galleryContacts(gallery.id)))).toContain('vendor, 1 photograph ')
    expect(await chosenFor(flora)).toEqual([second.id])
  })

  it('shows all again, and the choice is kept for later', async () => {
    const { desk, page, gallery, flora, phone, galleryPath, photo } = await atTheDesk()
    await desk.post(page, form('chosen', photo))
    await desk.post(page, form('all', photo))
    const words = await read(await desk.get(paths.galleryContacts(gallery.id)))
    expect(words).toContain('Flora Vogt sees all photographs.')
    expect(words).not.toContain('vendor, 1')
    expect(shownOn(await (await phone.get(galleryPath)).text())).toHaveLength(3)
    expect(await chosenFor(flora)).toEqual([photo.id])
  })

  it.each([
    ['none', [['sees', 'chosen']], 'Choose at least one photograph, or show them all.'],
    ['neither way', [['photo', 'x']], 'Choose one of the two.'],
    ['another way', [['sees', 'none']], 'Choose one of the two.'],
  ] as [string, [string, string][], string][])(
    'is told why when %s is sent, and nothing changes',
    async (_, sent, why) => {
      const { desk, page, photo } = await atTheDesk()
      await desk.post(page, form('chosen', photo))
      const before = await rows.all()
      const answer = await desk.post(page, sent)
      expect(answer.status).toBe(422)
      expect(await read(answer)).toContain(why)
      expect(await rows.all()).toEqual(before)
    },
  )

  it('chooses no photograph of another gallery, nor one that is none', async () => {
    const { desk, page, flora, studio, photo } = await atTheDesk()
    const foreign = await make.photo(await make.gallery(studio))
    await desk.post(page, form('chosen', photo, foreign, { id: 'nothing' }, { id: "'); drop table photos" }))
    expect(await chosenFor(flora)).toEqual([photo.id])
  })

  it('chooses among a thousand by a plain form', async () => {
    const { desk, page, flora, gallery } = await atTheDesk()
    const many = Array.from({ length: 1000 }, (_, index) => `many${String(index).padStart(12, '0')}`)
    const statement = env.DB.prepare(
      `insert into photos (id, gallery_id, state, file_name, sort_key, sha256, created_at, changed_at)
       select value, ?1, 'ready', value, value, value, 0, 0 from json_each(?2)`,
    )
    await statement.bind(gallery.id, JSON.stringify(many)).run()
    const answer = await desk.post(page, form('chosen', ...many.map((id) => ({ id }))))
    expect(answer.status).toBe(303)
    expect(await chosenFor(flora)).toEqual(many)
  })

  it('chooses for vendors alone', async () => {
    const { desk, contact, gallery, photo } = await atTheDesk()
    const hers = paths.contactPhotos(contact.id)
    for (const ask of [() => desk.get(hers), () => desk.post(hers, form('chosen', photo))]) {
      const answer = await ask()
      expect(answer.headers.get('Location')).toBe(paths.galleryContacts(gallery.id))
      expect(await read(await desk.follow(answer))).toContain('Anna Keller is no vendor, and sees all photographs.')
    }
    expect(await rows.of('contact_photos')).toEqual([])
  })

  it('of the support looks, and changes nothing', async () => {
    const { studio, page, photo } = await atTheDesk()
    const support = await make.signedIn(await make.staff(studio, { role: 'support' }))
    expect((await support.get(page)).status).toBe(200)
    expect((await support.post(page, form('chosen', photo))).status).toBe(403)
    expect(await rows.of('contact_photos')).toEqual([])
  })

  it('may remove a photograph that is chosen', async () => {
    const { desk, page, flora, photo, second } = await atTheDesk()
    await desk.post(page, form('chosen', photo, second))
    expect((await desk.post(paths.photoRemoval(photo.id))).status).toBe(303)
    expect(await chosenFor(flora)).toEqual([second.id])
  })
})
