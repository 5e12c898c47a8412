import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import type * as schema from '../../src/db/schema'
import { randomToken } from '../../src/lib/token'
import * as galleries from '../../src/models/galleries'
import { paths } from '../../src/paths'
import { whole } from '../helpers/answer'
import { Browser, read } from '../helpers/browser'
import * as clock from '../helpers/clock'
import { countRoundTrips } from '../helpers/count'
import * as make from '../helpers/make'
import * as outside from '../helpers/outside'
import * as rows from '../helpers/rows'

const OPENS = new Date('2026-09-12T16:00:00Z')
const ADA = { email: 'ada@example.com' }

/** A gallery that is not open and shows a page before. */
async function door(over: Partial<schema.Gallery> = {}) {
  clock.stop(new Date('2026-09-01T10:00:00Z'))
  const scene = await make.scene({ publishedAt: null, takesRegistrations: true, ...over })
  return { ...scene, form: paths.registrations(scene.studio, scene.gallery) }
}

const registered = async () => (await rows.of('registrations')).map(({ email }) => email)

describe('a gallery’s page before it opens', () => {
  it('shows what it will be, and nothing of the photographs', async () => {
    const { galleryPath, gallery, studio } = await door()
    const page = await new Browser().get(galleryPath)
    expect(page.status).toBe(403)
    expect(page.headers.getSetCookie()).toEqual([])
    const html = await page.clone().text()
    expect(html).not.toContain('/photos/')
    const words = await read(page)
    expect(words).toContain(gallery.title)
    expect(words).toContain('12 September 2026')
    expect(words).toContain(`Not open yet. ${studio.name} is still preparing it.`)
    expect(words).toContain('Tell me when it opens')
  })

  it('says when it opens, where the studio is', async () => {
    const { galleryPath } = await door({ publishedAt: OPENS })
    const words = await read(await new Browser().get(galleryPath))
    expect(words).toMatch(/Not open yet\. Opens Saturday,? 12 September, 18:00 \(Vienna time\)\./)
  })

  it('is none where the photographer shows none, as if there were no gallery', async () => {
    const { galleryPath, studio, form } = await door({ takesRegistrations: false })
    const none = await whole(await new Browser().get(`/${studio.slug}/none`))
    expect(await whole(await new Browser().get(galleryPath))).toEqual(none)
    expect(await whole(await new Browser().get(form))).toEqual(none)
    const posted = await whole(await new Browser().post(form, ADA))
    expect(posted).toEqual(await whole(await new Browser().post(`/${studio.slug}/none/registrations`, ADA)))
    expect(await registered()).toEqual([])
  })

  it.each([
    ['is shown', true, 200],
    ['is not shown', false, 404],
  ])('where the door’s cover %s', async (_, showsCover, status) => {
    const coverKey = randomToken(16)
    await env.PHOTOS.put(galleries.coverObjectKey(coverKey), new Uint8Array([1, 2]))
    const { galleryPath } = await door({ showsCover, coverKey })
    const html = await (await new Browser().get(galleryPath)).text()
    expect(html.includes(paths.cover(coverKey))).toBe(showsCover)
    expect((await new Browser().get(paths.cover(coverKey))).status).toBe(status)
  })

  it('is what a guest link shows too', async () => {
    const { gallery, galleryPath } = await door()
    const guestLink = await make.roleLink(gallery, 'guest')
    const phone = new Browser()
    const page = await phone.get(guestLink)
    expect(page.status).toBe(403)
    const html = await page.text()
    expect(html).toContain('Tell me when it opens')
    expect(html).toContain('name="email"')
    expect(html).not.toContain('name="link"')

    const answer = await phone.post(paths.registrations({ slug: galleryPath.split('/')[1] ?? '' }, gallery), ADA)
    expect(answer.headers.get('Location')).toBe(galleryPath)
  })
})

it('asks the database once for its page, and once for the page of a gallery that has closed', async () => {
  for (const over of [{}, { publishedAt: new Date('2026-08-01'), closesAt: new Date('2026-08-02') }]) {
    const { galleryPath } = await door(over)
    const count = countRoundTrips()
    await new Browser().get(galleryPath)
    expect(count()).toEqual({ queries: 0, batches: 1, kvReads: 0, kvWrites: 0 })
  }
})

