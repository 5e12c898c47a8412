import { eq, sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import * as schema from '../../src/db/schema'
import { ACTS } from '../../src/door/engage'
import * as identities from '../../src/models/identities'
import { paths } from '../../src/paths'
import { whole } from '../helpers/answer'
import { Browser, read } from '../helpers/browser'
import * as clock from '../helpers/clock'
import * as guests from '../helpers/guests'
import * as make from '../helpers/make'
import * as outside from '../helpers/outside'
import * as rows from '../helpers/rows'

const LENA = { name: 'Lena Vogt', email: 'lena@example.com' }

/** A gallery with an email wall, and a guest who came by the guest link. */
async function atTheWall(over: Partial<schema.Gallery> = {}) {
  clock.stop()
  const scene = await make.scene({ guests: 'by-link', asksEmail: true, ...over })
  const guestLink = await make.roleLink(scene.gallery, 'guest')
  const lena = new Browser()
  await lena.open(guestLink)
  return { ...scene, guestLink, lena, path: paths.identity(scene.studio, scene.gallery) }
}

/** A gallery that is open to anybody, behind an email wall. */
async function openWall(over: Partial<schema.Gallery> = {}) {
  clock.stop()
  const scene = await make.scene({ guests: 'anyone', asksEmail: true, ...over })
  const lena = new Browser()
  await lena.get(scene.galleryPath)
  return { ...scene, lena, path: paths.identity(scene.studio, scene.gallery) }
}

function change(gallery: schema.Gallery, over: Partial<schema.Gallery>) {
  return make.db().update(schema.galleries).set(over).where(eq(schema.galleries.id, gallery.id))
}

describe('the email wall', () => {
  it('asks a guest for name and email before the photographs, says what for, and lets in whoever gives them', async () => {
    const { lena, studio, galleryPath, photoPath, path } = await atTheWall()
    const wall = await lena.get(galleryPath)
    expect(wall.status).toBe(403)
    const text = await read(wall)
    expect(text).toContain(`so that ${studio.name} knows who looked`)
    expect(text).toContain('no account')
    expect(text).toContain('Were you invited? Sign in instead')
    expect((await lena.get(photoPath)).status).toBe(404)

    const answer = await lena.post(path, LENA)
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, galleryPath])
    const gallery = await lena.get(galleryPath)
    expect(gallery.status).toBe(200)
    expect(await read(gallery)).toContain('You are here as a guest, Lena Vogt')
    expect((await lena.get(photoPath)).status).toBe(200)
  })

  it('writes onto the visit that the guest came with, and makes no client, no password, no mail', async () => {
    const { lena, path } = await atTheWall()
    const [before] = await rows.of('visits')
    const clients = await rows.of('clients')
    await lena.post(path, LENA)
    expect(await rows.of('visits')).toEqual([{ ...before, guest_name: LENA.name, guest_email: LENA.email }])
    expect(await rows.of('clients')).toEqual(clients)
    expect(await rows.of('sessions')).toHaveLength(1)
    expect(outside.sendings()).toEqual([])
    expect(await rows.of('events')).toMatchObject([
      { kind: 'role-link-opened' },
      { kind: 'identified', contact_id: null, because: null },
    ])
  })

  it('comes back with what was typed and the reason beside the field', async () => {
    const { lena, path, galleryPath } = await atTheWall()
    const nameless = await lena.post(path, { name: ' ', email: LENA.email })
    expect(nameless.status).toBe(422)
    const html = await nameless.text()
    expect(html).toContain('Give your name.')
    expect(html).toContain(LENA.email)
    const noAddress = await lena.post(path, { name: LENA.name, email: 'lena' })
    expect(await read(noAddress)).toContain('This is not an email address.')
    const link = await lena.post(path, { ...LENA, name: 'Look at evil.example/win' })
    expect(await read(link)).toContain('Write the name alone, please.')
    expect((await lena.get(galleryPath)).status).toBe(403)
    expect(await rows.of('events')).toHaveLength(1)
  })

  it('opens a visit of a day at an address that is open to anybody', async () => {
    const { lena, path, galleryPath, photoPath, gallery } = await openWall()
    expect(await read(await lena.get(galleryPath))).toContain('Leave your name and email')
    expect((await lena.post(path, LENA)).status).toBe(303)
    expect((await lena.get(galleryPath)).status).toBe(200)
    expect((await lena.get(photoPath)).status).toBe(200)
    const visit = { gallery_id: gallery.id, role: 'guest', contact_id: null, client_id: null, guest_email: LENA.email }
    expect(await rows.of('visits')).toMatchObject([visit])

    clock.pass({ hours: 23, minutes: 59, seconds: 59 })
    expect((await lena.get(galleryPath)).status).toBe(200)
    clock.pass({ seconds: 2 })
    expect((await lena.get(galleryPath)).status).toBe(403)
  })

  it('keeps the session that a browser has from elsewhere', async () => {
    const elsewhere = await make.scene()
    const { galleryPath, path } = await openWall()
    const phone = new Browser()
    await phone.open(elsewhere.link)
    await phone.get(galleryPath)
    await phone.post(path, LENA)
    expect((await phone.get(galleryPath)).status).toBe(200)
    expect((await phone.get(elsewhere.galleryPath)).status).toBe(200)
    expect(await rows.of('sessions')).toHaveLength(1)
  })

  it('is not there for a browser that keeps no cookies, which is told so', async () => {
    const { path } = await openWall()
    const answer = await new Browser().post(path, LENA)
    expect(answer.status).toBe(403)
    expect(await read(answer)).toContain('This browser keeps no cookies')
    expect(await rows.of('visits')).toEqual([])
  })

  it('asks nobody who came by a personal link', async () => {
    const { link, galleryPath } = await atTheWall()
    const anna = new Browser()
    await anna.open(link)
    expect((await anna.get(galleryPath)).status).toBe(200)
  })

  it('changes nothing by being looked at', async () => {
    const { lena, path, galleryPath } = await atTheWall()
    const before = await rows.all()
    for (const method of ['GET', 'HEAD']) {
      const answer = await lena.send(method, path)
      expect([answer.status, answer.headers.get('Location')]).toEqual([303, galleryPath])
    }
    expect(await rows.all()).toEqual(before)
  })
})

