import { beforeEach, describe, expect, it } from 'vitest'
import * as schema from '../../src/db/schema'
import { paths } from '../../src/paths'
import { words } from '../../views/words/en'
import { Browser, read } from '../helpers/browser'
import * as clientCode from '../helpers/client-code'
import { mailedTo } from '../helpers/client-code'
import * as clock from '../helpers/clock'
import * as emailChange from '../helpers/email-change'
import * as jobs from '../helpers/jobs'
import * as make from '../helpers/make'
import * as outside from '../helpers/outside'
import * as passedOn from '../helpers/passed-on'
import * as passkeys from '../helpers/passkeys'
import * as portal from '../helpers/portal'
import * as resets from '../helpers/resets'
import * as rows from '../helpers/rows'
import * as scrypt from '../helpers/scrypt'
import { wrong } from '../helpers/sign-in'

beforeEach(() => scrypt.makeCheap())

const KINDS = [
  ['password', passedOn.password],
  ['passkey', passedOn.passkey],
] as const

const codesTo = (email: string) =>
  outside.mails().filter(({ to, subject }) => to === email && /^\d{6}/.test(subject)).length
const signedIn = async () => (await rows.of('sign_ins')).filter(({ ended_at }) => ended_at === null)
const unproved = async () => [
  ...(await rows.of('passkeys')).map((row) => row.gallery_id),
  ...(await rows.of('clients')).filter((row) => row.password_hash).map((row) => row.password_gallery_id),
]

