import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import * as schema from '../../src/db/schema'
import type { Role } from '../../src/door/role'
import { paths } from '../../src/paths'
import { Browser, read } from '../helpers/browser'
import * as clock from '../helpers/clock'
import { countRoundTrips } from '../helpers/count'
import * as make from '../helpers/make'
import { FOUR_WORDS, inField } from '../helpers/new-password'
import * as rows from '../helpers/rows'
import * as scrypt from '../helpers/scrypt'

const INVITATION = 'Come back without a link'
const WORDS = 'meadow lantern copper violin'

beforeEach(() => scrypt.makeCheap())

/** A client inside a gallery that asks for no account. */
async function inside(role: Role = 'main', over: Partial<schema.Gallery> = {}) {
  clock.stop()
  const scene = await make.scene(over)
  const anna = await make.contact(scene.gallery, { role })
  const phone = new Browser()
  await phone.open(await make.link(anna))
  const { studio, gallery } = scene
  const isInvited = async (browser = phone) =>
    (await (await browser.get(scene.galleryPath)).text()).includes(INVITATION)
  return {
    ...{ ...scene, contact: anna, phone, isInvited },
    shown: paths.invitation(studio, gallery),
    declined: paths.invitationRemoval(studio, gallery),
    account: paths.account(studio, gallery),
  }
}

describe('a client without a password', () => {
  it.each<Role>(['main', 'vendor', 'invited', 'guest'])(
    'is invited to one, as %s, hidden until its time',
    async (role) => {
      const { phone, galleryPath, contact, account } = await inside(role)
      const html = await (await phone.get(galleryPath)).text()
      expect(html).toMatch(/<aside class="invitation"[^>]* hidden/)
      expect(html).toContain('data-seconds="30" data-photos="3"')
      expect(html).toContain('/invitation.js')
      expect(html).toContain(contact.client.email)
      expect(html).toContain(`action="${account}"`)
      expect(inField(html)).toMatch(FOUR_WORDS)
    },
  )

  it('is not asked again in this visit once it was on screen, but in the next one', async () => {
    const { phone, isInvited, shown, contact } = await inside()
    expect(await isInvited()).toBe(true)
    expect(await isInvited()).toBe(true)
    expect((await phone.post(shown)).status).toBe(204)
    expect(await isInvited()).toBe(false)
    await phone.open(await make.link(contact))
    expect(await isInvited()).toBe(false)

    clock.pass({ hours: 25 })
    await phone.open(await make.link(contact))
    expect(await isInvited()).toBe(true)
  })

  it('is left alone for 30 days after "Not now", to the second, in every gallery and browser', async () => {
    const { phone, isInvited, declined, contact, studio, galleryPath } = await inside()
    expect((await phone.post(declined)).headers.get('Location')).toBe(galleryPath)
    expect(await isInvited()).toBe(false)

    const next = await make.gallery(studio)
    const row = await make.contactOf(next, contact.client)
    const there = async (browser: Browser) =>
      (await (await browser.get(paths.gallery(studio, next))).text()).includes(INVITATION)
    const laptop = new Browser()
    await laptop.open(await make.link(row))
    expect(await there(laptop)).toBe(false)

    clock.pass({ days: 29, hours: 23, minutes: 59, seconds: 59 })
    const tablet = new Browser()
    await tablet.open(await make.link(row))
    expect(await there(tablet)).toBe(false)
    clock.pass({ seconds: 1 })
    expect(await there(tablet)).toBe(true)
  })

  it('keeps the words, stays inside, reads that they are saved, and is not asked again', async () => {
    const { phone, galleryPath, account, isInvited, contact, studio, gallery } = await inside()
    const password = inField(await (await phone.get(galleryPath)).text())
    const answer = await phone.post(account, { password })
    expect(answer.headers.get('Location')).toBe(galleryPath)
    const { email } = contact.client
    expect(await read(await phone.follow(answer))).toContain(
      `Your password is saved. From now on you can sign in with ${email}`,
    )
    expect(await read(await phone.get(galleryPath))).not.toContain('Your password is saved')
    expect(await isInvited()).toBe(false)
    const entry = await new Browser().post(paths.password(studio, gallery), { email, password })
    expect(entry.status).toBe(303)
  })

  it('reads why a password is not taken on a page of its own, from which the photographs are one link away', async () => {
    const { phone, account, galleryPath } = await inside()
    const answer = await phone.post(account, { password: 'short' })
    expect(answer.status).toBe(422)
    const html = await answer.text()
    expect(html).toContain('This is too short')
    expect(html).toContain(`href="${galleryPath}">Back to the photographs`)
  })

  it('finds the same by a line in the menu, without script, whether invited or not', async () => {
    const { phone, account, galleryPath, declined } = await inside()
    await phone.post(declined)
    expect(await (await phone.get(galleryPath)).text()).toContain(`href="${account}">Add a password`)
    const page = await phone.get(account)
    expect(page.status).toBe(200)
    const html = await page.text()
    expect(html).toContain('Save this password')
    expect(html).toContain(`href="${account}">Suggest other words`)
    expect((await phone.post(account, { password: inField(html) })).status).toBe(303)
    expect((await phone.get(account)).headers.get('Location')).toBe(galleryPath)
    expect(await (await phone.get(galleryPath)).text()).not.toContain('Add a password')
  })

  it('is invited at no cost: the page asks the database once, and looking writes nothing', async () => {
    const { phone, galleryPath } = await inside()
    const before = JSON.stringify(await rows.all())
    const count = countRoundTrips()
    await phone.get(galleryPath)
    expect(count()).toEqual({ queries: 0, batches: 1, kvReads: 0, kvWrites: 0 })
    expect(JSON.stringify(await rows.all())).toBe(before)
  })
})