describe('what is written at the wall', () => {
  it('gives nothing of the main client’s to whoever types her address, and is answered like any other', async () => {
    const { lena, path, contact, galleryPath } = await atTheWall()
    const { lena: other, path: otherPath, galleryPath: otherGallery } = await atTheWall()
    const asAnna = { name: 'Lena Vogt', email: contact.client.email }
    const asNobody = { name: 'Lena Vogt', email: contact.client.email.replace('anna', 'nobo') }

    const known = await whole(await lena.post(path, asAnna), [galleryPath])
    const unknown = await whole(await other.post(otherPath, asNobody), [otherGallery])
    expect(known).toEqual(unknown)
    expect(await read(await lena.get(galleryPath))).toContain('You are here as a guest')
    expect(await rows.of('visits')).toMatchObject([
      { role: 'guest', contact_id: null, client_id: null },
      { role: 'guest', contact_id: null, client_id: null },
    ])
  })

  it('does not outlive what the guest came by', async () => {
    const { lena, path, galleryPath, gallery } = await atTheWall()
    await make.db().update(schema.roleLinks).set({ revokedAt: new Date() })
    const answer = await lena.post(path, LENA)
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, galleryPath])
    expect(await rows.of('visits')).toMatchObject([{ guest_email: null }])
    expect(await read(await lena.get(galleryPath))).toContain('Private gallery')
    await change(gallery, { guests: 'anyone' })
    await lena.post(path, LENA)
    expect(await read(await lena.get(galleryPath))).toContain('Lena Vogt')
  })

  it.each([
    ['guests are refused', { guests: 'refused' }],
    ['the gallery has closed', { closesAt: new Date(0) }],
    ['it asks for its PIN', { pinId: 'another' }],
  ] as const)('lets nobody in when %s meanwhile', async (_, over) => {
    for (const { lena, path, galleryPath, gallery } of [await atTheWall(), await openWall()]) {
      await change(gallery, over)
      await lena.post(path, LENA)
      expect((await lena.get(galleryPath)).status).toBeGreaterThanOrEqual(403)
    }
    expect((await rows.of('visits')).filter(({ guest_email }) => guest_email)).toEqual([])
    expect((await rows.of('events')).filter(({ kind }) => kind === 'identified')).toEqual([])
  })

  it.each([
    ['guests are refused', (gallery: schema.Gallery) => change(gallery, { guests: 'refused' })],
    ['the gallery closes', (gallery: schema.Gallery) => change(gallery, { closesAt: new Date() })],
    ['the visit ends', () => make.db().update(schema.visits).set({ endedAt: new Date() })],
    ['they sign out', () => make.db().update(schema.sessions).set({ endedAt: new Date() })],
    [
      'the visit becomes a contact’s',
      () => make.db().run(sql`update visits set contact_id = (select id from contacts)`),
    ],
  ])('is not written when %s at that very moment', async (_, meanwhile) => {
    clock.stop()
    const { studio, gallery } = await make.scene({ guests: 'by-link', asksEmail: true })
    const { visiting, browser } = await guests.standing(studio, gallery)
    await meanwhile(gallery)
    const identified = await identities.identify(make.db(), visiting, LENA, browser, new Date())
    expect(identified).toEqual({ outcome: 'gone' })
    expect((await rows.of('visits')).filter(({ guest_email }) => guest_email)).toEqual([])
    expect((await rows.of('events')).filter(({ kind }) => kind === 'identified')).toEqual([])
  })

  it('is written by nobody else: not onto another session’s visit, not in another gallery', async () => {
    const { studio } = await atTheWall()
    const other = await make.gallery(studio, { guests: 'by-link', asksEmail: true })
    const stranger = new Browser()
    await stranger.open(await make.roleLink(other, 'guest'))
    const [first] = await rows.of('visits')
    await stranger.post(paths.identity(studio, other), LENA)
    expect((await rows.of('visits'))[0]).toEqual(first)
  })

  it('is nothing at a gallery that is not published, as if there were none', async () => {
    const { studio, gallery } = await make.scene({ publishedAt: null, guests: 'anyone' })
    const hidden = await whole(await new Browser().post(paths.identity(studio, gallery), LENA))
    expect(hidden.status).toBe(404)
    expect(hidden).toEqual(await whole(await new Browser().post(paths.identity(studio, { slug: 'none' }), LENA)))
  })
})

