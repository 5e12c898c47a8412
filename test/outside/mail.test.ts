import { env } from 'cloudflare:workers'
import { describe, expect, it, vi } from 'vitest'
import { send } from '../../src/outside/mail'
import type { Mail } from '../../src/outside/message'
import * as outbox from '../../src/outside/outbox'
import { settings } from '../../src/settings'
import * as outside from '../helpers/outside'

const MAIL: Mail = {
  ...{ id: 'message1', from: '"Atelier" <galleries@foyer.test>', to: 'anna@example.com', replyTo: 'marie@example.com' },
  ...{ subject: 'Your photographs', html: '<p>Here they are</p>', text: 'Here they are' },
}

/** What Resend says when it refuses. */
const refusal =
  (statusCode: number, name: string, headers: Record<string, string> = {}) =>
  () =>
    Response.json({ statusCode, name, message: 'no' }, { status: statusCode, headers })

const sending = (mail = MAIL) => send(mail, settings(env), env.PHOTOS)

describe('a mail handed to the mail service', () => {
  it('is sent as it was written, under its own key', async () => {
    expect(await sending()).toEqual({ outcome: 'sent' })

    expect(outside.mails()).toEqual([
      {
        ...{ id: 'message1', from: MAIL.from, to: MAIL.to, reply_to: MAIL.replyTo },
        ...{ subject: MAIL.subject, html: MAIL.html, text: MAIL.text },
      },
    ])
  })

  it.each([
    ['is busy', refusal(429, 'rate_limit_exceeded'), 'The mail service is busy.'],
    ['has no more for today', refusal(429, 'daily_quota_exceeded'), 'The mail service is busy.'],
    ['fails', refusal(500, 'application_error'), 'The mail service had a failure.'],
    ['fails without a word', () => new Response('<h1>502</h1>', { status: 502 }), 'The mail service had a failure.'],
    ['still works on the same mail', refusal(409, 'concurrent_idempotent_requests'), 'The mail service had a failure.'],
    ['does not know our key', refusal(401, 'missing_api_key'), 'The mail service refused our key.'],
    ['does not accept our key', refusal(403, 'invalid_api_key'), 'The mail service refused our key.'],
    [
      'answers with a page',
      () => new Response('<html>Welcome</html>'),
      expect.stringMatching(/did not answer|failure/),
    ],
    ['answers with nothing in it', () => Response.json({}), expect.stringMatching(/did not answer|failure/)],
    ['answers with no mail', () => Response.json({ id: '' }), expect.stringMatching(/did not answer|failure/)],
    ['cannot be reached', () => Promise.reject(new TypeError('fetch failed')), 'The mail service did not answer.'],
  ])('goes another time when it %s', async (_, answer, problem) => {
    outside.mailServiceAnswers(answer)

    expect(await sending()).toEqual({ outcome: 'later', problem, atLeast: 0 })
    expect(await sending()).toEqual({ outcome: 'sent' })
  })

  it('waits as long as the service asks for', async () => {
    outside.mailServiceAnswers(refusal(429, 'rate_limit_exceeded', { 'Retry-After': '120' }))
    expect(await sending()).toMatchObject({ outcome: 'later', atLeast: 120 })
  })

  it('waits as usual when the service names a day instead', async () => {
    outside.mailServiceAnswers(refusal(429, 'rate_limit_exceeded', { 'Retry-After': 'Fri, 31 Dec 2027 23:59:59 GMT' }))
    expect(await sending()).toMatchObject({ outcome: 'later', atLeast: 0 })
  })
})

describe('a mail that the mail service judges', () => {
  it.each([
    [400, 'validation_error'],
    [404, 'not_found'],
    [422, 'invalid_from_address'],
  ])('never goes when the service refuses it for good: %s', async (status, name) => {
    outside.mailServiceAnswers(refusal(status, name))

    expect(await sending()).toEqual({
      outcome: 'never',
      problem: 'The mail service refused this address or sender.',
    })
  })

  it('has gone before when the service knows its key with other words', async () => {
    outside.mailServiceAnswers(refusal(409, 'invalid_idempotent_request'))
    expect(await sending()).toEqual({ outcome: 'sent' })
  })

  it('goes another time when there is no answer in a while', async () => {
    const patience = new AbortController()
    vi.spyOn(AbortSignal, 'timeout').mockReturnValue(patience.signal)
    outside.mailServiceAnswers(
      (request) =>
        new Promise((_, reject) => {
          request.signal.addEventListener('abort', () => reject(patience.signal.reason))
          patience.abort(new DOMException('The operation timed out.', 'TimeoutError'))
        }),
    )

    expect(await sending()).toEqual({ outcome: 'later', problem: 'The mail service did not answer.', atLeast: 0 })
  })

  it('goes another time when the answer begins and never ends', async () => {
    const patience = new AbortController()
    vi.spyOn(AbortSignal, 'timeout').mockReturnValue(patience.signal)
    outside.mailServiceAnswers(() => {
      setTimeout(() => patience.abort(new DOMException('The operation timed out.', 'TimeoutError')))
      const stalled = new ReadableStream({ start: (controller) => controller.enqueue(new TextEncoder().encode('{"')) })
      return new Response(stalled, { headers: { 'Content-Type': 'application/json' } })
    })

    expect(await sending()).toEqual({ outcome: 'later', problem: 'The mail service did not answer.', atLeast: 0 })
  })
})

describe('a mail where there is no mail service', () => {
  const { RESEND_API_KEY: _, ...without } = settings(env)

  it('is not sent, and it says so', async () => {
    const sent = await send(MAIL, without, env.PHOTOS)

    expect(sent).toEqual({ outcome: 'never', problem: 'No mail service is set up.' })
    expect(outside.sendings()).toEqual([])
  })

  it('is kept in the outbox of a local start, once', async () => {
    const local = { ...without, LOCAL: true }
    await send({ ...MAIL, id: 'local1' }, local, env.PHOTOS)
    await send({ ...MAIL, id: 'local1', subject: 'Again' }, local, env.PHOTOS)

    expect(outside.sendings()).toEqual([])
    expect(await outbox.read(env.PHOTOS, 'local1')).toMatchObject({ to: MAIL.to, subject: 'Your photographs' })
  })
})
