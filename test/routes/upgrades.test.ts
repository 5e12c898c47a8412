import { env } from 'cloudflare:workers'
import { eq, sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import * as schema from '../../src/db/schema'
import type { Role } from '../../src/door/role'
import * as upgrades from '../../src/models/upgrades'
import { paths } from '../../src/paths'
import { secretsOf, settings } from '../../src/settings'
import { whole } from '../helpers/answer'
import { Browser, read } from '../helpers/browser'
import * as clock from '../helpers/clock'
import * as guests from '../helpers/guests'
import * as jobs from '../helpers/jobs'
import * as make from '../helpers/make'
import * as outside from '../helpers/outside'
import * as rows from '../helpers/rows'
import { codeFor, mailsTo, wrong } from '../helpers/sign-in'

const LENA = { name: 'Lena Vogt', email: 'lena@example.com' }

type Scene = Awaited<ReturnType<typeof make.scene>>

/** A guest who came by the guest link. */
async function inside(over: Partial<schema.Gallery> = {}) {
  clock.stop()
  const scene = await make.scene({ guests: 'by-link', ...over })
  const lena = new Browser()
  await lena.open(await make.roleLink(scene.gallery, 'guest'))
  return { ...scene, lena, ...pathsOf(scene) }
}

/** Somebody at a gallery that is open to anybody, without any visit. */
async function open(over: Partial<schema.Gallery> = {}) {
  clock.stop()
  const scene = await make.scene({ guests: 'anyone', ...over })
  return { ...scene, lena: new Browser(), ...pathsOf(scene) }
}

const pathsOf = ({ studio, gallery }: Pick<Scene, 'studio' | 'gallery'>) => ({
  ask: paths.identityCodes(studio, gallery),
  type: paths.identityCode(studio, gallery),
})

/** Asks for a code and reads it from the mail. */
async function asked(browser: Browser, ask: string, person = LENA): Promise<string> {
  await browser.get(ask)
  const answer = await browser.post(ask, person)
  expect(answer.status).toBe(303)
  await jobs.run()
  return codeFor(person.email)
}

function change(gallery: schema.Gallery, over: Partial<schema.Gallery>) {
  return make.db().update(schema.galleries).set(over).where(eq(schema.galleries.id, gallery.id))
}

describe('a guest who makes an account', () => {
  it('gets a code at the address they typed, and by it their own visit becomes theirs', async () => {
    const { lena, ask, type, studio, gallery, galleryPath, photoPath } = await inside()
    const page = await read(await lena.get(ask))
    expect(page).toContain('Make an account or sign in')
    expect(page).toContain('A password is up to you')
    const [before] = await rows.of('visits')

    const answer = await lena.post(ask, LENA)
    expect(answer.headers.get('Location')).toBe(type)
    const codePage = await read(await lena.follow(answer))
    expect(codePage).toContain('A six-digit code is on its way to l•••@e•••.com')
    await jobs.run()
    expect(outside.mails().map(({ to }) => to)).toEqual([LENA.email])

    const entry = await lena.post(type, { code: codeFor(LENA.email) })
    expect(entry.headers.get('Location')).toBe(paths.account(studio, gallery))
    expect(await read(await lena.follow(entry))).toContain('Add a password')
    const [client] = await make.db().select().from(schema.clients).where(eq(schema.clients.email, LENA.email))
    const [contact] = await make
      .db()
      .select()
      .from(schema.contacts)
      .where(eq(schema.contacts.clientId, client?.id ?? ''))
    expect(client).toMatchObject({ name: LENA.name, studioId: gallery.studioId, passwordHash: null })
    expect(contact).toMatchObject({ galleryId: gallery.id, role: 'guest', removedAt: null })
    const [visit, ...others] = await rows.of('visits')
    expect(others).toEqual([])
    expect(visit).toMatchObject({ id: before?.id, contact_id: contact?.id, client_id: client?.id, role: 'guest' })

    expect(await read(await lena.get(galleryPath))).toContain('You are here as Lena Vogt')
    expect((await lena.get(photoPath)).status).toBe(200)
    expect((await rows.of('events')).at(-1)).toMatchObject({ kind: 'code-entered', contact_id: contact?.id })
  })

  it('has a new session, and the one before is dead', async () => {
    const { lena, ask, type, galleryPath } = await inside()
    const code = await asked(lena, ask)
    const thief = lena.copy()
    await lena.post(type, { code })
    const [before, after] = await rows.of('sessions')
    expect(before?.ended_at).not.toBeNull()
    expect(after).toMatchObject({ ended_at: null, staff_id: null })
    expect((await thief.get(galleryPath)).status).toBe(403)
    expect((await lena.get(galleryPath)).status).toBe(200)
  })

  it('is inside for thirty days, and comes back by a code at the door', async () => {
    const { lena, ask, type, galleryPath, studio, gallery } = await inside()
    await lena.post(type, { code: await asked(lena, ask) })
    clock.pass({ days: 29, hours: 23 })
    expect((await lena.get(galleryPath)).status).toBe(200)
    clock.pass({ hours: 2 })
    expect((await lena.get(galleryPath)).status).toBe(403)
    const code = await asked(lena, paths.codes(studio, gallery))
    expect((await lena.post(paths.code(studio, gallery), { code })).headers.get('Location')).toBe(galleryPath)
    expect((await lena.get(galleryPath)).status).toBe(200)
  })

  it('stays when the guest link by which they came is made anew', async () => {
    const { lena, ask, type, galleryPath } = await inside()
    await lena.post(type, { code: await asked(lena, ask) })
    await make.db().update(schema.roleLinks).set({ revokedAt: new Date() })
    expect((await lena.get(galleryPath)).status).toBe(200)
  })

  it('gets a visit of their own at a gallery that is open to anybody', async () => {
    const { lena, ask, type, galleryPath, photoPath } = await open()
    await lena.post(type, { code: await asked(lena, ask) })
    expect(await read(await lena.get(galleryPath))).toContain('You are here as Lena Vogt')
    expect((await lena.get(photoPath)).status).toBe(200)
    expect(await rows.of('visits')).toHaveLength(1)
    expect(await rows.of('sessions')).toHaveLength(1)
  })

  it('keeps what another gallery let this browser into', async () => {
    const elsewhere = await make.scene()
    const { lena, ask, type, galleryPath } = await open()
    await lena.open(elsewhere.link)
    await lena.post(type, { code: await asked(lena, ask) })
    expect((await lena.get(galleryPath)).status).toBe(200)
    expect((await lena.get(elsewhere.galleryPath)).status).toBe(200)
  })

  it('is asked for a password before the photographs where the gallery asks for an account', async () => {
    const { lena, ask, type, galleryPath, photoPath } = await inside({ asksAccount: true })
    expect((await lena.get(galleryPath)).status).toBe(200)
    const entry = await lena.post(type, { code: await asked(lena, ask) })
    const next = await lena.follow(await lena.follow(entry))
    expect(next.status).toBe(403)
    expect(await read(next)).toContain('Your account')
    clock.pass({ minutes: 2 })
    expect((await lena.get(photoPath)).status).toBe(404)
  })

  it('reads what is wrong with a form, in the words of the act that asked', async () => {
    const { lena, ask } = await inside()
    const returned = await lena.post(ask, { name: 'Lena', email: 'lena', for: 'favourite' })
    expect(returned.status).toBe(422)
    const text = await read(returned)
    expect(text).toContain('Keep your favourites')
    expect(text).toContain('This is not an email address.')
    expect(text).toContain('Not now')
    expect(await rows.of('codes')).toEqual([])
  })

  it('has another code sent after a minute; the one before is void then', async () => {
    const { lena, ask, type } = await inside()
    const first = await asked(lena, ask)
    const early = await lena.post(ask, { channel: 'email' })
    expect(await read(await lena.follow(early))).toContain('A code was sent already')
    clock.pass({ seconds: 60 })
    await lena.post(ask, { channel: 'email' })
    await jobs.run()
    expect(mailsTo(LENA.email)).toHaveLength(2)
    expect((await lena.post(type, { code: first })).status).toBe(422)
    expect((await lena.post(type, { code: codeFor(LENA.email) })).status).toBe(303)
  })
})

describe('somebody whom the studio knows', () => {
  it.each<Role>(['main', 'vendor', 'invited', 'guest'])(
    'who came as a guest is inside as what they are: %s',
    async (role) => {
      const { lena, ask, type, gallery, galleryPath } = await inside()
      const known = await make.contact(gallery, { role, name: 'Carla Weiss' })
      const contacts = await rows.of('contacts')
      const clients = await rows.of('clients')
      await lena.post(type, { code: await asked(lena, ask, { name: 'Somebody Else', email: known.client.email }) })
      expect(await read(await lena.get(galleryPath))).toContain('You are here as Carla Weiss')
      expect(await rows.of('visits')).toMatchObject([{ contact_id: known.id, client_id: known.clientId, role }])
      expect(await rows.of('contacts')).toEqual(contacts)
      expect(await rows.of('clients')).toEqual(clients)
    },
  )

  it('and who has a password goes straight to the photographs', async () => {
    const { lena, ask, type, contact, galleryPath } = await inside()
    await make.password(contact.client, 'meadow lantern copper violin')
    const entry = await lena.post(type, { code: await asked(lena, ask, { name: 'Anna', email: contact.client.email }) })
    expect((await lena.follow(entry)).headers.get('Location')).toBe(galleryPath)
  })

  it('from another gallery becomes a guest of this one, under their own name', async () => {
    const { lena, ask, type, studio, gallery, galleryPath } = await inside()
    const known = await make.contact(await make.gallery(studio), { name: 'Carla Weiss' })
    await lena.post(type, { code: await asked(lena, ask, { name: 'Somebody Else', email: known.client.email }) })
    expect(await read(await lena.get(galleryPath))).toContain('You are here as Carla Weiss')
    const mine = (await rows.of('contacts')).filter(({ gallery_id }) => gallery_id === gallery.id)
    expect(mine.at(-1)).toMatchObject({ client_id: known.clientId, role: 'guest' })
  })

  it('is somebody else at another studio', async () => {
    const { lena, ask, type, studio } = await inside()
    const elsewhere = await make.contact((await make.scene()).gallery)
    await lena.post(type, { code: await asked(lena, ask, { name: 'Lena', email: elsewhere.client.email }) })
    const clients = (await rows.of('clients')).filter(({ email }) => email === elsewhere.client.email)
    expect(clients.map(({ studio_id }) => studio_id).sort()).toEqual([elsewhere.client.studioId, studio.id].sort())
  })

  it('who was removed comes in as any guest does, with no right they had', async () => {
    const { lena, ask, type, contact } = await inside()
    await make.db().update(schema.contacts).set({ removedAt: new Date() })
    await lena.post(type, { code: await asked(lena, ask, { name: 'Anna', email: contact.client.email }) })
    const [visit] = await rows.of('visits')
    expect(visit).toMatchObject({ role: 'guest', client_id: contact.clientId })
    expect(visit?.contact_id).not.toBe(contact.id)
  })

  it('gives nothing to whoever types their address without the code', async () => {
    const { lena, ask, type, contact, galleryPath } = await inside()
    const before = {
      contacts: await rows.of('contacts'),
      clients: await rows.of('clients'),
      visits: await rows.of('visits'),
    }
    const code = await asked(lena, ask, { name: 'Mallory', email: contact.client.email })
    expect((await lena.post(type, { code: wrong(code) })).status).toBe(422)
    expect(await read(await lena.get(galleryPath))).toContain('You are here as a guest')
    const after = {
      contacts: await rows.of('contacts'),
      clients: await rows.of('clients'),
      visits: await rows.of('visits'),
    }
    expect(after).toEqual(before)
  })

  it('is answered like anybody else, at the first request and at repeated ones, and by wrong codes', async () => {
    const { lena, ask, type, contact } = await inside()
    const other = await inside()
    const steps = async (browser: Browser, at: { ask: string; type: string }, email: string) => {
      const secrets = [at.ask, at.type, email]
      await browser.get(at.ask)
      const answers = [await browser.post(at.ask, { name: 'Lena', email })]
      answers.push(
        await browser.get(at.type),
        await browser.post(at.ask, { channel: 'email' }),
        await browser.get(at.type),
      )
      await jobs.run()
      const code = codeFor(email)
      for (let turn = 1; turn <= 5; turn++) answers.push(await browser.post(at.type, { code: wrong(code, turn) }))
      const seen = await Promise.all(answers.map((answer) => whole(answer, secrets)))
      return seen.map((one) => JSON.parse(JSON.stringify(one).replaceAll(/studio-\d+|gallery-\d+|Studio \d+/g, 'here')))
    }
    const known = await steps(lena, { ask, type }, contact.client.email)
    const unknown = await steps(other.lena, other, contact.client.email.replace('anna', 'anno'))
    expect(known).toEqual(unknown)
    expect(known.map(({ status }) => status)).toEqual([303, 200, 303, 200, 422, 422, 422, 422, 422])
  })
})

describe('when the door changes meanwhile', () => {
  it.each([
    ['guests are refused', { guests: 'refused' }],
    ['the gallery has closed', { closesAt: new Date(0) }],
    ['it is no longer published', { publishedAt: null }],
    ['its PIN is asked for', { pinId: 'another' }],
  ] as const)('nothing is made: %s', async (_, over) => {
    for (const { lena, ask, type, gallery, galleryPath } of [await inside(), await open()]) {
      const code = await asked(lena, ask)
      const contacts = await rows.of('contacts')
      await change(gallery, over)
      await lena.post(type, { code })
      expect((await lena.get(galleryPath)).status).toBeGreaterThanOrEqual(403)
      expect(await rows.of('contacts')).toEqual(contacts)
      clock.pass({ minutes: 2 })
    }
    expect((await rows.of('clients')).filter(({ email }) => email === LENA.email)).toEqual([])
  })

  it.each([
    ['guests are refused', (gallery: schema.Gallery) => change(gallery, { guests: 'refused' })],
    ['the gallery closes', (gallery: schema.Gallery) => change(gallery, { closesAt: new Date() })],
    ['the visit ends', () => make.db().update(schema.visits).set({ endedAt: new Date() })],
    ['they sign out', () => make.db().update(schema.sessions).set({ endedAt: new Date() })],
    [
      'the visit becomes somebody’s',
      () => make.db().run(sql`update visits set contact_id = (select id from contacts)`),
    ],
  ])('nothing is made at that very moment either: %s', async (_, meanwhile) => {
    clock.stop()
    const { studio, gallery } = await make.scene({ guests: 'by-link' })
    const { visiting, browser } = await guests.standing(studio, gallery)
    const secrets = secretsOf(settings(env))
    const { flow, delivery } = await upgrades.ask(
      make.db(),
      secrets,
      visiting,
      LENA.email,
      browser.deviceHash,
      new Date(),
    )
    await meanwhile(gallery)
    const before = {
      contacts: await rows.of('contacts'),
      clients: await rows.of('clients'),
      visits: await rows.of('visits'),
    }
    const typed = { ...flow, ...LENA }
    const upgrade = await upgrades.tryCode(make.db(), visiting, typed, delivery.code, browser, new Date())
    expect(upgrade).toEqual({ outcome: 'refused' })
    const after = {
      contacts: await rows.of('contacts'),
      clients: await rows.of('clients'),
      visits: await rows.of('visits'),
    }
    expect(after).toEqual(before)
    expect(await rows.of('sessions')).toHaveLength(1)
  })

  it('a client whom the studio adds before the code is typed stays one', async () => {
    const { lena, ask, type, gallery } = await inside()
    const code = await asked(lena, ask)
    const added = await make.contact(gallery, { ...LENA, name: 'Lena V.', role: 'invited' })
    await lena.post(type, { code })
    expect(await rows.of('visits')).toMatchObject([{ contact_id: added.id, role: 'invited' }])
    expect((await rows.of('clients')).filter(({ email }) => email === LENA.email)).toHaveLength(1)
  })
})

describe('guessing', () => {
  it('by fifty parallel wrong codes is five that count, and then the right one is refused', async () => {
    const { lena, ask, type, galleryPath } = await inside()
    const code = await asked(lena, ask)
    const tries = Array.from({ length: 50 }, (_, turn) => lena.copy().post(type, { code: wrong(code, turn + 1) }))
    expect(new Set((await Promise.all(tries)).map(({ status }) => status))).toEqual(new Set([422]))
    expect(await rows.of('code_tries')).toHaveLength(5)
    expect((await lena.post(type, { code })).status).toBe(422)
    expect(await read(await lena.get(galleryPath))).toContain('You are here as a guest')
  })

  it('by the right code in twenty tabs at once opens one session and makes one contact', async () => {
    const { lena, ask, type, galleryPath } = await inside()
    const code = await asked(lena, ask)
    const tabs = Array.from({ length: 20 }, () => lena.copy())
    const answers = await Promise.all(tabs.map((tab) => tab.post(type, { code })))
    const won = answers.flatMap(({ status }, index) => (status === 303 ? [tabs[index]] : []))
    expect(won).toHaveLength(1)
    expect((await rows.of('sessions')).filter(({ ended_at }) => ended_at === null)).toHaveLength(1)
    expect((await rows.of('clients')).filter(({ email }) => email === LENA.email)).toHaveLength(1)
    expect(await read((await won[0]?.get(galleryPath)) ?? new Response())).toContain('You are here as Lena Vogt')
  })

  it('draws on the budget of the codes that are asked for at the door with the same address', async () => {
    const { lena, ask, type, contact, studio, gallery } = await inside()
    const anna = { name: 'Anna', email: contact.client.email }
    const door = { ask: paths.codes(studio, gallery), type: paths.code(studio, gallery) }
    const thief = new Browser()
    for (const [browser, at] of [
      [lena, { ask, type }],
      [thief, door],
    ] as const) {
      const code = await asked(browser, at.ask, anna)
      for (let turn = 1; turn <= 5; turn++) await browser.post(at.type, { code: wrong(code, turn) })
      clock.pass({ minutes: 2 })
    }
    for (const [browser, at] of [
      [lena, { ask, type }],
      [thief, door],
    ] as const) {
      const code = await asked(browser, at.ask, anna)
      const eleventh = await browser.post(at.type, { code })
      expect(eleventh.status).toBe(429)
      expect(eleventh.headers.get('Retry-After')).toBe('3600')
      clock.pass({ minutes: 2 })
    }
    expect(await rows.of('code_tries')).toHaveLength(10)
  })

  it('draws on it too when the address is nobody’s yet, and codes are sent as seldom', async () => {
    const { lena, ask, studio, gallery } = await inside()
    await asked(lena, ask)
    await asked(new Browser(), paths.codes(studio, gallery))
    expect(mailsTo(LENA.email)).toHaveLength(1)
    const [first, second] = await rows.of('codes')
    expect(first?.budget).toBe(second?.budget)
    expect(second?.address).toBe('decoy')
  })
})

describe('mail to strangers', () => {
  it('is 500 codes a day from one gallery; somebody whom the studio knows gets theirs all the same', async () => {
    const { lena, ask, type, contact, gallery } = await open()
    const sent = (n: number) => sql`
      insert into messages (id, studio_id, kind, recipient, gallery_id, state, attempts, due_at, created_at)
      select 'earlier ' || value, ${gallery.studioId}, 'client-code', value || '@example.org', ${gallery.id}, 'sent', 1,
        ${Date.now()}, ${Date.now()} from json_each(${JSON.stringify([...Array(n).keys()])})`
    await make.db().run(sent(500))
    await lena.get(ask)
    expect((await lena.post(ask, LENA)).headers.get('Location')).toBe(type)
    expect((await lena.post(ask, { name: 'Anna', email: contact.client.email })).headers.get('Location')).toBe(type)
    await jobs.run()
    expect(outside.mails().map(({ to }) => to)).toEqual([contact.client.email])

    clock.pass({ days: 1 })
    expect(await asked(lena, ask)).toMatch(/^\d{6}$/)
  })
})
