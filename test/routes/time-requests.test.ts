import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import type * as schema from '../../src/db/schema'
import { paths } from '../../src/paths'
import { whole } from '../helpers/answer'
import { Browser, ORIGIN, read } from '../helpers/browser'
import * as clock from '../helpers/clock'
import * as jobs from '../helpers/jobs'
import * as make from '../helpers/make'
import * as outside from '../helpers/outside'
import * as rows from '../helpers/rows'

const NOW = new Date('2026-10-10T10:00:00Z')
/** The end of 12 September in Vienna. */
const CLOSED = new Date('2026-09-12T22:00:00Z')
const ADA = { email: 'ada@example.com' }

/** A gallery that closed a month ago. */
async function closed(over: Partial<schema.Gallery> = {}) {
  clock.stop(NOW)
  const scene = await make.scene({ publishedAt: new Date('2026-08-01'), closesAt: CLOSED, guests: 'by-link', ...over })
  return { ...scene, form: paths.timeRequests(scene.studio, scene.gallery) }
}

/** The same, and Anna with a browser in which she was inside before. */
async function visited() {
  const scene = await closed()
  clock.stop(clock.plus(CLOSED, { days: -1 }))
  const phone = new Browser()
  await phone.open(await make.link(scene.contact))
  clock.stop(clock.plus(CLOSED, { days: 1 }))
  return { ...scene, phone }
}

/** At the studio, with an empty inbox. */
async function office(owner: schema.Staff): Promise<Browser> {
  const desk = await make.signedIn(owner)
  outside.reset()
  return desk
}

const asked = () => rows.of('time_requests')
const linkIn = (text: string | undefined) => /https:\/\/foyer\.test(\/l\/\S+)/.exec(text ?? '')?.[1] ?? ''

describe('a closed gallery’s page', () => {
  it('says since when, at the plain address, by a link and by a guest link', async () => {
    const { galleryPath, link, gallery } = await closed()
    for (const path of [galleryPath, link, await make.roleLink(gallery, 'guest')]) {
      const page = await new Browser().get(path)
      expect(page.status).toBe(410)
      expect(page.headers.getSetCookie()).toEqual([])
      const words = await read(page)
      expect(words).toContain(gallery.title)
      expect(words).toContain('This gallery is closed. It was open until 12 September 2026.')
      expect(words).toContain('Ask for more time')
    }
  })

  it('knows who came by a link of their own: one button, the address masked', async () => {
    const { link, form, contact, galleryPath } = await closed()
    const phone = new Browser()
    const html = await (await phone.get(link)).text()
    expect(html).toContain('a•••@e•••.com')
    expect(html).not.toContain(contact.client.email)
    expect(html).not.toContain('name="email"')

    const answer = await phone.post(form, { link: linkIn(ORIGIN + link).slice('/l/'.length) })
    expect(answer.headers.get('Location')).toBe(galleryPath)
    expect(await asked()).toMatchObject([{ contact_id: contact.id, email: contact.client.email, answered_at: null }])
    expect(await read(await phone.get(galleryPath))).toContain('has been told')
  })

  it('knows a browser that was inside before, by no link at all', async () => {
    const { phone, galleryPath, form, contact } = await visited()
    const html = await (await phone.get(galleryPath)).text()
    expect(html).toContain('a•••@e•••.com')
    expect(html).not.toContain('name="email"')
    expect((await phone.post(form)).status).toBe(303)
    expect(await asked()).toMatchObject([{ contact_id: contact.id }])
  })

  it('knows nobody who left, or was removed, or of whom the session is another’s', async () => {
    const { phone, galleryPath, form, owner, contact } = await visited()
    const desk = await make.signedIn(owner)
    await desk.post(paths.contactRemoval(contact.id))
    const html = await (await phone.get(galleryPath)).text()
    expect(html).toContain('name="email"')
    expect(html).not.toContain('•••')
    for (const browser of [phone, new Browser()]) {
      const answer = await browser.post(form)
      expect(answer.status).toBe(422)
      expect(await read(answer)).toContain('Give an email address.')
    }
    expect(await asked()).toEqual([])
  })
})