describe.each(KINDS)('a %s that was made in a visit, by whoever was handed the link', (word, make_) => {
  async function begin() {
    const scene = await passedOn.scene()
    return { ...scene, made: await make_(scene) }
  }

  it('does not open the portal: a code to the client’s own mailbox does, and the page says why', async () => {
    const { studio, client, other, made } = await begin()
    const browser = new Browser()
    const answer = await made.atPortal(browser)
    expect(answer.headers.get('location')).toBe(paths.portalCode(studio))
    expect(await read(await browser.follow(answer))).toContain(words.code.proves[word])
    await jobs.run()
    expect(codesTo(client.email)).toBe(1)

    const seen = await read(await browser.get(paths.portal(studio)))
    for (const secret of [other.title, client.name, client.email]) expect(seen).not.toContain(secret)
    for (const path of [paths.clientAccount(studio), paths.clientDevices(studio), paths.privacy(studio)])
      expect((await browser.get(path)).headers.get('location')).toBe(paths.portal(studio))
    expect(await signedIn()).toEqual([])
  })

  it('does not open another gallery of the client’s', async () => {
    const { studio, client, other, made } = await begin()
    const browser = new Browser()
    const answer = await made.atDoor(other, browser)
    expect(answer.headers.get('location')).toBe(paths.code(studio, other))
    expect(await read(await browser.follow(answer))).toContain(words.code.proves[word])
    await jobs.run()
    expect(codesTo(client.email)).toBe(1)
    expect((await browser.get(paths.gallery(studio, other))).status).toBe(403)
    expect(await signedIn()).toEqual([])
  })

  it('opens its own gallery again, as the link did, and no more', async () => {
    const { studio, gallery, client, galleryPath, made } = await begin()
    const browser = new Browser()
    const answer = await made.atDoor(gallery, browser)
    expect(answer.headers.get('location')).toBe(galleryPath)
    expect((await browser.get(galleryPath)).status).toBe(200)
    expect((await browser.get(paths.clientAccount(studio))).headers.get('location')).toBe(paths.portal(studio))
    await jobs.run()
    expect(codesTo(client.email)).toBe(0)
    expect(await signedIn()).toEqual([])
    expect(await unproved()).toEqual([gallery.id])
  })

  it('is proved by the code at the portal, and from then on opens everything without one', async () => {
    const { studio, client, other, made, ...scene } = await begin()
    await passedOn.proved({ studio, client, other, ...scene }, made)
    expect(await unproved()).toEqual([null])
    const sent = codesTo(client.email)
    expect((await made.atPortal()).headers.get('location')).toBe(paths.portal(studio))
    for (const gallery of [other, scene.gallery]) {
      const browser = new Browser()
      expect((await made.atDoor(gallery, browser)).headers.get('location')).toBe(paths.gallery(studio, gallery))
      expect((await browser.get(paths.clientAccount(studio))).status).toBe(200)
    }
    await jobs.run()
    expect(codesTo(client.email)).toBe(sent)
  })

  it('is proved by the code at another gallery’s door as well', async () => {
    const { studio, client, other, made } = await begin()
    const browser = new Browser()
    await made.atDoor(other, browser)
    await jobs.run()
    const entry = await browser.post(paths.code(studio, other), { code: mailedTo(client.email) })
    expect(entry.headers.get('location')).toBe(paths.gallery(studio, other))
    expect(await unproved()).toEqual([null])
    expect((await made.atPortal()).headers.get('location')).toBe(paths.portal(studio))
  })

  it('is not proved by a wrong code, nor by the client’s own code in another browser', async () => {
    const { studio, gallery, client, made } = await begin()
    const browser = new Browser()
    await made.atPortal(browser)
    await jobs.run()
    const answer = await browser.post(paths.portalCode(studio), { code: wrong(mailedTo(client.email)) })
    expect(answer.status).toBe(422)
    clock.pass({ minutes: 2 })
    await portal.steppedUp(studio, client)
    expect(await unproved()).toEqual([gallery.id])
    expect((await made.atPortal()).headers.get('location')).toBe(paths.portalCode(studio))
  })

  it('has a code sent no sooner than another one may be, and the one on its way proves it', async () => {
    const { studio, client, made } = await begin()
    const browser = new Browser()
    await portal.ask(browser, studio, client.email)
    const answer = await made.atPortal(browser)
    expect(await read(await browser.follow(answer))).toContain('A code was sent already.')
    await jobs.run()
    expect(codesTo(client.email)).toBe(1)
    await browser.post(paths.portalCode(studio), { code: mailedTo(client.email) })
    expect(await unproved()).toEqual([null])
  })

  it('is proved once by a code that is sent ten times at the same moment', async () => {
    const { studio, client, made } = await begin()
    const browser = new Browser()
    await made.atPortal(browser)
    await jobs.run()
    const code = mailedTo(client.email)
    const tabs = Array.from({ length: 10 }, () => browser.copy().post(paths.portalCode(studio), { code }))
    const answers = await Promise.all(tabs)
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
    expect(await signedIn()).toHaveLength(1)
    expect(await unproved()).toEqual([null])
  })

  it('is used in two browsers for one code: only the browser that asked last gets in', async () => {
    const { studio, client, made } = await begin()
    const [first, second] = [new Browser(), new Browser()]
    await made.atPortal(first)
    await jobs.run()
    clock.pass({ minutes: 2 })
    await made.atPortal(second)
    await jobs.run()
    const code = mailedTo(client.email)
    const answers = await Promise.all([first, second].map((one) => one.post(paths.portalCode(studio), { code })))
    expect(answers.map(({ status }) => status)).toEqual([422, 303])
    expect(await signedIn()).toHaveLength(1)
  })

  it('is over once the password is set anew by a link from the mailbox', async () => {
    const { studio, gallery, client, made, galleryPath } = await begin()
    const thief = new Browser()
    await made.atDoor(gallery, thief)
    await resets.ask(studio, client.email)
    await new Browser().post(resets.newest(), { password: 'harbor thimble orchid gravel' })
    expect((await thief.get(galleryPath)).status).toBe(403)
    expect((await made.atDoor(gallery)).status).toBe(422)
    expect((await made.atPortal()).status).toBe(422)
    expect(await unproved()).toEqual([null])
  })

  it('is over once the client signs out everywhere else', async () => {
    const { studio, gallery, client, made } = await begin()
    const mother = await portal.signedIn(studio, client)
    await mother.post(paths.otherDevicesRemoval(studio))
    expect((await made.atDoor(gallery)).status).toBe(422)
    expect((await made.atPortal()).status).toBe(422)
    expect(await unproved()).toEqual([])
    expect((await rows.of('clients'))[0]).toMatchObject({ password_hash: null, password_set_at: null })
  })

  it('is proved once it was, whatever signs others out', async () => {
    const { studio, client, made, ...scene } = await begin()
    const mother = await passedOn.proved({ studio, client, ...scene }, made)
    await mother.post(paths.otherDevicesRemoval(studio))
    expect((await made.atPortal()).headers.get('location')).toBe(paths.portal(studio))
  })
})

