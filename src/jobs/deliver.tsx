import { codeMail, stepUpMail } from '../../views/mail/code'
import { codeSms } from '../../views/mail/code-sms'
import { invitationMail } from '../../views/mail/invitation'
import { noticePinMail } from '../../views/mail/notice-pin'
import { resetMail } from '../../views/mail/reset'
import { database } from '../db/client'
import type { Message } from '../db/schema'
import { CODE_VALID_MINUTES } from '../door/code'
import { workInsteadOf } from '../door/ledger'
import { logError } from '../lib/log'
import * as contacts from '../models/contacts'
import * as deliveries from '../models/deliveries'
import * as galleries from '../models/galleries'
import * as messages from '../models/messages'
import * as resets from '../models/resets'
import * as studios from '../models/studios'
import { send } from '../outside/mail'
import type { Mail, Sending, Sms } from '../outside/message'
import { keepNothing } from '../outside/outbox'
import { sendSms } from '../outside/sms'
import { paths } from '../paths'
import { type Settings, secretsOf, settings as settingsOf } from '../settings'
import {
  composeEmailChanged,
  composeEmailConfirmation,
  composeEmailTaken,
  composePasswordChanged,
} from './compose-account'
import { composeNewDevice } from './compose-devices'
import { composePasskeysChanged, composeStaffCode } from './compose-passkeys'
import { composePortalLink } from './compose-portal'
import { type Composed, composeClosing, composeMoreTime, composeOpening } from './compose-times'

/** What the queue carries: the message's id, and a code with what it is for, which is kept nowhere else. */
export type Delivery = { messageId: string; code?: string; isStepUp?: boolean }

const NO_LONGER_NEEDED: Sending = { outcome: 'never', problem: 'No longer needed.' }

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
  const sending = await attempt(env, settings, message, delivery)
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

async function attempt(env: Env, settings: Settings, message: Message, delivery: Delivery): Promise<Sending> {
  try {
    if (message.channel === 'sms') {
      const sms = await composeSms(env, settings, message, delivery.code)
      return sms ? await sendSms(sms, settings, env.PHOTOS) : NO_LONGER_NEEDED
    }
    const mail = await compose(env, settings, message, delivery)
    return mail ? await send(mail, settings, env.PHOTOS) : NO_LONGER_NEEDED
  } catch (error) {
    logError('delivery-failed', error, { message: message.id })
    return { outcome: 'later', problem: 'Something failed on our side.', atLeast: 0 }
  }
}

/** The mail of a message; undefined when its cause is gone: the contact removed, the code lost. */
function compose(env: Env, settings: Settings, message: Message, delivery: Delivery): Promise<Mail | undefined> {
  switch (message.kind) {
    case 'invitation':
      return composeInvitation(env, settings, message)
    case 'staff-code':
      return enveloped(settings, message, composeStaffCode(env, settings, message, delivery))
    case 'client-code':
      return composeCode(env, settings, message, delivery)
    case 'notice-pin':
      return composeNoticePin(env, settings, message)
    case 'gallery-open':
      return enveloped(settings, message, composeOpening(env, settings, message, new Date()))
    case 'closing-soon':
      return enveloped(settings, message, composeClosing(env, settings, message, new Date()))
    case 'notice-more-time':
      return enveloped(settings, message, composeMoreTime(env, settings, message))
    case 'new-device':
      return enveloped(settings, message, composeNewDevice(env, settings, message))
    case 'password-reset':
      return composeReset(env, settings, message)
    case 'portal-invitation':
    case 'portal-login':
      return enveloped(settings, message, composePortalLink(env, settings, message, new Date()))
    case 'passkeys-changed':
      return enveloped(settings, message, composePasskeysChanged(env, settings, message))
    case 'email-confirmation':
      return enveloped(settings, message, composeEmailConfirmation(env, settings, message))
    case 'email-taken':
      return enveloped(settings, message, composeEmailTaken(env, settings, message))
    case 'email-changed':
      return enveloped(settings, message, composeEmailChanged(env, settings, message))
    case 'password-changed':
      return enveloped(settings, message, composePasswordChanged(env, settings, message))
    default:
      return Promise.resolve(undefined)
  }
}

async function composeInvitation(env: Env, settings: Settings, message: Message): Promise<Mail | undefined> {
  const to = message.contactId ? await contacts.forMessage(database(env.DB), message.contactId) : undefined
  const token = await messages.tokenOf(message, secretsOf(settings))
  if (!to || !token || to.client.email !== message.recipient) return undefined

  const { studio, gallery, client, contact } = to
  const url = settings.PUBLIC_ORIGIN + paths.link(token)
  return {
    ...envelope(settings, message, studio),
    ...invitationMail({ studio, gallery, name: client.name, isGuest: contact.role === 'guest', url }),
  }
}

async function composeReset(env: Env, settings: Settings, message: Message): Promise<Mail | undefined> {
  const to = await resets.forMessage(database(env.DB), message)
  const token = await messages.tokenOf(message, secretsOf(settings))
  if (!to || !token) return undefined

  const url = settings.PUBLIC_ORIGIN + paths.link(token)
  return { ...envelope(settings, message, to.studio), ...resetMail({ studio: to.studio, name: to.client.name, url }) }
}

async function composeCode(env: Env, settings: Settings, message: Message, { code, isStepUp = false }: Delivery) {
  const studio = await studios.byId(database(env.DB), message.studioId)
  if (!studio || !code) return undefined
  const mail = isStepUp ? stepUpMail({ studio, code }) : codeMail({ studio, code })
  return { ...envelope(settings, message, studio), ...mail }
}

/** The SMS of a message: login codes alone go this way (R11). */
async function composeSms(
  env: Env,
  settings: Settings,
  message: Message,
  code: string | undefined,
): Promise<Sms | undefined> {
  const studio = await studios.byId(database(env.DB), message.studioId)
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

async function composeNoticePin(env: Env, settings: Settings, message: Message): Promise<Mail | undefined> {
  const about = await galleries.forMessage(database(env.DB), message.galleryId ?? '')
  if (!about?.gallery.pinId) return undefined
  const { studio, gallery } = about
  const url = settings.PUBLIC_ORIGIN + paths.galleryPin(gallery.id)
  return { ...envelope(settings, message, studio), ...noticePinMail({ studio, gallery, url }) }
}

async function enveloped(settings: Settings, message: Message, composing: Promise<Composed>) {
  const composed = await composing
  return composed && { ...envelope(settings, message, composed.studio), ...composed.mail }
}

function envelope(settings: Settings, message: Message, studio: { name: string; replyTo: string }) {
  const address = /<([^>]+)>/.exec(settings.MAIL_FROM)?.[1] ?? settings.MAIL_FROM
  const name = studio.name.replaceAll(/["\\\r\n<>]/g, '')
  return { id: message.id, from: `"${name}" <${address}>`, to: message.recipient, replyTo: studio.replyTo }
}
