import { beforeEach, describe, expect, it } from 'vitest'
import { HOUR_MS } from '../../src/lib/time'
import { paths } from '../../src/paths'
import { whole } from '../helpers/answer'
import { Browser, read } from '../helpers/browser'
import * as clock from '../helpers/clock'
import { countRoundTrips } from '../helpers/count'
import * as emailChange from '../helpers/email-change'
import * as jobs from '../helpers/jobs'
import * as make from '../helpers/make'
import * as outside from '../helpers/outside'
import * as portal from '../helpers/portal'
import * as resets from '../helpers/resets'
import * as rows from '../helpers/rows'
import * as scrypt from '../helpers/scrypt'

const NEW = 'anna.berg@example.org'
const PASSWORD = 'meadow lantern copper violin'

beforeEach(() => {
  clock.stop()
  scrypt.makeCheap()
})

/** A client who is signed in and has stepped up. */
async function scene(over: Parameters<typeof make.scene>[0] = {}) {
  const made = await make.scene(over)
  const { client } = made.contact
  const browser = await portal.steppedUp(made.studio, client)
  clock.pass({ minutes: 2 })
  return { ...made, client, browser, old: client.email, account: paths.clientAccount(made.studio) }
}

/** The same, with the link in the mail to the new address. */
async function asked() {
  const made = await scene()
  await emailChange.ask(made.browser, made.studio, NEW)
  return { ...made, link: emailChange.linkTo(NEW) }
}

const emails = async () => (await rows.of('clients')).map(({ email }) => email).sort()
const subjectsTo = (email: string) => outside.mails().flatMap(({ to, subject }) => (to === email ? [subject] : []))

/** Looks at a link ten times in every way that changes nothing. */
async function lookAt(link: string): Promise<void> {
  for (let turn = 0; turn < 10; turn++) {
    expect((await new Browser().get(link)).status).toBe(200)
    expect((await new Browser().send('HEAD', link)).status).toBe(200)
  }
}

describe('a new address', () => {
  it('counts once its own mailbox has confirmed it, and the old one is told', async () => {
    const { studio, browser, old, account } = await scene()
    const answer = await emailChange.ask(browser, studio, ` ${NEW.toUpperCase()} `)
    expect(answer.headers.get('location')).toBe(account)
    const words = await read(await browser.get(account))
    expect(words).toContain(`A link is on its way to ${NEW}. Open it within 60 minutes`)
    expect(words).toContain(`A link is on its way to ${NEW}. Until it is opened, this one stays.`)
    expect(await emails()).toEqual([old])
    expect(subjectsTo(NEW)).toEqual([`${studio.name}: confirm your email`])
    expect(outside.mails().at(-1)?.text).toContain('Anna Keller (a•••@e•••.com) is signed in')
    expect(outside.mails().at(-1)?.text).not.toContain(old)

    const link = emailChange.linkTo(NEW)
    expect(await read(await browser.get(link))).toContain(`${NEW} becomes the address of your account`)
    const done = await emailChange.press(link, browser)
    expect(done.status).toBe(200)
    expect(await read(done)).toContain('Your email is changed')
    expect(await emails()).toEqual([NEW])
    expect(subjectsTo(old).at(-1)).toBe(`${studio.name}: your email was changed`)
    expect(outside.mails().at(-1)?.text).not.toContain(NEW)
    expect(await read(await browser.get(account))).toContain(NEW)
  })

  it('is not asked for without a step-up', async () => {
    const { studio, browser } = await scene()
    clock.pass({ minutes: 10 })
    expect((await emailChange.ask(browser, studio, NEW)).status).toBe(403)
    expect(await rows.of('email_changes')).toEqual([])
    expect(subjectsTo(NEW)).toEqual([])
  })

  it('comes back when it is none, and when it is the one on file', async () => {
    const { studio, browser, old } = await scene()
    const none = await emailChange.ask(browser, studio, 'anna@')
    expect(none.status).toBe(422)
    expect(await none.text()).toContain('value="anna@"')
    const same = await emailChange.ask(browser, studio, old)
    expect(same.status).toBe(422)
    expect(await read(same)).toContain('This is the address on file.')
  })

  it('can be asked for once a minute, and five times an hour', async () => {
    const { studio, browser, client } = await scene()
    const ask = (turn: number) => emailChange.ask(browser, studio, `anna${turn}@example.org`)
    expect((await ask(0)).status).toBe(303)
    const wait = await ask(1)
    expect(wait.status).toBe(429)
    expect(wait.headers.get('retry-after')).toBe('60')
    for (let turn = 2; turn < 6; turn++) {
      clock.pass({ minutes: 1 })
      expect((await ask(turn)).status).toBe(303)
    }
    clock.pass({ minutes: 5 })
    await portal.stepUp(browser, studio, client)
    expect((await ask(7)).status).toBe(429)
    expect(await rows.of('email_changes')).toHaveLength(5)
  })
})

