import { describe, expect, it } from 'vitest'
import { paths } from '../../src/paths'
import { Browser, read } from '../helpers/browser'
import { mailedTo } from '../helpers/client-code'
import * as clock from '../helpers/clock'
import { countRoundTrips } from '../helpers/count'
import * as emailChange from '../helpers/email-change'
import { computer, iPhone } from '../helpers/looks'
import * as make from '../helpers/make'
import * as portal from '../helpers/portal'
import * as rows from '../helpers/rows'

/** Anna, signed in to the portal on her iPhone and on a computer. */
async function twice() {
  const scene = await make.scene()
  const { studio } = scene
  const client = scene.contact.client
  const pc = await portal.signedIn(studio, client, computer())
  clock.pass({ days: 1 })
  const phone = await portal.signedIn(studio, client, iPhone())
  return { ...scene, client, phone, pc, at: paths.clientDevices(studio) }
}

/** The devices on a page, in their order. */
async function listed(browser: Browser, at: string): Promise<string[]> {
  const page = await read(await browser.get(at))
  return page.match(/(Safari|Firefox|A browser)[^.]*?Sign out(?! every)/g) ?? []
}

/** Where the buttons of a page lead. */
async function removals(browser: Browser, at: string): Promise<string[]> {
  const page = await (await browser.get(at)).text()
  return [...page.matchAll(/action="([^"]+\/removal)"/g)].map(([, action = '']) => action)
}

async function removalOfOther(browser: Browser, at: string): Promise<string> {
  return (await removals(browser, at)).find((action) => /devices\/(?!others)/.test(action)) ?? 'no other device'
}

describe('the devices of a client', () => {
  it('are listed with browser, place and time, this one first', async () => {
    const { phone, pc, at } = await twice()
    const [own, other, ...more] = await listed(phone, at)
    expect(own).toMatch(/^Safari on iPhone This device Vienna, Austria Signed in today at \d\d:\d\d Sign out$/)
    expect(other).toMatch(/^Firefox on Windows Graz, Austria Signed in on .* Last seen yesterday Sign out$/)
    expect(more).toEqual([])
    expect((await listed(pc, at))[0]).toContain('Firefox on Windows')
  })

  it('are hers who came into a gallery by a link, too; nobody else’s', async () => {
    const { studio, gallery, contact, client, at, phone } = await twice()
    const tablet = iPhone()
    await tablet.open(await make.link(contact))
    const ben = await make.contact(gallery)
    await portal.signedIn(studio, ben.client)
    expect(await listed(phone, at)).toHaveLength(3)
    expect((await listed(phone, at)).some((line) => line.includes('Came in by a link today at'))).toBe(true)
    expect((await rows.of('devices')).map(({ browser }) => browser).sort()).toEqual([
      'A browser',
      'Firefox on Windows',
      'Safari on iPhone',
      'Safari on iPhone',
    ])
    expect(await read(await tablet.get(at))).not.toContain(client.name)
  })

  it('are shown to nobody who is not signed in, and say nothing of what a browser calls itself', async () => {
    const { studio, client, at } = await twice()
    const answer = await new Browser().get(at)
    expect([answer.status, answer.headers.get('location')]).toEqual([303, paths.portal(studio)])
    clock.pass({ minutes: 2 })
    const odd = new Browser()
    odd.userAgent = '<img src=x onerror=alert(1)>'
    odd.place = { city: '<b>Nowhere</b>', country: '??' }
    await portal.signedIn(studio, client, odd)
    const page = await (await odd.get(at)).text()
    expect(page).toContain('A browser')
    expect(page).not.toContain('<b>Nowhere')
    expect(page).not.toContain('onerror')
  })

  it('say nothing of what somebody else does with the same browser at another studio', async () => {
    const { studio, client, pc, phone, at } = await twice()
    const elsewhere = await make.scene()
    clock.pass({ days: 3 })
    pc.place = { city: 'Salzburg', country: 'AT' }
    await portal.signedIn(elsewhere.studio, elsewhere.contact.client, pc)
    await pc.get(paths.portal(elsewhere.studio))

    const [, theirs] = await listed(phone, at)
    expect(theirs).toMatch(/^Firefox on Windows Graz, Austria .* Last seen 4 days ago Sign out$/)
    await portal.stepUp(phone, studio, client)
    const data = await (await phone.get(paths.personalDataExport(studio))).text()
    expect(data).toContain('Graz')
    expect(data).not.toContain('Salzburg')
    expect((await listed(pc, paths.clientDevices(elsewhere.studio)))[0]).toContain('Salzburg')
  })

  it('are noted at most once an hour, without asking the database more often', async () => {
    const { studio, phone } = await twice()
    const look = async () => {
      const count = countRoundTrips()
      await phone.get(paths.portal(studio))
      const { queries, batches } = count()
      return { queries, batches }
    }
    expect(await look()).toEqual({ queries: 0, batches: 1 })
    clock.pass({ minutes: 59, seconds: 59 })
    expect(await look()).toEqual({ queries: 0, batches: 1 })
    clock.pass({ seconds: 1 })
    expect(await look()).toEqual({ queries: 1, batches: 1 })
    expect(await look()).toEqual({ queries: 0, batches: 1 })
  })
})

