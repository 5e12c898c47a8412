import { describe, expect, it } from 'vitest'
import { endOfDay } from '../../src/lib/zone'
import { paths } from '../../src/paths'
import { Browser, read } from '../helpers/browser'
import * as clock from '../helpers/clock'
import * as make from '../helpers/make'
import * as portal from '../helpers/portal'
import * as rows from '../helpers/rows'

const NOON = new Date('2026-09-12T12:00:00Z')
const VIENNA = 'Europe/Vienna'

/** Anna, signed in to her studio's portal. */
async function signedIn(over: Parameters<typeof make.scene>[0] = {}) {
  const scene = await make.scene(over)
  const { client } = scene.contact
  const at = paths.portal(scene.studio)
  return { ...scene, client, at, browser: await portal.signedIn(scene.studio, client) }
}

describe('the portal', () => {
  it('shows a client their galleries: the cover, the title, the day', async () => {
    const { browser, at, gallery } = await signedIn({ coverKey: 'her-cover' })
    const html = await (await browser.get(at)).text()
    expect(html).toContain(`<img src="${paths.cover('her-cover')}" alt=""`)
    expect(html).toContain(gallery.title.replace('&', '&amp;'))
    expect(html).toContain('12 September 2026')
  })

  it('shows a letter where a gallery has no cover, or shows it to nobody', async () => {
    const { browser, at, studio, client } = await signedIn({ title: '“Zoë” & Max' })
    const quiet = await make.gallery(studio, { title: 'Quiet', showsCover: false, coverKey: 'hidden' })
    await make.contactOf(quiet, client)
    const html = await (await browser.get(at)).text()
    expect(html).not.toContain('<img')
    expect(html).toContain('>Z</span>')
    expect(html).toContain('>Q</span>')
  })

  it('says until when a gallery is open, and counts the last days', async () => {
    clock.stop(NOON)
    const { browser, at, studio, client } = await signedIn({ closesAt: null })
    expect(await read(await browser.get(at))).not.toMatch(/Open until|Closes/)
    for (const day of ['2027-01-03', '2026-12-03', '2026-09-19', '2026-09-13', '2026-09-12']) {
      await make.contactOf(await make.gallery(studio, { closesAt: endOfDay(day, VIENNA) }), client)
    }
    const text = await read(await browser.get(at))
    const last = [
      'Open until 3 January 2027',
      'Open until 3 December ',
      'Closes in 7 days',
      'Closes tomorrow',
      'Closes today',
    ]
    for (const words of last) expect(text).toContain(words)
  })

  it('lists open galleries first, the newest first, then those that will open, then those that have closed', async () => {
    clock.stop(NOON)
    const { browser, at, studio, client } = await signedIn({ title: 'Of this year' })
    const closes = { closesAt: endOfDay('2026-09-01', VIENNA) }
    for (const over of [
      { title: 'Long closed', eventOn: '2026-10-01', ...closes },
      { title: 'To come', eventOn: '2027-01-01', takesRegistrations: true, publishedAt: clock.plus(NOON, { days: 3 }) },
      { title: 'Of last year', eventOn: '2025-05-01' },
      { title: 'Undated', eventOn: null },
    ]) {
      await make.contactOf(await make.gallery(studio, over), client)
    }
    const text = await read(await browser.get(at))
    const order = [
      'Of this year',
      'Of last year',
      'Undated',
      'To come',
      '15 September, 14:00',
      'Long closed',
      'Was open until',
    ]
    expect(order.map((words) => text.indexOf(words))).toEqual(
      order.map((words) => text.indexOf(words)).sort((a, b) => a - b),
    )
    for (const words of order) expect(text).toContain(words)
    expect(text).toContain('Was open until 1 September 2026')
  })

  it('shows no gallery that is not published, that they were removed from, of another client or another studio', async () => {
    const { browser, at, studio, client } = await signedIn()
    const hidden = [
      await make.gallery(studio, { title: 'Unpublished', publishedAt: null }),
      await make.gallery(studio, { title: 'Scheduled', publishedAt: new Date(Date.now() + 60_000) }),
    ]
    for (const gallery of hidden) await make.contactOf(gallery, client)
    const left = await make.gallery(studio, { title: 'Removed' })
    const removed = await make.contactOf(left, client)
    await make.db().$client.prepare('update contacts set removed_at = 1 where id = ?').bind(removed.id).run()
    await make.contact(await make.gallery(studio, { title: 'Of Ben' }))
    const other = await make.scene({ title: 'Elsewhere' })
    await make.contact(other.gallery, { email: 'else@example.com' })

    const text = await read(await browser.get(at))
    for (const words of ['Unpublished', 'Scheduled', 'Removed', 'Of Ben', 'Elsewhere'])
      expect(text).not.toContain(words)
  })

  it('still shows a gallery that was taken back and has a day, to who was told of it, here and at its address', async () => {
    clock.stop(NOON)
    const { browser, at, studio, gallery, contact, owner, galleryPath, link } = await signedIn({
      coverKey: 'hers',
    })
    const inside = new Browser()
    await inside.open(link)
    const { client: ben } = await make.contact(await make.gallery(studio), { email: 'ben@example.com' })
    await make.contactOf(gallery, ben)
    const untold = await portal.signedIn(studio, ben)

    const desk = await make.signedIn(owner)
    await desk.post(paths.publicationRemoval(gallery.id))
    expect((await browser.get(galleryPath)).status).toBe(404)
    await desk.post(paths.schedule(gallery.id), { day: '2026-11-23', time: '18:00' })

    const overview = await (await browser.get(at)).text()
    expect(overview).toMatch(/Opens Monday,? 23 November, 18:00/)
    expect(overview).not.toContain(paths.cover('hers'))
    for (const known of [browser, inside]) {
      const page = await known.get(galleryPath)
      expect(page.status).toBe(403)
      expect(await read(page)).toMatch(/Not open yet\. Opens Monday,? 23 November, 18:00 \(Vienna time\)/)
    }
    expect((await browser.post(paths.visits(studio, gallery))).headers.get('location')).toBe(galleryPath)
    expect(await read(await untold.get(at))).not.toContain('Opens Monday')
    for (const stranger of [untold, new Browser()]) expect((await stranger.get(galleryPath)).status).toBe(404)

    await desk.post(paths.contactRemoval(contact.id))
    for (const gone of [browser, inside]) expect((await gone.get(galleryPath)).status).toBe(404)
    expect(await read(await browser.get(at))).not.toContain('Opens Monday')
  })

  it('says what will be there where there is nothing yet', async () => {
    const { browser, at, studio, gallery, client } = await signedIn()
    const text = await read(await browser.get(at))
    for (const words of ['Favourites Nothing yet.', 'Orders and purchases Nothing yet.', client.email]) {
      expect(text).toContain(words)
    }
    await make.db().$client.prepare('update galleries set published_at = null where id = ?').bind(gallery.id).run()
    expect(await read(await browser.get(at))).toContain(`Once ${studio.name} invites you to one, it appears by itself`)
  })

  it('changes nothing by being looked at', async () => {
    const { browser, at } = await signedIn()
    const before = await rows.all()
    for (const method of ['GET', 'HEAD', 'GET']) expect((await browser.send(method, at)).status).toBe(200)
    expect(await rows.all()).toEqual(before)
  })

  it('is nowhere where there is no such studio', async () => {
    expect((await new Browser().get(paths.portal({ slug: 'nobody' }))).status).toBe(404)
  })
})

describe('the ways to the portal', () => {
  it('lead there from the account icon of every gallery, for clients and guests alike', async () => {
    const { studio, gallery, galleryPath, link } = await make.scene({ guests: 'by-link' })
    const anna = new Browser()
    await anna.open(link)
    const guest = new Browser()
    await guest.open(await make.roleLink(gallery, 'guest'))
    for (const browser of [anna, guest]) {
      const html = await (await browser.get(galleryPath)).text()
      expect(html).toContain(`<a class="link" href="${paths.portal(studio)}">All my galleries</a>`)
    }
  })

  it('lead there from the studio’s home', async () => {
    const { studio } = await make.scene()
    const html = await (await new Browser().get(paths.studioHome(studio))).text()
    expect(html).toContain(`<a class="button primary" href="${paths.portal(studio)}">Your galleries</a>`)
  })
})