describe('asking for more time', () => {
  it('is answered alike for a contact, for a stranger, and for who asked before', async () => {
    const { form, contact } = await closed()
    const before = await whole(await new Browser().post(form, ADA))
    expect(before.status).toBe(303)
    expect(await whole(await new Browser().post(form, { email: contact.client.email }))).toEqual(before)
    expect(await whole(await new Browser().post(form, { email: contact.client.email }))).toEqual(before)
    expect(await whole(await new Browser().post(form, ADA))).toEqual(before)
    expect((await asked()).map(({ email, contact_id }) => [email, contact_id])).toEqual([
      ['ada@example.com', null],
      [contact.client.email, contact.id],
    ])
  })

  it('shows the same page to both afterwards', async () => {
    const { form, contact, galleryPath } = await closed()
    const pages = [ADA, { email: contact.client.email }].map(async (typed) => {
      const phone = new Browser()
      await phone.post(form, typed)
      return whole(await phone.get(galleryPath))
    })
    const [stranger, known] = await Promise.all(pages)
    expect(known).toEqual(stranger)
    expect(known?.status).toBe(410)
    expect(known?.body).toContain('has been told')
  })

  it('is one request when many ask at the same moment', async () => {
    const { form } = await closed()
    await Promise.all(Array.from({ length: 6 }, () => new Browser().post(form, ADA)))
    await jobs.run()
    expect(await asked()).toHaveLength(1)
    expect(outside.mails()).toHaveLength(1)
  })

  it('writes to nobody but the photographer', async () => {
    const { form, contact, studio, gallery } = await closed()
    await new Browser().post(form, { email: contact.client.email })
    await jobs.run()
    expect(outside.mails().map(({ to }) => to)).toEqual([studio.replyTo])
    const [notice] = outside.mails()
    expect(notice?.subject).toBe(`${gallery.title}: somebody asks for more time`)
    expect(notice?.text).toContain(contact.client.email)
    expect(notice?.text).toContain(ORIGIN + paths.galleryContacts(gallery.id))
    expect(notice?.text).not.toContain('/l/')
  })

  it('tells the photographer of five a day, and shows all of them', async () => {
    const { form, owner, gallery } = await closed()
    for (let number = 1; number <= 8; number++) {
      await new Browser().post(form, { email: `guest${number}@example.com` })
      await jobs.run()
    }
    expect(outside.mails()).toHaveLength(5)
    const desk = await office(owner)
    const page = await read(await desk.get(paths.galleryContacts(gallery.id)))
    expect(page).toContain('8 ask for more time')
    expect(page).toContain('guest8@example.com')

    clock.pass({ hours: 24 })
    await new Browser().post(form, { email: 'guest9@example.com' })
    await jobs.run()
    expect(outside.mails()).toHaveLength(1)
  })

  it('sends a notice whose job was lost, once', async () => {
    const { form } = await closed({ showsCover: false })
    await new Browser().post(form, ADA)
    jobs.lose()
    for (const minutes of [3, 3]) {
      clock.pass({ minutes })
      await jobs.sweep()
      await jobs.run()
    }
    expect(outside.mails()).toHaveLength(1)
  })

  it('waits after five in one browser within the hour', async () => {
    const { form } = await closed()
    const phone = new Browser()
    for (let number = 1; number <= 5; number++) await phone.post(form, { email: `guest${number}@example.com` })
    const answer = await phone.post(form, { email: 'guest6@example.com' })
    expect(answer.status).toBe(429)
    expect(answer.headers.get('Retry-After')).toBe('3600')
    expect(await read(answer)).toContain('Try again in 60 minutes.')
    expect(await asked()).toHaveLength(5)
  })

  it('waits a day after twenty from one network, while others still are heard', async () => {
    const { form } = await closed()
    let guests = 0
    const from = (address: string) =>
      new Browser().send('POST', form, {
        headers: { 'CF-Connecting-IP': address },
        body: new URLSearchParams({ email: `guest${++guests}@example.com` }),
      })
    for (let number = 1; number <= 20; number++) expect((await from('192.0.2.7')).status).toBe(303)
    const answer = await from('192.0.2.7')
    expect(answer.status).toBe(429)
    expect(answer.headers.get('Retry-After')).toBe('86400')
    expect(await read(answer)).toContain('Try again from another one, or in 24 hours.')
    expect((await from('192.0.2.8')).status).toBe(303)
    expect(await asked()).toHaveLength(21)
  })

  it('is not taken once a hundred wait, whoever asks', async () => {
    const { form, gallery, contact } = await closed()
    await env.DB.prepare(
      `with recursive n(i) as (select 1 union all select i + 1 from n where i < 100)
       insert into time_requests (id, gallery_id, email, created_at) select i, ?1, i || '@example.com', 0 from n`,
    )
      .bind(gallery.id)
      .run()
    const stranger = await whole(await new Browser().post(form, ADA))
    expect(stranger.status).toBe(422)
    expect(stranger.body).toContain('no more can be noted')
    expect(await whole(await new Browser().post(form, { email: contact.client.email }))).toEqual(stranger)
    expect(await whole(await new Browser().post(form, { email: '7@example.com' }))).toEqual(stranger)
    expect(await asked()).toHaveLength(100)
  })

  it.each([
    ['open', { closesAt: null }, 303],
    ['not open yet', { publishedAt: null }, 404],
  ])('leads nowhere at a gallery that is %s', async (_, over, status) => {
    const { form } = await closed(over)
    expect((await new Browser().post(form, ADA)).status).toBe(status)
    expect((await new Browser().get(form)).status).toBe(status)
    expect(await asked()).toEqual([])
  })
})

