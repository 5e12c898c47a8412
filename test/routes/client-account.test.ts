import { beforeEach, describe, expect, it } from 'vitest'
import type { AccountPart } from '../../src/context'
import type { Client, Studio } from '../../src/db/schema'
import { paths } from '../../src/paths'
import { Passkey } from '../helpers/authenticator'
import { Browser, read } from '../helpers/browser'
import { mailedTo } from '../helpers/client-code'
import * as clock from '../helpers/clock'
import * as deployment from '../helpers/deployment'
import * as jobs from '../helpers/jobs'
import * as make from '../helpers/make'
import { FOUR_WORDS, inField } from '../helpers/new-password'
import * as outside from '../helpers/outside'
import * as passkeys from '../helpers/passkeys'
import * as portal from '../helpers/portal'
import * as resets from '../helpers/resets'
import * as rows from '../helpers/rows'
import * as scrypt from '../helpers/scrypt'

const OLD = 'meadow lantern copper violin'
const NEW = 'harbor thimble orchid gravel'

beforeEach(() => {
  clock.stop()
  scrypt.makeCheap()
})

type Form = Record<string, string>
type Change = {
  what: string
  part: AccountPart
  page: (studio: Studio) => string
  /** Where it is posted, if not to its page. */
  path?: (studio: Studio, passkeyId: string) => string
  form: Form
  /** What is posted by whoever may, where that has to be asked for. */
  filled?: (browser: Browser, studio: Studio) => Promise<Form>
}

/** Every change that the account area takes, as its form posts it. */
const CHANGES: Change[] = [
  {
    what: 'name and phone',
    part: 'details',
    page: paths.clientDetails,
    form: { name: 'Eve', phone: '', version: '1' },
  },
  { what: 'the password', part: 'password', page: paths.clientPassword, form: { password: NEW } },
  { what: 'the email', part: 'email', page: paths.clientEmail, form: { email: 'eve@example.org' } },
  {
    what: 'another passkey',
    part: 'passkeys',
    page: paths.clientPasskeys,
    form: { name: 'Mac', credential: '{}' },
    filled: async (browser, studio) => {
      const credential = await new Passkey().make(await passkeys.asked(browser, studio, 'add'))
      return { name: 'Mac', credential }
    },
  },
  {
    what: 'the name of a passkey',
    part: 'passkeys',
    page: paths.clientPasskeys,
    path: paths.clientPasskey,
    form: { name: 'On my desk' },
  },
  {
    what: 'a passkey less',
    part: 'passkeys',
    page: paths.clientPasskeys,
    path: paths.clientPasskeyRemoval,
    form: {},
  },
  { what: 'the end of the account', part: 'erasure', page: paths.erasure, form: {} },
]

async function scene(over: { phone?: string } = {}) {
  const made = await make.scene()
  const { studio } = made
  const { client } = over.phone ? await make.contact(made.gallery, over) : made.contact
  return { ...made, client, account: paths.clientAccount(studio), details: paths.clientDetails(studio) }
}

/** All that a refused change must leave as it is. */
const stores = async () => {
  const { clients, email_changes, client_links, messages, passkeys } = await rows.all()
  return { clients, email_changes, client_links, messages, passkeys }
}

const clientNow = async ({ id }: Pick<Client, 'id'>) => (await rows.of('clients')).find((row) => row.id === id)

