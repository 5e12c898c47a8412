import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import * as schema from '../../src/db/schema'
import { paths } from '../../src/paths'
import { Browser, ORIGIN, read } from '../helpers/browser'
import * as clock from '../helpers/clock'
import * as jobs from '../helpers/jobs'
import * as make from '../helpers/make'
import * as outside from '../helpers/outside'
import * as rows from '../helpers/rows'

/** The end of 12 September in Vienna. */
const CLOSES = new Date('2026-09-12T22:00:00Z')
const inVienna = (day: string, time: string) => new Date(`2026-${day}T${time}:00+02:00`)
/** Nine in the morning, seven days and one day before. */
const WEEK = inVienna('09-06', '09:00')
const DAY = inVienna('09-12', '09:00')

const OLD = { publishedAt: new Date('2026-08-01'), showsCover: false }

/** A gallery that closes on 12 September, in which Anna was in August. */
async function visited(over: Partial<schema.Gallery> = {}) {
  clock.stop(new Date('2026-08-20T10:00:00Z'))
  const scene = await make.scene({ ...OLD, closesAt: CLOSES, ...over })
  await new Browser().open(await make.link(scene.contact))
  return scene
}

async function sweepAt(instant: Date): Promise<void> {
  clock.stop(instant)
  await jobs.sweep()
  await jobs.run()
}

async function change(gallery: schema.Gallery, over: Partial<schema.Gallery>): Promise<void> {
  await make.db().update(schema.galleries).set(over).where(eq(schema.galleries.id, gallery.id))
}

const recipients = () => outside.mails().map(({ to }) => to)

describe('who visited', () => {
  it('is reminded seven days before and one day before, once each', async () => {
    const { gallery, contact, studio } = await visited()
    for (const day of ['08-25', '09-01', '09-05']) await sweepAt(inVienna(day, '12:00'))
    expect(outside.mails()).toEqual([])

    for (const time of ['09:00', '09:01', '12:00', '19:59']) await sweepAt(inVienna('09-06', time))
    expect(recipients()).toEqual([contact.client.email])
    const [mail] = outside.mails()
    expect(mail?.subject).toBe(`${gallery.title}: open until 12 September 2026`)
    expect(mail?.text).toContain('Dear Anna Keller,')
    expect(mail?.text).toContain('its last day is 12 September 2026.')
    expect(mail?.reply_to).toBe(studio.replyTo)

    for (const day of ['09-07', '09-09', '09-11']) await sweepAt(inVienna(day, '12:00'))
    expect(outside.mails()).toHaveLength(1)
    for (const time of ['09:00', '15:00']) await sweepAt(inVienna('09-12', time))
    expect(outside.mails()).toHaveLength(2)
    await sweepAt(inVienna('09-13', '12:00'))
    expect(outside.mails()).toHaveLength(2)
  })

  it('comes in by the link in the reminder, which is new', async () => {
    const { galleryPath } = await visited()
    await sweepAt(DAY)
    const link = /https:\/\/foyer\.test(\/l\/\S+)/.exec(outside.mails()[0]?.text ?? '')?.[1] ?? ''
    const phone = new Browser()
    await phone.open(link)
    expect(await read(await phone.get(galleryPath))).toContain('You are here as Anna Keller')
    expect(outside.mails()[0]?.text).not.toContain(ORIGIN + galleryPath)
  })

  it('is written to by day alone, where the studio is', async () => {
    await visited()
    for (const time of ['00:00', '05:30', '08:59']) await sweepAt(inVienna('09-06', time))
    expect(outside.mails()).toEqual([])
    await sweepAt(WEEK)
    expect(outside.mails()).toHaveLength(1)

    clock.stop(new Date('2026-08-20T10:00:00Z'))
    const far = await make.studio({ timeZone: 'America/New_York' })
    const closesAt = new Date('2026-09-13T04:00:00Z')
    const gallery = await make.gallery(far, { ...OLD, closesAt })
    await new Browser().open(await make.link(await make.contact(gallery, { email: 'eve@example.com' })))
    for (const time of ['04:00', '09:00', '12:59']) await sweepAt(new Date(`2026-09-06T${time}:00Z`))
    expect(recipients()).not.toContain('eve@example.com')
    await sweepAt(new Date('2026-09-06T13:00:00Z'))
    expect(recipients()).toContain('eve@example.com')
  })

  it('is written to from nine until eight in the evening', async () => {
    await visited()
    for (const time of ['20:00', '23:00']) await sweepAt(inVienna('09-06', time))
    expect(outside.mails()).toEqual([])
    await sweepAt(inVienna('09-07', '19:59'))
    expect(outside.mails()).toHaveLength(1)
  })

  it('is not reminded of a week where only days are left', async () => {
    await visited()
    await sweepAt(inVienna('09-08', '09:00'))
    expect(outside.mails()).toEqual([])
    await sweepAt(DAY)
    expect(outside.mails()).toHaveLength(1)
  })

  it('came in by a login code, too', async () => {
    const { gallery, studio } = await visited()
    const ben = await make.contact(gallery, { name: 'Ben', email: 'ben@example.com' })
    const phone = new Browser()
    await phone.post(paths.codes(studio, gallery), { email: ben.client.email })
    await jobs.run()
    const code = /\d{6}/.exec(outside.mails()[0]?.subject ?? '')?.[0] ?? ''
    expect((await phone.post(paths.code(studio, gallery), { code })).status).toBe(303)
    outside.reset()
    await sweepAt(WEEK)
    expect(recipients()).toContain('ben@example.com')
  })
})

