import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import * as schema from '../../src/db/schema'
import { randomId } from '../../src/lib/token'
import * as outbox from '../../src/outside/outbox'
import { paths } from '../../src/paths'
import { Browser, read } from '../helpers/browser'
import * as clientCode from '../helpers/client-code'
import * as clock from '../helpers/clock'
import * as copies from '../helpers/copy'
import * as deployment from '../helpers/deployment'
import * as emailChange from '../helpers/email-change'
import * as jobs from '../helpers/jobs'
import * as make from '../helpers/make'
import * as outside from '../helpers/outside'
import * as portal from '../helpers/portal'
import * as rows from '../helpers/rows'

const PHONE = '+436601234599'

type Person = { name: string; email: string; old: string; phone: string }
const ANNA: Person = { name: 'Annamaria Quastl', email: 'annamaria@quastl.test', old: 'am@old.test', phone: PHONE }
const BEN: Person = { name: 'Benedikt Orlov', email: 'benedikt@orlov.test', old: 'b@old.test', phone: '+436601234588' }

/** Somebody with rows in every table that knows clients, and a browser in which they are signed in. */
async function person(scene: Awaited<ReturnType<typeof make.scene>>, { name, email, old, phone }: Person) {
  const { studio, gallery, photo } = scene
  const contact = await make.contact(gallery, { name, email, phone })
  const { client } = contact
  const now = new Date()
  await make.password(client, 'meadow lantern copper violin')
  await new Browser().open(await make.link(contact))
  await clientCode.ask(new Browser(), scene, email, 'sms')
  const browser = await portal.signedIn(studio, client)

  const [session] = (await rows.of('sign_ins')).filter(({ client_id }) => client_id === client.id)
  const signInId = String(session?.id)
  const confirmation = {
    id: randomId(),
    kind: 'email-confirmation' as const,
    clientId: client.id,
    issuedAt: now,
    opensUntil: now,
  }
  const db = make.db()
  await db.insert(schema.clientLinks).values(confirmation)
  await db.insert(schema.emailChanges).values({
    ...{ id: confirmation.id, clientId: client.id, oldEmail: old, newEmail: email, signInId, askedAt: now },
    confirmedAt: now,
  })
  const looks = { browser: `Browser of ${name}`, place: 'Graz' }
  await db.update(schema.devices).set(looks).where(eq(schema.devices.browser, 'A browser'))
  await db.insert(schema.passkeys).values({
    ...{ id: randomId(), credentialId: randomId(), publicKey: 'key', counter: 0, transports: 'internal' },
    ...{ clientId: client.id, name: `Phone of ${name}`, createdAt: now },
  })
  await db.insert(schema.approvals).values({
    ...{ id: randomId(), clientId: client.id, galleryId: gallery.id, secretHash: 'x', deviceHash: 'y' },
    ...{ words: 'one two three', others: [], askedAt: now, expiresAt: now },
  })
  await db.insert(schema.contactPhotos).values({ contactId: contact.id, photoId: photo.id })
  await db.insert(schema.registrations).values({ id: randomId(), galleryId: gallery.id, email: old, createdAt: now })
  await db.insert(schema.timeRequests).values({ id: randomId(), galleryId: gallery.id, email, createdAt: now })
  const guest = { id: randomId(), secretHash: randomId(), deviceHash: randomId(), createdAt: now, expiresAt: now }
  await db.insert(schema.sessions).values(guest)
  await db.insert(schema.visits).values({
    ...{ id: randomId(), sessionId: guest.id, galleryId: gallery.id, role: 'guest', openedAt: now, expiresAt: now },
    ...{ guestName: name, guestEmail: email },
  })
  return { client, contact, browser, signInId }
}

async function two() {
  const scene = await make.scene({ guests: 'by-link' })
  return { ...scene, anna: await person(scene, ANNA), ben: await person(scene, BEN) }
}

const stepUp = (signInId: string, at = new Date()) =>
  make.db().update(schema.signIns).set({ provedAt: at }).where(eq(schema.signIns.id, signInId))

