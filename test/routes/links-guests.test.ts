import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import * as schema from '../../src/db/schema'
import { ROLES, type Role } from '../../src/door/role'
import { paths } from '../../src/paths'
import { Browser, read } from '../helpers/browser'
import * as clock from '../helpers/clock'
import * as make from '../helpers/make'
import * as rows from '../helpers/rows'

const NOT_ME = 'It’s not me, view as a guest'

async function sceneFor(role: Role, over: Partial<schema.Gallery>) {
  const scene = await make.scene(over)
  const person = await make.contact(scene.gallery, { role, name: 'Carla Weiss' })
  return { ...scene, link: await make.link(person) }
}

/** Whether guests are admitted × every role: who is offered the guests' way in. */
const offers = [true, false].flatMap((admitsGuests) =>
  ROLES.map((role) => ({ admitsGuests, role, offered: admitsGuests && role === 'main' })),
)

describe('"It’s not me"', () => {
  it.each(offers)('is offered on a $role link where guests are admitted ($admitsGuests): $offered', async (each) => {
    const { link, galleryPath } = await sceneFor(each.role, { guests: each.admitsGuests ? 'by-link' : 'refused' })
    const friend = new Browser()
    const cover = await read(await friend.get(link))
    expect(cover.includes(NOT_ME)).toBe(each.offered)

    const press = await friend.post(`${link}/guest`)
    expect(press.status).toBe(each.offered ? 303 : 403)
    expect((await friend.get(galleryPath)).status).toBe(each.offered ? 200 : 403)
  })

  it('lets a friend look as a guest, and leaves the link to its owner', async () => {
    const { link, galleryPath, photoPath } = await make.scene({ guests: 'by-link' })
    const friend = new Browser()
    await friend.get(link)
    const press = await friend.post(`${link}/guest`)
    expect(press.status).toBe(303)
    expect(press.headers.get('Location')).toBe(galleryPath)
    expect(await read(await friend.get(galleryPath))).toContain('You are here as a guest')
    expect((await friend.get(photoPath)).status).toBe(200)
    expect(await rows.of('links')).toMatchObject([{ claimed_by: null, claimed_at: null, visit_id: null }])

    const anna = new Browser()
    expect((await anna.open(link)).headers.get('Location')).toBe(galleryPath)
    expect(await read(await anna.get(galleryPath))).toContain('You are here as Anna Keller')
  })

  it('is there for a friend after the link was opened elsewhere or has run out', async () => {
    const { link, contact, galleryPath } = await make.scene({ guests: 'by-link' })
    await new Browser().open(link)
    const stale = await make.link(contact, clock.plus(new Date(), { hours: -25 }))
    for (const path of [link, stale]) {
      const friend = new Browser()
      expect(await read(await friend.follow(await friend.open(path)))).toContain(NOT_ME)
      expect((await friend.post(`${path}/guest`)).headers.get('Location')).toBe(galleryPath)
    }
  })

  it('is not there for a browser that keeps no cookies', async () => {
    const { link } = await make.scene({ guests: 'by-link' })
    const answer = await new Browser().post(`${link}/guest`)
    expect(answer.status).toBe(403)
    expect(await read(answer)).toContain('This browser keeps no cookies')
    expect(await rows.of('visits')).toEqual([])
  })
})

describe('a guest', () => {
  async function guest(over: Partial<schema.Gallery> = {}) {
    clock.stop()
    const scene = await make.scene({ guests: 'by-link', ...over })
    const friend = new Browser()
    await friend.get(scene.link)
    await friend.post(`${scene.link}/guest`)
    await friend.get(scene.galleryPath)
    return { ...scene, friend }
  }
  it('is out at once when guests are no longer admitted, while the client stays', async () => {
    const { gallery, friend, link, galleryPath, photoPath } = await guest()
    const anna = new Browser()
    await anna.open(link)
    await make.db().update(schema.galleries).set({ guests: 'refused' }).where(eq(schema.galleries.id, gallery.id))

    expect((await friend.get(galleryPath)).status).toBe(403)
    expect((await friend.post(`${link}/guest`)).status).toBe(403)
    clock.pass({ seconds: 61 })
    expect((await friend.get(photoPath)).status).toBe(404)
    expect((await anna.get(galleryPath)).status).toBe(200)
  })

  it('is in for a day', async () => {
    const { friend, galleryPath } = await guest()
    clock.pass({ hours: 23, minutes: 59, seconds: 59 })
    expect((await friend.get(galleryPath)).status).toBe(200)
    clock.pass({ seconds: 2 })
    expect((await friend.get(galleryPath)).status).toBe(403)
  })

  it('becomes the client by pressing the link’s own button', async () => {
    const { friend, link, galleryPath } = await guest()
    const cover = await friend.get(link)
    expect(cover.status).toBe(200)
    await friend.post(link)
    expect(await read(await friend.get(galleryPath))).toContain('You are here as Anna Keller')
  })

  it('reads the gallery’s state when it is not open, and is not told that it admits no guests', async () => {
    const closed = await make.scene({ guests: 'by-link', closesAt: clock.plus(new Date(), { seconds: -1 }) })
    const unpublished = await make.scene({ guests: 'by-link', publishedAt: null })
    const friend = new Browser()
    await friend.get((await make.scene()).link)

    const late = await friend.post(`${closed.link}/guest`)
    expect(await read(late)).toContain('This gallery is closed')
    expect(late.status).toBe(410)
    const early = await friend.post(`${unpublished.link}/guest`)
    expect(await read(early)).toContain('Not open yet')
    expect(early.status).toBe(403)
    expect(await rows.of('visits')).toEqual([])
  })

  it('is put out when the contact by whose link they came is removed', async () => {
    const { link, owner, contact, galleryPath, photoPath } = await make.scene({ guests: 'by-link' })
    const friend = new Browser()
    await friend.get(link)
    await friend.post(`${link}/guest`)
    expect((await friend.get(galleryPath)).status).toBe(200)

    const desk = await make.signedIn(owner)
    await desk.post(paths.contactRemoval(contact.id))
    expect((await friend.get(galleryPath)).status).toBe(403)
    clock.pass({ seconds: 61 })
    expect((await friend.get(photoPath)).status).toBe(404)
  })
})
