import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import * as schema from '../../src/db/schema'
import { paths } from '../../src/paths'
import { Browser, read } from '../helpers/browser'
import * as clock from '../helpers/clock'
import * as emailChange from '../helpers/email-change'
import * as jobs from '../helpers/jobs'
import * as make from '../helpers/make'
import * as outside from '../helpers/outside'
import * as passkeys from '../helpers/passkeys'
import * as portal from '../helpers/portal'
import * as rows from '../helpers/rows'
import * as scrypt from '../helpers/scrypt'

const B = 'second@example.org'
const C = 'third@example.org'

beforeEach(() => {
  clock.stop()
  scrypt.makeCheap()
})

/** A client whose address `A` somebody who is signed in has changed to `B`, and who can come in by a passkey of her own. */
async function changed() {
  const made = await make.scene()
  const { client } = made.contact
  const { passkey } = await passkeys.of(made.studio, client)
  clock.pass({ hours: 100 })
  const thief = await portal.steppedUp(made.studio, client)
  const A = client.email
  const undo = await emailChange.change(thief, made.studio, A, B)
  clock.pass({ minutes: 2 })
  return { ...made, client, passkey, thief, A, undo }
}

/** The same client in a browser of her own, with her passkey. */
async function herself({ studio, passkey }: Pick<Awaited<ReturnType<typeof changed>>, 'studio' | 'passkey'>) {
  const browser = new Browser()
  await passkeys.signIn(studio, passkey, browser)
  await passkeys.stepUp(browser, studio, passkey)
  return browser
}

const emails = async () => (await rows.of('clients')).map(({ email }) => email).sort()
/** Links that could be pressed now and put another address on file. */
const undoLinks = async () =>
  (await rows.of('client_links')).filter(
    ({ kind, used_at, opens_until }) => kind === 'email-revert' && !used_at && Number(opens_until) > Date.now(),
  )
const lastTo = (email: string) => outside.mails().findLast(({ to }) => to === email)

describe('an address that came by a change which can still be taken back', () => {
  it('is told of the next change and gets no link; the first address gets a new one, and the old one goes on', async () => {
    const { studio, thief, A, undo } = await changed()
    await emailChange.change(thief, studio, B, C)
    expect(lastTo(B)?.subject).toBe(`${studio.name}: your email was changed`)
    expect(lastTo(B)?.text).toContain(`answer this email: it reaches ${studio.name}`)
    expect(lastTo(B)?.text).not.toContain('/l/')

    const newer = emailChange.linkTo(A)
    expect(newer).not.toBe(undo)
    for (const link of [undo, newer])
      expect(await read(await new Browser().get(link))).toContain(`${A} becomes the address of your account`)
    expect((await emailChange.press(newer)).status).toBe(200)
    expect(await emails()).toEqual([A])
    expect((await emailChange.press(undo)).status).toBe(410)
  })

  it('leaves the first address 72 hours after the last change, over any number of changes', async () => {
    const { studio, client, thief, A, undo } = await changed()
    let before = B
    for (const next of [C, 'fourth@example.org', 'fifth@example.org']) {
      clock.pass({ hours: 71 })
      await portal.stepUp(thief, studio, { ...client, email: before })
      clock.pass({ minutes: 2 })
      await emailChange.change(thief, studio, before, next)
      before = next
    }
    expect((await new Browser().get(undo)).status).toBe(410)
    clock.pass({ hours: 71 })
    expect((await emailChange.press(emailChange.linkTo(A))).status).toBe(200)
    expect(await emails()).toEqual([A])
    expect(await undoLinks()).toEqual([])
  })

  it('can take a change back like any other once nobody can take back its own', async () => {
    const { studio, client, thief } = await changed()
    clock.pass({ hours: 73 })
    await portal.stepUp(thief, studio, { ...client, email: B })
    clock.pass({ minutes: 2 })
    await emailChange.change(thief, studio, B, C)
    expect((await emailChange.press(emailChange.linkTo(B))).status).toBe(200)
    expect(await emails()).toEqual([B])
  })
})

