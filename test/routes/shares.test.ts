import { eq, sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import * as schema from '../../src/db/schema'
import type { Role } from '../../src/door/role'
import { INVITATIONS_PER_DAY } from '../../src/door/share'
import * as shares from '../../src/models/shares'
import { paths } from '../../src/paths'
import { whole } from '../helpers/answer'
import { Browser, ORIGIN, read } from '../helpers/browser'
import * as clock from '../helpers/clock'
import * as guests from '../helpers/guests'
import * as jobs from '../helpers/jobs'
import * as make from '../helpers/make'
import * as outside from '../helpers/outside'
import * as rows from '../helpers/rows'
import { mailsTo } from '../helpers/sign-in'

const OMA = { name: 'Erika Keller', email: 'oma@example.com' }

/** A gallery that admits guests, its guest link, and Anna, a main client, inside. */
async function inside(over: Partial<schema.Gallery> = {}) {
  clock.stop()
  const scene = await make.scene({ guests: 'by-link', ...over })
  const guestLink = await make.roleLink(scene.gallery, 'guest')
  const anna = new Browser()
  await anna.open(scene.link)
  const { studio, gallery } = scene
  return {
    ...scene,
    guestLink,
    anna,
    share: paths.share(studio, gallery),
    invite: paths.shareInvitations(studio, gallery),
  }
}

function change(gallery: schema.Gallery, over: Partial<schema.Gallery>) {
  return make.db().update(schema.galleries).set(over).where(eq(schema.galleries.id, gallery.id))
}

/** What takes the right to share away. */
const CHANGES: [string, (gallery: schema.Gallery) => PromiseLike<unknown>][] = [
  ['guests are refused', (gallery: schema.Gallery) => change(gallery, { guests: 'refused' })],
  ['the gallery has closed', (gallery: schema.Gallery) => change(gallery, { closesAt: new Date(0) })],
  ['they are removed', () => make.db().update(schema.contacts).set({ removedAt: new Date() })],
  ['they are no longer a main client', () => make.db().update(schema.contacts).set({ role: 'invited' })],
  ['the contact passes to somebody else', () => make.db().run(sql`update visits set client_id = null`)],
  [
    'their visit is over',
    () =>
      make
        .db()
        .update(schema.visits)
        .set({ expiresAt: new Date(0) }),
  ],
  ['they are signed out', () => make.db().update(schema.sessions).set({ endedAt: new Date() })],
]

const state = async () => ({
  clients: await rows.of('clients'),
  contacts: await rows.of('contacts'),
  events: await rows.of('events'),
  messages: await rows.of('messages'),
})

describe('a main client inside', () => {
  it('finds the way to share in the bar, and there the guest link with its QR code', async () => {
    const { anna, share, guestLink, galleryPath } = await inside()
    expect(await (await anna.get(galleryPath)).text()).toContain(`href="${share}" aria-label="Share"`)
    const page = await anna.get(share)
    expect(page.status).toBe(200)
    const html = await page.text()
    expect(html).toContain(`value="${ORIGIN}${guestLink}"`)
    expect(html).toContain('<svg')
    expect(html).not.toContain('PIN')

    const friend = new Browser()
    await friend.open(guestLink)
    expect((await friend.get(galleryPath)).status).toBe(200)
  })

  it('is told that guests need the PIN too, where there is one', async () => {
    const { anna, share } = await inside({ pinId: 'a-pin' })
    expect(await read(await anna.get(share))).toContain('They are asked for the gallery’s PIN')
  })

  it('invites by email alone while the guest link is switched off', async () => {
    const { anna, share } = await inside()
    await make.db().update(schema.roleLinks).set({ revokedAt: new Date() })
    const text = await read(await anna.get(share))
    expect(text).not.toContain('Guest link')
    expect(text).toContain('Send an invitation')
  })

  it('invites somebody, who gets a link of their own and comes in as a guest', async () => {
    const { anna, share, invite, gallery, galleryPath } = await inside()
    const answer = await anna.post(invite, OMA)
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, share])
    expect(await read(await anna.get(share))).toContain('An invitation is on its way to Erika Keller.')
    await jobs.run()
    const [mail, ...others] = mailsTo(OMA.email)
    expect(others).toEqual([])
    expect(mail?.subject).toBe(`${gallery.title}: the photographs`)
    expect(mail?.text).toContain('Dear Erika Keller')

    const link = /https:\/\/\S+(\/l\/[\w-]+)/.exec(mail?.text ?? '')?.[1] ?? ''
    const oma = new Browser()
    await oma.open(link)
    expect(await read(await oma.get(galleryPath))).toContain('You are here as Erika Keller')
    expect((await rows.of('contacts')).at(-1)).toMatchObject({ gallery_id: gallery.id, role: 'guest' })
    expect((await oma.get(share)).headers.get('Location')).toBe(galleryPath)
  })

  it('changes nothing of whoever is a contact already, and reads the same words', async () => {
    const { anna, share, invite, gallery } = await inside()
    const ben = await make.contact(gallery, { name: 'Ben Keller', role: 'vendor', phone: '+436601234542' })
    const before = await state()
    const known = await whole(await anna.post(invite, { name: 'Mallory', email: ben.client.email }))
    const words = await whole(await anna.get(share))
    const after = await state()
    expect([after.clients, after.contacts]).toEqual([before.clients, before.contacts])
    await jobs.run()
    expect(mailsTo(ben.client.email)[0]?.text).toContain('Dear Ben Keller')

    const unknown = await whole(await anna.post(invite, { name: 'Mallory', email: OMA.email }))
    expect(known).toEqual(unknown)
    expect(words).toEqual(await whole(await anna.get(share)))
  })

  it('leaves a client whom the studio knows from another gallery their name and phone', async () => {
    const { anna, invite, studio, gallery } = await inside()
    const carla = await make.contact(await make.gallery(studio), { name: 'Carla Weiss', phone: '+436601234542' })
    const clients = await rows.of('clients')
    await anna.post(invite, { name: 'Mallory', email: carla.client.email })
    expect(await rows.of('clients')).toEqual(clients)
    expect((await rows.of('contacts')).at(-1)).toMatchObject({
      gallery_id: gallery.id,
      client_id: carla.clientId,
      role: 'guest',
    })
  })

  it('reads what is wrong with a form', async () => {
    const { anna, invite } = await inside()
    const before = await state()
    const returned = await anna.post(invite, { name: 'win at evil.example', email: 'oma' })
    expect(returned.status).toBe(422)
    const text = await read(returned)
    expect(text).toContain('Write the name alone, please.')
    expect(text).toContain('This is not an email address.')
    expect(text).toContain('Guest link')
    expect(await state()).toEqual(before)
  })

  it('changes nothing by looking', async () => {
    const { anna, share, invite } = await inside()
    const before = await rows.all()
    for (const method of ['GET', 'HEAD']) {
      expect((await anna.send(method, share)).status).toBe(200)
      expect((await anna.send(method, invite)).status).toBe(404)
    }
    expect(await rows.all()).toEqual(before)
  })
})