describe('nobody is reminded', () => {
  it('who was never inside, or is a contact no more', async () => {
    const { gallery, contact, owner } = await visited()
    const ben = await make.contact(gallery, { name: 'Ben' })
    await new Browser().get(await make.link(ben))
    const desk = await make.signedIn(owner)
    await desk.post(paths.contactRemoval(contact.id))
    outside.reset()
    await sweepAt(WEEK)
    expect(outside.mails()).toEqual([])
  })

  it.each([
    ['is not published', { publishedAt: null }],
    ['opens later', { publishedAt: inVienna('09-10', '09:00') }],
    ['has no closing date', { closesAt: null }],
    ['has closed', { closesAt: inVienna('09-06', '00:00') }],
    ['closes another day', { closesAt: new Date('2026-09-30T22:00:00Z') }],
  ])('of a gallery that %s', async (_, over) => {
    const { gallery } = await visited()
    await change(gallery, over)
    await sweepAt(WEEK)
    expect(outside.mails()).toEqual([])
  })

  it('of a date that was changed while the mail was on its way', async () => {
    const { gallery } = await visited()
    clock.stop(WEEK)
    await jobs.sweep()
    await change(gallery, { closesAt: new Date('2026-09-30T22:00:00Z') })
    await jobs.run()
    expect(outside.mails()).toEqual([])
    expect(await rows.of('messages')).toMatchObject([{ kind: 'closing-soon', state: 'failed', sealed: null }])

    await sweepAt(new Date('2026-09-24T10:00:00Z'))
    expect(outside.mails()).toHaveLength(1)
    expect(outside.mails()[0]?.text).toContain('30 September 2026')
  })

  it('of the same date again, when it was changed away and back', async () => {
    const { gallery } = await visited()
    await sweepAt(WEEK)
    await change(gallery, { closesAt: null })
    await sweepAt(inVienna('09-06', '12:00'))
    await change(gallery, { closesAt: CLOSES })
    await sweepAt(inVienna('09-06', '15:00'))
    expect(outside.mails()).toHaveLength(1)
  })
})

describe('a reminder', () => {
  it('goes out once when several sweeps run at the same moment, and its job comes twice', async () => {
    await visited()
    clock.stop(WEEK)
    await Promise.all([jobs.sweep(), jobs.sweep(), jobs.sweep()])
    await jobs.runCopies(2)
    expect(outside.mails()).toHaveLength(1)
    expect(outside.sendings()).toHaveLength(1)
    expect(await rows.of('messages')).toHaveLength(1)
    // The scene's, the one that was used, and the reminder's.
    expect(await rows.of('links')).toHaveLength(3)
  })

  it('goes out once when its job was lost', async () => {
    await visited()
    clock.stop(WEEK)
    await jobs.sweep()
    jobs.lose()
    await sweepAt(clock.plus(WEEK, { minutes: 3 }))
    await sweepAt(clock.plus(WEEK, { minutes: 6 }))
    expect(outside.mails()).toHaveLength(1)
  })

  it('is told to the photographer beside the contact', async () => {
    const { owner, gallery } = await visited()
    await sweepAt(WEEK)
    const desk = await make.signedIn(owner)
    const page = await read(await desk.get(paths.galleryContacts(gallery.id)))
    expect(page).toContain('Reminded of the closing date, 6 Sept, 09:00')
  })
})
