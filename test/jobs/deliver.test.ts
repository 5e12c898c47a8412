import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { describe, expect, it, vi } from 'vitest'
import * as schema from '../../src/db/schema'
import { paths } from '../../src/paths'
import { Browser, read } from '../helpers/browser'
import * as clock from '../helpers/clock'
import { countRoundTrips } from '../helpers/count'
import * as jobs from '../helpers/jobs'
import * as make from '../helpers/make'
import * as outside from '../helpers/outside'
import * as rows from '../helpers/rows'
import { mailsTo } from '../helpers/sign-in'

/** A photographer about to invite Anna. */
async function office() {
  const scene = await make.scene({ showsCover: false })
  const browser = await make.signedIn(scene.owner)
  const anna = scene.contact.client.email
  const { gallery, contact } = scene
  return {
    ...{ ...scene, browser, anna },
    invite: () => browser.post(paths.contactInvitations(contact.id)),
    /** What the photographer reads about her contacts. */
    page: async () => read(await browser.get(paths.galleryContacts(gallery.id))),
    /** Every attempt at Anna's mail. */
    attempts: () => outside.sendings().filter(({ body }) => body.includes(anna)),
    message: async () => (await make.db().select().from(schema.messages).where(eq(schema.messages.recipient, anna)))[0],
  }
}

const refusal =
  (status: number, name: string, headers: Record<string, string> = {}) =>
  () =>
    Response.json({ statusCode: status, name, message: 'no' }, { status, headers })

/** The mail service takes the request and never says a word; our patience ends at once, not after half a minute. */
function neverAnswer(): void {
  const patience = new AbortController()
  vi.spyOn(AbortSignal, 'timeout').mockReturnValueOnce(patience.signal)
  outside.mailServiceAnswers(() => {
    const silence = new Promise<Response>((_, reject) => {
      patience.signal.addEventListener('abort', () => reject(patience.signal.reason))
    })
    patience.abort(new DOMException('The operation timed out.', 'TimeoutError'))
    return silence
  })
}

/** The mail service accepts, but its answer gets lost on the way. */
function loseTheAnswer(): void {
  outside.mailServiceAnswers(async (request) => {
    await outside.answer(request)
    throw new TypeError('connection reset')
  })
}

describe('an invitation', () => {
  it('brings a new link that opens the gallery', async () => {
    const { invite, page, anna, galleryPath } = await office()

    expect((await invite()).status).toBe(303)
    expect(await page()).toContain('Email on its way')
    await jobs.run()
    expect(await page()).toContain('Email sent')

    const [mail, ...more] = mailsTo(anna)
    expect(more).toEqual([])
    expect(mail?.text).toContain('https://foyer.test/l/')
    const link = new URL(/https:\S+\/l\/[\w-]{43}/.exec(mail?.text ?? '')?.[0] ?? '').pathname
    expect(mail?.html).toContain(link)
    expect((await new Browser().open(link)).headers.get('Location')).toBe(galleryPath)
    expect(await page()).toContain('Inside')
  })

  it('is written down together with its link, or not at all', async () => {
    outside.expectErrors()
    const { invite, browser, gallery } = await office()
    const before = { links: (await rows.of('links')).length, messages: (await rows.of('messages')).length }
    vi.spyOn(env.DB, 'batch').mockRejectedValueOnce(new Error('D1 is down'))

    expect((await invite()).status).toBe(503)
    expect(await rows.of('links')).toHaveLength(before.links)
    expect(await rows.of('messages')).toHaveLength(before.messages)
    expect(jobs.waitingJobs()).toEqual([])

    const count = countRoundTrips()
    expect((await invite()).status).toBe(303)
    expect(count()).toMatchObject({ batches: 1, kvWrites: 1 })
    expect(await rows.of('links')).toHaveLength(before.links + 1)
    expect(await rows.of('messages')).toHaveLength(before.messages + 1)
    expect((await browser.get(paths.galleryContacts(gallery.id))).status).toBe(200)
  })

  it('comes once, however often its job runs', async () => {
    const { invite, attempts, anna, message } = await office()
    await invite()
    const { id } = (await message()) ?? { id: '' }

    await jobs.runCopies(5)
    await env.DELIVERIES.send({ messageId: id })
    await jobs.runCopies(2)

    expect(mailsTo(anna)).toHaveLength(1)
    expect(attempts()).toHaveLength(1)
  })

  it('comes twice when the photographer sends it twice, each with a link of its own', async () => {
    const { invite, anna } = await office()
    await invite()
    await invite()
    await jobs.run()

    const links = mailsTo(anna).map(({ text }) => /\/l\/[\w-]{43}/.exec(text)?.[0])
    expect(links).toHaveLength(2)
    expect(new Set(links).size).toBe(2)
  })
})