describe('what a studio knows about a client', () => {
  it('is shown to them in words, and to nobody who is not signed in', async () => {
    const { studio, anna } = await two()
    const page = await read(await anna.browser.get(paths.privacy(studio)))
    expect(page).toContain(ANNA.email)
    expect(page).toContain('+43 660 1234599')
    expect(page).not.toContain(BEN.name)
    expect((await new Browser().get(paths.privacy(studio))).headers.get('location')).toBe(paths.portal(studio))
  })

  it('is a file with every row about them and none about others, once they stepped up', async () => {
    const { studio, anna, contact } = await two()
    const file = paths.personalDataExport(studio)
    expect((await anna.browser.get(file)).headers.get('location')).toBe(paths.stepUp(studio))
    await stepUp(anna.signInId)
    const answer = await anna.browser.get(file)
    expect(answer.headers.get('content-disposition')).toContain('attachment')
    const text = await answer.text()
    const data = JSON.parse(text)

    expect(data.details).toMatchObject({ name: ANNA.name, email: ANNA.email, phone: PHONE, hasPassword: true })
    const mine = async (table: string, column: string, ...values: string[]) =>
      (await rows.of(table)).filter((row) => values.includes(String(row[column]))).length
    const { id } = anna.client
    const expected = {
      contacts: await mine('contacts', 'client_id', id),
      chosenPhotos: await mine('contact_photos', 'contact_id', anna.contact.id),
      visits: (await mine('visits', 'client_id', id)) + (await mine('visits', 'guest_email', ANNA.email)),
      signIns: await mine('sign_ins', 'client_id', id),
      devices: await mine('devices', 'browser', `Browser of ${ANNA.name}`),
      links: await mine('links', 'client_id', id),
      clientLinks: await mine('client_links', 'client_id', id),
      codes: await mine('codes', 'subject', id),
      passkeys: await mine('passkeys', 'client_id', id),
      emailChanges: await mine('email_changes', 'client_id', id),
      approvals: await mine('approvals', 'client_id', id),
      messages: await mine('messages', 'recipient', ANNA.email, PHONE),
      registrations: await mine('registrations', 'email', ANNA.old, ANNA.email),
      timeRequests: await mine('time_requests', 'email', ANNA.email),
      events: await mine('events', 'contact_id', anna.contact.id),
    }
    for (const [name, count] of Object.entries(expected)) {
      expect([name, data[name]]).toEqual([name, expect.any(Array)])
      expect([name, data[name].length]).toEqual([name, count])
      expect([name, count > 0]).toEqual([name, true])
    }
    expect(Object.keys(data).sort()).toEqual([...Object.keys(expected), 'details', 'exportedOn', 'studio'].sort())
    for (const other of [BEN.name, BEN.email, BEN.old, BEN.phone, contact.client.email])
      expect(text).not.toContain(other)
  })

  it('is looked for in every table: whoever makes a new one says here whether it tells of clients', async () => {
    const telling = ['clients', 'contacts', 'contact_photos', 'visits', 'sign_ins', 'devices', 'links', 'client_links']
    const more = [
      'codes',
      'passkeys',
      'email_changes',
      'approvals',
      'messages',
      'registrations',
      'time_requests',
      'events',
    ]
    const others = [
      'challenges',
      'code_tries',
      'd1_migrations',
      'galleries',
      'photos',
      'role_links',
      'sessions',
      'staff',
      'sqlite_sequence',
    ]
    expect(Object.keys(await rows.all()).sort()).toEqual([...telling, ...more, ...others, 'studios'].sort())
  })

  it('leaves out what keeps them safe: digests, keys, sealed links', async () => {
    const { studio, anna } = await two()
    await stepUp(anna.signInId)
    const text = await (await anna.browser.get(paths.personalDataExport(studio))).text()
    const all = Object.values(await rows.all()).flat()
    const kept = /hash|secret|mac$|sealed|public_key|credential_id|budget|address|claimed_by|session_id/
    const secrets = all.flatMap((row) => Object.entries(row).filter(([name, value]) => value && kept.test(name)))
    expect(secrets.length).toBeGreaterThan(10)
    for (const [name, value] of secrets) expect([name, text.includes(`"${value}"`)]).toEqual([name, false])
  })
})

