import { describe, expect, it } from 'vitest'
import { paths } from '../../src/paths'
import { Browser } from '../helpers/browser'
import * as clientCode from '../helpers/client-code'
import * as clock from '../helpers/clock'
import * as jobs from '../helpers/jobs'
import { computer, iPhone } from '../helpers/looks'
import * as make from '../helpers/make'
import * as outside from '../helpers/outside'
import * as portal from '../helpers/portal'

const PASSWORD = 'meadow lantern copper violin'

async function anna() {
  const studio = await make.studio()
  const gallery = await make.gallery(studio)
  const contact = await make.contact(gallery)
  await make.password(contact.client, PASSWORD)
  return { studio, gallery, client: contact.client, link: await make.link(contact) }
}

/** The notices that went out, once the sweep had its time. */
async function notices() {
  clock.pass({ minutes: 3 })
  await jobs.sweep()
  await jobs.run()
  return outside.mails().filter(({ subject }) => subject.endsWith(': a new sign-in'))
}

type Scene = Awaited<ReturnType<typeof anna>>

async function byCodeAtTheDoor(scene: Scene, browser: Browser): Promise<void> {
  await clientCode.ask(browser, scene, scene.client.email)
  await clientCode.type(browser, scene, clientCode.mailedTo(scene.client.email))
}

/** Ways to sign in with a browser. */
const WAYS: [string, (scene: Scene, browser: Browser) => Promise<unknown>][] = [
  ['a code at the portal', ({ studio, client }, browser) => portal.signedIn(studio, client, browser)],
  [
    'a password at the portal',
    async ({ studio, client }, browser) => {
      await browser.post(paths.portalSignIn(studio), { email: client.email })
      await browser.post(paths.portalPassword(studio), { password: PASSWORD })
    },
  ],
  ['a code at a gallery’s door', byCodeAtTheDoor],
  [
    'a password at a gallery’s door',
    ({ studio, gallery, client }, browser) =>
      browser.post(paths.password(studio, gallery), { email: client.email, password: PASSWORD }),
  ],
]

describe.each(WAYS)('%s', (_, signIn) => {
  it('on a new device is told to the address on file: what, where, when, and what to do', async () => {
    const scene = await anna()
    await signIn(scene, computer())
    clock.stop(new Date('2026-12-24T17:30:00Z'))
    await signIn(scene, iPhone())
    const [mail, ...more] = await notices()
    expect(more).toEqual([])
    expect(mail?.to).toBe(scene.client.email)
    expect(mail?.text).toMatch(
      /Safari on iPhone, Vienna, Austria, on Thursday,? 24 December 2026 at 18:30 \(Vienna time\)/,
    )
    expect(mail?.text).toContain(paths.clientDevices(scene.studio))
    expect(mail?.text).toContain(paths.resets(scene.studio))
  })
})

describe('a sign-in', () => {
  const signIn = byCodeAtTheDoor

  it('on the first device, and again on a known one, is no news', async () => {
    const scene = await anna()
    const [phone, pc] = [iPhone(), computer()]
    await signIn(scene, phone)
    expect(await notices()).toHaveLength(0)
    await signIn(scene, pc)
    expect(await notices()).toHaveLength(1)
    phone.forgetSession()
    await signIn(scene, phone)
    clock.pass({ minutes: 2 })
    await signIn(scene, pc)
    expect(await notices()).toHaveLength(1)
  })

  it('is no news where she came by her link before; it is where somebody else was', async () => {
    const scene = await anna()
    const [phone, pc] = [iPhone(), computer()]
    await phone.open(scene.link)
    await signIn(scene, phone)
    expect(await notices()).toHaveLength(0)
    const ben = await make.contact(scene.gallery)
    await pc.open(await make.link(ben))
    await signIn(scene, pc)
    expect((await notices()).map(({ to }) => to)).toEqual([scene.client.email])
  })

  it('is no news to her at another studio', async () => {
    const [here, there] = [await anna(), await anna()]
    await signIn(here, iPhone())
    await signIn(there, computer())
    expect(await notices()).toEqual([])
  })
})

describe('nobody is told', () => {
  it('of a wrong password or code', async () => {
    const { studio, gallery, client } = await anna()
    await portal.signedIn(studio, client)
    clock.pass({ minutes: 2 })
    const stranger = new Browser()
    await stranger.post(paths.password(studio, gallery), { email: client.email, password: 'not the one at all' })
    await portal.ask(stranger, studio, client.email)
    await stranger.post(paths.portalCode(studio), { code: '000000' })
    expect(await notices()).toEqual([])
  })
})

describe('a person of the studio', () => {
  it('is told as well, from the second device on', async () => {
    const studio = await make.studio()
    const person = await make.staff(studio)
    await make.signedIn(person)
    expect(await notices()).toEqual([])
    clock.pass({ minutes: 2 })
    await make.signedIn(person)
    const [mail, ...more] = await notices()
    expect(more).toEqual([])
    expect([mail?.to, mail?.text.includes(paths.staffDevices())]).toEqual([person.email, true])
  })
})