describe('a first password or passkey', () => {
  /** A client inside a gallery by a code to her mailbox, which signs in to the portal too. */
  async function byCode() {
    const scene = await passedOn.scene()
    const { studio, gallery, client } = scene
    const browser = new Browser()
    await clientCode.ask(browser, { studio, gallery }, client.email)
    await clientCode.type(browser, { studio, gallery }, mailedTo(client.email))
    return { ...scene, aunt: browser }
  }

  it('is proved at once by who came by a code a moment ago', async () => {
    const scene = await byCode()
    clock.pass({ minutes: 9, seconds: 59 })
    const made = await passedOn.passkey(scene)
    expect(await unproved()).toEqual([null])
    const browser = new Browser()
    expect((await made.atPortal(browser)).headers.get('location')).toBe(paths.portal(scene.studio))
    expect((await passkeys.stepUp(browser, scene.studio, made.passkey)).status).toBe(303)
  })

  it.each(KINDS)('is not proved by who came by a code longer ago: %s', async (_, make_) => {
    const scene = await byCode()
    clock.pass({ minutes: 10, seconds: 1 })
    await make_(scene)
    expect(await unproved()).toEqual([scene.gallery.id])
  })

  it('is not proved by a code that somebody else came by', async () => {
    const { studio, gallery, ...scene } = await passedOn.scene()
    const ben = await make.contact(gallery, { name: 'Ben' })
    const aunt = await portal.signedIn(studio, ben.client)
    await aunt.open(await make.link(scene.contact))
    await passedOn.password({ studio, gallery, ...scene, aunt })
    expect(await unproved()).toEqual([gallery.id])
  })

  it('is proved at once by a link from the mailbox, and in the account after a step-up', async () => {
    const { studio, client } = await passedOn.scene()
    await resets.ask(studio, client.email)
    await new Browser().post(resets.newest(), { password: passedOn.PASSWORD })
    expect(await unproved()).toEqual([null])
    const browser = await portal.steppedUp(studio, client)
    await browser.post(paths.clientPassword(studio), { password: 'harbor thimble orchid gravel' })
    expect(await unproved()).toEqual([null])
  })

  it('is changed in the account into one that is proved', async () => {
    const scene = await passedOn.scene()
    await passedOn.password(scene)
    const browser = await portal.steppedUp(scene.studio, scene.client)
    await browser.post(paths.clientPassword(scene.studio), { password: 'harbor thimble orchid gravel' })
    expect(await unproved()).toEqual([null])
  })
})

