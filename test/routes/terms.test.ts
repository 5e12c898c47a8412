import { env } from 'cloudflare:workers'
import { describe, expect, it, vi } from 'vitest'
import * as schema from '../../src/db/schema'
import { ROLES } from '../../src/door/role'
import * as galleries from '../../src/models/galleries'
import * as terms from '../../src/models/terms'
import { paths } from '../../src/paths'
import { whole } from '../helpers/answer'
import { Browser, read } from '../helpers/browser'
import * as clock from '../helpers/clock'
import { countRoundTrips } from '../helpers/count'
import * as make from '../helpers/make'
import * as outside from '../helpers/outside'
import * as rows from '../helpers/rows'

const TEXT = 'Name the photographer.\nLink to the studio.\n\nNo <filters> & no crops.'
const NEXT = 'Name the photographer, always.'

/** Flora the florist has opened her link to a gallery of a studio that has terms. */
async function atTheDoor(over: Partial<schema.Contact> = {}) {
  const scene = await make.scene()
  await terms.change(make.db(), scene.studio, TEXT)
  const flora = await make.contact(scene.gallery, { name: 'Flora Vogt', role: 'vendor', ...over })
  const phone = new Browser()
  await phone.open(await make.link(flora))
  return { ...scene, flora, phone, termsPath: paths.terms(scene.studio, scene.gallery) }
}

async function acceptedBy(contact: { id: string }) {
  return (await rows.of('contacts')).find(({ id }) => id === contact.id)?.accepted_terms_version
}

const acceptances = async () => (await rows.of('events')).filter(({ kind }) => kind === 'terms-accepted')

describe('a vendor who comes in', () => {
  it('reads the terms, their paragraphs kept, and nothing of the photographs', async () => {
    const { phone, galleryPath, studio } = await atTheDoor()
    const page = await phone.get(galleryPath)
    expect(page.status).toBe(403)
    const html = await page.text()
    expect(html).toContain('Media usage terms')
    expect(html).toContain(`${studio.name} shares these photographs with you under the terms below.`)
    const lines = '<p>Name the photographer.\nLink to the studio.</p><p>No &lt;filters&gt; &amp; no crops.</p>'
    expect(html).toContain(lines)
    expect(html).not.toContain('/photos/')
    expect(html).not.toContain('/covers/')
    expect(page.headers.getSetCookie().join()).not.toContain('pass')
  })

  it('can write to the photographer, or leave', async () => {
    const { phone, galleryPath, studio, gallery, flora } = await atTheDoor()
    expect(await (await phone.get(galleryPath)).text()).toContain(`mailto:${studio.replyTo}`)
    const left = await phone.follow(await phone.post(paths.visitRemoval(studio, gallery)))
    expect(await read(left)).toContain('You have left this gallery on this device.')
    expect(await acceptedBy(flora)).toBeNull()
  })

  it('accepts by one press, and is inside', async () => {
    clock.stop()
    const { phone, galleryPath, photoPath, termsPath, flora } = await atTheDoor()
    await phone.get(galleryPath)
    expect((await phone.get(photoPath)).status).toBe(404)

    const answer = await phone.post(termsPath, { version: '1' })

    expect([answer.status, answer.headers.get('Location')]).toEqual([303, galleryPath])
    expect(await read(await phone.get(galleryPath))).toContain('You are here as Flora Vogt')
    expect((await phone.get(photoPath)).status).toBe(200)
    const contact = (await rows.of('contacts')).find(({ id }) => id === flora.id)
    expect(contact).toMatchObject({ accepted_terms_version: 1, accepted_terms_at: Date.now() })
    expect(await acceptances()).toMatchObject([{ contact_id: flora.id, because: '1', at: Date.now() }])
  })

  it('is not asked again, on another device either', async () => {
    const { phone, galleryPath, termsPath, flora } = await atTheDoor()
    await phone.post(termsPath, { version: '1' })
    const laptop = new Browser()
    await laptop.open(await make.link(flora))
    expect((await laptop.get(galleryPath)).status).toBe(200)
    expect((await laptop.post(termsPath, { version: '1' })).headers.get('Location')).toBe(galleryPath)
    expect(await acceptances()).toHaveLength(1)
  })

  it('has accepted once when two tabs accept at the same moment', async () => {
    const { phone, termsPath, flora } = await atTheDoor()
    const answers = await Promise.all([1, 2, 3].map(() => phone.copy().post(termsPath, { version: '1' })))
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303])
    expect(await acceptedBy(flora)).toBe(1)
    expect(await acceptances()).toHaveLength(1)
  })

  it('is asked in each gallery for itself', async () => {
    const { phone, studio, flora, termsPath } = await atTheDoor()
    await phone.post(termsPath, { version: '1' })
    const second = await make.gallery(studio)
    const there = { id: 'abcdefghijkmnpqr', galleryId: second.id, clientId: flora.clientId, role: 'vendor' as const }
    await make
      .db()
      .insert(schema.contacts)
      .values({ ...there, createdAt: new Date() })
    await phone.open(await make.link(there))
    expect((await phone.get(paths.gallery(studio, second))).status).toBe(403)
  })

  it('costs two round trips to accept, like a link', async () => {
    const { phone, termsPath } = await atTheDoor()
    const count = countRoundTrips()
    await phone.post(termsPath, { version: '1' })
    expect(count()).toEqual({ queries: 0, batches: 2, kvReads: 0, kvWrites: 0 })
  })
})

