import { beforeEach, describe, expect, it } from 'vitest'
import type * as schema from '../../src/db/schema'
import { paths } from '../../src/paths'
import { breach } from '../helpers/breaches'
import { Browser, read } from '../helpers/browser'
import * as clock from '../helpers/clock'
import { countRoundTrips } from '../helpers/count'
import * as make from '../helpers/make'
import { FOUR_WORDS, inField } from '../helpers/new-password'
import * as rows from '../helpers/rows'
import * as scrypt from '../helpers/scrypt'

const WORDS = 'meadow lantern copper violin'
const OTHERS = 'harbor thimble orchid gravel'

beforeEach(() => scrypt.makeCheap())

/** A client who came by her link to a gallery that asks for an account. */
async function atTheDoor(over: Partial<schema.Gallery> = {}) {
  clock.stop()
  const scene = await make.scene({ asksAccount: true, ...over })
  const phone = new Browser()
  await phone.open(scene.link)
  const { studio, gallery, contact } = scene
  return { ...scene, phone, path: paths.account(studio, gallery), email: contact.client.email }
}

const hashes = async () => (await rows.of('clients')).map((client) => client.password_hash)
const made = async () => (await rows.of('events')).filter(({ kind }) => kind === 'account-made')

describe('a gallery that asks for an account before the photographs', () => {
  it('says whose it is, suggests four words, and shows no photograph', async () => {
    const { phone, galleryPath, photoPath, email } = await atTheDoor()
    const page = await phone.get(galleryPath)
    expect(page.status).toBe(403)
    const html = await page.text()
    expect(html).toContain(`Your email is ${email}.`)
    expect(html).toContain('Make my account and see the photographs')
    expect(inField(html)).toMatch(FOUR_WORDS)
    expect((await phone.get(photoPath)).status).toBe(404)

    expect(inField(await (await phone.get(galleryPath)).text())).not.toBe(inField(html))
    expect(await hashes()).toEqual([null])
  })

  it('shows the photographs once she keeps the words, and notes it for the photographer', async () => {
    const { phone, galleryPath, photoPath, path, gallery, contact } = await atTheDoor()
    const password = inField(await (await phone.get(galleryPath)).text())
    const answer = await phone.post(path, { password })
    expect(answer.status).toBe(303)
    expect(answer.headers.get('Location')).toBe(galleryPath)
    expect((await phone.get(galleryPath)).status).toBe(200)
    expect((await phone.get(photoPath)).status).toBe(200)
    expect(await made()).toMatchObject([{ gallery_id: gallery.id, contact_id: contact.id, at: Date.now() }])
    expect(await rows.of('clients')).toMatchObject([{ password_set_at: Date.now() }])
  })

  it('knows her by it later, on any device, here and in other galleries of the studio', async () => {
    const { phone, path, studio, gallery, contact, email } = await atTheDoor()
    await phone.post(path, { password: WORDS })
    const laptop = new Browser()
    const entry = await laptop.post(paths.password(studio, gallery), { email, password: WORDS })
    expect((await laptop.follow(entry)).status).toBe(200)

    const next = await make.gallery(studio, { asksAccount: true })
    const row = await make.contactOf(next, contact.client)
    const straightIn = await phone.open(await make.link(row))
    expect((await phone.follow(straightIn)).status).toBe(200)
  })

  it('gives her a new session; what her browser carried before is dead', async () => {
    const { phone, path, galleryPath } = await atTheDoor()
    const stolen = phone.copy()
    await phone.post(path, { password: WORDS })
    expect((await phone.get(galleryPath)).status).toBe(200)
    expect((await stolen.get(galleryPath)).status).toBe(403)
    expect(await read(await stolen.get(galleryPath))).toContain('Private gallery')
  })

  it.each([
    ['too short', 'four words', 'This is too short: 12 characters or more'],
    ['missing', '', 'This is too short'],
    ['endless', 'meadow '.repeat(40), 'This is too long: 256 characters at most'],
    ['what many think of', 'password12345', 'Many people think of this one'],
    ['her own name', 'Anna Keller 1990', 'little more than a name that others know'],
    ['her own address', 'anna.keller@home', 'little more than a name that others know'],
  ])('brings a password back that is %s, with the reason and as it was typed', async (_, password, reason) => {
    const { phone, path, galleryPath } = await atTheDoor()
    const answer = await phone.post(path, { password })
    expect(answer.status).toBe(422)
    const html = await answer.text()
    expect(html).toContain(reason)
    expect(inField(html)).toBe(password)
    expect(await hashes()).toEqual([null])
    expect((await phone.get(galleryPath)).status).toBe(403)
  })

  it('refuses a password that is little more than the studio’s name', async () => {
    const { phone, path, studio } = await atTheDoor()
    expect((await phone.post(path, { password: `${studio.name} 2026` })).status).toBe(422)
  })

  it('refuses a password that is known from a breach', async () => {
    const { phone, path } = await atTheDoor()
    breach(WORDS)
    const answer = await phone.post(path, { password: WORDS })
    expect(answer.status).toBe(422)
    expect(await read(answer)).toContain('known from a break-in at some other site')
    expect(await hashes()).toEqual([null])
  })

  it('keeps the first of two passwords from two tabs, and the other tab just goes on', async () => {
    const { phone, path, galleryPath, studio, gallery, email } = await atTheDoor()
    await phone.post(path, { password: WORDS })
    const second = await phone.post(path, { password: OTHERS })
    expect(second.headers.get('Location')).toBe(galleryPath)
    expect((await phone.get(galleryPath)).status).toBe(200)
    const signIn = (password: string) => new Browser().post(paths.password(studio, gallery), { email, password })
    expect((await signIn(WORDS)).status).toBe(303)
    expect((await signIn(OTHERS)).status).toBe(422)
    expect(await made()).toHaveLength(1)
  })

  it('lets one of twenty tabs win that send at the same moment, and all of them in', async () => {
    const { phone, path, galleryPath } = await atTheDoor()
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, turn) => phone.post(path, { password: `${WORDS} ${turn}` })),
    )
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(303))
    expect((await phone.get(galleryPath)).status).toBe(200)
    expect(await made()).toHaveLength(1)
    expect((await rows.of('sessions')).filter(({ ended_at }) => ended_at === null)).toHaveLength(1)
  })

  it('asks no guest for one', async () => {
    const { link, galleryPath, path } = await atTheDoor({ guests: 'by-link' })
    const friend = new Browser()
    await friend.get(link)
    await friend.post(`${link}/guest`)
    expect((await friend.get(galleryPath)).status).toBe(200)
    expect((await friend.post(path, { password: WORDS })).headers.get('Location')).toBe(galleryPath)
    expect(await hashes()).toEqual([null])
  })

  it('asks the database twice to set one', async () => {
    const { phone, path } = await atTheDoor()
    const count = countRoundTrips()
    expect((await phone.post(path, { password: WORDS })).status).toBe(303)
    expect(count()).toEqual({ queries: 0, batches: 2, kvReads: 0, kvWrites: 0 })
  })
})

