import { describe, expect, it } from 'vitest'
import type { Gallery, Studio } from '../../src/db/schema'
import { paths } from '../../src/paths'
import { Browser, read } from '../helpers/browser'
import * as clock from '../helpers/clock'
import * as emailChange from '../helpers/email-change'
import * as make from '../helpers/make'
import * as portal from '../helpers/portal'
import * as rows from '../helpers/rows'

const PASSWORD = 'meadow lantern copper violin'

type Scene = Awaited<ReturnType<typeof make.scene>>

/** A gallery whose main client may share it. */
async function shared(): Promise<Scene> {
  const scene = await make.scene({ guests: 'by-link' })
  await make.roleLink(scene.gallery, 'guest')
  return scene
}

/** Signs a scene's client in to its studio's portal and goes into the gallery from there. */
async function enters(browser: Browser, { studio, gallery, contact, galleryPath }: Scene): Promise<void> {
  await portal.signedIn(studio, contact.client, browser)
  await browser.post(paths.visits(studio, gallery))
  await browser.get(galleryPath)
}

/** Everything that a browser may ask for with what it carries: whether it comes to see anything. */
async function opens(browser: Browser, { studio, gallery, contact, galleryPath, photoPath }: Scene) {
  const isNamed = async (path: string) => (await read(await browser.get(path))).includes(contact.client.name)
  return {
    portal: await isNamed(paths.portal(studio)),
    gallery: (await browser.get(galleryPath)).status === 200,
    photo: (await browser.get(photoPath)).status === 200,
    share: (await browser.get(paths.share(studio, gallery))).status === 200,
    again: await entersAgain(browser, studio, gallery),
  }
}

async function entersAgain(browser: Browser, studio: Studio, gallery: Gallery): Promise<boolean> {
  return (await browser.follow(await browser.post(paths.visits(studio, gallery)))).status === 200
}

const ALL = { portal: true, gallery: true, photo: true, share: true, again: true }
const NOTHING = { portal: false, gallery: false, photo: false, share: false, again: false }

/** The cookie that says who is here, and the device's, as somebody may have copied them; no pass for photographs. */
function withoutPasses(browser: Browser): Browser {
  const copy = browser.copy()
  for (const key of copy.cookies.keys()) if (key.startsWith('__Secure-pass')) copy.cookies.delete(key)
  return copy
}

describe.each([
  ['in the portal', ({ studio }: Scene) => paths.portalSignOut(studio)],
  ['in a gallery', ({ studio, gallery }: Scene) => paths.visitRemoval(studio, gallery)],
])('whoever signs out %s', (_, removal) => {
  it('is out: the old cookie, copied before, opens no page, gallery or photograph any more', async () => {
    const scene = await shared()
    const browser = new Browser()
    await enters(browser, scene)
    const copy = withoutPasses(browser)
    expect(await opens(browser, scene)).toEqual(ALL)

    expect((await browser.post(removal(scene))).status).toBe(303)
    expect(await opens(copy, scene)).toEqual(NOTHING)
    expect(await opens(browser, scene)).toEqual(NOTHING)
  })

  it('is out within a minute also for a copy of a pass for the photographs', async () => {
    const scene = await shared()
    const browser = new Browser()
    clock.stop()
    await enters(browser, scene)
    const copy = browser.copy()
    await browser.post(removal(scene))
    clock.pass({ seconds: 61 })
    expect((await copy.get(scene.photoPath)).status).toBe(404)
  })

  it('is out of every gallery of the studio that they were in, and keeps no pass for their photographs', async () => {
    const scene = await shared()
    const second = await make.gallery(scene.studio)
    await make.contactOf(second, scene.contact.client)
    const browser = new Browser()
    await enters(browser, scene)
    await browser.post(paths.visits(scene.studio, second))
    await browser.get(paths.gallery(scene.studio, second))
    expect([...browser.cookies.keys()].filter((key) => key.startsWith('__Secure-pass'))).toHaveLength(2)

    await browser.post(removal(scene))
    expect((await browser.get(paths.gallery(scene.studio, second))).status).toBe(403)
    expect([...browser.cookies.keys()].filter((key) => key.startsWith('__Secure-pass'))).toEqual([])
    expect((await rows.of('visits')).every((visit) => visit.ended_at !== null)).toBe(true)
  })

  it('stays who they are at another studio, and on another device', async () => {
    const [scene, elsewhere] = [await shared(), await shared()]
    const [browser, phone] = [new Browser(), new Browser()]
    await enters(browser, scene)
    await enters(browser, elsewhere)
    clock.pass({ minutes: 2 })
    await enters(phone, scene)

    await browser.post(removal(scene))
    expect(await opens(browser, scene)).toEqual(NOTHING)
    expect(await opens(browser, elsewhere)).toEqual(ALL)
    expect(await opens(phone, scene)).toEqual(ALL)
  })

  it('is out of the link, too, that was opened in this browser: it asks again as an old one does', async () => {
    const scene = await shared()
    const { studio, contact, galleryPath } = scene
    const browser = new Browser()
    const link = await make.link(contact)
    const other = await make.link(contact)
    await browser.open(link)
    await enters(browser, scene)
    await browser.post(removal(scene))
    clock.pass({ minutes: 2 })
    const page = await browser.follow(await browser.open(link))
    expect(await read(page)).toContain('This link has run out')
    expect((await browser.get(galleryPath)).status).toBe(403)
    expect((await browser.get(paths.clientAccount(studio))).status).toBe(303)
    expect((await browser.open(other)).headers.get('location')).toBe(galleryPath)
  })

  it('reads that they are', async () => {
    const scene = await shared()
    const browser = new Browser()
    await enters(browser, scene)
    expect(await read(await browser.follow(await browser.post(removal(scene))))).toContain('You are signed out')
  })
})

