/** Mails about a gallery's opening and closing (R45, R46). */
import { closingMail } from '../../views/mail/closing'
import { moreTimeMail } from '../../views/mail/more-time'
import { openingMail } from '../../views/mail/opening'
import { database } from '../db/client'
import type { Gallery, Message, Studio } from '../db/schema'
import { isReminderOf } from '../door/closing'
import { closedAt } from '../door/decide'
import { dayEndingAt } from '../lib/zone'
import * as contacts from '../models/contacts'
import * as galleries from '../models/galleries'
import * as messages from '../models/messages'
import * as roleLinks from '../models/role-links'
import * as timeRequests from '../models/time-requests'
import { paths } from '../paths'
import { type Settings, secretsOf } from '../settings'

/** What a mail says, and in whose name; undefined when its cause is gone. */
export type Composed = { studio: Studio; mail: { subject: string; html: string; text: string } } | undefined

/** "The gallery is open": to a contact with the link of their own, to anybody else with the way that guests take. */
export async function composeOpening(env: Env, settings: Settings, message: Message, now: Date): Promise<Composed> {
  if (message.contactId) {
    const to = await personal(env, settings, message)
    if (!to || closedAt(to.gallery, now)) return undefined
    return { studio: to.studio, mail: openingMail({ ...to, name: to.client.name, lastDay: lastDayOf(to) }) }
  }
  const place = await galleries.forMessage(database(env.DB), message.galleryId ?? '')
  if (!place || closedAt(place.gallery, now)) return undefined
  const url = settings.PUBLIC_ORIGIN + (await wayOfGuests(env, settings, place))
  return { studio: place.studio, mail: openingMail({ ...place, url, lastDay: lastDayOf(place) }) }
}

/** The guest link, where guests come by one and there is one; the gallery's own address otherwise. */
async function wayOfGuests(env: Env, settings: Settings, { gallery, studio }: { gallery: Gallery; studio: Studio }) {
  if (gallery.guests !== 'by-link') return paths.gallery(studio, gallery)
  const links = await roleLinks.live(database(env.DB), secretsOf(settings), gallery)
  const token = links.find(({ role }) => role === 'guest')?.token
  return token ? paths.link(token) : paths.gallery(studio, gallery)
}

/** "It will close": as long as the date is the one that the reminder speaks of. */
export async function composeClosing(env: Env, settings: Settings, message: Message, now: Date): Promise<Composed> {
  const to = await personal(env, settings, message)
  if (!to || closedAt(to.gallery, now) || !isReminderOf(message.id, to.contact.id, to.gallery.closesAt))
    return undefined
  return { studio: to.studio, mail: closingMail({ ...to, name: to.client.name, lastDay: lastDayOf(to) ?? '' }) }
}

/** To the photographer: somebody asks for more time. */
export async function composeMoreTime(env: Env, settings: Settings, message: Message): Promise<Composed> {
  const db = database(env.DB)
  const request = await timeRequests.ofNotice(db, message.id)
  const place = request && (await galleries.forMessage(db, request.galleryId))
  if (!place) return undefined
  const url = settings.PUBLIC_ORIGIN + paths.galleryContacts(place.gallery.id)
  return { studio: place.studio, mail: moreTimeMail({ ...place, email: request.email, url }) }
}

/** The contact that a message is for, with the link in it; undefined once it is another's or removed. */
async function personal(env: Env, settings: Settings, message: Message) {
  const to = message.contactId ? await contacts.forMessage(database(env.DB), message.contactId) : undefined
  const token = await messages.tokenOf(message, secretsOf(settings))
  if (!to || !token || to.client.email !== message.recipient) return undefined
  return { ...to, url: settings.PUBLIC_ORIGIN + paths.link(token) }
}

/** The last day, `YYYY-MM-DD`, on which a gallery is open where the studio is. */
function lastDayOf({ gallery, studio }: { gallery: Gallery; studio: Studio }): string | undefined {
  return gallery.closesAt ? dayEndingAt(gallery.closesAt, studio.timeZone) : undefined
}