describe('the photographer', () => {
  it('reads who asks, by name where it is a contact', async () => {
    const { form, contact, owner, gallery } = await closed()
    await new Browser().post(form, { email: contact.client.email })
    await new Browser().post(form, ADA)
    const desk = await office(owner)
    const page = await read(await desk.get(paths.galleryContacts(gallery.id)))
    expect(page).toContain('2 ask for more time')
    expect(page).toMatch(new RegExp(`Anna Keller ${contact.client.email} · 10 Oct, 12:00`))
    expect(page).toContain('ada@example.com Not a contact · 10 Oct, 12:00')
  })

  it('keeps it open to the end of the fourteenth day, and whoever asked is told', async () => {
    const { form, contact, owner, gallery, galleryPath } = await closed()
    await new Browser().post(form, { email: contact.client.email })
    await new Browser().post(form, ADA)
    const desk = await office(owner)
    const answer = await desk.post(paths.extension(gallery.id))
    expect(answer.headers.get('Location')).toBe(paths.galleryContacts(gallery.id))
    const page = await read(await desk.get(paths.galleryContacts(gallery.id)))
    expect(page).toMatch(/Open until .*24 October 2026/)
    expect(page).toContain('Emails are on their way to 2 who asked.')
    expect(page).not.toContain('ask for more time')
    await jobs.run()

    const mailTo = (address: string) => outside.mails().find(({ to }) => to === address)
    expect(outside.mails()).toHaveLength(2)
    expect(mailTo(contact.client.email)?.text).toContain('Dear Anna Keller,')
    expect(mailTo(contact.client.email)?.text).toContain('You can look at it until 24 October 2026.')
    expect(mailTo(ADA.email)?.text).toContain(ORIGIN + galleryPath)
    expect(mailTo(ADA.email)?.text).not.toContain('/l/')

    const phone = new Browser()
    await phone.open(linkIn(mailTo(contact.client.email)?.text))
    expect((await phone.get(galleryPath)).status).toBe(200)
    clock.stop(new Date('2026-10-24T21:59:59Z'))
    expect((await new Browser().get(galleryPath)).status).toBe(403)
    clock.pass({ seconds: 1 })
    expect((await new Browser().get(galleryPath)).status).toBe(410)
  })

  it('presses twice, or two press at once: each is told once', async () => {
    const { form, contact, owner, gallery } = await closed()
    await new Browser().post(form, { email: contact.client.email })
    await new Browser().post(form, ADA)
    const desk = await office(owner)
    await Promise.all([1, 2, 3].map(() => desk.post(paths.extension(gallery.id))))
    await desk.post(paths.extension(gallery.id))
    await jobs.runCopies(2)
    await jobs.run()
    expect(outside.mails()).toHaveLength(2)
    expect(await rows.of('links')).toHaveLength(2)
    expect((await asked()).map((row) => row.answered_at)).toEqual([NOW.getTime(), NOW.getTime()])
  })

  it('does not make it shorter, nor set an end where there is none', async () => {
    const later = new Date('2027-01-01')
    for (const closesAt of [later, null]) {
      const { owner, gallery } = await closed({ closesAt })
      const desk = await office(owner)
      await desk.post(paths.extension(gallery.id))
      expect((await rows.of('galleries')).find(({ id }) => id === gallery.id)?.closes_at).toBe(
        closesAt?.getTime() ?? null,
      )
    }
  })

  it('tells nobody of a gallery that is not published', async () => {
    const { form, owner, gallery } = await closed()
    await new Browser().post(form, ADA)
    const desk = await office(owner)
    await desk.post(paths.publicationRemoval(gallery.id))
    await desk.post(paths.extension(gallery.id))
    expect(await read(await desk.get(paths.galleryContacts(gallery.id)))).toContain('publish it first')
    await jobs.run()
    expect(outside.mails()).toEqual([])
    expect(await asked()).toMatchObject([{ answered_at: null }])
  })

  it('declines, and nobody is written to; who asks again is asked for again', async () => {
    const { form, owner, gallery } = await closed()
    await new Browser().post(form, ADA)
    const [request] = await asked()
    const desk = await office(owner)
    await desk.post(paths.timeRequestRemoval(gallery.id, String(request?.id)))
    expect(await read(await desk.get(paths.galleryContacts(gallery.id)))).toContain('Declined. Nobody was written to.')
    jobs.lose()
    await desk.post(paths.extension(gallery.id))
    await jobs.run()
    expect(outside.mails()).toEqual([])

    clock.stop(clock.plus(NOW, { days: 60 }))
    await new Browser().post(form, ADA)
    expect((await asked()).map((row) => row.answered_at === null)).toEqual([false, true])
  })

  it('has no say at another studio’s gallery', async () => {
    const { form, gallery } = await closed()
    await new Browser().post(form, ADA)
    const [request] = await asked()
    const other = await closed()
    const desk = await office(other.owner)
    expect((await desk.post(paths.extension(gallery.id))).status).toBe(404)
    await desk.post(paths.timeRequestRemoval(other.gallery.id, String(request?.id)))
    expect(await asked()).toMatchObject([{ answered_at: null }])
  })

  it('gets no notice about what was answered meanwhile', async () => {
    const { form, owner, gallery } = await closed()
    await new Browser().post(form, ADA)
    const notice = jobs.waitingJobs()[0]?.body as { messageId: string }
    jobs.lose()
    const desk = await office(owner)
    await desk.post(paths.timeRequestRemoval(gallery.id, notice.messageId.replace('asked-', '')))
    clock.pass({ minutes: 3 })
    await env.DELIVERIES.send(notice)
    await jobs.run()
    expect(outside.mails()).toEqual([])
  })
})

