import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import type * as schema from '../../src/db/schema'
import * as guestCodes from '../../src/models/guest-codes'
import { paths } from '../../src/paths'
import { secretsOf, settings } from '../../src/settings'
import { Browser, read } from '../helpers/browser'
import * as clock from '../helpers/clock'
import * as jobs from '../helpers/jobs'
import * as make from '../helpers/make'
import * as outside from '../helpers/outside'
import * as rows from '../helpers/rows'

/** A published gallery with a PIN, and a way to type one. */
async function door(over: Partial<schema.Gallery> = {}) {
  const scene = await make.scene({ guests: 'by-link', ...over })
  const pin = await make.pin(scene.gallery)
  const pinPath = paths.pin(scene.studio, scene.gallery)
  const type = (browser: Browser, typed: string) => browser.post(pinPath, { pin: typed })
  return { ...scene, pin, pinPath, type }
}

/** A browser that stands before the PIN. */
async function at(path: string): Promise<Browser> {
  const browser = new Browser()
  expect((await browser.get(path)).status).toBe(403)
  return browser
}

/** A browser that came in by the PIN. */
async function inside({ galleryPath, type, pin }: Awaited<ReturnType<typeof door>>): Promise<Browser> {
  const browser = await at(galleryPath)
  await type(browser, pin)
  expect((await browser.get(galleryPath)).status).toBe(200)
  return browser
}

const events = async (kind: string) => (await rows.of('events')).filter((event) => event.kind === kind)

