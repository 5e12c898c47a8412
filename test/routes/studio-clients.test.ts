import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import * as schema from '../../src/db/schema'
import { randomId, sha256 } from '../../src/lib/token'
import { CLIENTS_PER_PAGE } from '../../src/models/client-lines'
import { paths } from '../../src/paths'
import { Browser, ORIGIN, read } from '../helpers/browser'
import * as clock from '../helpers/clock'
import * as copies from '../helpers/copy'
import { countRoundTrips } from '../helpers/count'
import * as jobs from '../helpers/jobs'
import * as make from '../helpers/make'
import * as outside from '../helpers/outside'
import * as portal from '../helpers/portal'
import * as rows from '../helpers/rows'

const FIRST = { q: '', page: 1 }

async function atTheDesk() {
  const scene = await make.scene()
  const client = scene.contact.client
  const desk = await make.signedIn(scene.owner)
  const list = async (place = FIRST) => read(await desk.get(paths.clientsAt(place)))
  return { ...scene, client, desk, list, at: paths.portal(scene.studio) }
}

/** Clients who are in no gallery. */
async function clients(studio: schema.Studio, names: string[]): Promise<schema.Client[]> {
  const all = names.map((name, index) => {
    const email = `person${index}.${randomId()}@example.com`
    return { id: randomId(), studioId: studio.id, name, email, createdAt: new Date() }
  })
  for (let from = 0; from < all.length; from += 15) {
    await make
      .db()
      .insert(schema.clients)
      .values(all.slice(from, from + 15))
  }
  return make.db().select().from(schema.clients).where(eq(schema.clients.studioId, studio.id))
}

const linkOn = async (page: Response) => /\/l\/[\w-]{43}/.exec(await page.text())?.[0] ?? 'no link'

describe('the clients of a studio', () => {
  it('are listed with their galleries, and with the portal’s address to copy', async () => {
    const { studio, gallery, client, desk, list, at } = await atTheDesk()
    await make.contactOf(await make.gallery(studio), client)
    await make.contact(gallery, { name: 'Ben Hartmann', phone: '+436601234542' })
    await clients(studio, ['Clara Vogt'])
    const html = await (await desk.get(paths.clients())).text()
    expect(html).toContain(`value="${ORIGIN}${at}"`)
    expect(html).toContain('src="/copy.js"')
    const text = await list()
    expect(text).toContain('Not invited to the portal')
    expect(text).toMatch(new RegExp(`Anna Keller ${client.email} · Anna & Ben \\d+ ?, Anna & Ben \\d+`))
    expect(html).toContain(`<a href="${paths.galleryContacts(gallery.id)}">`)
    expect(text).toMatch(/Ben Hartmann \S+ · \+43 660 1234542 · Anna & Ben \d+ Not invited to the portal/)
    expect(text).toMatch(/Clara Vogt \S+ · no galleries/)
    expect(text).toContain('3 clients')
  })

  it('are not counted in galleries that they were removed from, nor listed once erased', async () => {
    const { studio, contact, desk, list } = await atTheDesk()
    await desk.post(paths.contactRemoval(contact.id))
    const [, erased] = await clients(studio, ['Erased Person'])
    expect(await list()).toContain('no galleries')
    await make
      .db()
      .update(schema.clients)
      .set({ erasedAt: new Date() })
      .where(eq(schema.clients.id, erased?.id ?? ''))
    expect(await list()).not.toContain('Erased Person')
    for (const path of [paths.clientInvitations, paths.clientLoginEmails, paths.clientLinks]) {
      expect((await desk.post(path(erased?.id ?? '', FIRST))).status).toBe(404)
    }
  })

  it('are found by a part of the name or the address, however it is written', async () => {
    const { studio, list } = await atTheDesk()
    await clients(studio, ['Özlem Müller', 'Zoë Ångström', 'JÜRGEN GROß', 'Percent 100% _'])
    const found = async (q: string) => {
      const text = await list({ q, page: 1 })
      return ['Anna', 'Özlem', 'Zoë', 'JÜRGEN', 'Percent'].filter((name) => text.includes(`${name} `))
    }
    expect(await found('anna')).toEqual(['Anna'])
    expect(await found('KELLER')).toEqual(['Anna'])
    expect(await found(' özlem ')).toEqual(['Özlem'])
    expect(await found('müller')).toEqual(['Özlem'])
    expect(await found('zoë å')).toEqual(['Zoë'])
    expect(await found('jürgen')).toEqual(['JÜRGEN'])
    expect(await found('PERSON2.')).toEqual(['JÜRGEN'])
    expect(await found('0% _')).toEqual(['Percent'])
    expect(await list({ q: 'nobody here', page: 1 })).toContain('Nobody with “nobody here” · Show all')
  })

  it('come a hundred to a page, by name', async () => {
    const { studio, desk, list } = await atTheDesk()
    const names = Array.from({ length: CLIENTS_PER_PAGE + 4 }, (_, index) => `Person ${String(index).padStart(3, '0')}`)
    await clients(studio, names)
    const first = await list()
    expect(first).toContain('105 clients')
    expect(first).toContain('Page 1 of 2 More')
    expect(first.match(/Not invited to the portal/g)).toHaveLength(100)
    const second = await list({ q: '', page: 2 })
    expect(second).toContain('Back Page 2 of 2')
    expect(second.match(/Person \d{3}/g)).toContain('Person 103')
    expect(second).not.toContain('Anna Keller')
    expect((await desk.get(paths.clientsAt({ q: 'person', page: 9 }))).headers.get('Location')).toBe(
      paths.clientsAt({ q: 'person', page: 2 }),
    )
    for (const page of ['0', '-1', 'x', '1e99']) {
      expect((await desk.get(`${paths.clients()}?page=${page}`)).status).toBe(200)
    }
  })

  it('are asked for with one batch', async () => {
    const { desk } = await atTheDesk()
    const count = countRoundTrips()
    await desk.get(paths.clients())
    expect(count()).toMatchObject({ queries: 1, batches: 1 })
  })

  it('are not there for whoever does not work here, and another studio’s are its own', async () => {
    const { client } = await atTheDesk()
    expect((await new Browser().get(paths.clients())).headers.get('Location')).toBe(paths.signIn())
    expect((await new Browser().post(paths.newClient(), { email: 'x@example.com' })).status).toBe(403)

    const stranger = await make.signedIn(await make.staff(await make.studio()))
    const text = await read(await stranger.get(paths.clients()))
    expect(text).toContain('Everybody you invite to a gallery or to the portal will be here.')
    expect(text).not.toContain(client.email)
    for (const path of [paths.clientInvitations, paths.clientLoginEmails, paths.clientLinks]) {
      expect((await stranger.post(path(client.id, FIRST))).status).toBe(404)
    }
    expect(await rows.of('client_links')).toEqual([])
    expect((await rows.of('messages')).filter(({ kind }) => kind !== 'staff-code')).toEqual([])
  })
})