describe('everybody else', () => {
  it.each(ROLES.filter((role) => role !== 'vendor'))('is asked nothing: %s', async (role) => {
    const { gallery, galleryPath } = await atTheDoor()
    const phone = new Browser()
    await phone.open(await make.link(await make.contact(gallery, { role })))
    expect((await phone.get(galleryPath)).status).toBe(200)
  })

  it('is asked nothing: the studio', async () => {
    const { owner, galleryPath } = await atTheDoor()
    expect((await (await make.signedIn(owner)).get(galleryPath)).status).toBe(200)
  })
})

describe('terms that change', () => {
  it('are asked again at the next request, and say that they changed', async () => {
    const { phone, galleryPath, termsPath, studio, flora } = await atTheDoor()
    await phone.post(termsPath, { version: '1' })
    await terms.change(make.db(), studio, NEXT)

    const page = await phone.get(galleryPath)
    expect(page.status).toBe(403)
    const words = await read(page)
    expect(words).toContain(`${studio.name} has changed these terms since you accepted them.`)
    expect(words).toContain(NEXT)

    await phone.post(termsPath, { version: '2' })
    expect((await phone.get(galleryPath)).status).toBe(200)
    expect(await acceptedBy(flora)).toBe(2)
    expect(await acceptances()).toMatchObject([{ because: '1' }, { because: '2' }])
  })

  it('are not accepted unseen: the page comes back with the new ones and says so', async () => {
    const { phone, galleryPath, termsPath, studio, flora } = await atTheDoor()
    await phone.get(galleryPath)
    await terms.change(make.db(), studio, NEXT)

    const answer = await phone.post(termsPath, { version: '1' })

    expect(answer.status).toBe(422)
    const html = await answer.text()
    expect(html).toContain('The terms were changed while you were reading')
    expect(html).toContain(NEXT)
    expect(html).toContain('name="version" value="2"')
    expect(await acceptedBy(flora)).toBeNull()
    expect(await acceptances()).toEqual([])
    expect((await phone.get(galleryPath)).status).toBe(403)

    await phone.post(termsPath, { version: '2' })
    expect((await phone.get(galleryPath)).status).toBe(200)
  })

  it.each(['', '0', '2', '99', '-1', '1.5', 'one', 'NaN', '9007199254740993'])(
    'are not accepted by a version that is none: %j',
    async (version) => {
      const { phone, termsPath, flora } = await atTheDoor()
      expect((await phone.post(termsPath, { version })).status).toBe(422)
      expect((await phone.post(termsPath)).status).toBe(422)
      expect(await acceptedBy(flora)).toBeNull()
    },
  )

  it('are asked of nobody while there is no text, and of all once there is one again', async () => {
    const { phone, galleryPath, studio, termsPath, flora } = await atTheDoor()
    await terms.change(make.db(), studio, '')
    expect((await phone.get(galleryPath)).status).toBe(200)
    expect((await phone.post(termsPath, { version: '1' })).headers.get('Location')).toBe(galleryPath)
    expect(await acceptedBy(flora)).toBeNull()

    await terms.change(make.db(), studio, TEXT)
    expect((await phone.get(galleryPath)).status).toBe(403)
    expect((await phone.post(termsPath, { version: '1' })).status).toBe(422)
    expect((await phone.post(termsPath, { version: '2' })).status).toBe(303)
    expect((await phone.get(galleryPath)).status).toBe(200)
  })

  it('are asked of whoever becomes a vendor, at the next request', async () => {
    const { gallery, galleryPath, owner } = await atTheDoor()
    const ben = await make.contact(gallery, { name: 'Ben Weiss', role: 'invited' })
    const phone = new Browser()
    await phone.open(await make.link(ben))
    expect((await phone.get(galleryPath)).status).toBe(200)
    const desk = await make.signedIn(owner)
    await desk.post(paths.contact(ben.id), { name: 'Ben Weiss', email: ben.client.email, phone: '', role: 'vendor' })
    expect(await read(await phone.get(galleryPath))).toContain('Media usage terms')
  })

  it('bind nobody else when the contact passes to another address', async () => {
    const { owner, flora, phone, termsPath, galleryPath } = await atTheDoor()
    await phone.post(termsPath, { version: '1' })
    const desk = await make.signedIn(owner)
    const form = { name: 'Flora Vogt', email: flora.client.email, phone: '', role: 'vendor' }
    await desk.post(paths.contact(flora.id), { ...form, name: 'Flora Vogt-Berg' })
    expect(await acceptedBy(flora)).toBe(1)

    await desk.post(paths.contact(flora.id), { ...form, email: 'successor@example.com' })
    expect(await acceptedBy(flora)).toBeNull()
    const row = (await rows.of('contacts')).find(({ id }) => id === flora.id)
    const laptop = new Browser()
    await laptop.open(await make.link({ id: flora.id, clientId: String(row?.client_id) }))
    expect(await read(await laptop.get(galleryPath))).toContain('Media usage terms')
  })
})

