/** Contacts as their photographer sees them: how far each has come (R49). */
import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import { type Database, ms } from '../db/client'
import { type Client, type Contact, clients, contacts, type Event, type Message } from '../db/schema'

export type ContactLine = {
  contact: Contact
  client: Client
  /** Of the newest message that lets them in, or null. */
  message: { kind: string; channel: string; state: string; problem: string | null; createdAt: number } | null
  /** The newest of what shows how they get in, or null. */
  event: { kind: string; because: string | null; at: number } | null
  /** When they last came in, milliseconds, or null. */
  insideAt: number | null
  /** How many unclaimed links of this contact could open now. */
  openLinks: number
  /** How many photos are chosen for them, while they see no others (R28). */
  chosenPhotos: number
}

const words = (kinds: readonly string[]) => sql.raw(kinds.map((kind) => `'${kind}'`).join(', '))

const CAME_IN = words([
  'link-claimed',
  'code-entered',
  'password-entered',
  'passkey-entered',
  'portal-entered',
  'device-continued',
  'device-approved',
  'terms-accepted',
] satisfies Event['kind'][])
const AT_THE_DOOR = sql`${CAME_IN}, ${words(['link-refused', 'link-copied'] satisfies Event['kind'][])}`
const GIVING_ACCESS = words(['invitation', 'client-code', 'gallery-open', 'closing-soon'] satisfies Message['kind'][])

/** Whether `contacts.id` has ever been inside; for statements written by hand. */
export const wasInside = sql`exists (select 1 from events where contact_id = contacts.id and kind in (${CAME_IN}))`

/** A gallery's contacts, each with the state of its last message and of its access (R49). One query. */
export async function list(db: Database, galleryId: string, now: Date): Promise<ContactLine[]> {
  const rows = await db
    .select({
      contact: contacts,
      client: clients,
      message: sql<string | null>`(
        select json_object('kind', kind, 'channel', channel, 'state', state, 'problem', problem, 'createdAt', created_at) from messages
        where contact_id = contacts.id and kind in (${GIVING_ACCESS}) order by created_at desc limit 1)`,
      event: sql<string | null>`(
        select json_object('kind', kind, 'because', because, 'at', at) from events
        where contact_id = contacts.id and kind in (${AT_THE_DOOR}) order by at desc limit 1)`,
      insideAt: sql<number | null>`(
        select max(at) from events where contact_id = contacts.id and kind in (${CAME_IN}))`,
      openLinks: sql<number>`(
        select count(*) from links where contact_id = contacts.id and claimed_by is null and opens_until > ${ms(now)}
          and issued_at >= coalesce(clients.email_since, 0))`,
      chosenPhotos: sql<number>`(select count(*) from contact_photos where contact_id = contacts.id)`,
    })
    .from(contacts)
    .innerJoin(clients, eq(clients.id, contacts.clientId))
    .where(and(eq(contacts.galleryId, galleryId), isNull(contacts.removedAt)))
    .orderBy(asc(contacts.createdAt))
  return rows.map((row) => ({ ...row, message: parse(row.message), event: parse(row.event) }))
}

/** Contacts of a gallery whose data was erased at their wish: that there were such, and when, without who they were. */
export function listErased(db: Database, galleryId: string) {
  return db.all<ErasedLine>(sql`
    select contacts.role as role, contacts.created_at as createdAt, clients.erased_at as erasedAt
    from contacts join clients on clients.id = contacts.client_id
    where contacts.gallery_id = ${galleryId} and contacts.removed_at = clients.erased_at order by contacts.created_at`)
}

/** Instants are milliseconds. */
export type ErasedLine = { role: Contact['role']; createdAt: number; erasedAt: number }

function parse<T>(json: string | null): T | null {
  return json === null ? null : (JSON.parse(json) as T)
}