describe('every change of an account', () => {
  /** The account with a change to be made to it, and where that is posted. */
  async function changing({ page, path }: Change) {
    const made = await scene()
    const at = page(made.studio)
    const passkeyId = await make.passkey({ clientId: made.client.id })
    return { ...made, page: at, path: path?.(made.studio, passkeyId) ?? at }
  }

  it.each(CHANGES)('is refused without a step-up, page and post alike: $what', async (change) => {
    const { studio, client, page, path } = await changing(change)
    const browser = await portal.signedIn(studio, client)
    const before = await stores()
    expect((await browser.get(page)).headers.get('location')).toBe(paths.stepUp(studio))
    const answer = await browser.post(path, change.form)
    expect(answer.status).toBe(403)
    expect(await read(answer)).toContain('Nothing was saved.')
    expect(await stores()).toEqual(before)
  })

  it.each(CHANGES)('is refused to nobody in particular: $what', async (change) => {
    const { studio, page, path } = await changing(change)
    const before = await stores()
    expect((await new Browser().post(path, change.form)).status).toBe(403)
    const asked = (await new Browser().get(page)).headers.get('location')
    expect([paths.portal(studio), paths.portalFor(studio, change.part)]).toContain(asked)
    expect(await stores()).toEqual(before)
  })

  it.each(CHANGES)('is refused with a step-up of another session: $what', async (change) => {
    const { studio, client, path } = await changing(change)
    await portal.steppedUp(studio, client)
    clock.pass({ minutes: 2 })
    const other = await portal.signedIn(studio, client)
    const before = await stores()
    expect((await other.post(path, change.form)).status).toBe(403)
    expect(await stores()).toEqual(before)
  })

  it.each(CHANGES)('is refused with the cookie from before the step-up: $what', async (change) => {
    const { studio, client, path } = await changing(change)
    const browser = await portal.signedIn(studio, client)
    const stolen = browser.copy()
    await portal.stepUp(browser, studio, client)
    const before = await stores()
    expect((await stolen.post(path, change.form)).status).toBe(403)
    expect(await stores()).toEqual(before)
  })

  it.each(CHANGES)('is taken 9:59 after the step-up: $what', async (change) => {
    const { studio, client, page, path } = await changing(change)
    const browser = await portal.steppedUp(studio, client)
    clock.pass({ minutes: 9, seconds: 59 })
    expect((await browser.get(page)).status).toBe(200)
    const before = await stores()
    const form = (await change.filled?.(browser, studio)) ?? change.form
    expect([200, 303]).toContain((await browser.post(path, form)).status)
    expect(await stores()).not.toEqual(before)
  })

  it.each(CHANGES)('is refused 10:01 after the step-up: $what', async (change) => {
    const { studio, client, page, path } = await changing(change)
    const browser = await portal.steppedUp(studio, client)
    clock.pass({ minutes: 9, seconds: 59 })
    const form = (await change.filled?.(browser, studio)) ?? change.form
    clock.pass({ seconds: 2 })
    const before = await stores()
    expect((await browser.get(page)).status).toBe(303)
    expect((await browser.post(path, form)).status).toBe(403)
    expect(await stores()).toEqual(before)
  })

  it.each(CHANGES)('leads back to its page once the step-up is made: $what', async (change) => {
    const { studio, client, page } = await changing(change)
    const browser = await portal.signedIn(studio, client)
    await browser.get(page)
    const answer = await portal.stepUp(browser, studio, client)
    expect(answer.headers.get('location')).toBe(page)
  })

  it('asks for a session of its own at sign-in and step-up: every cookie before is dead', async () => {
    const { studio, client, account } = await scene()
    const browser = new Browser()
    await portal.ask(browser, studio, client.email)
    const unsigned = browser.copy()
    await portal.signedIn(studio, client, await passing(browser))
    const signed = browser.copy()
    await portal.stepUp(browser, studio, client)
    expect((await browser.get(account)).status).toBe(200)
    expect((await unsigned.get(account)).status).toBe(303)
    expect((await signed.get(account)).status).toBe(303)
    const ids = (await rows.of('sessions')).map(({ id }) => id)
    expect(new Set(ids).size).toBe(2)
  })
})

/** The same browser, two minutes later. */
async function passing(browser: Browser): Promise<Browser> {
  clock.pass({ minutes: 2 })
  return browser
}

