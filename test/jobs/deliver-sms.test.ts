import { env } from 'cloudflare:workers'
import { describe, expect, it, vi } from 'vitest'
import * as schema from '../../src/db/schema'
import { randomId } from '../../src/lib/token'
import { paths } from '../../src/paths'
import { read } from '../helpers/browser'
import * as clock from '../helpers/clock'
import * as deployment from '../helpers/deployment'
import * as jobs from '../helpers/jobs'
import * as make from '../helpers/make'
import * as outside from '../helpers/outside'
import * as rows from '../helpers/rows'
import * as sms from '../helpers/sms'

const PHONE = '+436601234567'
const CODE = '702915'

/** A login code for Anna's phone is on its way; the photographer looks on. */
async function asked() {
  const { owner, gallery, contact, studio } = await make.scene({ showsCover: false })
  const browser = await make.signedIn(owner)
  const id = randomId()
  const now = new Date()
  await make
    .db()
    .insert(schema.messages)
    .values({
      ...{ id, studioId: studio.id, kind: 'client-code', channel: 'sms', recipient: PHONE, contactId: contact.id },
      ...{ dueAt: now, createdAt: now },
    })
  await env.DELIVERIES.send({ messageId: id, code: CODE })
  return {
    studio,
    id,
    page: async () => read(await browser.get(paths.galleryContacts(gallery.id))),
    row: async () => (await rows.of('messages')).find((message) => message.id === id),
  }
}

const refusal =
  (status: number, code: number, headers: Record<string, string> = {}) =>
  () =>
    Response.json({ code, message: 'no', status }, { status, headers })

/** The SMS service takes the request and never says a word; our patience ends at once, not after half a minute. */
function neverAnswer(): void {
  const patience = new AbortController()
  vi.spyOn(AbortSignal, 'timeout').mockReturnValueOnce(patience.signal)
  outside.smsServiceAnswers(() => {
    const silence = new Promise<Response>((_, reject) => {
      patience.signal.addEventListener('abort', () => reject(patience.signal.reason))
    })
    patience.abort(new DOMException('The operation timed out.', 'TimeoutError'))
    return silence
  })
}

/** The SMS service accepts, but its answer gets lost on the way. */
function loseTheAnswer(): void {
  outside.smsServiceAnswers(async (request) => {
    await outside.answer(request)
    throw new TypeError('connection reset')
  })
}

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

/** Everything that might bring it about once more: the queue, the sweep, the clock. */
async function insist(): Promise<void> {
  for (const minutes of [1, 3, 5]) {
    clock.pass({ minutes })
    await jobs.sweep()
    await jobs.run()
  }
}

describe('a login code by SMS', () => {
  it('comes to the phone, bound to our host, and the service’s own name for it is kept', async () => {
    const { studio, row, page } = await asked()
    await jobs.run()

    const [text, ...more] = sms.textsTo(PHONE)
    expect(more).toEqual([])
    expect(text?.text).toBe(
      `${CODE} is your login code for ${studio.name}, good for 15 minutes.\n\n@foyer.test #${CODE}`,
    )
    expect(outside.mails().filter(({ text }) => text.includes(CODE))).toEqual([])
    expect(await row()).toMatchObject({ state: 'sent', provider_id: text?.sid, problem: null })
    expect(await page()).toContain('A login code by SMS was sent')
  })

  it('comes once, however often its job runs', async () => {
    const { id } = await asked()
    await jobs.runCopies(5)
    await env.DELIVERIES.send({ messageId: id, code: CODE })
    await jobs.runCopies(2)
    await insist()

    expect(outside.smsSendings()).toHaveLength(1)
  })

  it('is reported as delivered to the photographer', async () => {
    const { row, page } = await asked()
    await jobs.run()
    const [text] = sms.textsTo(PHONE)
    await sms.report(text?.statusUrl ?? '', { MessageSid: text?.sid ?? '', MessageStatus: 'delivered' })

    expect(await row()).toMatchObject({ state: 'delivered' })
    expect(await page()).toContain('A login code by SMS was delivered')
  })

  it('is reported as lost to the photographer, with the reason', async () => {
    const { page } = await asked()
    await jobs.run()
    const [text] = sms.textsTo(PHONE)
    const report = { MessageSid: text?.sid ?? '', MessageStatus: 'undelivered', ErrorCode: '30006' }
    await sms.report(text?.statusUrl ?? '', report)

    expect(await page()).toContain('A login code by SMS could not be sent: This number cannot receive SMS.')
  })

  it('stands nowhere in the database', async () => {
    await asked()
    const before = JSON.stringify(await rows.of('messages'))
    await jobs.run()

    expect(before).not.toContain(CODE)
    expect(JSON.stringify(await rows.of('messages'))).not.toContain(CODE)
  })

  it('does not come as an SMS without a code when it was lost', async () => {
    const { row } = await asked()
    jobs.lose()
    await insist()

    expect(outside.smsSendings()).toEqual([])
    expect(await row()).toMatchObject({ state: 'failed' })
  })

  it('is not sent where there is no SMS service any more', async () => {
    const { page } = await asked()
    deployment.withoutSms()
    await jobs.run()

    expect(outside.smsSendings()).toEqual([])
    expect(await page()).toContain('A login code by SMS could not be sent: No SMS service is set up.')
  })
})

