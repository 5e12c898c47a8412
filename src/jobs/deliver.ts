import { codeSms } from '../../views/mail/code-sms'
import { database } from '../db/client'
import type { Message } from '../db/schema'
import { CODE_VALID_MINUTES } from '../door/code'
import { NO_LONGER_NEEDED } from '../door/delivery'
import { workInsteadOf } from '../door/ledger'
import { logError } from '../lib/log'
import * as deliveries from '../models/deliveries'
import * as studios from '../models/studios'
import { send } from '../outside/mail'
import type { Sending, Sms } from '../outside/message'
import { keepNothing } from '../outside/outbox'
import { sendSms } from '../outside/sms'
import { paths } from '../paths'
import { type Settings, settings as settingsOf } from '../settings'
import { compose } from './compose'
import type { Composing, Delivery } from './composing'

const NOT_NEEDED: Sending = { outcome: 'never', problem: NO_LONGER_NEEDED }

/**
 * Delivers one message: at most once to the person, however often this runs.
 * @returns seconds after which to try again; undefined when there is nothing left to do
 */
export async function deliver(env: Env, delivery: Delivery, now: Date): Promise<number | undefined> {
  const settings = settingsOf(env)
  const db = database(env.DB)
  const message = await deliveries.take(db, delivery.messageId, now)
  if (!message) {
    await rehearse(env, settings, delivery.messageId)
    return undefined
  }
  if (deliveries.isOver(message, now)) {
    await deliveries.failed(db, message, message.problem ?? 'It could not be sent in time.')
    return undefined
  }
  const sending = await attempt(env, { db, settings, message, delivery, now })
  switch (sending.outcome) {
    case 'sent':
      await deliveries.sent(db, message, sending.providerId, new Date())
      return undefined
    case 'never':
      await deliveries.failed(db, message, sending.problem)
      return undefined
    case 'later':
      return deliveries.postpone(db, message, sending.problem, sending.atLeast, new Date())
  }
}

/**
 * Nobody gets this one. The stores are asked as much as for a message that goes out, or the time of whatever is asked next
 * could tell the one from the other (P6).
 */
async function rehearse(env: Env, settings: Settings, messageId: string): Promise<void> {
  const db = database(env.DB)
  await studios.byId(db, messageId)
  if (settings.LOCAL) await keepNothing(env.PHOTOS)
  await workInsteadOf(db, messageId)
}

async function attempt(env: Env, composing: Composing): Promise<Sending> {
  const { message, settings } = composing
  try {
    if (message.channel === 'sms') {
      const sms = await composeSms(composing)
      return sms ? await sendSms(sms, settings, env.PHOTOS) : NOT_NEEDED
    }
    const composed = await compose(composing)
    if (!composed) return NOT_NEEDED
    const mail = { ...envelope(settings, message, composed.studio), ...composed.mail }
    return await send(mail, settings, env.PHOTOS)
  } catch (error) {
    logError('delivery-failed', error, { message: message.id })
    return { outcome: 'later', problem: 'Something failed on our side.', atLeast: 0 }
  }
}

/** The SMS of a message: login codes alone go this way (R11). */
async function composeSms({ db, settings, message, delivery: { code } }: Composing): Promise<Sms | undefined> {
  const studio = await studios.byId(db, message.studioId)
  if (!studio || !code) return undefined
  const { hostname } = new URL(settings.PUBLIC_ORIGIN)
  return {
    id: message.id,
    to: message.recipient,
    text: codeSms({ studio, code, host: hostname }),
    statusUrl: settings.PUBLIC_ORIGIN + paths.smsStatus(message.id),
    validSeconds: CODE_VALID_MINUTES * 60,
  }
}

function envelope(settings: Settings, message: Message, studio: { name: string; replyTo: string }) {
  const address = /<([^>]+)>/.exec(settings.MAIL_FROM)?.[1] ?? settings.MAIL_FROM
  const name = studio.name.replaceAll(/["\\\r\n<>]/g, '')
  return { id: message.id, from: `"${name}" <${address}>`, to: message.recipient, replyTo: studio.replyTo }
}
