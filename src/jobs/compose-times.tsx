/** Mails about a gallery's opening and closing (R45, R46). */
import { closingMail } from '../../views/mail/closing'
import { moreTimeMail } from '../../views/mail/more-time'
import { openingMail } from '../../views/mail/opening'
import type { Gallery, Studio } from '../db/schema'
import { isReminderOf } from '../door/closing'
import { closedAt } from '../door/decide'
import { dayEndingAt } from '../lib/zone'
import * as contacts from '../models/contacts'
import * as galleries from '../models/galleries'
import * as messages from '../models/messages'
import * as roleLinks from '../models/role-links'
import * as timeRequests from '../models/time-requests'
import { paths } from '../paths'
import { secretsOf } from '../settings'
import type { Composed, Composing } from './composing'

/** "The gallery is open": to a contact with the link of their own, to anybody else with the way that guests take. */
export async function composeOpening(composing: Composing): Promise<Composed> {
  const { db, settings, message, now } = composing
  if (message.contactId) {
    const to = await personal(composing)
    if (!to || closedAt(to.gallery, now)) return undefined
    return { studio: to.studio, mail: openingMail({ ...to, name: to.client.name, lastDay: lastDayOf(to) }) }
  }
  const place = await galleries.forMessage(db, message.galleryId ?? '')
  if (!place || closedAt(place.gallery, now)) return undefined
  const url = settings.PUBLIC_ORIGIN + (await wayOfGuests(composing, place))
  return { studio: place.studio, mail: openingMail({ ...place, url, lastDay: lastDayOf(place) }) }
}

/** The guest link, where guests come by one and there is one; the gallery's own address otherwise. */
async function wayOfGuests({ db, settings }: Composing, { gallery, studio }: { gallery: Gallery; studio: Studio }) {
  if (gallery.guests !== 'by-link') return paths.gallery(studio, gallery)
  const links = await roleLinks.live(db, secretsOf(settings), gallery)
  const token = links.find(({ role }) => role === 'guest')?.token
  return token ? paths.link(token) : paths.gallery(studio, gallery)
}

/** "It will close": as long as the date is the one that the reminder speaks of. */
export async function composeClosing(composing: Composing): Promise<Composed> {
  const { message, now } = composing
  const to = await personal(composing)
  if (!to || closedAt(to.gallery, now) || !isReminderOf(message.id, to.contact.id, to.gallery.closesAt))
    return undefined
  return { studio: to.studio, mail: closingMail({ ...to, name: to.client.name, lastDay: lastDayOf(to) ?? '' }) }
}

/** To the photographer: somebody asks for more time. */
export async function composeMoreTime({ db, settings, message }: Composing): Promise<Composed> {
  const request = await timeRequests.ofNotice(db, message.id)
  const place = request && (await galleries.forMessage(db, request.galleryId))
  if (!place) return undefined
  const url = settings.PUBLIC_ORIGIN + paths.galleryContacts(place.gallery.id)
  return { studio: place.studio, mail: moreTimeMail({ ...place, email: request.email, url }) }
}

/** The contact that a message is for, with the link in it; undefined once it is another's or removed. */
async function personal({ db, settings, message }: Composing) {
  const to = message.contactId ? await contacts.forMessage(db, message.contactId) : undefined
  const token = await messages.tokenOf(message, secretsOf(settings))
  if (!to || !token || to.client.email !== message.recipient) return undefined
  return { ...to, url: settings.PUBLIC_ORIGIN + paths.link(token) }
}

/** The last day, `YYYY-MM-DD`, on which a gallery is open where the studio is. */
function lastDayOf({ gallery, studio }: { gallery: Gallery; studio: Studio }): string | undefined {
  return gallery.closesAt ? dayEndingAt(gallery.closesAt, studio.timeZone) : undefined
}
