import { env } from 'cloudflare:workers'
import { eq, sql } from 'drizzle-orm'
import { describe, expect, it, vi } from 'vitest'
import * as schema from '../../src/db/schema'
import { sha256 } from '../../src/lib/token'
import { LINK_ROLES } from '../../src/models/role-links'
import { paths } from '../../src/paths'
import { whole } from '../helpers/answer'
import { Browser, read } from '../helpers/browser'
import * as clock from '../helpers/clock'
import * as make from '../helpers/make'
import * as rows from '../helpers/rows'

const UNKNOWN = 'This link no longer works'

/** A gallery that admits guests by link, with a guest link and an invited link. */
async function scene(over: Partial<schema.Gallery> = {}) {
  const made = await make.scene({ guests: 'by-link', ...over })
  const guestLink = await make.roleLink(made.gallery, 'guest')
  const invitedLink = await make.roleLink(made.gallery, 'invited')
  return { ...made, guestLink, invitedLink, links: { guest: guestLink, invited: invitedLink } }
}

function change(gallery: schema.Gallery, over: Partial<schema.Gallery>) {
  return make.db().update(schema.galleries).set(over).where(eq(schema.galleries.id, gallery.id))
}

describe('a role link’s page', () => {
  it('is the gallery’s cover, with nobody’s name on it', async () => {
    const { guestLink, gallery, studio } = await scene()
    const page = await new Browser().get(guestLink)
    expect(page.status).toBe(200)
    expect(page.headers.get('Referrer-Policy')).toBe('no-referrer')
    const text = await read(page)
    for (const words of [studio.name, gallery.title, '12 September 2026', '1 photograph', 'View the gallery']) {
      expect(text).toContain(words)
    }
    for (const words of ['Opens for', 'It’s not me']) expect(text).not.toContain(words)
  })

  it('changes nothing, however often it is looked at', async () => {
    const { guestLink } = await scene()
    const before = await rows.all()
    const scanner = new Browser()
    for (const method of ['GET', 'HEAD', 'GET']) expect((await scanner.send(method, guestLink)).status).toBe(200)
    expect(await rows.all()).toEqual(before)
  })

  it('has no way in for guests of its own', async () => {
    const { guestLink } = await scene()
    const friend = new Browser()
    await friend.get(guestLink)
    expect((await friend.post(`${guestLink}/guest`)).status).toBe(404)
    expect(await rows.of('visits')).toEqual([])
  })
})

describe('a role link’s button', () => {
  it.each(LINK_ROLES)('lets in as %s whoever presses it, in as many browsers as there are', async (role) => {
    const { links, gallery, galleryPath, photoPath } = await scene()
    for (const friend of [new Browser(), new Browser()]) {
      const press = await friend.open(links[role])
      expect([press.status, press.headers.get('Location')]).toEqual([303, galleryPath])
      expect(await read(await friend.get(galleryPath))).toContain('You are here as a guest')
      expect((await friend.get(photoPath)).status).toBe(200)
    }
    const visit = { gallery_id: gallery.id, role, contact_id: null, client_id: null }
    expect(await rows.of('visits')).toMatchObject([visit, visit])
    const event = { kind: 'role-link-opened', because: role, contact_id: null }
    expect(await rows.of('events')).toMatchObject([event, event])
  })

  it('lets in for a day, and again after it', async () => {
    clock.stop()
    const { guestLink, galleryPath } = await scene()
    const friend = new Browser()
    await friend.open(guestLink)
    clock.pass({ hours: 23, minutes: 59, seconds: 59 })
    expect((await friend.get(galleryPath)).status).toBe(200)
    clock.pass({ seconds: 2 })
    expect((await friend.get(galleryPath)).status).toBe(403)

    expect((await friend.get(guestLink)).status).toBe(200)
    await friend.post(guestLink)
    expect((await friend.get(galleryPath)).status).toBe(200)
  })

  it('still lets in after the months that a magic link is known', async () => {
    clock.stop()
    const { guestLink, galleryPath } = await scene()
    clock.pass({ days: 400 })
    expect((await new Browser().open(guestLink)).headers.get('Location')).toBe(galleryPath)
    const [name] = (await env.TOKENS.list()).keys.filter(({ expiration }) => !expiration)
    expect(name).toBeDefined()
  })

  it('is not for a browser that keeps no cookies', async () => {
    const { guestLink } = await scene()
    const press = await new Browser().post(guestLink)
    expect(press.status).toBe(403)
    expect(await read(press)).toContain('This browser keeps no cookies')
    expect(await rows.of('visits')).toEqual([])
  })

  it('leads to the PIN where the gallery has one', async () => {
    const { guestLink, galleryPath } = await scene({ pinId: 'pin' })
    const friend = new Browser()
    expect((await friend.open(guestLink)).headers.get('Location')).toBe(galleryPath)
    expect((await friend.get(galleryPath)).status).toBe(403)
  })
})