describe('an account', () => {
  it('is nobody’s to make but its client’s, in her own live visit', async () => {
    const { phone, path, galleryPath, owner, contact } = await atTheDoor()
    const elsewhere = await atTheDoor()
    const late = phone.copy()
    const desk = await make.signedIn(owner)
    for (const browser of [new Browser(), elsewhere.phone, desk]) {
      expect((await browser.post(path, { password: WORDS })).headers.get('Location')).toBe(galleryPath)
    }
    await desk.post(paths.contactRemoval(contact.id))
    expect((await late.post(path, { password: WORDS })).headers.get('Location')).toBe(galleryPath)
    expect(await hashes()).toEqual([null, null])
  })

  it('is not made once the visit is over', async () => {
    const { phone, path, galleryPath } = await atTheDoor()
    clock.pass({ hours: 24, seconds: 1 })
    expect((await phone.post(path, { password: WORDS })).headers.get('Location')).toBe(galleryPath)
    expect(await hashes()).toEqual([null])
  })

  it('is not made by looking', async () => {
    const { phone, path, galleryPath } = await atTheDoor()
    for (let turn = 0; turn < 10; turn++) expect((await phone.get(path)).headers.get('Location')).toBe(galleryPath)
    expect(await hashes()).toEqual([null])
  })

  it('is not made where the gallery is closed or never was', async () => {
    const { studio } = await atTheDoor()
    const hidden = await make.gallery(studio, { publishedAt: null })
    for (const slug of [hidden.slug, 'nowhere']) {
      const path = paths.account(studio, { slug })
      expect((await new Browser().get(path)).status).toBe(404)
      expect((await new Browser().post(path, { password: WORDS })).status).toBe(404)
    }
  })
})
