/** Mails to clients about their own accounts (R43). */
import { momentInFull } from '../../views/components/dates'
import { emailChangedMail, emailConfirmationMail, emailTakenMail } from '../../views/mail/email-change'
import { passwordChangedMail } from '../../views/mail/password-changed'
import { emailLinkStateOf } from '../door/email-change'
import * as accountMessages from '../models/account-messages'
import * as emailChanges from '../models/email-changes'
import * as messages from '../models/messages'
import { paths } from '../paths'
import { secretsOf } from '../settings'
import type { Composed, Composing } from './composing'

/** A password was set or changed. */
export async function composePasswordChanged({ db, settings, message }: Composing): Promise<Composed> {
  const to = await accountMessages.forMessage(db, message)
  if (!to) return undefined
  const { studio, client } = to
  const mail = passwordChangedMail({
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
  return { studio: about.studio, mail: emailConfirmationMail({ studio: about.studio, url }) }
}

/** To whoever has the address that another client asked for. */
export async function composeEmailTaken({ db, settings, message }: Composing): Promise<Composed> {
  const about = await emailChanges.forMessage(db, message)
  if (!about) return undefined
  const url = settings.PUBLIC_ORIGIN + paths.portal(about.studio)
  return { studio: about.studio, mail: emailTakenMail({ studio: about.studio, url }) }
}

/** To the address before: what happened, and the link that undoes it. */
export async function composeEmailChanged({ db, settings, message }: Composing): Promise<Composed> {
  const about = await emailChanges.forMessage(db, message)
  const token = await messages.tokenOf(message, secretsOf(settings))
  if (!about || !token || about.change.revertedAt) return undefined
  const { studio } = about
  const moment = momentInFull(message.createdAt, studio.timeZone)
  return { studio, mail: emailChangedMail({ studio, moment, url: settings.PUBLIC_ORIGIN + paths.link(token) }) }
}