describe('a link that confirms an address', () => {
  it('is the same after ten looks, and nothing is changed by them', async () => {
    const { link, old } = await asked()
    const before = await rows.all()
    await lookAt(link)
    expect(await rows.all()).toEqual(before)
    expect(await emails()).toEqual([old])
  })

  it('works once', async () => {
    const { link } = await asked()
    const answers = await Promise.all(Array.from({ length: 10 }, () => new Browser().post(link)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(410)])
    expect(await read(await new Browser().get(link))).toContain('This link no longer works')
    expect((await rows.of('client_links')).filter(({ kind }) => kind === 'email-revert')).toHaveLength(1)
  })

  it('works for 60 minutes', async () => {
    const { link, old } = await asked()
    clock.pass({ minutes: 59, seconds: 59 })
    expect((await new Browser().get(link)).status).toBe(200)
    clock.pass({ seconds: 1 })
    expect((await new Browser().get(link)).status).toBe(410)
    expect((await emailChange.press(link)).status).toBe(410)
    expect(await emails()).toEqual([old])
  })

  it('is void once a newer one was asked for', async () => {
    const { link, studio, browser } = await asked()
    clock.pass({ minutes: 2 })
    await emailChange.ask(browser, studio, 'anna.other@example.org')
    expect((await emailChange.press(link)).status).toBe(410)
    expect((await emailChange.press(emailChange.linkTo('anna.other@example.org'))).status).toBe(200)
    expect(await emails()).toEqual(['anna.other@example.org'])
  })

  it('is void once somebody took the account back with a new password', async () => {
    const { link, studio, old } = await asked()
    await resets.ask(studio, old)
    expect((await new Browser().post(resets.newest(), { password: PASSWORD })).status).toBe(200)
    expect((await emailChange.press(link)).status).toBe(410)
    expect(await emails()).toEqual([old])
  })

  it('is void once whoever asked for it has signed out: nobody could sign them out on the list of devices', async () => {
    const { link, studio, browser, old } = await asked()
    await browser.post(paths.portalSignOut(studio))
    expect((await emailChange.press(link)).status).toBe(410)
    expect(await emails()).toEqual([old])
  })

  it('goes on after a new password in the browser that asked', async () => {
    const { link, studio, browser } = await asked()
    expect((await browser.post(paths.clientPassword(studio), { password: PASSWORD })).status).toBe(303)
    expect((await emailChange.press(link)).status).toBe(200)
  })

  it('lets in nobody who presses it', async () => {
    const { link, account } = await asked()
    const mailbox = new Browser()
    await emailChange.press(link, mailbox)
    expect((await mailbox.get(account)).status).toBe(303)
  })

  it('is nothing to whoever made it up', async () => {
    expect((await new Browser().get(`/l/${'x'.repeat(43)}`)).status).toBe(404)
  })
})

