/** All that a studio has on one of its clients, for them to see and to take along. */
import { type SQL, sql } from 'drizzle-orm'
import { batchOf, type Database } from '../db/client'
import type { Client } from '../db/schema'

type Value = string | number | null
type Row = Record<string, Value>

/**
 * Every row about a client, by the table it is in, without what keeps them safe: digests, keys, sealed tokens. One batch.
 * Left out are rows that cannot be told to be theirs: tries at codes and PINs, under a digest that only the key makes.
 */
export async function of(db: Database, client: Pick<Client, 'id' | 'studioId'>) {
  const contact = sql`(select id from contacts where client_id = ${client.id})`
  const gallery = sql`select title from galleries where galleries.id =`
  const { details, ...rows } = await batchOf(db, {
    details: db.all<Row>(sql`
      select name, email, phone, phone_set_at as phoneSetAt, password_hash is not null as hasPassword,
        password_set_at as passwordSetAt, (${gallery} clients.password_gallery_id) as passwordOpensOnly,
        declined_at as passwordDeclinedAt, email_since as emailSinceAt, invited_at as invitedAt, created_at as createdAt
      from clients where id = ${client.id}`),
    contacts: db.all<Row>(sql`
      select (${gallery} contacts.gallery_id) as gallery, role, accepted_terms_version as acceptedTermsVersion,
        accepted_terms_at as acceptedTermsAt, sees_chosen_only as seesChosenOnly, created_at as createdAt,
        client_since as yoursSinceAt, removed_at as removedAt
      from contacts where client_id = ${client.id} order by created_at`),
    chosenPhotos: db.all<Row>(sql`
      select (${gallery} photos.gallery_id) as gallery, photos.file_name as fileName
      from contact_photos join photos on photos.id = contact_photos.photo_id where contact_id in ${contact}`),
    visits: db.all<Row>(sql`
      select (${gallery} visits.gallery_id) as gallery, role, guest_name as guestName, guest_email as guestEmail,
        opened_at as openedAt, expires_at as expiresAt, ended_at as endedAt
      from visits where ${areVisitsOf(client)} order by opened_at`),
    signIns: db.all<Row>(sql`
      select way, opened_at as openedAt, proved_at as provedAt, expires_at as expiresAt, ended_at as endedAt
      from sign_ins where client_id = ${client.id} order by opened_at`),
    devices: db.all<Row>(sql`
      select browser, place, seen_at as seenAt from devices where person_id = ${client.id} order by seen_at`),
    links: db.all<Row>(sql`
      select (${gallery} contacts.gallery_id) as gallery, issued_at as issuedAt, opens_until as opensUntil,
        claimed_at as claimedAt
      from links join contacts on contacts.id = links.contact_id where links.client_id = ${client.id}
      order by issued_at`),
    clientLinks: db.all<Row>(sql`
      select kind, issued_at as issuedAt, opens_until as opensUntil, used_at as usedAt
      from client_links where client_id = ${client.id} order by issued_at`),
    codes: db.all<Row>(sql`
      select purpose, channel, attempts, created_at as createdAt, used_at as usedAt, voided_at as voidedAt
      from codes where subject = ${client.id} order by created_at`),
    passkeys: db.all<Row>(sql`
      select name, transports, counter, created_at as createdAt, used_at as usedAt,
        (${gallery} passkeys.gallery_id) as opensOnly
      from passkeys where client_id = ${client.id} order by created_at`),
    emailChanges: db.all<Row>(sql`
      select old_email as oldEmail, new_email as newEmail, asked_at as askedAt, confirmed_at as confirmedAt,
        revert_until as revertUntil, reverted_at as revertedAt
      from email_changes where client_id = ${client.id} order by asked_at`),
    approvals: db.all<Row>(sql`
      select (${gallery} approvals.gallery_id) as gallery, asked_at as askedAt, is_approved as isApproved,
        decided_at as decidedAt, used_at as usedAt
      from approvals where client_id = ${client.id} order by asked_at`),
    messages: db.all<Row>(sql`
      select kind, channel, recipient, state, problem, created_at as createdAt, sent_at as sentAt
      from messages where ${areMessagesTo(client)} order by created_at`),
    registrations: db.all<Row>(sql`
      select (${gallery} registrations.gallery_id) as gallery, email, created_at as createdAt, told_at as toldAt
      from registrations where ${areRegistrationsOf(client)} order by created_at`),
    timeRequests: db.all<Row>(sql`
      select (${gallery} time_requests.gallery_id) as gallery, email, created_at as createdAt,
        answered_at as answeredAt
      from time_requests where ${areTimeRequestsOf(client)} order by created_at`),
    events: db.all<Row>(sql`
      select (${gallery} events.gallery_id) as gallery, events.kind, events.because, events.at
      from contacts join events on events.contact_id = contacts.id and events.at >= coalesce(contacts.client_since, 0)
      where contacts.client_id = ${client.id} order by events.at`),
  })
  return { details: details[0] ?? {}, ...rows }
}

