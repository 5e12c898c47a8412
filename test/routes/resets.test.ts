import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import * as schema from '../../src/db/schema'
import { sha256 } from '../../src/lib/token'
import { paths } from '../../src/paths'
import { whole } from '../helpers/answer'
import { breach } from '../helpers/breaches'
import { Browser, read } from '../helpers/browser'
import * as clock from '../helpers/clock'
import { countRoundTrips } from '../helpers/count'
import * as jobs from '../helpers/jobs'
import * as make from '../helpers/make'
import { FOUR_WORDS, inField } from '../helpers/new-password'
import * as outside from '../helpers/outside'
import * as resets from '../helpers/resets'
import * as rows from '../helpers/rows'
import * as scrypt from '../helpers/scrypt'

const OLD = 'meadow lantern copper violin'
const NEW = 'harbor thimble orchid gravel'

beforeEach(() => scrypt.makeCheap())

/** A client with a password, in a gallery. */
async function client() {
  clock.stop()
  const scene = await make.scene()
  await make.password(scene.contact.client, OLD)
  const { studio, gallery, contact } = scene
  const signIn = (password: string, browser = new Browser()) =>
    browser.post(paths.password(studio, gallery), { email: contact.client.email, password })
  return { ...scene, email: contact.client.email, signIn }
}

/** The same, with the link from her mail. */
async function withLink() {
  const scene = await client()
  await resets.ask(scene.studio, scene.email)
  return { ...scene, reset: resets.newest() }
}

describe('"Forgot your password?" and "No password yet?"', () => {
  it('send a link to the email, and with it a new password is set', async () => {
    const { studio, gallery, email, signIn } = await client()
    const browser = new Browser()
    expect(await read(await browser.get(paths.resets(studio)))).toContain(
      `Give the email address that ${studio.name} has of you`,
    )
    const sent = await resets.ask(studio, email, browser)
    expect(sent.status).toBe(200)
    expect(await read(sent)).toContain('a link is on its way. It works once, for 60 minutes.')
    expect(outside.mails()).toMatchObject([
      { to: email, subject: `${studio.name}: your password`, reply_to: studio.replyTo },
    ])

    const page = await browser.get(resets.newest())
    expect(page.status).toBe(200)
    const html = await page.text()
    expect(html).toContain(email)
    const password = inField(html)
    expect(password).toMatch(FOUR_WORDS)
    const done = await browser.post(resets.newest(), { password })
    expect(done.status).toBe(200)
    expect(await done.text()).toContain(paths.password(studio, gallery))

    expect((await signIn(password)).status).toBe(303)
    expect((await signIn(OLD)).status).toBe(422)
  })

  it('are the way to a first password, too', async () => {
    const { studio, gallery, contact } = await make.scene()
    await resets.ask(studio, contact.client.email)
    await new Browser().post(resets.newest(), { password: NEW })
    const entry = await new Browser().post(paths.password(studio, gallery), {
      ...{ email: contact.client.email, password: NEW },
    })
    expect(entry.status).toBe(303)
  })

  it('let nobody in: whoever set a password signs in with it', async () => {
    const { reset, galleryPath } = await withLink()
    const browser = new Browser()
    await browser.get(reset)
    await browser.post(reset, { password: NEW })
    expect((await browser.get(galleryPath)).status).toBe(403)
  })

  it('bring back what is no address', async () => {
    const { studio } = await client()
    const answer = await new Browser().post(paths.resets(studio), { email: 'anna@' })
    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain('value="anna@"')
  })

  it('are not there for a studio that is not', async () => {
    expect((await new Browser().get(paths.resets({ slug: 'nowhere' }))).status).toBe(404)
    expect((await new Browser().post(paths.resets({ slug: 'nowhere' }), { email: 'a@example.com' })).status).toBe(404)
  })

  it('know a client of this studio alone', async () => {
    const { email } = await client()
    await resets.ask(await make.studio(), email)
    expect(outside.mails()).toEqual([])
  })
})