describe('the account page', () => {
  it('shows what is on file, and leads on', async () => {
    const { studio, client, account } = await scene({ phone: '+436601234567' })
    const browser = await portal.signedIn(studio, client)
    const page = await browser.get(account)
    const html = await page.clone().text()
    for (const words of [client.name, client.email, '+43 660 1234567', 'None yet. Login codes let you in.'])
      expect(await read(page.clone())).toContain(words)
    for (const path of [paths.clientPasskeys, paths.clientDevices, paths.privacy]) expect(html).toContain(path(studio))
    expect(html).not.toContain('name="phone"')
  })

  it('is for whoever is signed in', async () => {
    const { studio, account } = await scene()
    expect((await new Browser().get(account)).headers.get('location')).toBe(paths.portal(studio))
  })
})

describe('name and phone', () => {
  it('are saved as the studio saves them', async () => {
    const { studio, client, account, details } = await scene()
    const browser = await portal.steppedUp(studio, client)
    const form = { name: '  Anna   Berg ', phone: '+43 660 123 45 67', version: '1' }
    expect((await browser.post(details, form)).headers.get('location')).toBe(account)
    expect(await read(await browser.get(account))).toContain('Saved.')
    expect(await clientNow(client)).toMatchObject({ name: 'Anna Berg', phone: '+436601234567', version: 2 })
  })

  it('come back with the reason when they are none', async () => {
    const { studio, client, details } = await scene()
    const browser = await portal.steppedUp(studio, client)
    for (const [form, reason] of [
      [{ name: '', phone: '' }, 'Give your name.'],
      [{ name: 'Win at evil.example', phone: '' }, 'Write the name alone, please.'],
      [{ name: 'Anna', phone: '0660 1234567' }, 'Begin with + and the country code.'],
    ] as const) {
      const answer = await browser.post(details, { ...form, version: '1' })
      expect(answer.status).toBe(422)
      const html = await answer.text()
      expect(html).toContain(reason)
      expect(html).toContain('name="version" value="1"')
    }
    expect(await clientNow(client)).toMatchObject({ name: client.name, version: 1 })
  })

  it('speaks of SMS where there is a service for them, and nowhere else', async () => {
    const { studio, client } = await scene({ phone: '+436601234567' })
    const browser = await portal.steppedUp(studio, client)
    const pages = [paths.clientDetails, paths.clientAccount, paths.privacy, paths.erasure, paths.portal]
    const all = async () => (await Promise.all(pages.map(async (at) => read(await browser.get(at(studio)))))).join(' ')
    expect(await all()).toContain('Login codes can go there by SMS.')
    deployment.withoutSms()
    const said = await all()
    expect(said).toContain('With the country code: +43 660 1234567. May stay empty.')
    expect(said).not.toMatch(/SMS|[Tt]ext (me|a code)/)
  })

  it('are not lost when the studio saves in between: the form comes back with both', async () => {
    const { studio, owner, client, contact, details } = await scene()
    const browser = await portal.steppedUp(studio, client)
    const desk = await make.signedIn(owner)
    const theirs = { name: 'Anna Berg', email: client.email, phone: '+436601234567', role: 'main' }
    expect((await desk.post(paths.contact(contact.id), theirs)).status).toBe(303)

    const answer = await browser.post(details, { name: 'Anna Bergmann', phone: '', version: '1' })
    expect(answer.status).toBe(409)
    const html = await answer.text()
    for (const words of ['On file now: Anna Berg', 'On file now: +43 660 1234567', 'value="Anna Bergmann"'])
      expect(html).toContain(words)
    expect(await clientNow(client)).toMatchObject({ name: 'Anna Berg', phone: '+436601234567' })

    const [, version = ''] = /name="version" value="(\d+)"/.exec(html) ?? []
    expect((await browser.post(details, { name: 'Anna Bergmann', phone: '', version })).status).toBe(303)
    expect(await clientNow(client)).toMatchObject({ name: 'Anna Bergmann', phone: null })
  })

  it('are not lost when the studio saves a form from before: it comes back with both, and makes nobody new', async () => {
    const { studio, owner, client, contact, details } = await scene()
    const browser = await portal.steppedUp(studio, client)
    const desk = await make.signedIn(owner)
    const html = await (await desk.get(paths.contact(contact.id))).text()
    const [, version = ''] = /name="version" value="(\d+)"/.exec(html) ?? []
    await browser.post(details, { name: 'Anna Berg', phone: '+436601234567', version: '1' })

    const form = { name: 'A. Keller', email: 'anna.new@example.com', phone: '', role: 'main' }
    const answer = await desk.post(paths.contact(contact.id), { ...form, version })
    expect(answer.status).toBe(409)
    const words = await answer.text()
    for (const said of ['On file now: Anna Berg', 'On file now: +43 660 1234567', 'value="A. Keller"'])
      expect(words).toContain(said)
    expect(await clientNow(client)).toMatchObject({ name: 'Anna Berg', phone: '+436601234567' })
    expect(await rows.of('clients')).toHaveLength(1)
    const now = /name="version" value="(\d+)"/.exec(words)?.[1] ?? ''
    expect((await desk.post(paths.contact(contact.id), { ...form, email: client.email, version: now })).status).toBe(
      303,
    )
    expect(await clientNow(client)).toMatchObject({ name: 'A. Keller', phone: null })
  })

  it('are saved once by ten forms that are sent at the same moment', async () => {
    const { studio, client, details } = await scene()
    const browser = await portal.steppedUp(studio, client)
    const names = Array.from({ length: 10 }, (_, turn) => `Anna ${'I'.repeat(turn + 1)}`)
    const answers = await Promise.all(names.map((name) => browser.post(details, { name, phone: '', version: '1' })))
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(9)
    const won = names[answers.findIndex(({ status }) => status === 303)]
    expect(await clientNow(client)).toMatchObject({ name: won, version: 2 })
  })

  it('keep the phone when the studio adds the client to another gallery without one', async () => {
    const { studio, owner, client } = await scene({ phone: '+436601234567' })
    const other = await make.gallery(studio)
    const desk = await make.signedIn(owner)
    const form = { name: client.name, email: client.email, phone: '', role: 'main' }
    expect((await desk.post(paths.newContact(other.id), form)).status).toBe(303)
    expect(await clientNow(client)).toMatchObject({ phone: '+436601234567' })
  })

  it('leave a code on its way by SMS worth nothing once the phone is another', async () => {
    const { studio, client, details } = await scene({ phone: '+436601234567' })
    const browser = await portal.steppedUp(studio, client)
    await portal.askStepUp(browser, studio, 'sms')
    await browser.post(details, { name: client.name, phone: '+436601234568', version: '1' })
    const sms = (await rows.of('codes')).filter(({ channel }) => channel === 'sms')
    expect(sms.map(({ voided_at }) => voided_at)).toEqual([Date.now()])
  })
})