describe('a gallery with a PIN', () => {
  it('asks for it at its address, names the other ways in, and shows no photograph', async () => {
    const { studio, gallery, galleryPath } = await door()
    const page = await new Browser().get(galleryPath)
    expect(page.status).toBe(403)
    const html = await page.text()
    expect(html).toContain('Enter the PIN your photographer gave you.')
    expect(html).toContain(`href="${paths.doorSignIn(studio, gallery)}"`)
    expect(html).toContain(`mailto:${studio.replyTo}`)
    expect(html).not.toContain('/photos/')
  })

  it('opens to whoever knows it, for browsing and photographs, without asking again', async () => {
    const { type, pin, galleryPath, photoPath } = await door()
    const phone = await at(galleryPath)
    const answer = await type(phone, pin)
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, galleryPath])
    for (let n = 0; n < 2; n++) {
      expect((await phone.get(galleryPath)).status).toBe(200)
      expect((await phone.get(photoPath)).status).toBe(200)
    }
    expect(await events('pin-entered')).toHaveLength(1)
    expect(await rows.of('visits')).toMatchObject([{ role: 'guest', contact_id: null, ended_at: null }])
  })

  it('opens for 24 hours, then asks again', async () => {
    clock.stop()
    const scene = await door()
    const phone = await inside(scene)
    clock.pass({ hours: 24, seconds: -1 })
    expect((await phone.get(scene.galleryPath)).status).toBe(200)
    clock.pass({ seconds: 1 })
    expect(await read(await phone.get(scene.galleryPath))).toContain('Enter the PIN')
  })

  it('opens to its digits with spaces, hyphens and in full width', async () => {
    const { galleryPath, type } = await door()
    for (const typed of [' 482 913 ', '482-913', '４８２９１３', '48–29–13']) {
      expect([typed, (await type(await at(galleryPath), typed)).status]).toEqual([typed, 303])
    }
  })

  it('says that a wrong PIN is wrong, beside the field, and that nothing is locked', async () => {
    const { galleryPath, type, photoPath } = await door()
    const phone = await at(galleryPath)
    const answer = await type(phone, '482914')
    expect(answer.status).toBe(422)
    const html = await answer.text()
    expect(html).toContain('That isn’t the gallery PIN. Try again; nothing is locked.')
    expect(html).toContain('value="482914"')
    expect((await phone.get(galleryPath)).status).toBe(403)
    expect((await phone.get(photoPath)).status).toBe(404)
    expect(await rows.of('visits')).toEqual([])
    expect(await events('pin-failed')).toMatchObject([{ because: 'wrong', contact_id: null }])
  })

  it.each(['230926', '23-09-26'])('says so when the guest code, %s, is typed, and counts the try', async (code) => {
    const scene = await door()
    const secrets = secretsOf(settings(env))
    expect(await guestCodes.set(make.db(), secrets, scene.gallery, code)).toEqual({ outcome: 'saved' })
    const phone = await at(scene.galleryPath)
    const answer = await scene.type(phone, '23 09 26')
    expect(answer.status).toBe(422)
    expect(await read(answer)).toContain('That is the guest code; the gallery PIN is the other one.')
    expect(await events('pin-failed')).toMatchObject([{ because: 'guest-code' }])
    for (let n = 0; n < 3; n++) await scene.type(phone, '230926')
    expect((await scene.type(phone, '230926')).status).toBe(429)
    expect((await phone.get(scene.galleryPath)).status).toBe(403)

    const other = await door()
    expect(await read(await other.type(await at(other.galleryPath), '230926'))).toContain('That isn’t the gallery PIN.')
  })

  it.each(['', '12', '1234567890123', 'PIN 4829', '482913 or 482914'])(
    'says what a PIN looks like to whoever types %j, and counts no try',
    async (typed) => {
      const { galleryPath, type, pin } = await door()
      const phone = await at(galleryPath)
      for (let n = 0; n < 6; n++) {
        const answer = await type(phone, typed)
        expect(answer.status).toBe(422)
        expect(await read(answer)).toContain('A gallery PIN has 4 to 12 digits')
      }
      expect(await rows.of('events')).toEqual([])
      expect((await type(phone, pin)).status).toBe(303)
    },
  )

  it('is not opened by another gallery’s PIN, nor does being in one open the other', async () => {
    const mine = await door()
    const theirs = await make.scene({ guests: 'by-link' })
    await make.pin(theirs.gallery, '771204')
    const phone = await inside(mine)
    expect((await phone.get(theirs.galleryPath)).status).toBe(403)
    expect((await phone.post(paths.pin(theirs.studio, theirs.gallery), { pin: mine.pin })).status).toBe(422)
    expect((await phone.get(theirs.photoPath)).status).toBe(404)
  })

  it('opens beside what is open in this browser already', async () => {
    const wedding = await door()
    const portraits = await make.scene()
    const phone = new Browser()
    await phone.open(portraits.link)
    await phone.get(wedding.galleryPath)
    await wedding.type(phone, wedding.pin)
    expect((await phone.get(wedding.galleryPath)).status).toBe(200)
    expect((await phone.get(portraits.galleryPath)).status).toBe(200)
    expect(await rows.of('sessions')).toHaveLength(1)
  })

  it('does not ask the clients who were invited', async () => {
    const { link, galleryPath } = await door()
    const phone = new Browser()
    await phone.open(link)
    expect((await phone.get(galleryPath)).status).toBe(200)
  })

  it('has a guest by a client’s link, too, enter it, in the visit that the link opened', async () => {
    const { link, galleryPath, type, pin, contact } = await door()
    const friend = new Browser()
    await friend.get(link)
    await friend.post(`${link}/guest`)
    expect(await read(await friend.get(galleryPath))).toContain('Enter the PIN')
    expect((await type(friend, pin)).status).toBe(303)
    expect((await friend.get(galleryPath)).status).toBe(200)
    expect(await rows.of('visits')).toMatchObject([{ via_contact_id: contact.id, ended_at: null }])
  })

  it.each(['guest', 'invited'] as const)(
    'has whoever comes by the %s link enter it once, as what they are',
    async (role) => {
      const { gallery, galleryPath, type, pin } = await door()
      const link = await make.roleLink(gallery, role)
      const friend = new Browser()
      await friend.open(link)
      expect((await friend.get(galleryPath)).status).toBe(403)
      await type(friend, pin)
      expect((await friend.get(galleryPath)).status).toBe(200)
      expect(await rows.of('visits')).toMatchObject([{ role, ended_at: null }])
      await make.pin(gallery, '771204')
      expect(await read(await friend.get(galleryPath))).toContain('The PIN has changed since you were here.')
    },
  )

  it('lets in a guest, too, whose first way in was withdrawn', async () => {
    const scene = await door()
    const { link, galleryPath, type, pin, contact, owner } = scene
    const friend = new Browser()
    await friend.get(link)
    await friend.post(`${link}/guest`)
    const desk = await make.signedIn(owner)
    await desk.post(paths.contactRemoval(contact.id))
    expect((await friend.get(galleryPath)).status).toBe(403)
    await type(friend, pin)
    expect((await friend.get(galleryPath)).status).toBe(200)
  })

  it('takes no PIN from a browser that keeps no cookies, and tells it so', async () => {
    const { type, pin } = await door()
    const answer = await type(new Browser(), pin)
    expect(answer.status).toBe(403)
    expect(await read(answer)).toContain('This browser keeps no cookies')
    expect(await rows.of('visits')).toEqual([])
    expect(await rows.of('events')).toEqual([])
  })

  it('opens to all of several right tries at the same moment', async () => {
    const { galleryPath, type, pin } = await door()
    const phone = await at(galleryPath)
    const answers = await Promise.all(Array.from({ length: 4 }, () => type(phone, pin)))
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303, 303])
    expect((await phone.get(galleryPath)).status).toBe(200)
    const again = await Promise.all(Array.from({ length: 4 }, () => type(phone, pin)))
    expect(again.map(({ status }) => status)).toEqual([303, 303, 303, 303])
    expect((await phone.get(galleryPath)).status).toBe(200)
  })
})