describe('a reset link', () => {
  it('is the same after ten looks, by GET and HEAD, and sets the password then', async () => {
    const { reset, signIn } = await withLink()
    const before = JSON.stringify(await rows.all())
    for (let turn = 0; turn < 10; turn++) {
      expect((await new Browser().get(reset)).status).toBe(200)
      expect((await new Browser().send('HEAD', reset)).status).toBe(200)
    }
    expect(JSON.stringify(await rows.all())).toBe(before)
    expect((await new Browser().post(reset, { password: NEW })).status).toBe(200)
    expect((await signIn(NEW)).status).toBe(303)
  })

  it('is told to no other site', async () => {
    const { reset } = await withLink()
    expect((await new Browser().get(reset)).headers.get('Referrer-Policy')).toBe('no-referrer')
  })

  it('works once; afterwards it says so and offers a new one', async () => {
    const { reset, studio, signIn } = await withLink()
    await new Browser().post(reset, { password: NEW })
    for (const answer of [await new Browser().get(reset), await new Browser().post(reset, { password: OLD })]) {
      expect(answer.status).toBe(410)
      const html = await answer.text()
      expect(html).toContain('This link was used')
      expect(html).toContain(`href="${paths.resets(studio)}"`)
    }
    expect((await signIn(NEW)).status).toBe(303)
  })

  it('works for 60 minutes, to the second', async () => {
    const { reset, studio, email, signIn } = await withLink()
    await make.db().delete(schema.codeTries)
    await resets.ask(studio, email)
    const other = resets.newest()
    clock.pass({ minutes: 59, seconds: 59 })
    expect((await new Browser().get(reset)).status).toBe(200)
    clock.pass({ seconds: 2 })
    for (const path of [reset, other]) {
      const late = await new Browser().post(path, { password: NEW })
      expect(late.status).toBe(410)
      expect(await read(late)).toContain('This link has run out')
    }
    expect((await signIn(OLD)).status).toBe(303)
  })

  it('sets a password in its last second', async () => {
    const { reset, signIn } = await withLink()
    clock.pass({ minutes: 59, seconds: 59 })
    expect((await new Browser().post(reset, { password: NEW })).status).toBe(200)
    expect((await signIn(NEW)).status).toBe(303)
  })

  it('is won by one of twenty that are sent at the same moment', async () => {
    const { reset, signIn } = await withLink()
    const sent = Array.from({ length: 20 }, (_, turn) => `${NEW} ${turn}`)
    const answers = await Promise.all(sent.map((password) => new Browser().post(reset, { password })))
    const won = sent.filter((_, turn) => answers[turn]?.status === 200)
    expect(won).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 410)).toHaveLength(19)
    expect((await signIn(won[0] ?? '')).status).toBe(303)
  })

  it('brings a weak password back with the reason, as it was typed, and still works', async () => {
    const { reset } = await withLink()
    breach(NEW)
    for (const [password, reason] of [
      ['anna', 'This is too short'],
      ['Anna Keller 1990', 'little more than a name'],
      [NEW, 'known from a break-in'],
    ] as const) {
      const answer = await new Browser().post(reset, { password })
      expect(answer.status).toBe(422)
      const html = await answer.text()
      expect(html).toContain(reason)
      expect(inField(html)).toBe(password)
    }
    expect((await new Browser().post(reset, { password: OLD })).status).toBe(200)
  })

  it('signs out every other browser; the one it is used in stays, with a new session', async () => {
    const { link, contact, studio, email, galleryPath } = await client()
    const phone = new Browser()
    await phone.open(link)
    const laptop = new Browser()
    await new Browser().open(await make.link(contact))
    await laptop.open(await make.link(contact))
    expect((await laptop.get(galleryPath)).status).toBe(200)
    const stolen = phone.copy()

    await resets.ask(studio, email)
    await phone.post(resets.newest(), { password: NEW })
    expect((await phone.get(galleryPath)).status).toBe(200)
    expect((await laptop.get(galleryPath)).status).toBe(403)
    expect((await stolen.get(galleryPath)).status).toBe(403)
    const live = (await rows.of('visits')).filter(({ ended_at }) => ended_at === null)
    expect(live).toHaveLength(1)
  })

  it('leaves alone who else is in, and the studio’s own people in the same browser', async () => {
    const { link, owner, gallery, galleryPath, reset } = await withLink()
    const desk = await make.signedIn(owner)
    await desk.open(link)
    const ben = new Browser()
    await ben.open(await make.link(await make.contact(gallery)))

    await new Browser().post(reset, { password: NEW })
    expect((await desk.get(paths.galleries())).status).toBe(200)
    expect((await ben.get(galleryPath)).status).toBe(200)
    expect((await rows.of('visits')).filter(({ ended_at }) => ended_at === null)).toHaveLength(1)
  })

  it('voids codes and other reset links that were sent', async () => {
    const { studio, gallery, email, reset } = await withLink()
    const laptop = new Browser()
    await laptop.post(paths.codes(studio, gallery), { email })
    await jobs.run()
    const code = /\d{6}/.exec(outside.mails().at(-1)?.subject ?? '')?.[0] ?? ''
    clock.pass({ minutes: 1, seconds: 1 })
    await resets.ask(studio, email)
    const other = resets.newest()
    expect(other).not.toBe(reset)

    await new Browser().post(reset, { password: NEW })
    expect((await laptop.post(paths.code(studio, gallery), { code })).status).toBe(422)
    const over = await new Browser().post(other, { password: OLD })
    expect(over.status).toBe(410)
    expect(await read(over)).toContain('no longer once a password was set')
  })

  it('is unknown after a week, and its row goes with the others', async () => {
    await withLink()
    const { keys } = await env.TOKENS.list()
    const week = Date.now() / 1000 + 7 * 86_400
    expect(keys.some(({ expiration = 0 }) => Math.abs(expiration - week) < 60)).toBe(true)
    clock.pass({ days: 92 })
    await jobs.sweep()
    expect(await rows.of('client_links')).toEqual([])
  })
})