describe('an invitation while the mail service', () => {
  it.each<[string, () => void]>([
    ['fails', () => outside.mailServiceAnswers(refusal(500, 'application_error'))],
    ['is busy', () => outside.mailServiceAnswers(refusal(429, 'rate_limit_exceeded', { 'Retry-After': '30' }))],
    ['does not accept our key', () => outside.mailServiceAnswers(refusal(401, 'invalid_api_key'))],
    ['talks nonsense', () => outside.mailServiceAnswers(() => new Response('<h1>Welcome</h1>'))],
    ['cannot be reached', () => outside.mailServiceAnswers(() => Promise.reject(new TypeError('fetch failed')))],
    ['never answers', neverAnswer],
    ['accepts it and cannot say so', loseTheAnswer],
  ])('%s waits where the photographer sees it, and comes exactly once', async (_, fail) => {
    const { invite, page, attempts, anna, message } = await office()
    fail()

    expect((await invite()).status).toBe(303)
    await jobs.run()
    expect(await page()).toMatch(/Email waiting: The mail service [^.]+\. We keep trying\./)
    expect(await message()).toMatchObject({ state: 'queued', attempts: 1 })

    clock.pass({ minutes: 1 })
    await jobs.run()

    expect(mailsTo(anna)).toHaveLength(1)
    const [first, ...others] = attempts()
    expect(others.length).toBeGreaterThan(0)
    for (const other of others) expect(other).toEqual(first)
    expect(await page()).toContain('Email sent')
    expect(await message()).toMatchObject({ state: 'sent', problem: null })
    expect(jobs.waitingJobs()).toEqual([])
  })

  it('fails again and again is the same mail under the same key every time', async () => {
    const { invite, attempts, anna } = await office()
    const answers = [500, 503, 429, 500].map((status) => refusal(status, 'application_error'))
    outside.mailServiceAnswers(...answers)
    await invite()

    for (const _ of [...answers, 'the one that works']) {
      await jobs.run()
      clock.pass({ minutes: 16 })
    }

    expect(attempts()).toHaveLength(5)
    expect(new Set(attempts().map(({ key }) => key)).size).toBe(1)
    expect(new Set(attempts().map(({ body }) => body)).size).toBe(1)
    expect(mailsTo(anna)).toHaveLength(1)
  })

  it('asks for two minutes gets two minutes', async () => {
    const { invite, attempts, message } = await office()
    outside.mailServiceAnswers(refusal(429, 'rate_limit_exceeded', { 'Retry-After': '120' }))
    await invite()
    await jobs.run()
    const { id } = (await message()) ?? { id: '' }

    clock.pass({ seconds: 110 })
    await env.DELIVERIES.send({ messageId: id })
    await jobs.runCopies(1)
    expect(attempts()).toHaveLength(1)

    clock.pass({ seconds: 11 })
    await env.DELIVERIES.send({ messageId: id })
    await jobs.run()
    expect(attempts()).toHaveLength(2)
    expect(await message()).toMatchObject({ state: 'sent' })
  })
})