describe('a password in the account', () => {
  it('is set without an old one, and ends everything else', async () => {
    const { studio, gallery, client, account, galleryPath } = await scene()
    await make.password(client, OLD)
    const elsewhere = new Browser()
    await elsewhere.post(paths.password(studio, gallery), { email: client.email, password: OLD })
    const browser = await portal.steppedUp(studio, client)
    await resets.ask(studio, client.email)
    const reset = resets.newest()
    const before = browser.copy()
    const html = await (await browser.get(paths.clientPassword(studio))).text()
    expect(html).toContain('Change your password')
    expect(inField(html)).toMatch(FOUR_WORDS)
    expect((await browser.post(paths.clientPassword(studio), { password: NEW })).headers.get('location')).toBe(account)

    expect(await read(await browser.get(account))).toContain('Your password is saved.')
    expect((await before.get(account)).status).toBe(303)
    expect((await elsewhere.get(account)).status).toBe(303)
    expect((await elsewhere.get(galleryPath)).status).toBe(403)
    expect((await new Browser().get(reset)).status).toBe(410)
    const signIn = (password: string) =>
      new Browser().post(paths.password(studio, gallery), { email: client.email, password })
    expect((await signIn(OLD)).status).toBe(422)
    expect((await signIn(NEW)).status).toBe(303)
  })

  it('comes back when it is weak', async () => {
    const { studio, client } = await scene()
    const browser = await portal.steppedUp(studio, client)
    const answer = await browser.post(paths.clientPassword(studio), { password: 'anna' })
    expect(answer.status).toBe(422)
    const html = await answer.text()
    expect(html).toContain('This is too short')
    expect(html).toContain('Set a password')
    expect((await clientNow(client))?.password_hash).toBeNull()
  })
})

