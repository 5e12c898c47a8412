import { env } from 'cloudflare:workers'
import { describe, expect, it, vi } from 'vitest'
import type { Sms } from '../../src/outside/message'
import * as outbox from '../../src/outside/outbox'
import { sendSms } from '../../src/outside/sms'
import { settings } from '../../src/settings'
import * as outside from '../helpers/outside'

const SMS: Sms = {
  ...{ id: 'message1', to: '+436601234567', text: '123456 is your login code' },
  ...{ statusUrl: 'https://foyer.test/hooks/sms/message1', validSeconds: 900 },
}

/** What Twilio says when it refuses. */
const refusal =
  (status: number, code?: number, headers: Record<string, string> = {}) =>
  () =>
    Response.json({ code, message: 'no', more_info: 'https://www.twilio.com', status }, { status, headers })

const sending = (over: Partial<ReturnType<typeof settings>> = {}) =>
  sendSms(SMS, { ...settings(env), ...over }, env.PHOTOS)

describe('an SMS handed to the SMS service', () => {
  it('is sent as it was written, and the service’s own name for it is kept', async () => {
    expect(await sending()).toEqual({ outcome: 'sent', providerId: 'SM00000000000000000000000000000001' })

    const key = btoa(`${env.TWILIO_ACCOUNT_SID}:${env.TWILIO_AUTH_TOKEN}`)
    const form = {
      ...{ To: SMS.to, From: env.TWILIO_FROM, Body: SMS.text, StatusCallback: SMS.statusUrl },
      ...{ ValidityPeriod: '900' },
    }
    expect(outside.smsSendings()).toEqual([{ authorization: `Basic ${key}`, form }])
  })

  it('leaves the choice of the number to a messaging service, where one is named', async () => {
    const service = 'MG00000000000000000000000000000000'
    expect(await sending({ TWILIO_FROM: service })).toMatchObject({ outcome: 'sent' })

    expect(outside.smsSendings()[0]?.form).toMatchObject({ MessagingServiceSid: service })
    expect(outside.smsSendings()[0]?.form).not.toHaveProperty('From')
  })

  it.each([
    ['is busy', refusal(429, 20429)],
    ['is busy and says so with other words', () => new Response('slow down', { status: 429 })],
    ['is busy and says so by its code alone', refusal(400, 20429)],
  ])('goes another time when it %s: then nothing was sent', async (_, answer) => {
    outside.smsServiceAnswers(answer)

    expect(await sending()).toEqual({ outcome: 'later', problem: 'The SMS service is busy.', atLeast: 0 })
    expect(await sending()).toMatchObject({ outcome: 'sent' })
  })

  it('waits as long as the service asks for', async () => {
    outside.smsServiceAnswers(refusal(429, 20429, { 'Retry-After': '120' }))
    expect(await sending()).toMatchObject({ outcome: 'later', atLeast: 120 })
  })
})

describe('an SMS of which nobody knows whether it went out', () => {
  it.each([
    ['fails', refusal(500, 20500), 'The SMS service had a failure.'],
    ['is down', () => new Response('<h1>503</h1>', { status: 503 }), 'The SMS service had a failure.'],
    ['answers with a page', () => new Response('<html>Welcome</html>'), 'The SMS service had a failure.'],
    ['answers with nothing', () => new Response(null, { status: 204 }), 'The SMS service had a failure.'],
    ['answers with no SMS', () => Response.json({ sid: '' }, { status: 201 }), 'The SMS service had a failure.'],
    ['sends us elsewhere', () => Response.redirect('https://elsewhere.test/', 307), 'The SMS service had a failure.'],
    ['cannot be reached', () => Promise.reject(new TypeError('fetch failed')), 'The SMS service did not answer.'],
    ['breaks off its answer', () => new Response(brokenOff(), { status: 201 }), 'The SMS service did not answer.'],
  ])('never goes again when the service %s', async (_, answer, problem) => {
    outside.smsServiceAnswers(answer)

    expect(await sending()).toEqual({ outcome: 'never', problem })
    expect(outside.smsSendings()).toHaveLength(1)
  })

  it('never goes again when there is no answer in a while', async () => {
    const patience = new AbortController()
    vi.spyOn(AbortSignal, 'timeout').mockReturnValue(patience.signal)
    outside.smsServiceAnswers(
      (request) =>
        new Promise((_, reject) => {
          request.signal.addEventListener('abort', () => reject(patience.signal.reason))
          patience.abort(new DOMException('The operation timed out.', 'TimeoutError'))
        }),
    )

    expect(await sending()).toEqual({ outcome: 'never', problem: 'The SMS service did not answer.' })
  })

  it('never goes again when the answer begins and never ends', async () => {
    const patience = new AbortController()
    vi.spyOn(AbortSignal, 'timeout').mockReturnValue(patience.signal)
    outside.smsServiceAnswers(() => {
      setTimeout(() => patience.abort(new DOMException('The operation timed out.', 'TimeoutError')))
      const stalled = new ReadableStream({ start: (controller) => controller.enqueue(new TextEncoder().encode('{"')) })
      return new Response(stalled, { headers: { 'Content-Type': 'application/json' } })
    })

    expect(await sending()).toEqual({ outcome: 'never', problem: 'The SMS service did not answer.' })
  })
})

/** The beginning of an answer, and then the connection is gone. */
function brokenOff(): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('{"sid":"SM'))
      controller.error(new TypeError('connection reset'))
    },
  })
}

describe('an SMS that the SMS service refuses', () => {
  it.each([
    ['is no number', refusal(400, 21211), 'This number cannot receive SMS.'],
    ['is no mobile', refusal(400, 21614), 'This number cannot receive SMS.'],
    ['belongs to somebody who opted out', refusal(400, 21610), 'They have asked to get no more SMS from this sender.'],
    [
      'is in a country that is switched off',
      refusal(403, 21408),
      'SMS to this country are not turned on at the SMS service.',
    ],
    ['is refused for a reason of its own', refusal(400, 29999), 'The SMS service refused this number or our sender.'],
    [
      'is refused without a word',
      () => new Response('no', { status: 404 }),
      'The SMS service refused this number or our sender.',
    ],
  ])('says so to the photographer when the number %s', async (_, answer, problem) => {
    outside.smsServiceAnswers(answer)
    expect(await sending()).toEqual({ outcome: 'never', problem })
  })

  it.each([
    ['unknown', refusal(401, 20003)],
    ['refused', refusal(403)],
  ])('says that our key is %s', async (_, answer) => {
    outside.smsServiceAnswers(answer)
    expect(await sending()).toEqual({ outcome: 'never', problem: 'The SMS service refused our key.' })
  })
})

describe('an SMS where there is no SMS service', () => {
  const without = { TWILIO_ACCOUNT_SID: undefined, TWILIO_AUTH_TOKEN: undefined, TWILIO_FROM: undefined }

  it('is not sent, and it says so', async () => {
    expect(await sending(without)).toEqual({ outcome: 'never', problem: 'No SMS service is set up.' })
    expect(outside.smsSendings()).toEqual([])
  })

  it('is kept in the outbox of a local start, once', async () => {
    const local = { ...settings(env), ...without, LOCAL: true }
    await sendSms({ ...SMS, id: 'localsms' }, local, env.PHOTOS)
    await sendSms({ ...SMS, id: 'localsms', text: 'Again' }, local, env.PHOTOS)

    expect(outside.smsSendings()).toEqual([])
    expect(await outbox.read(env.PHOTOS, 'localsms')).toMatchObject({ to: SMS.to, text: SMS.text })
  })
})