describe('signing out', () => {
  it('is not done by somebody with the device’s cookie alone', async () => {
    const scene = await shared()
    const browser = new Browser()
    await enters(browser, scene)
    const thief = browser.copy()
    thief.forgetSession()
    for (const path of [paths.portalSignOut(scene.studio), paths.visitRemoval(scene.studio, scene.gallery)]) {
      await thief.post(path)
    }
    expect(await opens(browser, scene)).toEqual(ALL)
  })

  it('leaves a visit as somebody else where it was', async () => {
    const scene = await shared()
    const ben = await make.contact(scene.gallery, { name: 'Ben Hartmann' })
    const browser = await portal.signedIn(scene.studio, scene.contact.client)
    await browser.open(await make.link(ben))
    await browser.post(paths.portalSignOut(scene.studio))
    expect(await read(await browser.get(scene.galleryPath))).toContain('You are here as Ben Hartmann')
  })
})

describe('whoever signs out at the studio in a client’s browser', () => {
  it('ends what the session let into: nobody is in, nothing is on the list, and no change of the address goes on', async () => {
    const scene = await shared()
    const { studio, contact } = scene
    clock.stop()
    const own = await portal.signedIn(studio, contact.client)
    clock.pass({ minutes: 2 })
    const thief = await portal.steppedUp(studio, contact.client)
    await thief.post(paths.visits(studio, scene.gallery))
    await emailChange.ask(thief, studio, 'thief@example.org')
    expect(await read(await own.get(paths.clientAccount(studio)))).toContain('on its way to thief@example.org')

    await thief.post(paths.signOut())
    expect(await opens(thief, scene)).toEqual(NOTHING)
    expect(await read(await own.get(paths.clientDevices(studio)))).toContain('nowhere else')
    expect(await read(await own.get(paths.clientAccount(studio)))).not.toContain('on its way')
    expect((await emailChange.press(emailChange.linkTo('thief@example.org'))).status).toBe(410)
    expect((await rows.of('clients')).map(({ email }) => email)).toEqual([contact.client.email])
    const isOver = (row: rows.Row) => row.ended_at !== null
    expect((await rows.of('visits')).every(isOver)).toBe(true)
    expect((await rows.of('sign_ins')).filter((row) => !isOver(row))).toHaveLength(1)
  })
})

describe('a client of one studio', () => {
  it('is nobody in another, with the same email, password and browser', async () => {
    const scene = await shared()
    const { client } = scene.contact
    const elsewhere = await shared()
    const namesake = await make.contact(elsewhere.gallery, { name: 'Somebody else', email: client.email })
    await make.password(client, PASSWORD)
    await make.password(namesake.client, 'copper violin meadow lantern')
    const browser = new Browser()
    await enters(browser, scene)

    expect(await opens(browser, elsewhere)).toEqual(NOTHING)
    expect(await read(await browser.get(paths.portal(elsewhere.studio)))).not.toContain('Somebody else')
    await browser.post(paths.portalSignIn(elsewhere.studio), { email: client.email })
    expect((await browser.post(paths.portalPassword(elsewhere.studio), { password: PASSWORD })).status).toBe(422)
    const typed = { email: client.email, password: PASSWORD }
    expect((await browser.post(paths.password(elsewhere.studio, elsewhere.gallery), typed)).status).toBe(422)
    expect((await browser.post(paths.portalSignOut(elsewhere.studio))).status).toBe(403)
    expect(await opens(browser, elsewhere)).toEqual(NOTHING)
    // A gallery by the other studio's address is none.
    expect((await browser.post(paths.visits(elsewhere.studio, scene.gallery))).status).toBe(404)
    expect(await opens(browser, scene)).toEqual(ALL)
  })
})
