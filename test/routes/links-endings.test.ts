import { describe, expect, it } from 'vitest'
import type * as schema from '../../src/db/schema'
import { paths } from '../../src/paths'
import { Browser, read } from '../helpers/browser'
import * as clock from '../helpers/clock'
import * as make from '../helpers/make'
import * as rows from '../helpers/rows'

/** Anna on her phone inside her gallery, and the photographer at the desk; the clock stands. */
async function inside(over: Partial<schema.Gallery> = {}) {
  clock.stop()
  const scene = await make.scene(over)
  const desk = await make.signedIn(scene.owner)
  const phone = new Browser()
  await phone.open(scene.link)
  await phone.get(scene.galleryPath)
  return { ...scene, desk, phone }
}

const edited = (over: Record<string, string>) => ({
  name: 'Anna Keller',
  email: 'anna@example.com',
  role: 'main',
  ...over,
})

describe('a contact who is removed', () => {
  it('is out of the page at once and of the photographs within a minute', async () => {
    const { desk, phone, contact, galleryPath, photoPath } = await inside()
    await desk.post(paths.contactRemoval(contact.id))

    expect((await phone.get(galleryPath)).status).toBe(403)
    clock.pass({ seconds: 59 })
    expect((await phone.get(photoPath)).status).toBe(200)
    clock.pass({ seconds: 2 })
    expect((await phone.get(photoPath)).status).toBe(404)
    expect((await phone.get(photoPath)).status).toBe(404)
  })

  it('has no link any more, used or unused', async () => {
    const { desk, phone, contact, link } = await inside()
    const unused = await make.link(contact)
    await desk.post(paths.contactRemoval(contact.id))

    for (const [browser, path] of [
      [phone, link],
      [phone, unused],
      [new Browser(), unused],
    ] as const) {
      expect((await browser.get(path)).status).toBe(404)
      const press = await browser.post(path)
      expect(press.status).toBe(404)
      expect(await read(press)).toContain('This link no longer works')
    }
  })

  it('does not come back in by an old link when the same person is added again', async () => {
    const { desk, phone, gallery, contact, link, galleryPath } = await inside()
    await desk.post(paths.contactRemoval(contact.id))
    const again = await desk.post(paths.newContact(gallery.id), edited({ email: contact.client.email }))
    expect(again.status).toBe(303)

    expect((await phone.get(galleryPath)).status).toBe(403)
    expect((await phone.open(link)).status).toBe(404)
  })
})

describe('a contact who passes to another address', () => {
  it('leaves the one before without links and without a place', async () => {
    const { desk, phone, contact, link, galleryPath, photoPath } = await inside()
    const unused = await make.link(contact)
    await desk.post(paths.contact(contact.id), edited({ email: 'somebody.else@example.com' }))

    expect((await phone.get(galleryPath)).status).toBe(403)
    for (const path of [link, unused]) expect((await phone.open(path)).status).toBe(404)
    clock.pass({ seconds: 61 })
    expect((await phone.get(photoPath)).status).toBe(404)
  })

  it('is let in by a new link', async () => {
    const { desk, contact, galleryPath } = await inside()
    await desk.post(paths.contact(contact.id), edited({ email: 'somebody.else@example.com' }))
    const page = await desk.post(paths.contactLinks(contact.id))
    const link = /\/l\/[\w-]{43}/.exec(await page.text())?.[0] ?? ''
    expect((await new Browser().open(link)).headers.get('Location')).toBe(galleryPath)
  })

  it('gives the one before no way in as a guest', async () => {
    const { desk, contact, link, galleryPath } = await inside({ guests: 'by-link' })
    await desk.post(paths.contact(contact.id), edited({ email: 'somebody.else@example.com' }))
    const other = new Browser()
    await other.get(link)
    expect((await other.post(`${link}/guest`)).status).toBe(404)
    expect((await other.get(galleryPath)).status).toBe(403)
  })

  it('keeps everything when only the name, the phone or the role changes', async () => {
    const { desk, phone, contact, galleryPath } = await inside()
    const form = edited({ email: contact.client.email.toUpperCase(), name: 'Anna Berg', role: 'vendor', phone: '' })
    expect((await desk.post(paths.contact(contact.id), form)).status).toBe(303)
    expect(await read(await phone.get(galleryPath))).toContain('You are here as Anna Berg')
  })
})

