import { env } from 'cloudflare:workers'
import { describe, expect, it, vi } from 'vitest'
import type * as schema from '../../src/db/schema'
import { paths } from '../../src/paths'
import { Browser, ORIGIN, read } from '../helpers/browser'
import * as clock from '../helpers/clock'
import * as jobs from '../helpers/jobs'
import * as make from '../helpers/make'
import * as outside from '../helpers/outside'
import * as rows from '../helpers/rows'

const OPENS = new Date('2026-09-12T16:00:00Z')

/** A gallery that opens in some days, at whose door these addresses were left. */
async function waiting(emails: string[], over: Partial<schema.Gallery> = {}) {
  clock.stop(new Date('2026-09-01T10:00:00Z'))
  const scene = await make.scene({
    publishedAt: OPENS,
    takesRegistrations: true,
    guests: 'by-link',
    showsCover: false,
    ...over,
  })
  const register = (email: string) => new Browser().post(paths.registrations(scene.studio, scene.gallery), { email })
  for (const email of emails) await register(email)
  return { ...scene, register }
}

async function sweepAndDeliver(): Promise<void> {
  await jobs.sweep()
  await jobs.run()
}

const recipients = () => outside.mails().map(({ to }) => to)
const untold = async () => (await rows.of('registrations')).filter((row) => row.told_at === null)

/** So many addresses, left at the door at once. */
function leave(gallery: schema.Gallery, count: number) {
  return env.DB.prepare(
    `with recursive n(i) as (select 1 union all select i + 1 from n where i < ?1)
     insert into registrations (id, gallery_id, email, created_at) select 'r' || i, ?2, i || '@example.com', 0 from n`,
  )
    .bind(count, gallery.id)
    .run()
}

describe('whoever left an email', () => {
  it('is written to once the gallery is open, to the second, and never again', async () => {
    const { gallery, galleryPath, studio } = await waiting(['ada@example.com', 'ben@example.com'])
    clock.stop(clock.plus(OPENS, { seconds: -1 }))
    await sweepAndDeliver()
    expect(outside.mails()).toEqual([])

    clock.pass({ seconds: 1 })
    await sweepAndDeliver()
    expect(recipients().sort()).toEqual(['ada@example.com', 'ben@example.com'])
    const [mail] = outside.mails()
    expect(mail?.subject).toBe(`${gallery.title}: the gallery is open`)
    expect(mail?.text).toContain(`The gallery “${gallery.title}” is open.`)
    expect(mail?.text).toContain(ORIGIN + galleryPath)
    expect(mail?.reply_to).toBe(studio.replyTo)
    expect(await untold()).toEqual([])

    for (const days of [1, 2, 30]) {
      clock.pass({ days })
      await sweepAndDeliver()
    }
    expect(outside.mails()).toHaveLength(2)
  })

  it('is written to when the gallery is published at once, and reads how long it is open', async () => {
    const closesAt = new Date('2026-10-01T22:00:00Z')
    const { owner, gallery } = await waiting(['ada@example.com'], { publishedAt: null, closesAt })
    const desk = await make.signedIn(owner)
    outside.reset()
    await desk.post(paths.publication(gallery.id))
    await sweepAndDeliver()
    expect(recipients()).toEqual(['ada@example.com'])
    expect(outside.mails()[0]?.text).toContain('You can look at it until 1 October 2026.')
  })

  it.each([
    ['not published after all', { publishedAt: null }],
    ['closed before anybody was told', { closesAt: OPENS }],
  ])('is not written to where the gallery is %s', async (_, over) => {
    await waiting(['ada@example.com'], over)
    clock.stop(clock.plus(OPENS, { hours: 1 }))
    await sweepAndDeliver()
    expect(outside.mails()).toEqual([])
    expect(await untold()).toHaveLength(1)
  })

  it('comes in by the guest link, where there is one', async () => {
    const { gallery, galleryPath } = await waiting(['ada@example.com'])
    const guestLink = await make.roleLink(gallery, 'guest')
    clock.stop(OPENS)
    await sweepAndDeliver()
    const url = /https:\S+/.exec(outside.mails()[0]?.text ?? '')?.[0] ?? ''
    expect(url).toBe(ORIGIN + guestLink)

    const phone = new Browser()
    await phone.open(new URL(url).pathname)
    expect((await phone.get(galleryPath)).status).toBe(200)
  })

  it('gets the gallery’s address where no guests come by link, though a link is left over', async () => {
    const { gallery, galleryPath } = await waiting(['ada@example.com'], { guests: 'refused' })
    await make.roleLink(gallery, 'guest')
    clock.stop(OPENS)
    await sweepAndDeliver()
    expect(outside.mails()[0]?.text).toContain(ORIGIN + galleryPath)
  })

  it('comes in as themselves, by a link of their own, when they are a contact', async () => {
    const { contact, register, galleryPath } = await waiting([])
    await register(contact.client.email)
    clock.stop(OPENS)
    await sweepAndDeliver()
    const [mail] = outside.mails()
    expect(mail?.to).toBe(contact.client.email)
    expect(mail?.text).toContain('Dear Anna Keller,')
    const link = /https:\/\/foyer\.test(\/l\/\S+)/.exec(mail?.text ?? '')?.[1] ?? ''

    clock.pass({ hours: 23 })
    const phone = new Browser()
    await phone.open(link)
    expect(await read(await phone.get(galleryPath))).toContain('You are here as Anna Keller')
  })

  it('is anybody once they were removed from the contacts', async () => {
    const { contact, register, owner, galleryPath } = await waiting([])
    await register(contact.client.email)
    const desk = await make.signedIn(owner)
    await desk.post(paths.contactRemoval(contact.id))
    outside.reset()
    clock.stop(OPENS)
    await sweepAndDeliver()
    expect(outside.mails()[0]?.text).toContain(ORIGIN + galleryPath)
  })

  it('is not written to once the gallery is taken back, though the mail was on its way', async () => {
    const { owner, gallery } = await waiting(['ada@example.com'])
    const desk = await make.signedIn(owner)
    outside.reset()
    clock.stop(OPENS)
    await jobs.sweep()
    await desk.post(paths.publicationRemoval(gallery.id))
    await jobs.run()
    expect(outside.mails()).toEqual([])
    expect(await rows.of('messages')).toContainEqual(
      expect.objectContaining({ kind: 'gallery-open', state: 'failed', sealed: null }),
    )
  })

  it('may ask again before another opening, and is told of that too', async () => {
    const { owner, gallery, register } = await waiting(['ada@example.com'])
    clock.stop(OPENS)
    await sweepAndDeliver()
    const desk = await make.signedIn(owner)
    outside.reset()
    await desk.post(paths.publicationRemoval(gallery.id))
    await register('ada@example.com')
    await desk.post(paths.publication(gallery.id))
    await sweepAndDeliver()
    await sweepAndDeliver()
    expect(recipients()).toEqual(['ada@example.com'])
    expect(await rows.of('registrations')).toHaveLength(1)
  })
})

