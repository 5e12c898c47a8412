import { and, eq, isNull, type SQL, sql } from 'drizzle-orm'
import { batch, type Database, ms } from '../db/client'
import { type Contact, clients, contacts, type Gallery, galleries, type Studio, studios } from '../db/schema'
import type { Role } from '../door/role'
import { randomId } from '../lib/token'
import { endUnprovedOf } from './credentials'

/** What the contact form gives: the email in lower case, the phone in E.164. */
export type Details = { name: string; email: string; phone: string | null; role: Role }

export type Added = { outcome: 'saved'; id: string } | { outcome: 'already-here' }
/** Changed: the client, or somebody else of the studio, was faster. */
export type Edited = Added | { outcome: 'gone' } | { outcome: 'changed' }

/** Whether anybody is invited to a gallery. */
export async function hasAny(db: Database, gallery: Pick<Gallery, 'id'>): Promise<boolean> {
  const isHere = and(eq(contacts.galleryId, gallery.id), isNull(contacts.removedAt))
  const found = await db.select({ id: contacts.id }).from(contacts).where(isHere).limit(1)
  return found.length > 0
}

/** Puts a person into a gallery; a client the studio knows by this email is that client. */
export async function add(
  db: Database,
  studio: Studio,
  galleryId: string,
  details: Details,
  now: Date,
): Promise<Added> {
  const id = randomId()
  const [, added] = await batch(db, [
    makeClient(db, studio, details, now),
    db.all<{ id: string }>(sql`
      insert into contacts (id, gallery_id, client_id, role, created_at)
      select ${id}, ${galleryId}, id, ${details.role}, ${ms(now)} from clients
      where studio_id = ${studio.id} and email = ${details.email}
      on conflict do nothing
      returning id`),
    updateClient(db, studio, id, details),
  ])
  return added.length > 0 ? { outcome: 'saved', id } : { outcome: 'already-here' }
}

/**
 * The statements that make somebody a contact if they are none: a client whom the studio knows keeps their own name, a
 * contact their role. To be batched; nothing happens unless `condition` holds.
 */
export function joining(
  db: Database,
  gallery: Pick<Gallery, 'id' | 'studioId'>,
  { name, email, role }: Omit<Details, 'phone'>,
  now: Date,
  condition: SQL,
) {
  return [
    db.run(sql`
      insert into clients (id, studio_id, name, email, created_at)
      select ${randomId()}, ${gallery.studioId}, ${name}, ${email}, ${ms(now)} where ${condition}
      on conflict do nothing`),
    db.run(sql`
      insert into contacts (id, gallery_id, client_id, role, created_at)
      select ${randomId()}, ${gallery.id}, clients.id, ${role}, ${ms(now)} from clients
      where clients.studio_id = ${gallery.studioId} and clients.email = ${email} and ${condition}
      on conflict do nothing`),
  ] as const
}

/** The id of the contact with an address in a gallery, in SQL. */
export function idAt(gallery: Pick<Gallery, 'id' | 'studioId'>, email: string): SQL {
  return sql`(
    select contacts.id from contacts join clients on clients.id = contacts.client_id
    where contacts.gallery_id = ${gallery.id} and contacts.removed_at is null
      and clients.studio_id = ${gallery.studioId} and clients.email = ${email})`
}

/**
 * Changes a contact. Another email is another person: links and visits of the address before are over (R7), and what they
 * accepted binds nobody else (R28).
 * @param details.version of the client whom the form showed, where it says so
 */
