/** Reminders of a closing date, to those who visited (R46). */
import { sql } from 'drizzle-orm'
import { batch, type Database, ms } from '../db/client'
import { FIRST_REMINDER_DAYS, isDaytime, type ReminderDays, reminderDue, reminderId } from '../door/closing'
import { isOpenNow } from '../door/ledger'
import type { Secrets } from '../lib/keys'
import { DAY_MS } from '../lib/time'
import { wasInside } from './contact-lines'
import * as mailings from './mailings'

type Closing = { galleryId: string; closesAt: number; days: ReminderDays }

/** Writes the reminders that are due, 100 at most. @returns the ids of the messages, for the queue */
export async function remind(db: Database, tokens: KVNamespace, secrets: Secrets, now: Date): Promise<string[]> {
  const closing = await closingNow(db, now)
  const visitors = closing.length > 0 ? await notReminded(db, closing) : []
  if (visitors.length === 0) return []

  const letters = visitors.map(({ galleryId, recipient, contactId, clientId, closesAt, days }) => ({
    ...{ id: reminderId(contactId, new Date(closesAt), days), galleryId, recipient, cause: closesAt },
    contact: { id: contactId, clientId },
  }))
  const ready = await mailings.prepare(tokens, secrets, letters, now)
  const sameDate = sql`galleries.closes_at = letter.value ->> 'cause'`
  const [made] = await batch(db, [...mailings.insert(db, 'closing-soon', ready, sameDate, now)])
  return made.map(({ id }) => id)
}

/** Galleries of which a reminder is due, where it is day now. */
async function closingNow(db: Database, now: Date): Promise<Closing[]> {
  const rows = await db.all<{ galleryId: string; closesAt: number; timeZone: string }>(sql`
    select galleries.id as galleryId, closes_at as closesAt, time_zone as timeZone
    from galleries join studios on studios.id = galleries.studio_id
    where closes_at <= ${ms(now) + FIRST_REMINDER_DAYS * DAY_MS} and closes_at > ${ms(now)} and ${isOpenNow(ms(now))}`)
  return rows.flatMap(({ galleryId, closesAt, timeZone }) => {
    const days = reminderDue(new Date(closesAt), now)
    return days && isDaytime(now, timeZone) ? [{ galleryId, closesAt, days }] : []
  })
}

/** The contacts of these galleries who came in and have no such reminder yet. */
function notReminded(db: Database, closing: Closing[]) {
  const id = sql`'closing-' || contacts.id || '-' || (due.value ->> 'closesAt') || '-' || (due.value ->> 'days')`
  return db.all<Closing & { contactId: string; clientId: string; recipient: string }>(sql`
    select due.value ->> 'galleryId' as galleryId, due.value ->> 'closesAt' as closesAt, due.value ->> 'days' as days,
      contacts.id as contactId, clients.id as clientId, clients.email as recipient
    from json_each(${JSON.stringify(closing)}) as due
    join contacts on contacts.gallery_id = due.value ->> 'galleryId' and contacts.removed_at is null
    join clients on clients.id = contacts.client_id
    where ${wasInside}
      -- and did not download (R46): here, once there are downloads
      and not exists (select 1 from messages where messages.id = ${id})
    limit 100`)
}