describe('a PIN that was changed', () => {
  it('is asked again at the next request, and the photographs are gone within a minute', async () => {
    clock.stop()
    const scene = await door()
    const phone = await inside(scene)
    await make.pin(scene.gallery, '771204')
    expect(await read(await phone.get(scene.galleryPath))).toContain('The PIN has changed since you were here.')
    clock.pass({ seconds: 61 })
    expect((await phone.get(scene.photoPath)).status).toBe(404)

    expect((await scene.type(phone, scene.pin)).status).toBe(422)
    expect((await scene.type(phone, '771204')).status).toBe(303)
    expect((await phone.get(scene.galleryPath)).status).toBe(200)
    expect((await phone.get(scene.photoPath)).status).toBe(200)
  })

  it('is asked again, too, when it was set to the same digits', async () => {
    const scene = await door()
    const phone = await inside(scene)
    await make.pin(scene.gallery, scene.pin)
    expect((await phone.get(scene.galleryPath)).status).toBe(403)
  })

  it('does not trouble a client who came by the link', async () => {
    const { link, gallery, galleryPath } = await door()
    const phone = new Browser()
    await phone.open(link)
    await make.pin(gallery, '771204')
    expect((await phone.get(galleryPath)).status).toBe(200)
  })

  it('at the very moment of a right try does not let the old one in', async () => {
    const scene = await door()
    const phones = await Promise.all(Array.from({ length: 8 }, () => at(scene.galleryPath)))
    const [, ...answers] = await Promise.all([
      make.pin(scene.gallery, '771204'),
      ...phones.map((phone) => scene.type(phone, scene.pin)),
    ])
    expect(answers.every(({ status }) => status === 303 || status === 422)).toBe(true)
    for (const phone of phones) expect((await phone.get(scene.galleryPath)).status).toBe(403)
  })
})

describe('the address of the PIN’s form', () => {
  it('leads to the gallery when it is opened by itself, whatever its state', async () => {
    const { pinPath, galleryPath } = await door()
    expect((await new Browser().get(pinPath)).headers.get('Location')).toBe(galleryPath)
    const closed = await door({ closesAt: new Date() })
    expect((await new Browser().get(closed.pinPath)).headers.get('Location')).toBe(closed.galleryPath)
  })

  it('is nowhere where there is no gallery, or none that is published', async () => {
    const hidden = await door({ publishedAt: null })
    for (const path of [hidden.pinPath, paths.pin(hidden.studio, { slug: 'none' })]) {
      expect((await new Browser().get(path)).status).toBe(404)
      expect((await new Browser().post(path, { pin: hidden.pin })).status).toBe(404)
    }
  })

  it.each([
    ['has closed', { closesAt: new Date() }],
    ['refuses guests', { guests: 'refused' as const }],
  ])('opens nothing where the gallery %s', async (_, over) => {
    const scene = await door(over)
    const phone = new Browser()
    await phone.get(scene.link)
    expect((await scene.type(phone, scene.pin)).headers.get('Location')).toBe(scene.galleryPath)
    expect((await phone.get(scene.galleryPath)).status).not.toBe(200)
    expect(await rows.of('visits')).toEqual([])
  })

  it('leads in whoever is inside already, and asks nothing of them', async () => {
    const scene = await door()
    const phone = new Browser()
    await phone.open(scene.link)
    const answer = await scene.type(phone, 'whatever')
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, scene.galleryPath])
  })
})

describe('whoever has no PIN', () => {
  it('is sent a code to their email from the page beside it', async () => {
    const { studio, gallery, galleryPath, contact } = await door()
    const laptop = await at(galleryPath)
    const page = await laptop.get(paths.doorSignIn(studio, gallery))
    expect(page.status).toBe(200)
    expect(await read(page)).toContain('Send me a code')
    await laptop.post(paths.codes(studio, gallery), { email: contact.client.email })
    await jobs.run()
    const code = /\d{6}/.exec(outside.mails()[0]?.subject ?? '')?.[0] ?? ''
    await laptop.post(paths.code(studio, gallery), { code })
    expect((await laptop.get(galleryPath)).status).toBe(200)
  })

  it('finds no such page where no gallery is open', async () => {
    const { studio, gallery } = await door({ publishedAt: null })
    expect((await new Browser().get(paths.doorSignIn(studio, gallery))).status).toBe(404)
    expect((await new Browser().get(paths.doorSignIn(studio, { slug: 'none' }))).status).toBe(404)
  })
})