describe('the photographer’s contacts', () => {
  it('show who left a name, the last first, one line for an address, and make a contact of one', async () => {
    const { lena, path, owner, gallery, guestLink, contact } = await atTheWall()
    await lena.post(path, { name: 'L. Vogt', email: LENA.email })
    clock.pass({ minutes: 5 })
    const phone = new Browser()
    await phone.open(guestLink)
    await phone.post(path, LENA)
    const friend = new Browser()
    await friend.open(guestLink)
    await friend.post(path, { name: 'Somebody', email: contact.client.email })

    const desk = await make.signedIn(owner)
    const html = await (await desk.get(paths.galleryContacts(gallery.id))).text()
    const section = html.slice(html.indexOf('Guests who left their name'))
    expect(section).toContain('Lena Vogt')
    expect(section).not.toContain('L. Vogt')
    expect(section).toContain('A contact has this address')
    expect(section.match(/Add as a contact/g)).toHaveLength(1)

    const href = /href="([^"]+guest=\w+)"/.exec(section)?.[1] ?? ''
    const form = await (await desk.get(href)).text()
    expect(form).toContain(`value="${LENA.name}"`)
    expect(form).toContain(`value="${LENA.email}"`)
    expect(form).toMatch(/value="guest" checked/)
    await desk.post(paths.newContact(gallery.id), { ...LENA, phone: '', role: 'guest' })
    const after = await read(await desk.get(paths.galleryContacts(gallery.id)))
    expect(after).not.toContain('Add as a contact')
  })

  it('show nobody of another gallery, and prefill no form with a guest of another studio', async () => {
    const { lena, path, studio, owner } = await atTheWall()
    await lena.post(path, LENA)
    const [visit] = await rows.of('visits')
    const other = await make.gallery(studio)
    const desk = await make.signedIn(owner)
    expect(await read(await desk.get(paths.galleryContacts(other.id)))).not.toContain('Guests who left their name')
    const form = await desk.get(paths.newContactFrom(other.id, String(visit?.id)))
    expect(await form.text()).not.toContain(LENA.email)
  })
})

