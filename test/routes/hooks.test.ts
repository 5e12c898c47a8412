import { exports } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import * as schema from '../../src/db/schema'
import { randomId } from '../../src/lib/token'
import { paths } from '../../src/paths'
import { Browser, ORIGIN } from '../helpers/browser'
import * as clock from '../helpers/clock'
import * as deployment from '../helpers/deployment'
import * as make from '../helpers/make'
import * as rows from '../helpers/rows'
import * as sms from '../helpers/sms'

const SID = 'SM00000000000000000000000000000001'
const PHONE = '+436601234567'

/** An SMS that Twilio has taken, and what it reports of it. */
async function sentSms(over: Partial<typeof schema.messages.$inferInsert> = {}) {
  const { studio, contact } = await make.scene()
  const message = {
    ...{ id: randomId(), studioId: studio.id, kind: 'client-code' as const, channel: 'sms' as const },
    ...{ recipient: PHONE, contactId: contact.id, state: 'sent' as const, providerId: SID, attempts: 1 },
    ...{ dueAt: new Date(), createdAt: new Date(), sentAt: new Date(), ...over },
  }
  await make.db().insert(schema.messages).values(message)
  const url = ORIGIN + paths.smsStatus(message.id)
  return {
    url,
    report: (MessageStatus: string, more: Record<string, string> = {}) =>
      sms.report(url, { MessageSid: SID, MessageStatus, To: PHONE, ...more }),
    row: async () => (await rows.of('messages'))[0],
  }
}

describe('a report of the SMS service', () => {
  it('that the SMS arrived is kept', async () => {
    const { report, row } = await sentSms()
    const answer = await report('delivered')

    expect(answer.status).toBe(204)
    expect(await answer.text()).toBe('')
    expect(await row()).toMatchObject({ state: 'delivered', problem: null, provider_id: SID })
  })

  it.each([
    ['undelivered', '30003', 'The phone is switched off or out of reach.'],
    ['undelivered', '30005', 'This number cannot receive SMS.'],
    ['undelivered', '30006', 'This number cannot receive SMS.'],
    ['undelivered', '30007', 'The network took it for spam.'],
    ['failed', '21610', 'They have asked to get no more SMS from this sender.'],
    ['failed', '30036', 'It could not be delivered in time.'],
    ['undelivered', '30008', 'The network did not deliver it.'],
    ['failed', '', 'The network did not deliver it.'],
  ])('that it is %s (%s) is kept in the photographer’s words', async (status, ErrorCode, problem) => {
    const { report, row } = await sentSms()
    expect((await report(status, { ErrorCode })).status).toBe(204)
    expect(await row()).toMatchObject({ state: 'failed', problem })
  })

  it.each(['accepted', 'queued', 'sending', 'sent', 'canceled', '', 'of tomorrow'])(
    'that it is on its way changes nothing: %s',
    async (status) => {
      const { report, row } = await sentSms()
      const before = await row()
      expect((await report(status)).status).toBe(204)
      expect(await row()).toEqual(before)
    },
  )

  it('that comes again changes nothing', async () => {
    const { report, row } = await sentSms()
    await report('delivered')
    const before = await row()
    clock.pass({ minutes: 1 })

    expect((await report('delivered')).status).toBe(204)
    expect(await row()).toEqual(before)
  })

  it.each([
    ['delivered', 'sent'],
    ['delivered', 'undelivered'],
    ['undelivered', 'sent'],
    ['undelivered', 'delivered'],
  ])('never goes back: %s, then %s', async (first, second) => {
    const { report, row } = await sentSms()
    await report(first)
    const before = await row()

    expect((await report(second, { ErrorCode: '30003' })).status).toBe(204)
    expect(await row()).toEqual(before)
  })

  it.each(['sending', 'failed'] as const)('is believed where its answer to us was lost: %s', async (state) => {
    const { report, row } = await sentSms({ state, providerId: null, sentAt: null, problem: 'It did not answer.' })
    await report('delivered')

    expect(await row()).toMatchObject({ state: 'delivered', problem: null, provider_id: SID })
    expect((await row())?.sent_at).toBeTruthy()
  })

  it('of another SMS than ours changes nothing', async () => {
    const { report, row } = await sentSms({ providerId: 'SM00000000000000000000000000000002' })
    expect((await report('delivered')).status).toBe(204)
    expect(await row()).toMatchObject({ state: 'sent' })
  })

  it('of a mail changes nothing', async () => {
    const { report, row } = await sentSms({ channel: 'email', providerId: null, state: 'sending' })
    expect((await report('delivered')).status).toBe(204)
    expect(await row()).toMatchObject({ state: 'sending' })
  })

  it('of a message that nobody knows is taken like any other', async () => {
    const answer = await sms.report(ORIGIN + paths.smsStatus('unknown'), {
      MessageSid: SID,
      MessageStatus: 'delivered',
    })
    expect(answer.status).toBe(204)
  })

  it('may say more than we know of', async () => {
    const { report, row } = await sentSms()
    await report('delivered', { RawDlrDoneDate: '2612151030', ChannelPrefix: 'ü & =', Zukunft: '✓' })
    expect(await row()).toMatchObject({ state: 'delivered' })
  })
})

describe('a report that somebody else has made up', () => {
  const form = { MessageSid: SID, MessageStatus: 'delivered' }

  it.each<[string, (url: string) => Record<string, string>]>([
    ['no signature', () => ({ 'X-Twilio-Signature': '' })],
    ['a signature of another key', (url) => ({ 'X-Twilio-Signature': sms.signature(url, form, 'another key') })],
    ['the signature of another message', (url) => ({ 'X-Twilio-Signature': sms.signature(`${url}x`, form) })],
    ['the signature of another form', (url) => ({ 'X-Twilio-Signature': sms.signature(url, {}) })],
  ])('is refused: %s', async (_, headers) => {
    const { url, row } = await sentSms()
    expect((await sms.report(url, form, headers(url))).status).toBe(403)
    expect(await row()).toMatchObject({ state: 'sent' })
  })

  it('is refused even if it comes from our own pages', async () => {
    const { url, row } = await sentSms()
    expect((await new Browser().post(new URL(url).pathname, form)).status).toBe(403)
    expect(await row()).toMatchObject({ state: 'sent' })
  })

  it('is refused when it is signed for the host by which it came, and that is not ours', async () => {
    const { url, row } = await sentSms()
    const elsewhere = url.replace('foyer.test', 'attacker.test')
    expect((await sms.report(elsewhere, form)).status).toBe(403)
    expect(await row()).toMatchObject({ state: 'sent' })
  })

  it('is refused unread when it is too large', async () => {
    const { report, row } = await sentSms()
    expect((await report('delivered', { Body: 'x'.repeat(300_000) })).status).toBe(413)
    expect(await row()).toMatchObject({ state: 'sent' })
  })

  it('changes nothing by being looked at', async () => {
    const { url, row } = await sentSms()
    const answer = await exports.default.fetch(new Request(`${url}?MessageStatus=delivered&MessageSid=${SID}`))
    expect(answer.status).toBe(404)
    expect(await row()).toMatchObject({ state: 'sent' })
  })
})

describe('where there is no SMS service', () => {
  it('nobody reports anything', async () => {
    deployment.withoutSms()
    const { report, row } = await sentSms()
    expect((await report('delivered')).status).toBe(404)
    expect(await row()).toMatchObject({ state: 'sent' })
  })
})