describe('whoever leaves an email', () => {
  it('reads that one email will come, and is in the studio’s list', async () => {
    const { form, galleryPath, gallery, owner } = await door()
    const phone = new Browser()
    const answer = await phone.post(form, { email: ' Ada@Example.com ' })
    expect(answer.status).toBe(303)
    expect(answer.headers.get('Location')).toBe(galleryPath)
    expect(await read(await phone.get(galleryPath))).toContain('You will get one email when it opens.')
    expect(await registered()).toEqual(['ada@example.com'])
    expect(outside.mails()).toEqual([])

    const desk = await make.signedIn(owner)
    const contacts = await read(await desk.get(paths.galleryContacts(gallery.id)))
    expect(contacts).toContain('To be told when it opens')
    expect(contacts).toContain('1 address.')
    expect(contacts).toContain('ada@example.com')
  })

  it('is there once, however often, and gets the same answer', async () => {
    const { form } = await door()
    const first = await whole(await new Browser().post(form, ADA))
    const again = await whole(await new Browser().post(form, ADA))
    expect(again).toEqual(first)
    expect(await registered()).toEqual(['ada@example.com'])
    expect(await rows.of('events')).toMatchObject([{ kind: 'registered', contact_id: null }])
  })

  it('is there once when two browsers ask at the same moment', async () => {
    const { form } = await door()
    await Promise.all(Array.from({ length: 6 }, () => new Browser().post(form, ADA)))
    expect(await registered()).toEqual(['ada@example.com'])
  })

  it('may leave another address, and another day the first page is back', async () => {
    const { form, galleryPath } = await door()
    const phone = new Browser()
    await phone.post(form, ADA)
    const html = await (await phone.get(galleryPath)).text()
    expect(html).toContain('Use another address')
    await phone.post(form, { email: 'ben@example.com' })
    expect(await registered()).toEqual(['ada@example.com', 'ben@example.com'])

    clock.pass({ minutes: 61 })
    expect(await read(await phone.get(galleryPath))).not.toContain('You will get one email')
  })

  it.each([
    ['', 'Give an email address.'],
    ['ada', 'This is not an email address.'],
    [`${'a'.repeat(250)}@example.com`, 'At most 254 characters.'],
    ['ada@example.com, ben@example.com', 'This is not an email address.'],
  ])('gets the page back for %j', async (email, reason) => {
    const { form } = await door()
    const answer = await new Browser().post(form, { email })
    expect(answer.status).toBe(422)
    const html = await answer.text()
    expect(html).toContain(reason)
    expect(html).toContain(`value="${email}"`)
    expect(await registered()).toEqual([])
  })

  it('is led to the gallery where it is open by then, or closed', async () => {
    for (const over of [{ publishedAt: new Date('2026-08-01') }, { publishedAt: OPENS, closesAt: OPENS }]) {
      const { form, galleryPath } = await door(over)
      clock.stop(OPENS)
      expect((await new Browser().post(form, ADA)).headers.get('Location')).toBe(galleryPath)
    }
    expect(await registered()).toEqual([])
  })

  it('is led back from the form’s own address', async () => {
    const { form, galleryPath } = await door()
    expect((await new Browser().get(form)).headers.get('Location')).toBe(galleryPath)
    expect((await new Browser().get('/%2Fevil.example/x/registrations')).status).toBe(404)
  })
})