describe('whoever is inside already', () => {
  it('goes straight in by a role link, and stays who they are', async () => {
    const { link, guestLink, invitedLink, galleryPath } = await scene()
    const anna = new Browser()
    await anna.open(link)
    for (const path of [guestLink, invitedLink]) {
      expect((await anna.get(path)).headers.get('Location')).toBe(galleryPath)
      expect((await anna.post(path)).headers.get('Location')).toBe(galleryPath)
    }
    expect(await read(await anna.get(galleryPath))).toContain('You are here as Anna Keller')
    expect(await rows.of('visits')).toMatchObject([{ role: 'main', role_link_id: null, ended_at: null }])
  })

  it('goes straight in as the studio', async () => {
    const { owner, guestLink, galleryPath } = await scene()
    const desk = await make.signedIn(owner)
    expect((await desk.get(guestLink)).headers.get('Location')).toBe(galleryPath)
    expect(await rows.of('visits')).toEqual([])
  })

  it('goes straight in where the gallery is open to anybody, and leaves no trace', async () => {
    const { guestLink, galleryPath } = await scene({ guests: 'anyone' })
    expect((await new Browser().get(guestLink)).headers.get('Location')).toBe(galleryPath)
    expect(await rows.of('visits')).toEqual([])
  })

  it('is a guest no longer but invited, once they press the invited link; not the other way', async () => {
    const { guestLink, invitedLink, galleryPath } = await scene()
    const friend = new Browser()
    await friend.open(guestLink)
    expect((await friend.get(guestLink)).headers.get('Location')).toBe(galleryPath)
    await friend.open(invitedLink)
    const visits = await rows.of('visits')
    expect(visits.map(({ role, ended_at }) => [role, ended_at === null])).toEqual([
      ['guest', false],
      ['invited', true],
    ])
    expect((await friend.get(guestLink)).headers.get('Location')).toBe(galleryPath)
  })

  it('is asked neither for the PIN nor for the name again by another link', async () => {
    const { gallery, guestLink, invitedLink, galleryPath } = await scene({ pinId: 'pin', asksEmail: true })
    const friend = new Browser()
    await friend.open(guestLink)
    const shown = { pinId: 'pin', guestName: 'Ida', guestEmail: 'ida@example.com' }
    await make.db().update(schema.visits).set(shown).where(eq(schema.visits.galleryId, gallery.id))
    expect((await friend.get(galleryPath)).status).toBe(200)
    await friend.open(invitedLink)
    expect((await friend.get(galleryPath)).status).toBe(200)
  })
})

describe('a contact on the way in', () => {
  it('is not turned into a guest by a role link', async () => {
    const { link, guestLink, galleryPath } = await scene({ asksAccount: true })
    const anna = new Browser()
    await anna.open(link)
    expect((await anna.get(guestLink)).headers.get('Location')).toBe(galleryPath)
    expect((await anna.post(guestLink)).headers.get('Location')).toBe(galleryPath)
    expect(await rows.of('visits')).toMatchObject([{ role: 'main', ended_at: null }])
  })

  it('may look as a guest by a role link once they were removed', async () => {
    const { contact, link, guestLink, galleryPath } = await scene()
    const anna = new Browser()
    await anna.open(link)
    await make.db().update(schema.contacts).set({ removedAt: new Date() }).where(eq(schema.contacts.id, contact.id))
    expect((await anna.open(guestLink)).headers.get('Location')).toBe(galleryPath)
    expect(await read(await anna.get(galleryPath))).toContain('You are here as a guest')
  })
})