describe('from the moment of its closing', () => {
  it('a gallery is refused by every route, and its photographs within a minute', async () => {
    const { studio, gallery, photo, contact, galleryPath, photoPath, phone, guest, own, guestLink } = await inside()
    expect((await phone.get(galleryPath)).status).toBe(200)
    expect((await guest.get(galleryPath)).status).toBe(200)
    expect((await phone.get(photoPath)).status).toBe(200)

    clock.stop(CLOSED)
    const at = `${studio.slug}/${gallery.slug}`
    const fresh = await make.link(contact)
    for (const browser of [phone, guest, new Browser()]) {
      expect((await browser.get(galleryPath)).status).toBe(410)
      for (const link of [own, fresh, guestLink]) {
        expect((await browser.get(link)).status).toBe(410)
        expect((await browser.post(link)).status).toBe(410)
      }
      expect([404, 410]).toContain((await browser.post(`${own}/guest`)).status)
      for (const noun of ['code', 'codes', 'password', 'pin', 'identity', 'registrations']) {
        const answer = await browser.post(`/${at}/${noun}`, {
          email: contact.client.email,
          code: '123456',
          pin: '1234',
        })
        const shown = await browser.follow(answer)
        expect([noun, [404, 410].includes(shown.status)]).toEqual([noun, true])
      }
    }
    expect(await rows.of('visits')).toHaveLength(2)
    clock.pass({ seconds: 61 })
    for (const browser of [phone, guest]) expect((await browser.get(photoPath)).status).toBe(404)
    expect((await phone.get(paths.photo(gallery.id, photo.id, 1080))).status).toBe(404)
  })

  /** Anna by her link and a guest by the guest link, a second before the gallery closes. */
  async function inside() {
    const scene = await closed()
    clock.stop(clock.plus(CLOSED, { seconds: -1 }))
    const own = await make.link(scene.contact)
    const phone = new Browser()
    await phone.open(own)
    const guest = new Browser()
    const guestLink = await make.roleLink(scene.gallery, 'guest')
    await guest.open(guestLink)
    return { ...scene, own, phone, guest, guestLink }
  }
})