describe('a login code by SMS while the SMS service', () => {
  it.each<[string, () => void, string]>([
    ['fails', () => outside.smsServiceAnswers(refusal(500, 20500)), 'The SMS service had a failure.'],
    [
      'talks nonsense',
      () => outside.smsServiceAnswers(() => new Response('<h1>Welcome</h1>')),
      'The SMS service had a failure.',
    ],
    ['refuses our key', () => outside.smsServiceAnswers(refusal(401, 20003)), 'The SMS service refused our key.'],
    ['refuses the number', () => outside.smsServiceAnswers(refusal(400, 21211)), 'This number cannot receive SMS.'],
    [
      'cannot be reached',
      () => outside.smsServiceAnswers(() => Promise.reject(new TypeError('fetch failed'))),
      'The SMS service did not answer.',
    ],
    ['never answers', neverAnswer, 'The SMS service did not answer.'],
    ['accepts it and cannot say so', loseTheAnswer, 'The SMS service did not answer.'],
  ])('%s is not tried again, and the photographer sees why', async (_, fail, problem) => {
    const { row, page } = await asked()
    fail()
    await jobs.run()

    expect(await row()).toMatchObject({ state: 'failed', problem })
    expect(await page()).toContain(`A login code by SMS could not be sent: ${problem}`)
    const attempts = outside.smsSendings().length
    await insist()
    expect(outside.smsSendings()).toHaveLength(attempts)
    expect(sms.textsTo(PHONE).length).toBeLessThanOrEqual(1)
  })

  it('is busy comes when it has time', async () => {
    const { row } = await asked()
    outside.smsServiceAnswers(refusal(429, 20429, { 'Retry-After': '10' }))
    await jobs.run()
    expect(await row()).toMatchObject({ state: 'queued', problem: 'The SMS service is busy.' })

    clock.pass({ seconds: 11 })
    await jobs.run()
    expect(sms.textsTo(PHONE)).toHaveLength(1)
    expect(await row()).toMatchObject({ state: 'sent', problem: null, attempts: 2 })
  })

  it('is busy until the code has run out does not come at all', async () => {
    const { row } = await asked()
    outside.smsServiceAnswers(...[1, 2, 3].map(() => refusal(429, 20429)))
    for (const _ of [1, 2, 3]) {
      await jobs.run()
      clock.pass({ minutes: 5 })
    }
    await jobs.run()

    expect(sms.textsTo(PHONE)).toEqual([])
    expect(await row()).toMatchObject({ state: 'failed', problem: 'The SMS service is busy.' })
  })
})

describe('a login code by SMS of which we lost the trace', () => {
  it('after the SMS service took it does not come twice', async () => {
    const { id, row } = await asked()
    outside.expectErrors()
    loseTheWriting(/^update "messages" set .*"sent_at"/)
    await jobs.run()
    expect(await row()).toMatchObject({ state: 'sending' })

    clock.pass({ minutes: 3 })
    await env.DELIVERIES.send({ messageId: id, code: CODE })
    await jobs.run()
    await insist()
    expect(await row()).toMatchObject({ state: 'failed', problem: 'The SMS service did not answer.', attempts: 1 })
    expect(sms.textsTo(PHONE)).toHaveLength(1)
  })

  it('is delivered once the SMS service says so', async () => {
    const { row } = await asked()
    loseTheAnswer()
    await jobs.run()
    expect(await row()).toMatchObject({ state: 'failed' })

    const [text] = sms.textsTo(PHONE)
    await sms.report(text?.statusUrl ?? '', { MessageSid: text?.sid ?? '', MessageStatus: 'delivered' })
    expect(await row()).toMatchObject({ state: 'delivered', problem: null })
  })

  it.each([
    ['delivered', 'delivered'],
    ['undelivered', 'failed'],
  ])('is what the report says when that overtakes the answer: %s', async (MessageStatus, state) => {
    const { row } = await asked()
    outside.smsServiceAnswers(async (request) => {
      const answer = await outside.answer(request)
      const [text] = sms.textsTo(PHONE)
      await sms.report(text?.statusUrl ?? '', { MessageSid: text?.sid ?? '', MessageStatus })
      return answer
    })
    await jobs.run()

    expect(await row()).toMatchObject({ state, provider_id: sms.textsTo(PHONE)[0]?.sid })
  })

  it('is delivered when the report comes and the answer never does', async () => {
    const { row } = await asked()
    outside.smsServiceAnswers(async (request) => {
      await outside.answer(request)
      const [text] = sms.textsTo(PHONE)
      await sms.report(text?.statusUrl ?? '', { MessageSid: text?.sid ?? '', MessageStatus: 'delivered' })
      throw new TypeError('connection reset')
    })
    await jobs.run()

    expect(await row()).toMatchObject({ state: 'delivered', problem: null })
  })
})