describe('signing a device out', () => {
  it('ends its sign-in and its visits at the next request, and its old link opens there no more', async () => {
    const { studio, client, contact, galleryPath, phone, at } = await twice()
    const tablet = iPhone()
    const link = await make.link(contact)
    await tablet.open(link)
    clock.pass({ minutes: 2 })
    await portal.signedIn(studio, client, tablet)
    expect((await tablet.get(galleryPath)).status).toBe(200)
    const stolen = tablet.copy()

    expect((await phone.post(await removalOfOther(phone, at))).status).toBe(303)

    expect((await tablet.get(galleryPath)).status).toBe(403)
    expect((await stolen.get(galleryPath)).status).toBe(403)
    expect(await read(await tablet.get(paths.portal(studio)))).toContain('Email Continue')
    expect((await tablet.open(link)).headers.get('location')).not.toBe(galleryPath)
    expect((await tablet.get(galleryPath)).status).toBe(403)
    expect(await read(await phone.get(at))).toContain('Safari on iPhone')
  })

  it('ends what is on its way: a code, and a link into the portal', async () => {
    const { studio, client, phone, at } = await twice()
    clock.pass({ minutes: 2 })
    const thief = new Browser()
    await portal.ask(thief, studio, client.email)
    const code = mailedTo(client.email)
    const link = await portal.link(client)
    await phone.post(await removalOfOther(phone, at))
    expect((await thief.post(paths.portalCode(studio), { code })).status).toBe(422)
    expect((await thief.open(link)).status).toBe(410)
  })

  it('ends a change of the address that was asked for there', async () => {
    const { studio, client, phone, pc, at } = await twice()
    clock.pass({ minutes: 2 })
    await portal.stepUp(pc, studio, client)
    await emailChange.ask(pc, studio, 'thief@example.net')
    const link = emailChange.linkTo('thief@example.net')
    await phone.post(await removalOfOther(phone, at))
    expect(await read(await phone.get(paths.clientAccount(studio)))).not.toContain('thief@example.net')
    expect((await emailChange.press(link)).status).toBe(410)
    expect((await rows.of('clients')).map(({ email }) => email)).toEqual([client.email])
  })

  it('leaves the same browser signed in to another studio', async () => {
    const { phone, pc, at } = await twice()
    const other = await make.scene()
    await portal.signedIn(other.studio, other.contact.client, pc)
    await phone.post(await removalOfOther(phone, at))
    expect(await read(await pc.get(at.replace('/devices', '')))).toContain('Email Continue')
    expect((await pc.get(paths.clientDevices(other.studio))).status).toBe(200)
  })

  it('is for the client’s own devices alone', async () => {
    const { gallery, studio, phone, at } = await twice()
    const ben = await make.contact(gallery)
    const bens = await portal.signedIn(studio, ben.client)
    clock.pass({ minutes: 2 })
    await portal.signedIn(studio, ben.client)
    const other = await make.scene()
    const theirs = await portal.signedIn(other.studio, other.contact.client)
    const [session] = (await rows.of('sign_ins')).filter(({ client_id }) => client_id === ben.client.id)

    await phone.post(await removalOfOther(bens, at))
    await phone.post(paths.clientDeviceRemoval(studio, String(session?.session_id)))
    await theirs.post(paths.clientDeviceRemoval(studio, String(session?.session_id)))
    expect((await new Browser().post(await removalOfOther(bens, at))).status).toBe(403)
    expect((await bens.get(at)).status).toBe(200)
    expect(await listed(bens, at)).toHaveLength(2)
  })

  it('does nothing in a browser that was signed out itself', async () => {
    const { phone, pc, at } = await twice()
    const removal = await removalOfOther(phone, at)
    const stolen = phone.copy()
    await phone.post(await removalOfOther(pc, at)) // a device may be signed out from itself
    await pc.post(await removalOfOther(pc, at))
    expect((await stolen.post(removal)).status).toBe(403)
    expect((await pc.get(at)).status).toBe(200)
  })

  it('everywhere else leaves this browser alone', async () => {
    const { studio, contact, galleryPath, phone, pc, at } = await twice()
    const tablet = iPhone()
    const link = await make.link(contact)
    await tablet.open(link)
    expect((await phone.post(paths.otherDevicesRemoval(studio))).headers.get('location')).toBe(at)
    expect(await read(await phone.get(at))).toContain('You are signed out everywhere but here.')
    expect(await listed(phone, at)).toHaveLength(1)
    expect(await read(await pc.get(paths.portal(studio)))).toContain('Email Continue')
    expect((await tablet.get(galleryPath)).status).toBe(403)
    expect((await tablet.open(link)).headers.get('location')).not.toBe(galleryPath)
  })
})