describe('erasing it', () => {
  it('leaves nothing of an address that they were about to take', async () => {
    const { studio, anna } = await two()
    await stepUp(anna.signInId)
    await anna.browser.post(paths.clientEmail(studio), { email: 'am@new.test' })
    await jobs.run()
    expect(await copies.take()).toContain('am@new.test')
    await anna.browser.post(paths.erasure(studio))
    await jobs.run()
    expect(await copies.take()).not.toContain('am@new.test')
  })

  it('asks for a step-up of this session, a moment ago', async () => {
    const { studio, anna, ben } = await two()
    expect((await anna.browser.post(paths.erasure(studio))).status).toBe(403)
    await stepUp(ben.signInId)
    expect((await anna.browser.post(paths.erasure(studio))).status).toBe(403)
    await stepUp(anna.signInId, clock.plus(new Date(), { minutes: -10, seconds: -1 }))
    expect((await anna.browser.post(paths.erasure(studio))).status).toBe(403)
    expect((await rows.of('clients')).every(({ erased_at }) => erased_at === null)).toBe(true)
  })

  it('says nothing of whoever was the contact before, and leaves what was written to them', async () => {
    clock.stop()
    const { studio, owner, contact, gallery } = await make.scene()
    const before = { ...contact.client, phone: '+436601234577' }
    await make.db().update(schema.clients).set(before).where(eq(schema.clients.id, before.id))
    const staff = await make.signedIn(owner)
    await staff.post(paths.contactInvitations(contact.id))
    await staff.post(paths.contactLinks(contact.id))
    clock.pass({ seconds: 1 })
    await clientCode.ask(new Browser(), { studio, gallery }, before.email, 'sms')
    const row = { id: randomId(), galleryId: gallery.id, email: before.email, createdAt: new Date() }
    await make
      .db()
      .insert(schema.timeRequests)
      .values({ ...row, contactId: contact.id })
    await staff.post(paths.contact(contact.id), { name: 'Bob', email: 'bob@example.org', phone: '', role: 'main' })

    clock.pass({ minutes: 2 })
    const bob = await portal.steppedUp(studio, { email: 'bob@example.org' })
    await bob.post(paths.visits(studio, gallery))
    const file = await (await bob.get(paths.personalDataExport(studio))).text()
    expect(file).toContain('bob@example.org')
    for (const word of [before.email, before.phone]) expect(file).not.toContain(word)
    expect((await rows.of('events')).map(({ kind }) => kind)).toEqual(['link-copied', 'portal-entered'])
    expect(JSON.parse(file).events).toMatchObject([{ kind: 'portal-entered' }])

    const kept = await copies.take()
    await bob.post(paths.erasure(studio))
    await jobs.run()
    const after = await copies.take()
    for (const word of [before.email, before.phone]) expect(after.split(word).length).toBe(kept.split(word).length)
  })

  it('says nothing of whoever has the address that was theirs, and leaves what was written to them', async () => {
    const { studio, gallery, anna } = await two()
    const { client } = await make.contact(gallery, { name: 'Yvonne', email: ANNA.old })
    clock.pass({ minutes: 2 })
    await portal.signedIn(studio, client)
    await stepUp(anna.signInId)
    expect(await (await anna.browser.get(paths.personalDataExport(studio))).text()).not.toContain(
      `"recipient": "${ANNA.old}"`,
    )
    await anna.browser.post(paths.erasure(studio))
    expect((await rows.of('messages')).map(({ recipient }) => recipient)).toContain(ANNA.old)
  })

  it('leaves neither name nor address nor phone in any store, and the others’ as they were', async () => {
    const { studio, anna } = await two()
    const told = [ANNA.name, ANNA.email, ANNA.old, ANNA.phone]
    const before = await copies.take()
    for (const word of told) expect(before).toContain(word)

    await stepUp(anna.signInId)
    const answer = await anna.browser.post(paths.erasure(studio))
    expect(await read(answer)).toContain('It is erased')
    await jobs.run()
    const after = await copies.take()
    for (const word of told) expect(after).not.toContain(word)
    for (const word of [BEN.name, BEN.email, BEN.old, BEN.phone]) {
      expect(after.split(word).length).toBe(before.split(word).length)
    }
  })

  it('is told to the address on file, which no store keeps once the mail is out', async () => {
    const { studio, anna } = await two()
    await stepUp(anna.signInId)
    await anna.browser.post(paths.erasure(studio))
    expect((await rows.of('messages')).filter(({ recipient }) => recipient === ANNA.email)).toMatchObject([
      { kind: 'account-erased', state: 'queued' },
    ])
    await jobs.run()
    const mail = outside.mails().at(-1)
    expect(mail?.to).toBe(ANNA.email)
    expect(mail?.subject).toBe(`${studio.name}: your data is erased`)
    expect(mail?.text).toContain(`answer this email: it reaches ${studio.name}`)
    expect(mail?.text).not.toContain(ANNA.name)
    expect((await rows.of('messages')).at(-1)).toMatchObject({ kind: 'account-erased', state: 'sent', recipient: '' })
  })

  it('forgets the address also when that mail is refused', async () => {
    const { studio, anna } = await two()
    await jobs.run()
    await stepUp(anna.signInId)
    await anna.browser.post(paths.erasure(studio))
    outside.mailServiceAnswers(() =>
      Response.json({ statusCode: 422, name: 'validation_error', message: 'No.' }, { status: 422 }),
    )
    await jobs.run()
    expect((await rows.of('messages')).at(-1)).toMatchObject({ kind: 'account-erased', state: 'failed', recipient: '' })
    expect(await copies.take()).not.toContain(ANNA.email)
  })

  it('removes what a local start keeps of mails to the photographer that name them', async () => {
    const { studio, anna } = await two()
    const requests = await rows.of('time_requests')
    const ids = requests.map(({ id, email }) => ({ id: `asked-${id}`, email: String(email) }))
    for (const { id, email } of ids) {
      const mail = { id, from: 'foyer@foyer.test', to: studio.replyTo, replyTo: studio.replyTo, subject: 'More time' }
      await outbox.keep(env.PHOTOS, { ...mail, html: email, text: email })
      const row = { id, studioId: studio.id, kind: 'notice-more-time' as const, recipient: studio.replyTo }
      await make
        .db()
        .insert(schema.messages)
        .values({ ...row, dueAt: new Date(), createdAt: new Date(), state: 'sent' })
    }
    deployment.set({ LOCAL: true })
    await stepUp(anna.signInId)
    await anna.browser.post(paths.erasure(studio))
    const kept = await Promise.all(ids.map(async ({ id, email }) => [email, (await outbox.read(env.PHOTOS, id))?.text]))
    expect(kept).toEqual([
      [ANNA.email, undefined],
      [BEN.email, BEN.email],
    ])
  })

  it('waits until a change of address can no longer be taken back: whoever made it may be somebody else', async () => {
    clock.stop()
    const { studio, contact } = await make.scene()
    const { client } = contact
    const browser = await portal.steppedUp(studio, client)
    clock.pass({ minutes: 2 })
    const undo = await emailChange.change(browser, studio, client.email, 'am@new.test')
    const mails = outside.mails().length
    expect(await read(await browser.get(paths.erasure(studio)))).toContain('Your data can’t be erased yet')
    const answer = await browser.post(paths.erasure(studio))
    expect(answer.status).toBe(409)
    expect(await read(answer)).toContain('the address before can take that back until')
    await jobs.run()
    expect(outside.mails()).toHaveLength(mails)
    expect((await rows.of('clients')).map(({ erased_at }) => erased_at)).toEqual([null])

    clock.pass({ hours: 72 })
    await portal.stepUp(browser, studio, { email: 'am@new.test' })
    expect((await new Browser().get(undo)).status).toBe(410)
    expect(await read(await browser.post(paths.erasure(studio)))).toContain('It is erased')
  })

  it('leaves the photographer a line without a name, in the gallery and among the clients', async () => {
    const { studio, owner, contact, gallery } = await make.scene()
    clock.pass({ minutes: 2 })
    const browser = await portal.steppedUp(studio, contact.client)
    await browser.post(paths.erasure(studio))
    const staff = await make.signedIn(owner)
    const contacts = await read(await staff.get(paths.galleryContacts(gallery.id)))
    expect(contacts).toMatch(/A contact, erased \d+ \w+/)
    expect(contacts).not.toContain('Add the first one')
    expect(contacts).not.toContain(contact.client.email)
    const clients = await read(await staff.get(paths.clients()))
    expect(clients).toMatch(/One client had their data erased, on \d+ \w+/)
    expect(clients).not.toContain('Everybody you invite')
  })

  it('ends every way in at once', async () => {
    const { studio, gallery, anna, ben, galleryPath, photoPath } = await two()
    const link = await make.link(anna.contact)
    const inside = new Browser()
    await inside.open(await make.link(anna.contact))
    expect((await inside.get(galleryPath)).status).toBe(200)

    await stepUp(anna.signInId)
    await anna.browser.post(paths.erasure(studio))
    expect((await inside.get(galleryPath)).status).toBe(403)
    inside.cookies.delete('__Secure-pass')
    expect((await inside.get(photoPath)).status).toBe(404)
    expect((await anna.browser.get(paths.clientAccount(studio))).status).not.toBe(200)
    expect(await read(await anna.browser.get(paths.portal(studio)))).toContain('Email Continue')
    expect((await new Browser().open(link)).status).not.toBe(303)
    const again = new Browser()
    await clientCode.ask(again, { studio, gallery }, ANNA.email)
    expect((await clientCode.type(again, { studio, gallery }, clientCode.mailedTo(ANNA.email))).status).toBe(422)
    expect((await ben.browser.get(paths.privacy(studio))).status).toBe(200)
  })

  it('lets them begin anew, as somebody nobody knows', async () => {
    const { studio, gallery, anna } = await two()
    await stepUp(anna.signInId)
    await anna.browser.post(paths.erasure(studio))
    clock.pass({ minutes: 2 })
    const fresh = await make.contact(gallery, { name: ANNA.name, email: ANNA.email })
    const browser = await portal.signedIn(studio, fresh.client)
    const page = await read(await browser.get(paths.privacy(studio)))
    expect(page.replaceAll(' ', '')).not.toContain(PHONE)
    expect(fresh.client.id).not.toBe(anna.client.id)
  })
})
