/** Who asks for more time at a closed gallery's door, and what the photographer answers (R46). */
import { and, asc, eq, isNull, type SQL, sql } from 'drizzle-orm'
import { batch, type Database, ms } from '../db/client'
import { clients, contacts, type Gallery, type Studio, timeRequests } from '../db/schema'
import { MORE_DAYS } from '../door/closing'
import type { Secrets } from '../lib/keys'
import { DAY_MS } from '../lib/time'
import { randomId } from '../lib/token'
import { dayIn, endOfDay, plusDays } from '../lib/zone'
import * as mailings from './mailings'

/** Unanswered, of one gallery. */
const OPEN_REQUESTS = 100
/** Of one gallery, about requests that nobody has answered; the others wait where the studio looks. */
const NOTICES_PER_DAY = 5

export const NOTICE = 'asked-'
const noticeIdOf = (requestId: string) => NOTICE + requestId

/**
 * Asks for more time. The same for an address that nobody at this gallery has, and for one that asked before (P6).
 * @param email in lower case
 * @returns with the id of the photographer's notice, if there is one
 */
export async function ask(
  db: Database,
  { gallery, studio }: { gallery: Gallery; studio: Studio },
  email: string,
  now: Date,
): Promise<{ outcome: 'noted' | 'full'; noticeId: string }> {
  const id = randomId()
  const count = sql`(select count(*) from time_requests where gallery_id = ${gallery.id} and answered_at is null)`
  const [[before]] = await batch(db, [
    db.all<{ count: number }>(sql`select ${count} as count`),
    // Decides that an address has one open request.
    db.run(sql`
      insert into time_requests (id, gallery_id, contact_id, email, created_at)
      select ${id}, id, ${contactWith(sql`${email}`)}, ${email}, ${ms(now)} from galleries
      where id = ${gallery.id} and published_at <= ${ms(now)} and closes_at <= ${ms(now)} and ${count} < ${OPEN_REQUESTS}
      on conflict do nothing`),
    insertNotice(db, id, studio, now),
    insertEvent(db, id, now),
  ])
  return { outcome: (before?.count ?? 0) < OPEN_REQUESTS ? 'noted' : 'full', noticeId: noticeIdOf(id) }
}

/** The contact of `galleries.id` with an address. */
const contactWith = (email: SQL) => sql`(
  select contacts.id from contacts join clients on clients.id = contacts.client_id
  where contacts.gallery_id = galleries.id and contacts.removed_at is null and clients.email = ${email})`

/** Tells the photographer of a new request, unless there were many today. */
function insertNotice(db: Database, id: string, studio: Studio, now: Date) {
  return db.run(sql`
    insert into messages (id, studio_id, kind, recipient, gallery_id, state, attempts, due_at, created_at)
    select ${noticeIdOf(id)}, ${studio.id}, 'notice-more-time', ${studio.replyTo}, asked.gallery_id,
      'queued', 0, ${ms(now)}, ${ms(now)}
    from time_requests as asked
    where asked.id = ${id} and ${NOTICES_PER_DAY} >= (
      select count(*) from time_requests
      where gallery_id = asked.gallery_id and answered_at is null and created_at > ${ms(now) - DAY_MS})`)
}

function insertEvent(db: Database, id: string, now: Date) {
  return db.run(sql`
    insert into events (id, gallery_id, contact_id, kind, at)
    select ${randomId()}, gallery_id, contact_id, 'more-time-asked', ${ms(now)} from time_requests where id = ${id}`)
}

/** The request that a notice speaks of; undefined once it is answered. */
export async function ofNotice(db: Database, noticeId: string) {
  const [found] = await db
    .select()
    .from(timeRequests)
    .where(and(eq(timeRequests.id, noticeId.slice(NOTICE.length)), isNull(timeRequests.answeredAt)))
  return found
}

/** A gallery's requests that wait for an answer, oldest first; with the contact's name where it is a contact. */
export function listOpen(db: Database, galleryId: string) {
  return db
    .select({
      id: timeRequests.id,
      email: timeRequests.email,
      name: clients.name,
      createdAt: timeRequests.createdAt,
    })
    .from(timeRequests)
    .leftJoin(contacts, and(eq(contacts.id, timeRequests.contactId), isNull(contacts.removedAt)))
    .leftJoin(clients, eq(clients.id, contacts.clientId))
    .where(and(eq(timeRequests.galleryId, galleryId), isNull(timeRequests.answeredAt)))
    .orderBy(asc(timeRequests.createdAt))
}

/** *Decline*: answered, and nobody is written to. */
export async function decline(db: Database, galleryId: string, id: string, now: Date): Promise<void> {
  await db
    .update(timeRequests)
    .set({ answeredAt: now })
    .where(and(eq(timeRequests.id, id), eq(timeRequests.galleryId, galleryId), isNull(timeRequests.answeredAt)))
}

export type Extended =
  | { outcome: 'extended'; closesAt: Date | null; messageIds: string[] }
  | { outcome: 'not-published' }

/**
 * *Keep it open* for {@link MORE_DAYS} days more, to the end of that day where the studio is, and never shorter than it was.
 * Whoever asked is told: contacts with a link of their own, others with the gallery's address.
 */
export async function extend(
  db: Database,
  tokens: KVNamespace,
  secrets: Secrets,
  { gallery, studio }: { gallery: Gallery; studio: Studio },
  now: Date,
): Promise<Extended> {
  const until = endOfDay(plusDays(dayIn(now, studio.timeZone), MORE_DAYS), studio.timeZone)
  const asked = await askers(db, gallery)
  const ready = await mailings.prepare(tokens, secrets, asked.map(letterOf), now)
  const isWaiting = sql`exists (select 1 from time_requests where id = letter.value ->> 'cause' and answered_at is null)`
  const ids = JSON.stringify(asked.map(({ id }) => id))
  const [[set], made] = await batch(db, [
    db.all<{ closesAt: number | null }>(sql`
      update galleries set closes_at = max(closes_at, ${ms(until)})
      where id = ${gallery.id} and published_at <= ${ms(now)}
      returning closes_at as closesAt`),
    ...mailings.insert(db, 'gallery-open', ready, isWaiting, now),
    db.run(sql`
      update time_requests set answered_at = ${ms(now)}
      where answered_at is null and id in (select value from json_each(${ids}))
        and exists (select 1 from messages where messages.id = 'more-' || time_requests.id)`),
  ])
  if (!set) return { outcome: 'not-published' }
  return {
    outcome: 'extended',
    closesAt: set.closesAt === null ? null : new Date(set.closesAt),
    messageIds: made.map(({ id }) => id),
  }
}

type Asked = { id: string; galleryId: string; email: string; contactId: string | null; clientId: string | null }

/** Who asked, as the contacts are now. */
function askers(db: Database, gallery: Gallery) {
  return db.all<Asked>(sql`
    select time_requests.id, galleries.id as galleryId, email, contacts.id as contactId, contacts.client_id as clientId
    from time_requests
    join galleries on galleries.id = time_requests.gallery_id
    left join contacts on contacts.id = ${contactWith(sql`time_requests.email`)}
    where time_requests.gallery_id = ${gallery.id} and answered_at is null limit ${OPEN_REQUESTS}`)
}

function letterOf({ id, galleryId, email, contactId, clientId }: Asked): mailings.Letter {
  const contact = contactId && clientId ? { id: contactId, clientId } : null
  return { id: `more-${id}`, galleryId, recipient: email, contact, cause: id }
}