describe('going back to the first address', () => {
  it('takes the change back: no mailbox has a link any more, and whoever was there is signed out', async () => {
    const scene = await changed()
    const { studio, thief, A, undo } = scene
    await thief.post(paths.clientDetails(studio), { name: 'Eve', phone: '+436601234567', version: '2' })
    const hers = await herself(scene)
    await emailChange.ask(hers, studio, A)
    const link = emailChange.linkTo(A)
    expect(await read(await hers.get(link))).toContain('Everybody is signed out, you too.')
    const done = await emailChange.press(link, hers)
    expect(await read(done)).toContain(`${A} is your address again, and everybody is signed out.`)

    expect(await emails()).toEqual([A])
    expect(await undoLinks()).toEqual([])
    expect((await emailChange.press(undo)).status).toBe(410)
    expect((await thief.get(paths.clientAccount(studio))).status).toBe(303)
    expect(await rows.of('clients')).toMatchObject([{ phone: null }])
    expect(lastTo(B)?.text).toContain('this address no longer lets anybody in')
    expect(lastTo(B)?.text).not.toContain('/l/')
    clock.pass({ minutes: 2 })
    expect((await passkeys.signIn(studio, scene.passkey)).headers.get('location')).toBe(paths.portal(studio))
  })

  it('counts by whatever way round: no address between gets the last word', async () => {
    const scene = await changed()
    const { studio, thief, A } = scene
    await emailChange.change(thief, studio, B, C)
    const hers = await herself(scene)
    clock.pass({ minutes: 2 })
    await emailChange.ask(hers, studio, A)
    expect((await emailChange.press(emailChange.linkTo(A))).status).toBe(200)
    expect(await emails()).toEqual([A])
    expect(await undoLinks()).toEqual([])
    for (const between of [B, C]) {
      const links = outside
        .mails()
        .flatMap(({ to, text }) => (to === between ? (text.match(/\/l\/[\w-]{43}/g) ?? []) : []))
      for (const link of links) expect((await emailChange.press(link)).status).toBe(410)
    }
    clock.pass({ hours: 71 })
    expect(await emails()).toEqual([A])
  })

  it('is a change like any other once the time for taking it back is over', async () => {
    const scene = await changed()
    const { studio, A } = scene
    clock.pass({ hours: 73 })
    const hers = await herself(scene)
    await emailChange.change(hers, studio, B, A)
    expect(await emails()).toEqual([A])
    expect(await undoLinks()).toHaveLength(1)
    expect((await hers.get(paths.clientAccount(studio))).status).toBe(200)
  })

  it('and its link pressed at the same moment end the same', async () => {
    const scene = await changed()
    const { studio, A, undo } = scene
    const hers = await herself(scene)
    await emailChange.ask(hers, studio, A)
    const links = [undo, emailChange.linkTo(A)]
    const answers = await Promise.all(links.map((link) => new Browser().post(link)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 410])
    expect(await emails()).toEqual([A])
    expect(await undoLinks()).toEqual([])
  })
})

describe('a change that is taken back', () => {
  it('is told to the address that it replaces, without a link', async () => {
    const { studio, undo, A } = await changed()
    await emailChange.press(undo)
    expect(lastTo(B)?.subject).toBe(`${studio.name}: this address no longer belongs to an account`)
    expect(lastTo(B)?.text).not.toContain('/l/')
    expect(lastTo(B)?.text).not.toContain(A)
  })

  it('makes one client of two when the studio invited the first address meanwhile', async () => {
    const { studio, owner, gallery, client, undo, A } = await changed()
    const staff = await make.signedIn(owner)
    const other = await make.gallery(studio)
    for (const { id } of [gallery, other]) {
      await staff.post(paths.newContact(id), { name: 'Anna Keller', email: A, role: 'main', phone: '' })
    }
    const [, newcomer] = await rows.of('clients')
    const elsewhere = await portal.signedIn(studio, { email: A })
    clock.pass({ minutes: 2 })
    expect(await emails()).toEqual([A, B].sort())

    expect((await emailChange.press(undo)).status).toBe(200)
    expect((await rows.of('clients')).map(({ id, email }) => [id, email])).toEqual([[client.id, A]])
    const contacts = (await rows.of('contacts')).filter(({ removed_at }) => removed_at === null)
    expect(contacts.map((row) => [row.gallery_id, row.client_id]).sort()).toEqual(
      [
        [gallery.id, client.id],
        [other.id, client.id],
      ].sort(),
    )
    expect(JSON.stringify(await rows.all())).not.toContain(String(newcomer?.id))
    expect((await elsewhere.get(paths.clientAccount(studio))).status).toBe(303)
    clock.pass({ minutes: 2 })
    const back = await portal.signedIn(studio, { email: A })
    expect((await back.post(paths.visits(studio, other))).headers.get('location')).toBe(paths.gallery(studio, other))
  })

  it('says to write to the studio when somebody had the address before the change', async () => {
    const { studio, gallery, thief, undo, A } = await changed()
    const { client: other } = await make.contact(gallery, { email: A })
    await make
      .db()
      .update(schema.clients)
      .set({ createdAt: new Date(0) })
      .where(eq(schema.clients.id, other.id))
    for (const answer of [await new Browser().get(undo), await emailChange.press(undo)]) {
      expect(answer.status).toBe(410)
      expect(await read(answer.clone())).toContain('Somebody else has this address')
      expect(await answer.text()).toContain(`mailto:${studio.replyTo}`)
    }
    expect(await emails()).toEqual([A, B].sort())
    expect((await thief.get(paths.clientAccount(studio))).status).toBe(200)
  })
})