describe('nobody else shares', () => {
  const roles: Role[] = ['vendor', 'invited', 'guest']
  it.each(roles)('not a contact who is %s', async (role) => {
    const { gallery, galleryPath, share, invite } = await inside()
    const other = new Browser()
    await other.open(await make.link(await make.contact(gallery, { role })))
    expect(await (await other.get(galleryPath)).text()).not.toContain(share)
    const before = await state()
    expect((await other.get(share)).headers.get('Location')).toBe(galleryPath)
    expect((await other.post(invite, OMA)).headers.get('Location')).toBe(galleryPath)
    expect(await state()).toEqual(before)
  })

  it('not a guest, a stranger, or the studio’s own', async () => {
    const { guestLink, owner, galleryPath, share, invite } = await inside()
    const guest = new Browser()
    await guest.open(guestLink)
    const before = await state()
    for (const browser of [guest, new Browser(), await make.signedIn(owner)]) {
      expect((await browser.get(share)).headers.get('Location')).toBe(galleryPath)
      expect((await browser.post(invite, OMA)).headers.get('Location')).toBe(galleryPath)
    }
    expect((await state()).contacts).toEqual(before.contacts)
  })

  it('not a main client of another gallery', async () => {
    const { anna } = await inside()
    const other = await inside()
    const before = await state()
    expect((await anna.post(other.invite, OMA)).headers.get('Location')).toBe(other.galleryPath)
    expect(await state()).toEqual(before)
  })

  it.each(CHANGES)('not a main client once %s', async (_, happens) => {
    const { anna, gallery, share, invite, galleryPath } = await inside()
    await happens(gallery)
    const before = await state()
    expect((await anna.get(share)).headers.get('Location')).toBe(galleryPath)
    expect((await anna.post(invite, OMA)).headers.get('Location')).toBe(galleryPath)
    expect(await state()).toEqual(before)
    expect(await (await anna.get(galleryPath)).text()).not.toContain(share)
  })
})