describe('a guest inside', () => {
  async function inside(over: Partial<schema.Gallery> = {}) {
    const scene = await atTheWall({ asksEmail: false, ...over })
    return { ...scene, html: await (await scene.lena.get(scene.galleryPath)).text() }
  }

  it('can say who they are from the menu, unasked, and is thanked', async () => {
    const { lena, html, path, galleryPath } = await inside()
    expect(html).toContain(`href="${path}"`)
    const page = await lena.get(path)
    expect(page.status).toBe(200)
    expect(await read(page)).toContain('Who is looking?')
    await lena.post(path, LENA)
    const text = await read(await lena.get(galleryPath))
    expect(text).toContain('Thank you, Lena Vogt.')
    expect(text).not.toContain('Tell us who you are')
    expect(text).toContain('Make an account or sign in')
  })

  it('can do so where the gallery is open to anybody and they have no visit yet', async () => {
    const { lena, path, galleryPath, photoPath } = await openWall({ asksEmail: false })
    expect((await lena.get(path)).status).toBe(200)
    await lena.post(path, LENA)
    expect(await read(await lena.get(galleryPath))).toContain('You are here as a guest, Lena Vogt')
    expect((await lena.get(photoPath)).status).toBe(200)
  })

  it('is a menu for guests alone', async () => {
    const { link, galleryPath, path } = await inside()
    const anna = new Browser()
    await anna.open(link)
    const text = await read(await anna.get(galleryPath))
    expect(text).not.toContain('Tell us who you are')
    expect(text).not.toContain('Make an account')
    expect((await anna.get(path)).headers.get('Location')).toBe(galleryPath)
  })

  it.each(ACTS)('reads what is asked before an act and why: %s', async (act) => {
    const { lena, studio, gallery, galleryPath } = await inside({
      asksBeforeDownload: 'email',
      asksBeforeShare: 'account',
    })
    const page = await lena.get(paths.identityFor(studio, gallery, act))
    expect(page.status).toBe(200)
    const html = await page.text()
    expect(html.includes('Not now')).toBe(act === 'favourite' || act === 'cart')
    expect(html).toContain(`href="${galleryPath}"`)
    const action = act === 'download' ? paths.identity(studio, gallery) : paths.identityCodes(studio, gallery)
    expect(html).toContain(`action="${action}"`)
    expect(html).toContain(`name="for" value="${act}"`)
  })

  it('is asked nothing before an act that the studio asks nothing before, nor twice for an email', async () => {
    const { lena, studio, gallery, galleryPath, path } = await inside()
    const page = paths.identityFor(studio, gallery, 'download')
    expect((await lena.get(page)).headers.get('Location')).toBe(galleryPath)
    await change(gallery, { asksBeforeDownload: 'email' })
    expect((await lena.get(page)).status).toBe(200)
    const returned = await lena.post(path, { name: '', email: LENA.email, for: 'download' })
    expect(await read(returned)).toContain('Before you download')
    await lena.post(path, { ...LENA, for: 'download' })
    expect((await lena.get(page)).headers.get('Location')).toBe(galleryPath)
  })
})