describe('where password managers look', () => {
  const WELL_KNOWN = '/.well-known/change-password'

  it('leads to the only studio’s page for it, which asks for a sign-in and a step-up', async () => {
    const { studio, client } = await scene()
    await make.studio({ isDemo: true })
    const answer = await new Browser().get(WELL_KNOWN)
    expect(answer.status).toBe(303)
    expect(answer.headers.get('Location')).toBe(paths.clientPassword(studio))
    expect(answer.headers.get('Cache-Control')).toBe('private, no-store')

    const browser = new Browser()
    const address = await browser.follow(await browser.follow(await browser.get(WELL_KNOWN)))
    expect(await address.text()).toContain('name="for" value="password"')
    await browser.post(paths.portalSignIn(studio), { email: client.email, for: 'password' })
    await browser.post(paths.portalCodes(studio))
    await jobs.run()
    const entered = await browser.post(paths.portalCode(studio), { code: mailedTo(client.email) })
    expect(entered.headers.get('location')).toBe(paths.stepUp(studio))
    const proved = await portal.stepUp(browser, studio, client)
    expect(proved.headers.get('location')).toBe(paths.clientPassword(studio))
  })

  it('comes back from a sign-in to parts of an account alone, whatever else is named', async () => {
    const { studio, client } = await scene()
    for (const part of ['https://evil.example', '//evil.example', 'devices', '']) {
      expect(await (await new Browser().get(paths.portalFor(studio, part))).text()).not.toContain('name="for"')
      const browser = new Browser()
      await browser.post(paths.portalSignIn(studio), { email: client.email, for: part })
      await browser.post(paths.portalCodes(studio))
      await jobs.run()
      const entered = await browser.post(paths.portalCode(studio), { code: mailedTo(client.email) })
      expect(entered.headers.get('location')).toBe(paths.portal(studio))
      clock.pass({ minutes: 2 })
    }
  })

  it('leads nowhere while there is no studio or more than one', async () => {
    expect((await new Browser().get(WELL_KNOWN)).status).toBe(404)
    await make.studio()
    await make.studio()
    expect((await new Browser().get(WELL_KNOWN)).status).toBe(404)
  })
})

describe('a new password is told to its client, however it was set', () => {
  const told = (email: string) =>
    outside.mails().filter(({ to, subject }) => to === email && /was changed/.test(subject))

  it('in the account', async () => {
    const { studio, client } = await scene()
    clock.stop(new Date('2026-09-12T12:00:00Z'))
    const browser = await portal.steppedUp(studio, client)
    await browser.post(paths.clientPassword(studio), { password: NEW })
    await jobs.run()
    const [mail, ...more] = told(client.email)
    expect(more).toEqual([])
    expect(mail?.subject).toBe(`${studio.name}: your password was changed`)
    expect(mail?.text).toContain('12 September 2026 at 14:00 (Vienna time)')
    expect(mail?.text).toContain(paths.resets(studio))
    expect(mail?.text).toContain(paths.clientDevices(studio))
    expect(mail?.text).not.toContain(NEW)
  })

  it('by a link from the mail', async () => {
    const { studio, client } = await scene()
    await resets.ask(studio, client.email)
    const reset = resets.newest()
    await new Browser().post(reset, { password: NEW })
    await new Browser().post(reset, { password: NEW })
    await jobs.run()
    expect(told(client.email)).toHaveLength(1)
  })

  it('at the door of a gallery', async () => {
    const { studio, gallery, client, link } = await scene()
    const browser = new Browser()
    await browser.open(link)
    await browser.post(paths.account(studio, gallery), { password: NEW })
    await jobs.run()
    expect(told(client.email)).toHaveLength(1)
  })
})
