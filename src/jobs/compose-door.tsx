/** Mails with a way in at a gallery's door, and about its PIN (R7, R12, R17, R54). */
import { codeMail, stepUpMail } from '../../views/mail/code'
import { invitationMail } from '../../views/mail/invitation'
import { noticePinMail } from '../../views/mail/notice-pin'
import { resetMail } from '../../views/mail/reset'
import * as contacts from '../models/contacts'
import * as galleries from '../models/galleries'
import * as messages from '../models/messages'
import * as resets from '../models/resets'
import * as studios from '../models/studios'
import { paths } from '../paths'
import { secretsOf } from '../settings'
import type { Composed, Composing } from './composing'

/** The link of a contact, as long as the contact is theirs to whom it goes. */
export async function composeInvitation({ db, settings, message }: Composing): Promise<Composed> {
  const to = message.contactId ? await contacts.forMessage(db, message.contactId) : undefined
  const token = await messages.tokenOf(message, secretsOf(settings))
  if (!to || !token || to.client.email !== message.recipient) return undefined

  const { studio, gallery, client, contact } = to
  const url = settings.PUBLIC_ORIGIN + paths.link(token)
  const mail = invitationMail({ studio, gallery, name: client.name, isGuest: contact.role === 'guest', url })
  return { studio, mail }
}

/** The link with which a password is set anew. */
export async function composeReset({ db, settings, message }: Composing): Promise<Composed> {
  const to = await resets.forMessage(db, message)
  const token = await messages.tokenOf(message, secretsOf(settings))
  if (!to || !token) return undefined

  const { studio, client } = to
  return { studio, mail: resetMail({ studio, name: client.name, url: settings.PUBLIC_ORIGIN + paths.link(token) }) }
}

/** A code to a client: to sign in with, or for a step-up. */
export async function composeCode({ db, message, delivery }: Composing): Promise<Composed> {
  const { code, isStepUp = false } = delivery
  const studio = await studios.byId(db, message.studioId)
  if (!studio || !code) return undefined
  return { studio, mail: isStepUp ? stepUpMail({ studio, code }) : codeMail({ studio, code }) }
}

/** To the photographer: somebody guesses at a gallery's PIN. */
export async function composeNoticePin({ db, settings, message }: Composing): Promise<Composed> {
  const about = await galleries.forMessage(db, message.galleryId ?? '')
  if (!about?.gallery.pinId) return undefined
  const url = settings.PUBLIC_ORIGIN + paths.galleryPin(about.gallery.id)
  return { studio: about.studio, mail: noticePinMail({ ...about, url }) }
}