describe('an invitation at the very moment', () => {
  it.each(CHANGES)('is not sent: %s', async (_, happens) => {
    clock.stop()
    const { studio, gallery, contact } = await make.scene({ guests: 'by-link' })
    const { visit, browser } = await guests.standingAsContact(studio, gallery, contact)
    await happens(gallery)
    const before = await state()
    const invited = await shares.invite(make.db(), gallery, visit, browser.session, OMA, new Date())
    expect(invited).toEqual({ outcome: 'refused' })
    expect(await state()).toEqual(before)
  })
})

describe('invitations by a client', () => {
  const everybody = (count: number) =>
    Array.from({ length: count }, (_, turn) => ({ name: 'Guest', email: `guest${turn}@example.com` }))

  it(`are ${INVITATIONS_PER_DAY} within a day, however many are sent at once`, async () => {
    const { anna, invite } = await inside()
    const answers = await Promise.all(everybody(40).map((person) => anna.copy().post(invite, person)))
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(INVITATIONS_PER_DAY)
    const [refused] = answers.filter(({ status }) => status === 429)
    expect(refused?.headers.get('Retry-After')).toBe('3600')
    expect(await read(refused ?? new Response())).toContain('More invitations can go out tomorrow')
    await jobs.run()
    expect(outside.mails()).toHaveLength(INVITATIONS_PER_DAY)
    expect((await rows.of('contacts')).filter(({ role }) => role === 'guest')).toHaveLength(INVITATIONS_PER_DAY)
  })

  it('are counted over all galleries and to the second; another main client’s are their own', async () => {
    const { anna, invite, contact, gallery, studio } = await inside()
    const earlier = { galleryId: gallery.id, contactId: contact.id, kind: 'guest-invited' as const, because: null }
    const at = new Date()
    for (let turn = 0; turn < INVITATIONS_PER_DAY; turn++)
      await make
        .db()
        .insert(schema.events)
        .values({ ...earlier, id: `invited-${turn}`, at })
    expect((await anna.post(invite, OMA)).status).toBe(429)

    const ben = new Browser()
    await ben.open(await make.link(await make.contact(gallery)))
    expect((await ben.post(invite, OMA)).status).toBe(303)

    const second = await make.gallery(studio, { guests: 'by-link' })
    const there = { ...contact, id: 'annathere', galleryId: second.id }
    await make.db().insert(schema.contacts).values(there)
    clock.pass({ hours: 23, minutes: 59, seconds: 59 })
    await anna.open(await make.link(there))
    expect((await anna.post(paths.shareInvitations(studio, second), OMA)).status).toBe(429)
    clock.pass({ seconds: 1 })
    expect((await anna.post(paths.shareInvitations(studio, second), OMA)).status).toBe(303)
  })
})