describe('a link to a new address, opened elsewhere than where it was asked for', () => {
  const NEW = 'vera@example.org'

  /** Somebody asks for an address that may not be theirs. */
  async function asked() {
    const made = await make.scene()
    const { client } = await make.contact(made.gallery, {
      name: 'Mallory',
      email: 'mallory@example.com',
      role: 'guest',
    })
    const asker = await portal.steppedUp(made.studio, client)
    await emailChange.ask(asker, made.studio, NEW)
    return { ...made, asker, link: emailChange.linkTo(NEW), account: paths.clientAccount(made.studio) }
  }

  it('names whose account it is, in the mail and on the page, and asks', async () => {
    const { link } = await asked()
    expect(lastTo(NEW)?.text).toContain('Mallory (m•••@e•••.com) is signed in')
    const answer = await new Browser().get(link)
    const page = await answer.clone().text()
    expect(await read(answer)).toContain(`Mallory (m•••@e•••.com) wants to use ${NEW} for their account`)
    expect(page).toContain('Yes, this is my account')
    expect(page).toContain('No, I did not ask for this')
    expect(page).not.toContain('mallory@')
  })

  it('signs out whoever asked, once it is confirmed there', async () => {
    const { link, asker, account, studio } = await asked()
    const phone = new Browser()
    expect(await read(await emailChange.press(link, phone))).toContain('Where you asked for it you are signed out.')
    expect((await asker.get(account)).status).toBe(303)
    expect((await phone.get(account)).status).toBe(303)
    clock.pass({ minutes: 2 })
    expect((await (await portal.signedIn(studio, { email: NEW }, asker)).get(account)).status).toBe(200)
  })

  it('is confirmed with one button where it was asked for, and that browser stays signed in', async () => {
    const { link, asker, account } = await asked()
    const page = await (await asker.get(link)).text()
    expect(page).toContain('Confirm this address')
    expect(page).not.toContain('No, I did not ask for this')
    expect((await emailChange.press(link, asker)).status).toBe(200)
    expect((await asker.get(account)).status).toBe(200)
  })

  it('confirms nothing any more after a No, and whoever asked is told nothing', async () => {
    const { link, asker, account } = await asked()
    const mails = outside.mails().length
    const no = await new Browser().post(paths.linkRefusal(link.slice(3)))
    expect(no.status).toBe(200)
    expect(await read(no)).toContain('Nothing was changed')
    await jobs.run()
    expect(outside.mails()).toHaveLength(mails)
    expect((await emailChange.press(link)).status).toBe(410)
    expect((await new Browser().post(paths.linkRefusal(link.slice(3)))).status).toBe(410)
    expect(await emails()).toContain('mallory@example.com')
    const words = await read(await asker.get(account))
    expect(words).not.toContain('refused')
    expect(words).toContain('mallory@example.com')
  })

  it('is refused by its button alone, and only while it is a confirmation', async () => {
    const { link, link: confirmation, studio, asker } = await asked()
    expect((await new Browser().get(paths.linkRefusal(link.slice(3)))).status).toBe(404)
    expect((await new Browser().get(link)).status).toBe(200)
    await emailChange.press(confirmation, asker)
    const undo = emailChange.linkTo('mallory@example.com')
    expect((await new Browser().post(paths.linkRefusal(undo.slice(3)))).status).toBe(404)
    expect((await new Browser().get(undo)).status).toBe(200)
    expect((await asker.get(paths.clientAccount(studio))).status).toBe(200)
  })
})

describe('who left a mailbox that is somebody else’s now', () => {
  it('comes into none of their galleries by taking the change back: what was made before lets in no more', async () => {
    const { studio, contact } = await make.scene()
    const { client: leaver } = contact
    const { passkey } = await passkeys.of(studio, leaver)
    clock.pass({ days: 10 })
    const browser = await portal.steppedUp(studio, leaver)
    const undo = await emailChange.change(browser, studio, leaver.email, B)
    clock.pass({ hours: 20 })
    await make.contact(await make.gallery(studio), { email: leaver.email, name: 'Successor' })
    expect((await emailChange.press(undo)).status).toBe(200)
    expect(await rows.of('clients')).toHaveLength(1)
    expect(await rows.of('passkeys')).toEqual([])
    expect((await passkeys.signIn(studio, passkey)).status).toBe(422)
  })
})