describe('"Invite to the portal"', () => {
  it('sends instructions with a link that opens the portal', async () => {
    clock.stop()
    const { studio, client, desk, list, at } = await atTheDesk()
    const answer = await desk.post(paths.clientInvitations(client.id, { q: 'keller', page: 1 }))
    expect(answer.headers.get('Location')).toBe(paths.clientsAt({ q: 'keller', page: 1 }))
    expect(await list()).toContain('An invitation to the portal is on its way to Anna Keller.')
    expect(await list()).toMatch(/\S+@\S+ · Anna & Ben \d+ Invitation on its way/)

    await jobs.run()
    expect(await list()).toMatch(/Anna & Ben \d+ Invited \d+ \w+, \d\d:\d\d, not signed in yet Invite to the portal/)
    const mail = outside.mails().at(-1)
    expect(mail).toMatchObject({
      ...{ to: client.email, subject: `${studio.name}: all your galleries in one place`, reply_to: studio.replyTo },
    })
    for (const text of [mail?.text, mail?.html]) {
      expect(text).toContain('It works once, for 30 minutes.')
      expect(text).toContain(ORIGIN + at)
      expect(text).toContain(client.email)
    }
    const browser = new Browser()
    const entry = await browser.open(portal.linkMailedTo(client.email))
    expect(entry.headers.get('Location')).toBe(at)
    const signedIn = await list()
    expect(signedIn).toMatch(/Last signed in \d+ \w+, \d\d:\d\d Send login email Generate magic link/)
  })

  it('speaks of galleries that there are, and to whoever has none of those to come', async () => {
    const { client, contact, desk } = await atTheDesk()
    const invited = async () => {
      await desk.post(paths.clientInvitations(client.id, { q: '', page: 1 }))
      await jobs.run()
      return outside.mails().at(-1)?.text
    }
    expect(await invited()).toContain('those you have and every later one')
    await desk.post(paths.contactRemoval(contact.id))
    expect(await invited()).toContain('every gallery that you are invited to will be there')
  })

  it('is noted with its year once that is over', async () => {
    const { client, list } = await atTheDesk()
    const set = { invitedAt: new Date('2024-05-04T10:00:00Z') }
    await make.db().update(schema.clients).set(set).where(eq(schema.clients.id, client.id))
    expect(await list()).toContain('Invited 4 May 2024, 12:00, not signed in yet')
  })

  it('again is a new link, and the older one opens no more', async () => {
    const { client, desk } = await atTheDesk()
    const links = []
    for (let turn = 0; turn < 2; turn++) {
      await desk.post(paths.clientInvitations(client.id, FIRST))
      await jobs.run()
      links.push(portal.linkMailedTo(client.email))
    }
    expect((await new Browser().get(links[0] ?? '')).status).toBe(410)
    expect((await new Browser().get(links[1] ?? '')).status).toBe(200)
  })

  it('makes a client of a typed address, in this studio, by the name that was typed', async () => {
    const { studio, desk, list } = await atTheDesk()
    const other = await make.studio()
    const answer = await desk.post(paths.newClient(), { email: ' Clara@Example.com ', name: 'Clara Vogt' })
    expect(answer.headers.get('Location')).toBe(paths.clients())
    expect(await list()).toContain('An invitation to the portal is on its way to clara@example.com.')
    const made = (await rows.of('clients')).filter(({ email }) => email === 'clara@example.com')
    expect(made).toMatchObject([{ studio_id: studio.id, name: 'Clara Vogt' }])
    expect(made[0]?.invited_at).not.toBeNull()
    await jobs.run()

    const link = portal.linkMailedTo('clara@example.com')
    const browser = new Browser()
    await browser.open(link)
    expect(await read(await browser.get(paths.portal(studio)))).toContain('Clara')
    expect(await read(await browser.get(paths.portal(other)))).toContain('Email Continue')
  })

  it('takes the name from the address when none is typed', async () => {
    const { desk } = await atTheDesk()
    await desk.post(paths.newClient(), { email: 'clara.vogt@example.com' })
    expect((await rows.of('clients')).map(({ name }) => name)).toContain('Clara Vogt')
  })

  it('invites a client who is there already, and keeps the name', async () => {
    const { client, desk } = await atTheDesk()
    await desk.post(paths.newClient(), { email: client.email.toUpperCase(), name: 'Somebody Else' })
    await jobs.run()
    expect(await rows.of('clients')).toMatchObject([{ id: client.id, name: 'Anna Keller' }])
    expect((await rows.of('clients'))[0]?.invited_at).not.toBeNull()
    expect(outside.mails().at(-1)?.to).toBe(client.email)
  })

  it('is tied to the studio: the same address in another one is another client', async () => {
    const { client, desk, studio } = await atTheDesk()
    const other = await make.scene()
    const [twin] = await clients(other.studio, ['Twin'])
    await make
      .db()
      .update(schema.clients)
      .set({ email: client.email })
      .where(eq(schema.clients.id, twin?.id ?? ''))
    await desk.post(paths.newClient(), { email: client.email })
    expect((await rows.of('client_links')).map(({ client_id }) => client_id)).toEqual([client.id])
    expect((await rows.of('messages')).at(-1)).toMatchObject({ studio_id: studio.id, kind: 'portal-invitation' })
  })

  it('brings back what is no address, with what was typed', async () => {
    const { desk } = await atTheDesk()
    const answer = await desk.post(paths.newClient(), { email: 'clara@', name: 'Clara' })
    expect(answer.status).toBe(422)
    const html = await answer.text()
    expect(html).toContain('This is not an email address.')
    expect(html).toContain('value="clara@"')
    expect(html).toContain('value="Clara"')
    expect(await rows.of('client_links')).toEqual([])
  })

  it('says why an invitation was not sent, and sends a new one', async () => {
    const { client, desk, list } = await atTheDesk()
    await desk.post(paths.clientInvitations(client.id, FIRST))
    const refusal = { name: 'validation_error', message: 'no such domain', statusCode: 422 }
    outside.mailServiceAnswers(() => Response.json(refusal, { status: 422 }))
    await jobs.run()
    expect(await list()).toContain(
      'Invitation not sent: The mail service refused this address or sender. Send a new one',
    )
    await desk.post(paths.clientInvitations(client.id, FIRST))
    await jobs.run()
    expect(await list()).not.toContain('not sent')
    expect(outside.mails().at(-1)?.to).toBe(client.email)
  })

  it('says that it could not be sent in time when the mail service slept through the half hour', async () => {
    clock.stop()
    const { client, desk, list } = await atTheDesk()
    await desk.post(paths.clientInvitations(client.id, FIRST))
    clock.pass({ minutes: 31 })
    await jobs.run()
    expect(await list()).toContain('Invitation not sent: It could not be sent in time.')
  })
})