const TOMORROW = { days: 1 }

describe('a gallery that is not open yet', () => {
  it.each([
    ['not published', () => null],
    ['to be published tomorrow', () => clock.plus(new Date(), TOMORROW)],
  ])('says so to whoever has a link, and spends it not: %s', async (_, publishedAt) => {
    const { link, galleryPath, photoPath } = await make.scene({ publishedAt: publishedAt() })
    const phone = new Browser()
    const page = await phone.get(link)
    expect(page.status).toBe(403)
    const html = await page.text()
    expect(html).toContain('Not open yet')
    expect(html).not.toContain('<button')

    const press = await phone.post(link)
    expect(press.status).toBe(403)
    expect(await read(press)).toContain('Not open yet')
    expect((await phone.get(galleryPath)).status).toBe(404)
    expect((await phone.get(photoPath)).status).toBe(404)
    expect(await rows.of('links')).toMatchObject([{ claimed_by: null, visit_id: null }])
    expect(await rows.of('visits')).toEqual([])
  })

  it('opens by the same link once it is published, in another browser too', async () => {
    const { owner, gallery, link, galleryPath } = await make.scene({ publishedAt: null })
    await new Browser().open(link)
    const desk = await make.signedIn(owner)
    await desk.post(paths.publication(gallery.id))
    expect((await new Browser().open(link)).headers.get('Location')).toBe(galleryPath)
  })

  it('is out of sight at the next request for whoever was in, and back when it is published again', async () => {
    const { desk, phone, gallery, link, galleryPath } = await inside()
    await desk.post(paths.publicationRemoval(gallery.id))
    expect((await phone.get(galleryPath)).status).toBe(404)
    expect(await read(await phone.get(link))).toContain('Not open yet')

    await desk.post(paths.publication(gallery.id))
    expect((await phone.get(galleryPath)).status).toBe(200)
  })
})

describe('a gallery that is closed', () => {
  it('says so to whoever has a link, and spends it not', async () => {
    const { link } = await make.scene({ closesAt: clock.plus(new Date(), { seconds: -1 }) })
    const phone = new Browser()
    const page = await phone.get(link)
    expect(page.status).toBe(410)
    expect(await read(page)).toContain('This gallery is closed')

    const press = await phone.post(link)
    expect(press.status).toBe(410)
    expect(await read(press)).toContain('This gallery is closed')
    expect(await rows.of('links')).toMatchObject([{ claimed_by: null, visit_id: null }])
  })

  it('closes to the second for whoever is in', async () => {
    const closesAt = clock.plus(new Date(), { hours: 1 })
    const { phone, galleryPath, photoPath } = await inside({ closesAt })
    clock.stop(clock.plus(closesAt, { seconds: -1 }))
    expect((await phone.get(galleryPath)).status).toBe(200)
    clock.pass({ seconds: 1 })
    const page = await phone.get(galleryPath)
    expect(page.status).toBe(410)
    expect(await read(page)).toContain('This gallery is closed')
    clock.pass({ seconds: 60 })
    expect((await phone.get(photoPath)).status).toBe(404)
  })
})

describe('what the photographer reads about a link', () => {
  const stateAt = async (desk: Browser, gallery: { id: string }) =>
    read(await desk.get(paths.galleryContacts(gallery.id)))

  it('is that somebody is inside, or why nobody is, with the cure beside it', async () => {
    const { desk, gallery, link } = await inside()
    expect(await stateAt(desk, gallery)).toContain('Inside')
    clock.pass({ seconds: 1 })
    await new Browser().open(link)
    const words = await stateAt(desk, gallery)
    expect(words).toContain('The link was opened in another browser')
    expect(words).toContain('Send a new one')
  })

  it('is nothing new when a page was only looked at', async () => {
    const { desk, gallery, link } = await inside()
    const before = await stateAt(desk, gallery)
    await new Browser().get(link)
    expect(await stateAt(desk, gallery)).toBe(before)
  })
})