describe('nobody else', () => {
  it('is invited: whoever has a password, guests, and the studio', async () => {
    const { phone, contact, link, owner, isInvited } = await inside('main', { guests: 'by-link' })
    const friend = new Browser()
    await friend.get(link)
    await friend.post(`${link}/guest`)
    expect(await isInvited(friend)).toBe(false)
    expect(await isInvited(await make.signedIn(owner))).toBe(false)

    await make.password(contact.client, WORDS)
    expect(await isInvited(phone)).toBe(false)
  })

  it('answers the invitation for a client: a stranger, a guest, a browser whose visit is over', async () => {
    const { phone, link, shown, declined } = await inside('main', { guests: 'by-link' })
    const friend = new Browser()
    await friend.get(link)
    await friend.post(`${link}/guest`)
    const late = phone.copy()
    for (const browser of [new Browser(), friend]) {
      await browser.post(shown)
      await browser.post(declined)
    }
    clock.pass({ hours: 25 })
    await late.post(shown)
    await late.post(declined)
    expect((await rows.of('visits')).map(({ invited_at }) => invited_at)).toEqual([null, null])
    expect((await rows.of('clients')).map(({ declined_at }) => declined_at)).toEqual([null, null])
  })

  it('is told by it which galleries there are', async () => {
    const { studio } = await inside()
    const hidden = await make.gallery(studio, { publishedAt: null })
    for (const gallery of [hidden, { slug: 'nowhere' }]) {
      expect((await new Browser().post(paths.invitation(studio, gallery))).status).toBe(404)
      expect((await new Browser().post(paths.invitationRemoval(studio, gallery))).status).toBe(404)
    }
  })
})

describe('a client who is inside when the photographer begins to ask for an account', () => {
  it('is asked at the next request, and comes back in', async () => {
    const { phone, gallery, galleryPath, photoPath, account } = await inside()
    await make.db().update(schema.galleries).set({ asksAccount: true }).where(eq(schema.galleries.id, gallery.id))
    expect((await phone.get(galleryPath)).status).toBe(403)
    expect((await phone.get(photoPath)).status).toBe(404)
    await phone.post(account, { password: WORDS })
    expect((await phone.get(galleryPath)).status).toBe(200)
    expect((await phone.get(photoPath)).status).toBe(200)
  })
})