describe('"Send login email"', () => {
  it('is for whoever was invited, or has signed in before', async () => {
    const { studio, gallery, client, desk, list } = await atTheDesk()
    expect(await list()).not.toContain('Send login email')
    const ben = (await make.contact(gallery, { name: 'Ben Hartmann' })).client
    await desk.post(paths.clientLoginEmails(ben.id, FIRST))
    expect(await list()).toContain('Ben Hartmann has not been invited to the portal yet. Nothing was sent.')
    expect(await rows.of('client_links')).toEqual([])

    await portal.signedIn(studio, client)
    expect(await list()).toContain('Send login email')
    await desk.post(paths.clientLoginEmails(client.id, FIRST))
    await desk.post(paths.clientInvitations(ben.id, FIRST))
    await desk.post(paths.clientLoginEmails(ben.id, FIRST))
    await jobs.run()
    const logins = outside.mails().filter(({ subject }) => subject === `${studio.name}: your way in`)
    expect(logins.map(({ to }) => to)).toEqual([client.email, ben.email])
    for (const { to, text } of logins) {
      expect(text).toContain('It works once, for 30 minutes.')
      expect((await new Browser().open(portal.linkMailedTo(to))).headers.get('Location')).toBe(paths.portal(studio))
    }
  })
})

describe('"Generate magic link"', () => {
  it('shows one once, to copy, to scan and in a ready text, and the newest alone opens', async () => {
    const { studio, client, desk, at } = await atTheDesk()
    const answer = await desk.post(paths.clientLinks(client.id, FIRST))
    expect(answer.status).toBe(200)
    const html = await answer.clone().text()
    expect(html).toContain('A magic link for Anna Keller')
    expect(html).toContain('<svg')
    expect(html).toContain(`Dear Anna Keller, here are all your galleries at ${studio.name}: ${ORIGIN}/l/`)
    expect(outside.mails()).toHaveLength(1)

    const older = await linkOn(answer)
    const newer = await linkOn(await desk.post(paths.clientLinks(client.id, FIRST)))
    expect(newer).not.toBe(older)
    expect((await new Browser().open(older)).status).toBe(410)
    expect((await new Browser().open(newer)).headers.get('Location')).toBe(at)
  })

  it('makes an invitation that is still under way pointless, and it is not sent', async () => {
    const { client, desk, list } = await atTheDesk()
    await desk.post(paths.clientInvitations(client.id, FIRST))
    await desk.post(paths.clientLinks(client.id, FIRST))
    await jobs.run()
    expect(outside.mails()).toHaveLength(1)
    expect(await list()).not.toContain('not sent')
  })
})