describe('nobody is written to twice', () => {
  it('by several sweeps at once', async () => {
    const { contact, register } = await waiting(['ada@example.com', 'ben@example.com'])
    await register(contact.client.email)
    clock.stop(OPENS)
    await Promise.all([jobs.sweep(), jobs.sweep(), jobs.sweep()])
    await jobs.runCopies(2)
    await jobs.run()

    expect(recipients()).toHaveLength(3)
    expect(new Set(outside.sendings().map(({ key }) => key)).size).toBe(3)
    expect(await rows.of('messages')).toHaveLength(3)
    // One from the scene, one from the mail: the sweeps that came too late left none.
    expect(await rows.of('links')).toHaveLength(2)
    const link = /https:\/\/foyer\.test(\/l\/\S+)/.exec(
      outside.mails().find(({ to }) => to === contact.client.email)?.text ?? '',
    )?.[1]
    expect((await new Browser().open(link ?? '')).status).toBe(303)
  })

  it('when the job was lost, and everybody once', async () => {
    await waiting(['ada@example.com', 'ben@example.com'])
    clock.stop(OPENS)
    await jobs.sweep()
    jobs.lose()
    clock.pass({ minutes: 3 })
    await sweepAndDeliver()
    await sweepAndDeliver()
    expect(recipients().sort()).toEqual(['ada@example.com', 'ben@example.com'])
  })

  it('when the mail service fails at first', async () => {
    await waiting(['ada@example.com'])
    outside.mailServiceAnswers(() => new Response('{}', { status: 500 }))
    clock.stop(OPENS)
    await sweepAndDeliver()
    clock.pass({ minutes: 5 })
    await sweepAndDeliver()
    await sweepAndDeliver()
    expect(recipients()).toEqual(['ada@example.com'])
  })
})

describe('a store that fails', () => {
  it('keeps nobody from being told, nor tells anybody twice', async () => {
    const { contact, register } = await waiting(['ada@example.com'])
    await register(contact.client.email)
    clock.stop(OPENS)
    vi.spyOn(env.TOKENS, 'put').mockRejectedValueOnce(new Error('KV does not answer'))
    await expect(jobs.sweep()).rejects.toThrow('KV does not answer')
    await jobs.run()
    expect(outside.mails()).toEqual([])
    expect(await untold()).toHaveLength(2)

    await sweepAndDeliver()
    await sweepAndDeliver()
    expect(recipients().sort()).toEqual(['ada@example.com', contact.client.email].sort())
  })
})

describe('many addresses', () => {
  it('are written to a hundred a sweep, each once', async () => {
    const { gallery } = await waiting([])
    await leave(gallery, 250)
    clock.stop(OPENS)
    for (const total of [100, 200, 250, 250]) {
      await sweepAndDeliver()
      expect(outside.mails()).toHaveLength(total)
    }
    expect(new Set(recipients()).size).toBe(250)
  })
})

describe('an address that was written to', () => {
  it('is forgotten after ninety days; one that waits is not', async () => {
    const { register } = await waiting(['ada@example.com'])
    clock.stop(OPENS)
    await sweepAndDeliver()
    clock.stop(clock.plus(OPENS, { days: 89 }))
    await sweepAndDeliver()
    expect(await rows.of('registrations')).toHaveLength(1)

    const other = await make.scene({ publishedAt: null, takesRegistrations: true, showsCover: false })
    await new Browser().post(paths.registrations(other.studio, other.gallery), { email: 'cleo@example.com' })
    expect((await register('dan@example.com')).status).toBe(303)
    clock.pass({ days: 2 })
    await sweepAndDeliver()
    expect((await rows.of('registrations')).map(({ email }) => email)).toEqual(['cleo@example.com'])
  })
})