describe('an invitation that the mail service', () => {
  it('refuses for good says so, with the cure beside it', async () => {
    const { invite, page, anna, attempts, message } = await office()
    outside.mailServiceAnswers(refusal(422, 'validation_error'))
    await invite()
    await jobs.run()

    expect(await page()).toContain('Email not sent: The mail service refused this address or sender. Fix the address')
    expect(await message()).toMatchObject({ state: 'failed', sealed: null })
    clock.pass({ hours: 1 })
    await jobs.sweep()
    await jobs.run()
    expect(attempts()).toHaveLength(1)
    expect(mailsTo(anna)).toEqual([])
  })

  it('has had before with other words counts as sent', async () => {
    const { invite, page, message } = await office()
    outside.mailServiceAnswers(refusal(409, 'invalid_idempotent_request'))
    await invite()
    await jobs.run()

    expect(await page()).toContain('Email sent')
    expect(await message()).toMatchObject({ state: 'sent', sealed: null })
    expect(jobs.waitingJobs()).toEqual([])
  })

  it('does not take for twenty hours is given up, and does not come when the service is back', async () => {
    const { invite, page, anna, message } = await office()
    const fail = () => outside.mailServiceAnswers(refusal(500, 'application_error'))
    const tryAgain = async () => {
      await jobs.sweep()
      await jobs.run()
    }
    fail()
    await invite()
    await jobs.run()
    jobs.lose()

    clock.pass({ hours: 19, minutes: 50 })
    fail()
    await tryAgain()
    expect(await page()).toContain('Email waiting')
    jobs.lose()

    clock.pass({ minutes: 11 })
    fail()
    await tryAgain()
    expect(await page()).toContain('Email not sent: The mail service had a failure.')
    expect(await message()).toMatchObject({ state: 'failed', sealed: null })
    expect(jobs.waitingJobs()).toEqual([])

    clock.pass({ minutes: 30 })
    await tryAgain()
    expect(mailsTo(anna)).toEqual([])
  })
})

describe('an invitation that is no longer right', () => {
  it('is not sent to a contact who was removed', async () => {
    const { invite, browser, contact, anna, attempts } = await office()
    await invite()
    await browser.post(paths.contactRemoval(contact.id))
    await jobs.run()

    expect(attempts()).toEqual([])
    expect(mailsTo(anna)).toEqual([])
  })

  it('is not sent to an address that was corrected, and a new one goes to the right address', async () => {
    const { invite, browser, contact, anna, attempts, page } = await office()
    await invite()
    await browser.post(paths.contact(contact.id), { name: 'Anna Keller', email: 'right@example.com', role: 'main' })
    await jobs.run()

    expect(attempts()).toEqual([])
    expect(mailsTo(anna)).toEqual([])
    expect(mailsTo('right@example.com')).toEqual([])
    expect(await page()).toContain('Email not sent')

    await browser.post(paths.contactInvitations(contact.id))
    await jobs.run()
    expect(mailsTo('right@example.com')).toHaveLength(1)
  })

  it('is not sent once its link has run out', async () => {
    const { invite, anna } = await office()
    await invite()
    jobs.lose()

    clock.pass({ hours: 25 })
    await jobs.sweep()
    await jobs.run()

    expect(mailsTo(anna)).toEqual([])
  })
})

describe('the link of an invitation', () => {
  it('stands nowhere in the database, before it is sent or after', async () => {
    const { invite, anna, message } = await office()
    await invite()
    const before = JSON.stringify(await rows.all())
    const { sealed } = (await message()) ?? {}
    expect(sealed).toBeTruthy()

    await jobs.run()

    const token = /\/l\/([\w-]{43})/.exec(mailsTo(anna)[0]?.text ?? '')?.[1] ?? 'no token'
    const after = JSON.stringify(await rows.all())
    expect(before).not.toContain(token)
    expect(after).not.toContain(token)
    expect(after).not.toContain(sealed)
  })
})