describe('a gallery that does not admit guests by link', () => {
  it('says so on the link’s page and at its button, and opens it again when it does', async () => {
    const { gallery, guestLink } = await scene({ guests: 'refused' })
    const friend = new Browser()
    await friend.get((await scene()).guestLink)
    for (const answer of [await friend.get(guestLink), await friend.post(guestLink)]) {
      expect(answer.status).toBe(403)
      expect(await read(answer)).toContain('No guests here for now')
    }
    await change(gallery, { guests: 'by-link' })
    expect((await friend.open(guestLink)).status).toBe(303)
  })

  it('says by its state that it is not open yet, or closed', async () => {
    const early = await scene({ publishedAt: null })
    const late = await scene({ closesAt: new Date() })
    const friend = new Browser()
    await friend.get((await scene()).guestLink)
    for (const [link, status, words] of [
      [early.guestLink, 403, 'Not open yet'],
      [late.guestLink, 410, 'This gallery is closed'],
    ] as const) {
      for (const answer of [await friend.get(link), await friend.post(link)]) {
        expect(answer.status).toBe(status)
        expect(await read(answer)).toContain(words)
      }
    }
    expect(await rows.of('visits')).toEqual([])
  })

  it('lets nobody in who presses at the moment of refusal, of closing or of withdrawal', async () => {
    const { gallery, guestLink } = await scene()
    const ends = [
      sql`update galleries set guests = 'refused' where id = ${gallery.id}`,
      sql`update galleries set closes_at = 1 where id = ${gallery.id}`,
      sql`update role_links set revoked_at = 1 where gallery_id = ${gallery.id}`,
    ]
    for (const end of ends) {
      await change(gallery, { guests: 'by-link', closesAt: null })
      const friend = new Browser()
      await friend.get(guestLink)
      // Between looking at the link and letting in: the second batch of the press.
      const batch = env.DB.batch.bind(env.DB)
      const spy = vi.spyOn(env.DB, 'batch').mockImplementationOnce(batch)
      spy.mockImplementationOnce(async (statements) => {
        await make.db().run(end)
        return batch(statements)
      })
      const press = await friend.post(guestLink)
      spy.mockRestore()
      expect([press.status, press.headers.get('Location')]).toEqual([303, guestLink])
      expect(await rows.of('visits')).toEqual([])
    }
  })
})

describe('a link that was withdrawn', () => {
  const ends: [string, (galleryId: string) => string, Record<string, string>][] = [
    ['replaced by a new one', (id) => paths.roleLink(id, 'guest'), {}],
    ['switched off', (id) => paths.roleLinkRemoval(id, 'guest'), {}],
    ['ended by the preset Sensitive', paths.galleryPreset, { preset: 'sensitive' }],
  ]

  it.each(ends)('lets nobody in once it is %s, and whoever came by it is out; contacts stay', async (_, path, form) => {
    clock.stop()
    const { owner, gallery, contact, link, guestLink, galleryPath, photoPath } = await scene()
    await make.db().update(schema.clients).set({ passwordHash: 'set' }).where(eq(schema.clients.id, contact.clientId))
    const [anna, friend, passerBy] = [new Browser(), new Browser(), new Browser()]
    await anna.open(link)
    await friend.open(guestLink)
    await passerBy.get(guestLink)
    for (const browser of [anna, friend]) {
      expect((await browser.get(galleryPath)).status).toBe(200)
      expect((await browser.get(photoPath)).status).toBe(200)
    }

    const done = await (await make.signedIn(owner)).post(path(gallery.id), form)
    expect(done.headers.get('Location')).toBe(paths.galleryDoor(gallery.id))

    expect((await friend.get(galleryPath)).status).toBe(403)
    for (const browser of [friend, passerBy, new Browser()]) {
      for (const press of [guestLink, `${guestLink}/guest`]) {
        const answer = await browser.post(press)
        expect([answer.status, await read(answer)]).toEqual([404, expect.stringContaining(UNKNOWN)])
      }
      expect((await browser.get(guestLink)).status).toBe(404)
      expect((await browser.get(galleryPath)).status).toBe(403)
    }
    clock.pass({ seconds: 61 })
    expect((await friend.get(photoPath)).status).toBe(404)
    expect((await anna.get(galleryPath)).status).toBe(200)
    expect((await anna.get(photoPath)).status).toBe(200)
  })

  it('leaves the other role’s link and its guests as they are', async () => {
    const { owner, gallery, guestLink, invitedLink, galleryPath } = await scene()
    const friend = new Browser()
    await friend.open(invitedLink)
    await (await make.signedIn(owner)).post(paths.roleLink(gallery.id, 'guest'))
    expect((await friend.get(galleryPath)).status).toBe(200)
    expect((await new Browser().get(invitedLink)).status).toBe(200)
    expect((await new Browser().get(guestLink)).status).toBe(404)
  })

  it('reads like one that never was', async () => {
    const { gallery, guestLink } = await scene()
    await make
      .db()
      .update(schema.roleLinks)
      .set({ revokedAt: new Date() })
      .where(eq(schema.roleLinks.galleryId, gallery.id))
    const withdrawn = await whole(await new Browser().get(guestLink))
    expect(withdrawn.status).toBe(404)
    expect(withdrawn.body).toContain(UNKNOWN)
    expect(withdrawn).toEqual(await whole(await new Browser().get(paths.link('A'.repeat(43)))))
  })
})

