/** Mails to clients about their own accounts (R43). */
import { momentInFull } from '../../views/components/dates'
import {
  emailChangedMail,
  emailConfirmationMail,
  emailReplacedMail,
  emailRevertedMail,
  emailTakenMail,
} from '../../views/mail/email-change'
import { erasedMail } from '../../views/mail/erased'
import { passwordChangedMail, phoneChangedMail } from '../../views/mail/password-changed'
import { emailLinkStateOf } from '../door/email-change'
import { maskEmail } from '../lib/mask'
import * as accountMessages from '../models/account-messages'
import * as emailChanges from '../models/email-changes'
import * as messages from '../models/messages'
import * as studios from '../models/studios'
import { paths } from '../paths'
import { secretsOf } from '../settings'
import type { Composed, Composing } from './composing'

/** A password was set or changed. */
export const composePasswordChanged = (composing: Composing) => composeChanged(composing, passwordChangedMail)

/** The phone on file was changed. */
export const composePhoneChanged = (composing: Composing) => composeChanged(composing, phoneChangedMail)

async function composeChanged(
  { db, settings, message }: Composing,
  mailOf: typeof passwordChangedMail,
): Promise<Composed> {
  const to = await accountMessages.forMessage(db, message)
  if (!to) return undefined
  const { studio, client } = to
  const mail = mailOf({
    studio,
    name: client.name,
    moment: momentInFull(message.createdAt, studio.timeZone),
    resetUrl: settings.PUBLIC_ORIGIN + paths.resets(studio),
    devicesUrl: settings.PUBLIC_ORIGIN + paths.clientDevices(studio),
  })
  return { studio, mail }
}

/** To a new address: the link that confirms it, as long as it does. */
export async function composeEmailConfirmation({ db, settings, message, now }: Composing): Promise<Composed> {
  const about = await emailChanges.forMessage(db, message)
  const token = await messages.tokenOf(message, secretsOf(settings))
  if (!about || !token || emailLinkStateOf(about.link, false, now) !== 'open') return undefined
  const url = settings.PUBLIC_ORIGIN + paths.link(token)
  const { studio, name, change } = about
  return { studio, mail: emailConfirmationMail({ studio, name, maskedEmail: maskEmail(change.oldEmail), url }) }
}

/** To whoever has the address that another client asked for. */
export async function composeEmailTaken({ db, settings, message }: Composing): Promise<Composed> {
  const about = await emailChanges.forMessage(db, message)
  if (!about) return undefined
  const url = settings.PUBLIC_ORIGIN + paths.portal(about.studio)
  return { studio: about.studio, mail: emailTakenMail({ studio: about.studio, url }) }
}

/** To the address before, or the one before several changes: what happened, and the link that undoes it. */
export async function composeEmailChanged({ db, settings, message }: Composing): Promise<Composed> {
  const about = await emailChanges.forMessage(db, message)
  const token = await messages.tokenOf(message, secretsOf(settings))
  if (!about || !token || about.change.revertedAt) return undefined
  const { studio } = about
  const moment = momentInFull(message.createdAt, studio.timeZone)
  return { studio, mail: emailChangedMail({ studio, moment, url: settings.PUBLIC_ORIGIN + paths.link(token) }) }
}

/** To an address that was on file since a change that can still be taken back: it is no longer, and the one before was told. */
export async function composeEmailReplaced({ db, message }: Composing): Promise<Composed> {
  const about = await emailChanges.forMessage(db, message)
  if (!about || about.change.revertedAt) return undefined
  const { studio } = about
  return { studio, mail: emailReplacedMail({ studio, moment: momentInFull(message.createdAt, studio.timeZone) }) }
}

/** To the address that was on file until a change was taken back. */
export async function composeEmailReverted({ db, message }: Composing): Promise<Composed> {
  const about = await emailChanges.forMessage(db, message)
  if (!about) return undefined
  const { studio } = about
  return { studio, mail: emailRevertedMail({ studio, moment: momentInFull(message.createdAt, studio.timeZone) }) }
}

/** To who was erased. */
export async function composeAccountErased({ db, message }: Composing): Promise<Composed> {
  const studio = await studios.byId(db, message.studioId)
  if (!studio) return undefined
  return { studio, mail: erasedMail({ studio, moment: momentInFull(message.createdAt, studio.timeZone) }) }
}