export async function edit(
  db: Database,
  studio: Studio,
  contact: Contact,
  { version, ...details }: Details & { version?: number | undefined },
  now: Date,
): Promise<Edited> {
  const client = sql`(select id from clients where studio_id = ${studio.id} and email = ${details.email})`
  const isCurrent = sql`exists (
    select 1 from contacts join clients on clients.id = contacts.client_id
    where contacts.id = ${contact.id} and clients.version = coalesce(${version ?? null}, clients.version))`
  const [, current, changed] = await batch(db, [
    makeClient(db, studio, details, now, isCurrent),
    db.all<{ one: number }>(sql`select 1 as one where ${isCurrent}`),
    // Decides between two who write at once, the client among them: the first one counts.
    db.all<{ id: string }>(sql`
      update or ignore contacts
      set role = ${details.role}, client_id = ${client}, client_since = iif(client_id = ${client}, client_since, ${ms(now)}),
        accepted_terms_version = iif(client_id = ${client}, accepted_terms_version, null),
        accepted_terms_at = iif(client_id = ${client}, accepted_terms_at, null)
      where id = ${contact.id} and removed_at is null and ${isCurrent}
      returning id`),
    updateClient(db, studio, contact.id, details, { clientId: contact.clientId, isCurrent }),
    ...endUnprovedOf(
      db,
      contact,
      sql`exists (
      select 1 from contacts where id = ${contact.id} and client_id <> ${contact.clientId})`,
    ),
  ])
  if (changed.length > 0) return { outcome: 'saved', id: contact.id }
  if (!(await find(db, studio, contact.id))) return { outcome: 'gone' }
  return { outcome: current.length > 0 ? 'already-here' : 'changed' }
}

/** A client is known by email: made if new. */
function makeClient(db: Database, studio: Studio, { name, email, phone }: Details, now: Date, condition = sql`1`) {
  return db.run(sql`
    insert into clients (id, studio_id, name, email, phone, created_at)
    select ${randomId()}, ${studio.id}, ${name}, ${email}, ${phone}, ${ms(now)} where ${condition}
    on conflict do nothing`)
}

/**
 * Brings a client up to date, once the contact is theirs. Only the form of this very client may take a phone away.
 * @param shown the client whom the form showed, if it is as it was shown
 */
function updateClient(
  db: Database,
  studio: Studio,
  contactId: string,
  details: Details,
  shown: { clientId: string; isCurrent: SQL } = { clientId: '', isCurrent: sql`1` },
) {
  const { name, email } = details
  const phone = sql`iif(id = ${shown.clientId}, ${details.phone}, coalesce(${details.phone}, phone))`
  return db.run(sql`
    update clients set name = ${name}, phone = ${phone}, phone_set_at = iif(phone is ${phone}, phone_set_at, null),
      version = version + 1
    where studio_id = ${studio.id} and email = ${email} and (name <> ${name} or phone is not ${phone})
      and (id <> ${shown.clientId} or ${shown.isCurrent})
      and exists (select 1 from contacts where contacts.id = ${contactId} and contacts.client_id = clients.id)`)
}

/** Ends a contact's links, codes and visits at the next request, and what was made in those visits without a proof (R7). */
export async function remove(db: Database, contact: Contact, now: Date): Promise<void> {
  await batch(db, [
    db
      .update(contacts)
      .set({ removedAt: now })
      .where(and(eq(contacts.id, contact.id), isNull(contacts.removedAt))),
    ...endUnprovedOf(db, contact, sql`1`),
  ])
}

/** A contact with its client and gallery, looked up through the studio. */
export async function find(db: Database, studio: Studio, id: string) {
  const [found] = await db
    .select({ contact: contacts, client: clients, gallery: galleries })
    .from(contacts)
    .innerJoin(clients, eq(clients.id, contacts.clientId))
    .innerJoin(galleries, eq(galleries.id, contacts.galleryId))
    .where(and(eq(contacts.id, id), isNull(contacts.removedAt), eq(galleries.studioId, studio.id)))
  return found
}

/** Whom a message about a contact speaks of; undefined once the contact is removed. */
export async function forMessage(db: Database, id: string) {
  const [found] = await db
    .select({ contact: contacts, client: clients, gallery: galleries, studio: studios })
    .from(contacts)
    .innerJoin(clients, eq(clients.id, contacts.clientId))
    .innerJoin(galleries, eq(galleries.id, contacts.galleryId))
    .innerJoin(studios, eq(studios.id, galleries.studioId))
    .where(and(eq(contacts.id, id), isNull(contacts.removedAt)))
  return found
}