describe('somebody of the studio’s support', () => {
  it('sees the clients and sends again, and invites no new address', async () => {
    const { studio, client, list, desk } = await atTheDesk()
    const support = await make.signedIn(await make.staff(studio, { role: 'support' }))
    expect(await list()).toContain('Clients Invite to the portal Your portal')
    expect(await read(await support.get(paths.clients()))).not.toContain('Clients Invite to the portal Your portal')
    expect((await support.post(paths.newClient(), { email: 'new@example.com' })).status).toBe(403)
    expect(await rows.of('clients')).toHaveLength(1)

    expect((await support.post(paths.clientInvitations(client.id, FIRST))).status).toBe(303)
    expect((await support.post(paths.clientLoginEmails(client.id, FIRST))).status).toBe(303)
    expect((await support.post(paths.clientLinks(client.id, FIRST))).status).toBe(200)
    expect((await desk.get(paths.clients())).status).toBe(200)
  })
})

describe('a copy of the stores', () => {
  it('opens no link into the portal: generated, unsent, sent or used', async () => {
    const { client, desk, gallery } = await atTheDesk()
    const ben = (await make.contact(gallery)).client
    const generated = await linkOn(await desk.post(paths.clientLinks(ben.id, FIRST)))
    await desk.post(paths.clientInvitations(client.id, FIRST))
    const unsent = await copies.take()
    await jobs.run()
    const mailed = portal.linkMailedTo(client.email)
    const sent = await copies.take()
    await new Browser().open(mailed)
    const used = await copies.take()

    for (const token of [generated, mailed].map((link) => link.slice('/l/'.length))) {
      expect(token).toMatch(/^[\w-]{43}$/)
      for (const copy of [unsent, sent, used]) expect(copy).not.toContain(token)
      for (const copy of [unsent, sent, used].map((text) => text.replaceAll(/link:[0-9a-f]{64}/g, ''))) {
        expect(copy).not.toContain(await sha256(token))
      }
    }
    expect((await rows.of('messages')).map(({ sealed }) => sealed)).toEqual([null, null])
  })
})