describe('the mail with a reset link', () => {
  it('is not sent once its link would be over', async () => {
    const { studio, email } = await client()
    await new Browser().post(paths.resets(studio), { email })
    clock.pass({ minutes: 60 })
    await jobs.run()
    expect(outside.mails()).toEqual([])
    expect(await rows.of('messages')).toMatchObject([{ state: 'failed', sealed: null }])
  })

  it('does not go to an address that is the client’s no longer', async () => {
    const { studio, email, contact } = await client()
    await new Browser().post(paths.resets(studio), { email })
    const set = { email: 'anna@elsewhere.example' }
    await make.db().update(schema.clients).set(set).where(eq(schema.clients.id, contact.clientId))
    await jobs.run()
    expect(outside.mails()).toEqual([])
  })

  it('is sent all the same when its job was lost', async () => {
    clock.stop()
    const studio = await make.studio()
    const { email } = (await make.contact(await make.gallery(studio))).client
    await new Browser().post(paths.resets(studio), { email })
    jobs.lose()
    clock.pass({ minutes: 3 })
    await jobs.sweep()
    await jobs.run()
    expect(outside.mails().map(({ to }) => to)).toEqual([email])
  })
})

/** What a stranger does with an address: minutes that pass before, each a request. */
const WAITS = [0, 0, 1.1, 1.1, 1.1, 1.1, 1.1, 60, 0]

describe('an address typed by a stranger', () => {
  it('gets the same answer, known or not, at first and when it is asked for too often', async () => {
    const { studio, email } = await client()
    const told = async (address: string) => {
      const browser = new Browser()
      const answers = []
      for (const minutes of WAITS) {
        clock.pass({ minutes })
        answers.push(await whole(await resets.ask(studio, address, browser), [address]))
      }
      return answers
    }
    const known = await told(email)
    expect(await told('nobody@example.com')).toEqual(known)
    expect(new Set(known.map(({ body }) => body)).size).toBe(1)
    expect(known.map(({ status }) => status)).toEqual(WAITS.map(() => 200))
    expect(outside.mails()).toHaveLength(6)
  })

  it('asks the stores as often, writes as much to KV, and sends a job, known or not', async () => {
    const { studio, email } = await client()
    const costs = async (address: string) => {
      const all = []
      for (const minutes of WAITS) {
        clock.pass({ minutes })
        const count = countRoundTrips()
        await new Browser().post(paths.resets(studio), { email: address })
        all.push({ ...count(), jobs: jobs.waitingJobs().length })
        jobs.lose()
      }
      return all
    }
    const known = await costs(email)
    expect(await costs('nobody@example.com')).toEqual(known)
    expect(known[0]).toEqual({ queries: 1, batches: 1, kvReads: 0, kvWrites: 1, jobs: 1 })
    expect(new Set(known.map((cost) => JSON.stringify(cost))).size).toBe(1)
  })

  it('is sent one link a minute, five an hour, ten a day', async () => {
    const { studio, email } = await client()
    const mails = async (...waits: clock.Span[]) => {
      for (const wait of waits) {
        clock.pass(wait)
        await resets.ask(studio, email)
      }
      return outside.mails().length
    }
    const minutely: clock.Span[] = Array.from({ length: 4 }, () => ({ minutes: 1 }))
    expect(await mails({}, { seconds: 59 })).toBe(1)
    expect(await mails({ seconds: 1 })).toBe(2)
    expect(await mails(...minutely)).toBe(5)
    expect(await mails({ minutes: 55 }, ...minutely)).toBe(10)
    expect(await mails({ hours: 2 }, { hours: 20 })).toBe(10)
    expect(await mails({ hours: 1, seconds: 1 })).toBe(11)
  })
})

describe('a copy of the stores', () => {
  it('opens no reset link, sent or unsent, and holds no password', async () => {
    const { studio, email } = await client()
    await new Browser().post(paths.resets(studio), { email })
    const unsent = JSON.stringify(await rows.all())
    await jobs.run()
    const token = resets.newest().slice('/l/'.length)
    const sent = JSON.stringify(await rows.all())
    const { keys } = await env.TOKENS.list()
    const inKeys = JSON.stringify(await Promise.all(keys.map(async ({ name }) => [name, await env.TOKENS.get(name)])))
    await new Browser().post(resets.newest(), { password: NEW })
    const used = JSON.stringify(await rows.all())

    for (const copy of [unsent, sent, inKeys, used]) expect(copy).not.toContain(token)
    for (const copy of [unsent, sent, used]) expect(copy).not.toContain(await sha256(token))
    for (const word of [NEW, ...NEW.split(' ')]) expect(used).not.toContain(word)
    expect((await rows.of('messages')).map(({ sealed }) => sealed)).toEqual([null, null])
  })
})