describe('two people who want one address', () => {
  it('race for it: one wins, the other reads that the link no longer works', async () => {
    const { studio, gallery, browser, old } = await scene()
    const { client: ben } = await make.contact(gallery, { email: 'ben@example.com' })
    const bens = await portal.steppedUp(studio, ben)
    await emailChange.ask(browser, studio, NEW)
    const annasLink = emailChange.linkTo(NEW)
    await emailChange.ask(bens, studio, NEW)
    const bensLink = emailChange.linkTo(NEW)
    expect(bensLink).not.toBe(annasLink)

    const answers = await Promise.all([annasLink, bensLink].map((link) => new Browser().post(link)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 410])
    const lost = answers.findIndex(({ status }) => status === 410)
    expect(await read(answers[lost] as Response)).toContain('This link no longer works')
    expect(await emails()).toEqual([NEW, lost === 0 ? old : ben.email].sort())
    const link = [annasLink, bensLink][lost] ?? ''
    expect((await new Browser().get(link)).status).toBe(410)
  })
})

describe('an address that another client has', () => {
  /** What somebody sees who asks for an address, and what it costs. */
  async function told(email: string) {
    const { studio, browser, account } = await scene()
    const gallery = await make.gallery(studio)
    const { client: ben } = await make.contact(gallery, { email: 'ben@example.com' })
    const before = await rows.all()
    const count = countRoundTrips()
    const answer = await browser.post(paths.clientEmail(studio), { email })
    const calls = count()
    const queued = jobs.waitingJobs().length
    const masks = [email, studio.slug, studio.name]
    const page = await whole(await browser.get(account), masks)
    const after = await rows.all()
    const added = Object.keys(after).map((table) => [table, (after[table] ?? []).length - (before[table] ?? []).length])
    await jobs.run()
    return { seen: { answer: await whole(answer, masks), calls, queued, page, added }, studio, ben, account }
  }

  it('answers exactly as a free one: page, status, calls, rows and queue', async () => {
    const free = await told('not@example.com')
    const masked = (seen: unknown) => JSON.stringify(seen).replaceAll(/anna\d+@/g, 'anna@')
    const first = masked(free.seen)
    expect(subjectsTo('not@example.com')).toEqual([`${free.studio.name}: confirm your email`])
    await rows.all()
    const taken = await told('ben@example.com')
    expect(masked(taken.seen)).toBe(first)
  })

  it('is not told apart in what the studio knows about whoever asked', async () => {
    const { studio, browser } = await scene()
    await make.contact(await make.gallery(studio), { email: 'ben@example.com' })
    const messagesAfter = async (email: string) => {
      await emailChange.ask(browser, studio, email)
      const data = await (await browser.get(paths.personalDataExport(studio))).json<{ messages: { kind: string }[] }>()
      return data.messages.map(({ kind }) => kind)
    }
    const free = await messagesAfter('not@example.com')
    clock.pass({ minutes: 1 })
    expect(await messagesAfter('ben@example.com')).toEqual(free)
    expect(free).not.toEqual([])
  })

  it('is told to its holder, and no link goes out', async () => {
    const { studio, ben } = await told('ben@example.com')
    expect(subjectsTo(ben.email)).toEqual([`${studio.name}: your email`])
    expect(outside.mails().at(-1)?.text).toContain('asked to use this address for their account')
    expect(emailChange.linkTo(ben.email)).toBe('no link')
    expect((await rows.of('messages')).every(({ sealed }) => sealed === null)).toBe(true)
  })

  it('is free in another studio', async () => {
    const { studio, browser } = await scene()
    const other = await make.scene()
    await emailChange.ask(browser, studio, other.contact.client.email)
    expect((await emailChange.press(emailChange.linkTo(other.contact.client.email))).status).toBe(200)
    expect(await emails()).toEqual([other.contact.client.email, other.contact.client.email])
  })

  it('is not to be had while its client can still take it back', async () => {
    const { studio, gallery, browser, old } = await scene()
    await emailChange.change(browser, studio, old, NEW)
    const { client: ben } = await make.contact(gallery, { email: 'ben@example.com' })
    const bens = await portal.steppedUp(studio, ben)
    await emailChange.ask(bens, studio, old)
    expect(subjectsTo(old).at(-1)).toBe(`${studio.name}: your email`)

    clock.pass({ hours: 73 })
    await portal.steppedUp(studio, ben, bens)
    await emailChange.ask(bens, studio, old)
    expect((await emailChange.press(emailChange.linkTo(old))).status).toBe(200)
    expect(await emails()).toEqual([NEW, old].sort())
  })
})