describe('an unproved one', () => {
  it('gets the answers of any other when the password is wrong', async () => {
    const scene = await passedOn.scene()
    await passedOn.password(scene)
    const { studio, other, client } = scene
    const browser = new Browser()
    await browser.post(paths.portalSignIn(studio), { email: client.email })
    expect((await browser.post(paths.portalPassword(studio), { password: 'not the one at all' })).status).toBe(422)
    const form = { email: client.email, password: 'not the one at all' }
    expect((await browser.post(paths.password(studio, other), form)).status).toBe(422)
    await jobs.run()
    expect(codesTo(client.email)).toBe(0)
  })

  it('opens no gallery to which its client is not invited', async () => {
    const scene = await passedOn.scene()
    const { passkey, atDoor } = await passedOn.passkey(scene)
    const foreign = await make.gallery(scene.studio)
    expect((await atDoor(foreign)).status).toBe(422)
    const elsewhere = await make.scene()
    expect((await passkeys.signIn(elsewhere.studio, passkey)).status).toBe(422)
  })

  it('leads to a code from the client’s own link too, where it did not open', async () => {
    const scene = await passedOn.scene()
    await passedOn.password(scene)
    const { studio, other, client } = scene
    const [contact] = (await rows.of('contacts')).filter((row) => row.gallery_id === other.id)
    const link = await make.link({ id: String(contact?.id), clientId: client.id })
    await new Browser().open(link)
    const laptop = new Browser()
    await laptop.open(link)
    const answer = await laptop.post(paths.password(studio, other), { password: passedOn.PASSWORD })
    expect(answer.headers.get('location')).toBe(paths.code(studio, other))
    expect(await read(await laptop.follow(answer))).toContain(words.code.proves.password)
    await jobs.run()
    await laptop.post(paths.code(studio, other), { code: mailedTo(client.email) })
    expect((await laptop.get(paths.gallery(studio, other))).status).toBe(200)
    expect(await unproved()).toEqual([null])
  })

  it('is shown as such among the client’s passkeys, until it is proved', async () => {
    const scene = await passedOn.scene()
    const { studio, gallery, client } = scene
    const made = await passedOn.passkey(scene)
    const says = words.passkeys.only(gallery.title)
    const mother = await portal.steppedUp(studio, client)
    expect(await read(await mother.get(paths.clientPasskeys(studio)))).toContain(says)
    clock.pass({ minutes: 2 })
    await passedOn.proved(scene, made)
    expect(await read(await mother.get(paths.clientPasskeys(studio)))).not.toContain(says)
  })

  it('ends with a change of the client’s address, and with taking one back', async () => {
    const scene = await passedOn.scene()
    const { studio, gallery, client } = scene
    const made = await passedOn.passkey(scene)
    clock.pass({ hours: 100 })
    const mother = await portal.steppedUp(studio, client)
    const back = await emailChange.change(mother, studio, client.email, 'anna.new@example.com')
    expect((await made.atDoor(gallery)).status).toBe(422)
    await make.db().update(schema.clients).set({ passwordHash: 'unproved', passwordGalleryId: gallery.id })
    await emailChange.press(back)
    expect(await unproved()).toEqual([])
  })
})

describe.each(KINDS)('a %s that was made by a link that was passed on', (_, made) => {
  it('is gone with the contact: added again, they come in by what is theirs', async () => {
    const scene = await passedOn.scene()
    await made(scene)
    const desk = await make.signedIn(scene.owner)
    await desk.post(paths.contactRemoval(scene.contact.id))
    expect(await unproved()).toEqual([])
  })

  it('is gone when the contact becomes somebody else', async () => {
    const scene = await passedOn.scene()
    await made(scene)
    const desk = await make.signedIn(scene.owner)
    const ben = { name: 'Ben', email: 'ben@example.org', phone: '', role: 'main' }
    expect((await desk.post(paths.contact(scene.contact.id), ben)).status).toBe(303)
    expect(await unproved()).toEqual([])
  })

  it('stays when one old device is signed out: it may be the client’s own', async () => {
    const scene = await passedOn.scene()
    await made(scene)
    const before = await unproved()
    await portal.signedIn(scene.studio, scene.client)
    clock.pass({ minutes: 2 })
    const laptop = await portal.signedIn(scene.studio, scene.client)
    const [, old] = (await rows.of('sessions')).filter(({ ended_at }) => ended_at === null)
    expect((await laptop.post(paths.clientDeviceRemoval(scene.studio, String(old?.id)))).status).toBe(303)
    expect(await unproved()).toEqual(before)
  })
})
