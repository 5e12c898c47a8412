/** Who wants to be told when a gallery opens (R45). */
import { desc, eq, sql } from 'drizzle-orm'
import { batch, type Database, ms } from '../db/client'
import { type Gallery, registrations } from '../db/schema'
import { isOpenNow } from '../door/ledger'
import type { Secrets } from '../lib/keys'
import { randomId } from '../lib/token'
import * as events from './events'
import * as mailings from './mailings'

/** Of one gallery: the largest of weddings, and no list of addresses to be written to in a stranger's name. */
const REGISTRATIONS_PER_GALLERY = 500

/**
 * Notes an address for the opening of a gallery. The answer does not tell whether it was noted before (P6).
 * @param email in lower case
 */
export async function add(db: Database, gallery: Gallery, email: string, now: Date): Promise<'noted' | 'full'> {
  const id = randomId()
  const count = sql`(select count(*) from registrations where gallery_id = ${gallery.id})`
  const event = { galleryId: gallery.id, contactId: null, kind: 'registered' as const, because: null, at: now }
  const [[before]] = await batch(db, [
    db.all<{ count: number }>(sql`select ${count} as count`),
    // Decides that an address is there once. Who was told of an earlier opening is told of the next one too.
    db.run(sql`
      insert into registrations (id, gallery_id, email, created_at)
      select ${id}, id, ${email}, ${ms(now)} from galleries
      where id = ${gallery.id} and takes_registrations = 1 and (published_at is null or published_at > ${ms(now)})
        and ${count} < ${REGISTRATIONS_PER_GALLERY}
      on conflict (gallery_id, email) do update
      set id = excluded.id, created_at = excluded.created_at, told_at = null where told_at is not null`),
    events.insertIf(db, event, sql`exists (select 1 from registrations where id = ${id})`),
  ])
  return (before?.count ?? 0) < REGISTRATIONS_PER_GALLERY ? 'noted' : 'full'
}

/** A gallery's registrations, newest first. */
export function list(db: Database, galleryId: string) {
  return db
    .select({ email: registrations.email, createdAt: registrations.createdAt, toldAt: registrations.toldAt })
    .from(registrations)
    .where(eq(registrations.galleryId, galleryId))
    .orderBy(desc(registrations.createdAt))
}

type Waiting = { id: string; galleryId: string; email: string; contactId: string | null; clientId: string | null }

/**
 * Tells everybody who waits for a gallery that is open by now, 100 at most: contacts with a link of their own.
 * @returns the ids of the messages, for the queue
 */
export async function tell(db: Database, tokens: KVNamespace, secrets: Secrets, now: Date): Promise<string[]> {
  const waiting = await db.all<Waiting>(sql`
    select registrations.id, registrations.gallery_id as galleryId, registrations.email,
      contacts.id as contactId, contacts.client_id as clientId
    from registrations
    join galleries on galleries.id = registrations.gallery_id
    left join clients on clients.studio_id = galleries.studio_id and clients.email = registrations.email
    left join contacts on contacts.gallery_id = galleries.id and contacts.client_id = clients.id
      and contacts.removed_at is null
    where registrations.told_at is null and ${isOpenNow(ms(now))} limit 100`)
  if (waiting.length === 0) return []

  const ready = await mailings.prepare(tokens, secrets, waiting.map(letterOf), now)
  const ids = JSON.stringify(waiting.map(({ id }) => id))
  const untold = sql`exists (select 1 from registrations where id = letter.value ->> 'cause' and told_at is null)`
  const [made] = await batch(db, [
    ...mailings.insert(db, 'gallery-open', ready, untold, now),
    db.run(sql`
      update registrations set told_at = ${ms(now)}
      where told_at is null and id in (select value from json_each(${ids}))
        and exists (select 1 from messages where messages.id = 'open-' || registrations.id)`),
  ])
  return made.map(({ id }) => id)
}

function letterOf({ id, galleryId, email, contactId, clientId }: Waiting): mailings.Letter {
  const contact = contactId && clientId ? { id: contactId, clientId } : null
  return { id: `open-${id}`, galleryId, recipient: email, contact, cause: id }
}