describe('what was of the old address', () => {
  it('is over everywhere but in the browser that asked', async () => {
    const { studio, gallery, browser, client, account, galleryPath, old } = await scene()
    const elsewhere = await portal.signedIn(studio, client)
    await elsewhere.post(paths.password(studio, gallery), { email: old, password: PASSWORD })
    clock.pass({ minutes: 2 })
    const pending = new Browser()
    await portal.ask(pending, studio, old)
    const code = /\d{6}/.exec(outside.mails().at(-1)?.subject ?? '')?.[0] ?? ''
    await resets.ask(studio, old)
    const reset = resets.newest()
    await emailChange.change(browser, studio, old, NEW)

    expect((await browser.get(account)).status).toBe(200)
    expect((await elsewhere.get(account)).status).toBe(303)
    expect((await elsewhere.get(galleryPath)).status).toBe(403)
    expect((await pending.post(paths.portalCode(studio), { code })).status).toBe(422)
    expect((await new Browser().get(reset)).status).toBe(410)
  })

  it('lets nobody in by a magic link, and does not tell the new address', async () => {
    const { studio, contact, browser, link, galleryPath, old } = await scene()
    const claimed = new Browser()
    await claimed.open(await make.link(contact))
    expect((await claimed.get(galleryPath)).status).toBe(200)
    clock.pass({ seconds: 1 })
    await emailChange.change(browser, studio, old, NEW)

    const stranger = new Browser()
    for (const answer of [await stranger.get(link), await stranger.post(link), await stranger.post(`${link}/guest`)]) {
      expect(answer.status).toBe(404)
      const words = await read(answer)
      expect(words).toContain('This link no longer works')
      expect(words).not.toContain('•••')
    }
    expect((await claimed.get(galleryPath)).status).toBe(403)
    clock.pass({ seconds: 1 })
    expect((await new Browser().open(await make.link(contact))).status).toBe(303)
  })

  it('lets nobody in by a link that was pressed before, nor by its code', async () => {
    const { studio, gallery, browser, link, old } = await scene()
    const phone = new Browser()
    await phone.open(link)
    const other = new Browser()
    await other.open(link)
    await jobs.run()
    const code = /\d{6}/.exec(outside.mails().at(-1)?.subject ?? '')?.[0] ?? ''
    clock.pass({ seconds: 1 })
    await emailChange.change(browser, studio, old, NEW)
    expect((await other.post(paths.code(studio, gallery), { code })).status).toBe(422)
    expect(await read(await other.get(paths.code(studio, gallery)))).not.toContain('a•••@e•••.org')
  })
})