describe('a delivery that was lost', () => {
  it('is found after two minutes', async () => {
    const { invite, anna, page } = await office()
    await invite()
    jobs.lose()

    clock.pass({ seconds: 110 })
    await jobs.sweep()
    expect(jobs.waitingJobs()).toEqual([])

    clock.pass({ seconds: 20 })
    await jobs.sweep()
    await jobs.run()
    expect(mailsTo(anna)).toHaveLength(1)
    expect(await page()).toContain('Email sent')

    clock.pass({ minutes: 10 })
    await jobs.sweep()
    expect(jobs.waitingJobs()).toEqual([])
  })

  it('is found when whoever sent it died on the way, and comes once', async () => {
    const { invite, anna, message } = await office()
    await invite()
    loseTheWriting(/^update "messages" set .*"sent_at"/)
    outside.expectErrors()
    await jobs.run()
    expect(await message()).toMatchObject({ state: 'sending' })
    expect(mailsTo(anna)).toHaveLength(1)

    clock.pass({ minutes: 1 })
    await jobs.sweep()
    await jobs.run()
    expect(await message()).toMatchObject({ state: 'sending' })

    clock.pass({ minutes: 3 })
    await jobs.sweep()
    await jobs.run()
    expect(await message()).toMatchObject({ state: 'sent', attempts: 2 })
    expect(mailsTo(anna)).toHaveLength(1)
  })

  it('is found when the queue was down as the photographer pressed the button', async () => {
    outside.expectErrors()
    const { invite, anna } = await office()
    vi.spyOn(env.DELIVERIES, 'send').mockRejectedValueOnce(new Error('the queue is down'))
    await invite()

    clock.pass({ minutes: 3 })
    await jobs.sweep()
    await jobs.run()

    expect(mailsTo(anna)).toHaveLength(1)
  })
})

/** The next statement like this one fails. */
function loseTheWriting(statement: RegExp): void {
  const prepare = env.DB.prepare.bind(env.DB)
  let isLost = false
  vi.spyOn(env.DB, 'prepare').mockImplementation((sql) => {
    if (isLost || !statement.test(sql)) return prepare(sql)
    isLost = true
    throw new Error('D1 is down')
  })
}

describe('a login code', () => {
  async function asked() {
    const owner = await make.staff(await make.studio())
    const browser = new Browser()
    await browser.get(paths.signIn())
    await browser.post(paths.signIn(), { email: owner.email })
    return { owner, browser }
  }

  it('comes once, however often its job runs', async () => {
    const { owner } = await asked()
    await jobs.runCopies(5)

    expect(mailsTo(owner.email)).toHaveLength(1)
    expect(outside.sendings()).toHaveLength(1)
  })

  it('comes when the mail service is back, and signs in', async () => {
    outside.mailServiceAnswers(refusal(500, 'application_error'))
    const { owner, browser } = await asked()
    await jobs.run()
    expect(mailsTo(owner.email)).toEqual([])

    clock.pass({ seconds: 6 })
    await jobs.run()

    const code = /\d{6}/.exec(mailsTo(owner.email)[0]?.subject ?? '')?.[0] ?? ''
    expect((await browser.post(paths.signInCode(), { code })).status).toBe(303)
    expect(new Set(outside.sendings().map(({ body }) => body)).size).toBe(1)
  })

  it('does not come as an empty mail when it was lost', async () => {
    const { owner } = await asked()
    jobs.lose()

    clock.pass({ minutes: 3 })
    await jobs.sweep()
    await jobs.run()

    expect(mailsTo(owner.email)).toEqual([])
    expect(outside.sendings()).toEqual([])
    expect(await rows.of('messages')).toMatchObject([{ state: 'failed' }])
  })

  it('does not come any more once it has run out', async () => {
    outside.mailServiceAnswers(...[1, 2, 3, 4].map(() => refusal(500, 'application_error')))
    const { owner } = await asked()
    for (const _ of [1, 2, 3, 4]) {
      await jobs.run()
      clock.pass({ minutes: 5 })
    }
    await jobs.run()

    expect(mailsTo(owner.email)).toEqual([])
  })
})