export type PersonalData = Awaited<ReturnType<typeof of>>

type Whose = Pick<Client, 'id' | 'studioId'>

/**
 * The addresses that are or were a client's own: the one on file, and those that a confirmed change put there or replaced. One
 * that is somebody else's by now is theirs.
 */
const addressesOf = ({ id, studioId }: Whose): SQL => sql`(
  select email from clients where id = ${id}
  union select email from (
    select old_email as email from email_changes where client_id = ${id} and confirmed_at is not null
    union select new_email from email_changes
      where client_id = ${id} and confirmed_at is not null and reverted_at is null)
  where email not in (select email from clients where studio_id = ${studioId} and id <> ${id}))`

/** Where the studio's other clients are or were reached: a contact may have been one of them before. */
const othersOf = ({ id, studioId }: Whose): SQL => sql`(
  select email from clients where studio_id = ${studioId} and id <> ${id}
  union select phone from clients where studio_id = ${studioId} and id <> ${id} and phone is not null
  union select old_email from email_changes join clients on clients.id = email_changes.client_id
    where studio_id = ${studioId} and clients.id <> ${id} and confirmed_at is not null)`

const galleriesOf = ({ studioId }: Whose): SQL => sql`(select id from galleries where studio_id = ${studioId})`
const contactsOf = ({ id }: Whose): SQL => sql`(select id from contacts where client_id = ${id})`

/** Of `visits`: those as this client, and those of guests who wrote this client's address. */
export const areVisitsOf = (client: Whose): SQL => sql`(client_id = ${client.id}
  or (client_id is null and gallery_id in ${galleriesOf(client)} and guest_email in ${addressesOf(client)}))`

/** Of `messages`; not those to an address that they asked for and that may be another's: their kind would tell (P6). */
export const areMessagesTo = (
  client: Whose,
): SQL => sql`((contact_id in ${contactsOf(client)} and recipient not in ${othersOf(client)}) or (
  studio_id = ${client.studioId} and (recipient in ${addressesOf(client)} or about_id = ${client.id}
    or recipient = (select phone from clients where id = ${client.id}))))`

/** Of `registrations`. */
export const areRegistrationsOf = (client: Whose): SQL =>
  sql`(gallery_id in ${galleriesOf(client)} and email in ${addressesOf(client)})`

/** Of `time_requests`. */
export const areTimeRequestsOf = (client: Whose): SQL =>
  sql`((contact_id in ${contactsOf(client)} and email not in ${othersOf(client)})
    or (gallery_id in ${galleriesOf(client)} and email in ${addressesOf(client)}))`

/** The same as a file: instants as ISO 8601, yes and no as such. */
export function asJson(data: PersonalData, studio: { name: string }, now: Date): string {
  const readable = (name: string, value: unknown) => {
    if (typeof value !== 'number') return value
    if (/^at$|At$|Until$/.test(name)) return new Date(value).toISOString()
    return /^(has|is|sees)[A-Z]/.test(name) ? value === 1 : value
  }
  return JSON.stringify({ studio: studio.name, exportedOn: now.toISOString(), ...data }, readable, 2)
}