describe('the link that takes a change back', () => {
  it('is the same after ten looks, and nothing is changed by them', async () => {
    const { studio, browser, old } = await scene()
    const undo = await emailChange.change(browser, studio, old, NEW)
    const before = await rows.all()
    await lookAt(undo)
    expect(await rows.all()).toEqual(before)
    const words = await read(await new Browser().get(undo))
    expect(words).toContain(`${old} becomes the address of your account`)
    expect(words).not.toContain(NEW)
  })

  it('restores the address and signs everyone out', async () => {
    const { studio, browser, account, old } = await scene()
    const undo = await emailChange.change(browser, studio, old, NEW)
    const newcomer = await portal.signedIn(studio, { email: NEW })
    clock.pass({ minutes: 2 })
    await emailChange.ask(browser, studio, 'third@example.org')
    const third = emailChange.linkTo('third@example.org')

    const done = await emailChange.press(undo)
    expect(done.status).toBe(200)
    expect(await read(done)).toContain(`${old} is your address again, and everybody is signed out.`)
    expect(await emails()).toEqual([old])
    for (const one of [browser, newcomer]) expect((await one.get(account)).status).toBe(303)
    expect((await emailChange.press(third)).status).toBe(410)
    expect((await new Browser().get(undo)).status).toBe(410)
    expect((await emailChange.press(undo)).status).toBe(410)
    clock.pass({ minutes: 2 })
    expect((await (await portal.signedIn(studio, { email: old })).get(account)).status).toBe(200)
  })

  it('takes away what somebody could come back by: a password and passkeys added since or shortly before, and the phone', async () => {
    const { studio, client, browser, old } = await scene()
    const key = (id: string, createdAt: number) => ({ id, createdAt })
    await addPasskey(client.id, key('before', Date.now() - 73 * HOUR_MS))
    await addPasskey(client.id, key('shortly-before', Date.now() - 71 * HOUR_MS))
    const undo = await emailChange.change(browser, studio, old, NEW)
    await addPasskey(client.id, key('since', Date.now()))
    await browser.post(paths.clientDetails(studio), { name: 'Eve', phone: '+436601234567', version: '2' })
    await browser.post(paths.clientPassword(studio), { password: PASSWORD })
    expect(await rows.of('clients')).toMatchObject([{ phone: '+436601234567', email: NEW }])

    await emailChange.press(undo)
    expect(await rows.of('clients')).toMatchObject([{ phone: null, password_hash: null, email: old }])
    expect((await rows.of('passkeys')).map(({ id }) => id)).toEqual(['before'])
  })

  it('leaves a password from before', async () => {
    const { studio, client, browser, old } = await scene()
    await make.password(client, PASSWORD)
    clock.pass({ hours: 73 })
    await portal.steppedUp(studio, client, browser)
    clock.pass({ minutes: 2 })
    const undo = await emailChange.change(browser, studio, old, NEW)
    await emailChange.press(undo)
    const back = new Browser()
    await back.post(paths.portalSignIn(studio), { email: old })
    expect((await back.post(paths.portalPassword(studio), { password: PASSWORD })).status).toBe(303)
  })

  it('works for 72 hours', async () => {
    const { studio, browser, old } = await scene()
    const undo = await emailChange.change(browser, studio, old, NEW)
    clock.pass({ hours: 71, minutes: 59, seconds: 59 })
    expect((await new Browser().get(undo)).status).toBe(200)
    clock.pass({ seconds: 1 })
    const late = await emailChange.press(undo)
    expect(late.status).toBe(410)
    expect(await read(late)).toContain(`write to ${studio.name}`)
    expect(await emails()).toEqual([NEW])
  })

  it('works although whoever made the change invited somebody by the address before', async () => {
    const { studio, gallery, browser, old } = await scene({ guests: 'by-link' })
    const undo = await emailChange.change(browser, studio, old, NEW)
    await browser.post(paths.visits(studio, gallery))
    const before = outside.mails().length
    const answer = await browser.post(paths.shareInvitations(studio, gallery), { name: 'Anna', email: old })
    expect(answer.headers.get('location')).toBe(paths.share(studio, gallery))
    expect(await read(await browser.get(paths.share(studio, gallery)))).toContain('An invitation is on its way to Anna')
    await jobs.run()
    expect(outside.mails()).toHaveLength(before)
    expect((await emailChange.press(undo)).status).toBe(200)
    expect(await emails()).toEqual([old])
  })

  it('works once when it is pressed ten times at the same moment', async () => {
    const { studio, browser, old } = await scene()
    const undo = await emailChange.change(browser, studio, old, NEW)
    const answers = await Promise.all(Array.from({ length: 10 }, () => new Browser().post(undo)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(410)])
  })
})

async function addPasskey(clientId: string, { id, createdAt }: { id: string; createdAt: number }): Promise<void> {
  await make
    .db()
    .$client.prepare(
      `insert into passkeys (id, credential_id, public_key, counter, transports, client_id, name, created_at)
       values (?1, ?1, '', 0, '', ?2, '', ?3)`,
    )
    .bind(id, clientId, createdAt)
    .run()
}