describe('the photographer', () => {
  const LINK = /value="https:\/\/foyer\.test(\/l\/[\w-]{43})"/g
  const linksIn = (html: string) => [...html.matchAll(LINK)].map(([, path = '']) => path)

  it('finds both links on the door page of a new gallery, to copy, to scan and to send', async () => {
    const owner = await make.staff(await make.studio())
    const desk = await make.signedIn(owner)
    const made = await desk.post(paths.newGallery(), { title: 'Anna & Ben', showsCover: 'yes' })
    const [, id = ''] = /galleries\/(\w+)\//.exec(made.headers.get('Location') ?? '') ?? []
    await desk.post(paths.publication(id))

    const html = await (await desk.get(paths.galleryDoor(id))).text()
    const links = linksIn(html)
    expect(links).toHaveLength(2)
    expect(html.match(/<svg/g)).toHaveLength(2)
    for (const link of links) {
      expect(html).toContain(`: https://foyer.test${link}</textarea>`)
      expect((await new Browser().open(link)).status).toBe(303)
    }
    expect((await rows.of('visits')).map(({ role }) => role)).toEqual(['guest', 'invited'])
    expect(linksIn(await (await desk.get(paths.galleryDoor(id))).text())).toEqual(links)
  })

  it('makes no links for a gallery whose address is taken', async () => {
    const { owner, gallery } = await make.scene()
    const desk = await make.signedIn(owner)
    expect((await desk.post(paths.newGallery(), { title: 'Another', slug: gallery.slug })).status).toBe(422)
    expect(await rows.of('role_links')).toEqual([])
  })

  it('makes the links of an older gallery by a press, changes one, and switches one off', async () => {
    const { owner, gallery } = await make.scene({ guests: 'by-link' })
    const desk = await make.signedIn(owner)
    const door = async () => (await desk.get(paths.galleryDoor(gallery.id))).text()
    expect((await door()).match(/Make the link/g)).toHaveLength(2)

    await desk.post(paths.roleLink(gallery.id, 'guest'))
    const [first = ''] = linksIn(await door())
    expect((await new Browser().open(first)).status).toBe(303)
    await desk.post(paths.roleLink(gallery.id, 'guest'))
    const [second = ''] = linksIn(await door())
    expect(second).not.toBe(first)
    expect((await new Browser().open(second)).status).toBe(303)

    await desk.post(paths.roleLinkRemoval(gallery.id, 'guest'))
    expect(linksIn(await door())).toEqual([])
    const links = await rows.of('role_links')
    expect(links.map(({ revoked_at }) => revoked_at !== null)).toEqual([true, true])
  })

  it('is told that a link works and cannot be shown when its secret is gone', async () => {
    const { owner, gallery, guestLink } = await scene()
    await make.db().update(schema.roleLinks).set({ sealed: 'gone.gone.gone' })
    const page = await (await make.signedIn(owner)).get(paths.galleryDoor(gallery.id))
    expect(await read(page)).toContain('The link works, but the secret it was kept under is gone')
    expect((await new Browser().get(guestLink)).status).toBe(200)
  })

  it('rotates no link of another studio, and none of another role', async () => {
    const { owner } = await make.scene()
    const theirs = await scene()
    const desk = await make.signedIn(owner)
    for (const path of [
      paths.roleLink(theirs.gallery.id, 'guest'),
      paths.roleLinkRemoval(theirs.gallery.id, 'guest'),
      paths.guestCode(theirs.gallery.id),
      paths.galleryPreset(theirs.gallery.id),
    ]) {
      expect((await desk.post(path, { preset: 'sensitive', code: 'summer' })).status).toBe(404)
    }
    const own = await make.gallery((await make.db().select().from(schema.studios))[0] as schema.Studio)
    expect((await desk.post(paths.roleLink(own.id, 'main'))).status).toBe(404)
    expect((await new Browser().get(theirs.guestLink)).status).toBe(200)
  })

  it('sees one link that goes when two browsers make a new one at the same moment', async () => {
    const { owner, gallery } = await scene()
    const desk = await make.signedIn(owner)
    await Promise.all(Array.from({ length: 8 }, () => desk.copy().post(paths.roleLink(gallery.id, 'guest'))))
    const links = linksIn(await (await desk.get(paths.galleryDoor(gallery.id))).text())
    expect(links).toHaveLength(2)
    const live = (await rows.of('role_links')).filter(({ role, revoked_at }) => role === 'guest' && !revoked_at)
    expect(live).toHaveLength(1)
  })
})

describe('a stolen copy of the database', () => {
  it('holds no role link and no guest code, nor by what one could be known', async () => {
    const { owner, gallery, guestLink } = await scene()
    const desk = await make.signedIn(owner)
    await desk.post(paths.guestCode(gallery.id), { code: 'Sommerfest' })
    const copy = JSON.stringify(await rows.all())
    const token = guestLink.slice('/l/'.length)
    for (const secret of [token, await sha256(token), 'Sommerfest', 'sommerfest', await sha256('sommerfest')]) {
      expect(copy).not.toContain(secret)
    }
  })
})