describe('a client with a link to a gallery that is not open', () => {
  it('presses one button, under an address that nobody else can read', async () => {
    const { link, form, contact, galleryPath } = await door()
    const phone = new Browser()
    const page = await phone.get(link)
    expect(page.status).toBe(403)
    const html = await page.text()
    expect(html).toContain('The email will go to a•••@e•••.com.')
    expect(html).not.toContain('name="email"')
    expect(html).not.toContain(contact.client.email)

    const answer = await phone.post(form, { link: link.slice('/l/'.length) })
    expect(answer.headers.get('Location')).toBe(galleryPath)
    expect(await registered()).toEqual([contact.client.email])
    expect(await rows.of('links')).toMatchObject([{ claimed_by: null }])
  })

  it('is nobody by a link of another gallery, a withdrawn one, or none', async () => {
    const { form, link, contact, owner } = await door()
    const other = await make.scene()
    const desk = await make.signedIn(owner)
    await desk.post(paths.contactRemoval(contact.id))
    for (const path of [other.link, link, '/l/nothing', paths.link(randomToken())]) {
      const answer = await new Browser().post(form, { link: path.slice('/l/'.length) })
      expect(answer.status).toBe(422)
      expect(await read(answer)).toContain('Give an email address.')
    }
    expect(await registered()).toEqual([])
  })
})

describe('too many', () => {
  it('from one browser wait an hour, and read how long', async () => {
    const { form } = await door()
    const phone = new Browser()
    for (let number = 1; number <= 5; number++) {
      expect((await phone.post(form, { email: `guest${number}@example.com` })).status).toBe(303)
      clock.pass({ minutes: 5 })
    }
    const answer = await phone.post(form, { email: 'guest6@example.com' })
    expect(answer.status).toBe(429)
    expect(answer.headers.get('Retry-After')).toBe(String(35 * 60))
    expect(await read(answer)).toContain('That was often from one browser. Try again in 35 minutes.')

    clock.pass({ minutes: 34, seconds: 59 })
    expect((await phone.post(form, { email: 'guest6@example.com' })).status).toBe(429)
    clock.pass({ seconds: 1 })
    expect((await phone.post(form, { email: 'guest6@example.com' })).status).toBe(303)
    expect(await registered()).toHaveLength(6)
  })

  it('from one browser are as many when all are one address', async () => {
    const { form } = await door()
    const phone = new Browser()
    for (let number = 1; number <= 5; number++) await phone.post(form, ADA)
    expect((await phone.post(form, ADA)).status).toBe(429)
  })

  it('from one network wait a day, while others still find a place', async () => {
    const { form } = await door()
    let guests = 0
    const from = (address: string) =>
      new Browser().send('POST', form, {
        headers: { 'CF-Connecting-IP': address },
        body: new URLSearchParams({ email: `guest${++guests}@example.com` }),
      })
    await from('2001:db8::1')
    clock.pass({ hours: 5 })
    await env.DB.prepare(
      `with recursive n(i) as (select 1 union all select i + 1 from n where i < 98)
       insert into code_tries (id, budget, at, "right") select i, budget, ?1, 1 from code_tries, n`,
    )
      .bind(Date.now())
      .run()
    expect((await from('2001:db8::2')).status).toBe(303)

    const answer = await from('2001:db8::ffff')
    expect(answer.status).toBe(429)
    expect(answer.headers.get('Retry-After')).toBe(String(19 * 3600))
    expect(await answer.clone().text()).toContain('value="guest3@example.com"')
    expect(await read(answer)).toContain('often from one network. Try again from another one, or in 19 hours.')
    expect((await from('2001:db8:0:1::1')).status).toBe(303)
    clock.pass({ hours: 19 })
    expect((await from('2001:db8::ffff')).status).toBe(303)
    expect(await registered()).toEqual([1, 2, 4, 5].map((number) => `guest${number}@example.com`))
  })

  it('for one gallery are told, those who are noted like those who are not', async () => {
    const { form, gallery } = await door()
    await env.DB.prepare(
      `with recursive n(i) as (select 1 union all select i + 1 from n where i < 499)
       insert into registrations (id, gallery_id, email, created_at) select i, ?1, i || '@example.com', 0 from n`,
    )
      .bind(gallery.id)
      .run()
    expect((await new Browser().post(form, ADA)).status).toBe(303)
    expect(await registered()).toHaveLength(500)

    const known = await whole(await new Browser().post(form, ADA))
    const unknown = await whole(await new Browser().post(form, { email: 'ben@example.com' }))
    expect(known.status).toBe(422)
    expect(known.body).toContain('no more can be noted')
    expect(known).toEqual(unknown)
    expect(await registered()).toHaveLength(500)
  })
})