describe('terms that somebody else would accept', () => {
  it.each(['a stranger', 'another vendor', 'the main client', 'the studio'])('are not: %s', async (who) => {
    const { termsPath, galleryPath, flora, gallery, owner, link } = await atTheDoor()
    const browser = who === 'the studio' ? await make.signedIn(owner) : new Browser()
    if (who === 'the main client') await browser.open(link)
    if (who === 'another vendor') await browser.open(await make.link(await make.contact(gallery, { role: 'vendor' })))
    const answer = await browser.post(termsPath, { version: '1' })
    expect(answer.headers.get('Location')).toBe(galleryPath)
    expect(await acceptedBy(flora)).toBeNull()
    expect(await acceptances()).toHaveLength(who === 'another vendor' ? 1 : 0)
  })

  it('are not by a browser that was put out', async () => {
    const { phone, termsPath, flora, studio, gallery } = await atTheDoor()
    const tab = phone.copy()
    await phone.post(paths.visitRemoval(studio, gallery))
    await tab.post(termsPath, { version: '1' })
    expect(await acceptedBy(flora)).toBeNull()
  })

  it('are nothing where there is no gallery to be known of', async () => {
    const { phone, termsPath, studio, gallery, flora } = await atTheDoor()
    await galleries.unpublish(make.db(), gallery)
    const none = paths.terms(studio, { slug: 'none' })
    for (const method of ['GET', 'POST']) {
      const hidden = await whole(await phone.send(method, termsPath))
      expect(hidden.status).toBe(404)
      expect(hidden).toEqual(await whole(await phone.send(method, none)))
    }
    expect(await acceptedBy(flora)).toBeNull()
  })

  it('stay where they are when the page is only looked at', async () => {
    const { phone, termsPath, galleryPath, flora } = await atTheDoor()
    const before = await rows.all()
    const answer = await phone.get(`${termsPath}?version=1`)
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, galleryPath])
    expect(await rows.all()).toEqual(before)
    expect(await acceptedBy(flora)).toBeNull()
  })

  it('are accepted wholly or not at all when the database fails', async () => {
    outside.expectErrors()
    const { phone, termsPath, flora } = await atTheDoor()
    const { batch } = env.DB
    let calls = 0
    vi.spyOn(env.DB, 'batch').mockImplementation((statements) => {
      if (++calls === 2) throw new Error('D1 is down')
      return batch.call(env.DB, statements) as never
    })
    expect((await phone.post(termsPath, { version: '1' })).status).toBe(503)
    expect(await acceptedBy(flora)).toBeNull()
    expect(await acceptances()).toEqual([])
  })
})

describe('what the photographer reads of it', () => {
  const listOf = async (browser: Browser, gallery: { id: string }) =>
    read(await browser.get(paths.galleryContacts(gallery.id)))

  it('is who has yet to accept, and who has', async () => {
    const { owner, gallery, phone, termsPath, studio } = await atTheDoor()
    const desk = await make.signedIn(owner)
    expect(await listOf(desk, gallery)).toMatch(/Flora Vogt .* Inside, .*; has yet to accept the media usage terms/)
    clock.pass({ minutes: 1 })
    await phone.post(termsPath, { version: '1' })
    const words = await listOf(desk, gallery)
    expect(words).toMatch(/Flora Vogt .* Terms accepted, /)
    expect(words).not.toContain('has yet to accept')
    await terms.change(make.db(), studio, NEXT)
    expect(await listOf(desk, gallery)).toMatch(/Terms accepted, .*; has yet to accept the media usage terms/)
  })
})
