import { type SQL, sql } from 'drizzle-orm'
import { batch, type Database, ms } from '../db/client'
import { type Gallery, type Message, messages } from '../db/schema'
import type { Secrets } from '../lib/keys'
import { seal, unseal } from '../lib/seal'
import { DAY_MS } from '../lib/time'
import { randomId } from '../lib/token'
import * as links from './links'

/** Codes to addresses typed by guests of one gallery: as many as the largest of weddings, and no list of addresses. */
const STRANGERS_PER_DAY = 500

/**
 * *Send email* (R48): a brand-new link and the message that carries it, in one batch. The token is kept sealed until
 * the message is sent.
 * @returns the message's id, for the queue
 */
export async function invite(
  db: Database,
  tokens: KVNamespace,
  secrets: Secrets,
  to: { studioId: string; contact: { id: string; clientId: string }; email: string },
  now: Date,
): Promise<string> {
  const id = randomId()
  const { token, insert } = await links.issue(db, tokens, to.contact, now)
  const sealed = await seal(secrets, 'message', token, id)
  await batch(db, [
    insert,
    db.insert(messages).values({
      id,
      studioId: to.studioId,
      kind: 'invitation',
      recipient: to.email,
      contactId: to.contact.id,
      sealed,
      dueAt: now,
      createdAt: now,
    }),
  ])
  return id
}

/** A login code's message to somebody of a studio, if it is somebody's. The code itself travels in the queue alone. To be batched. */
export function insertForStaff(db: Database, id: string, codeId: string, now: Date) {
  return db.run(sql`
    insert into messages (id, studio_id, kind, recipient, state, attempts, due_at, created_at)
    select ${id}, staff.studio_id, 'staff-code', staff.email, 'queued', 0, ${ms(now)}, ${ms(now)}
    from codes join staff on staff.id = codes.subject where codes.id = ${codeId}`)
}

/** The same to a client, at a gallery of which they are a contact; by SMS to whom has a phone on file. */
export function insertForClient(db: Database, id: string, codeId: string, galleryId: string, now: Date) {
  return db.run(sql`
    insert into messages (id, studio_id, kind, channel, recipient, contact_id, state, attempts, due_at, created_at)
    select ${id}, clients.studio_id, 'client-code', codes.channel, iif(codes.channel = 'sms', clients.phone, clients.email),
      contacts.id, 'queued', 0, ${ms(now)}, ${ms(now)}
    from codes
    join clients on clients.id = codes.subject
    join contacts on contacts.client_id = clients.id and contacts.gallery_id = ${galleryId} and contacts.removed_at is null
    where codes.id = ${codeId} and (codes.channel = 'email' or clients.phone is not null)`)
}

/** The same at the portal, whatever galleries there are. */
export function insertForPortal(db: Database, id: string, codeId: string, now: Date) {
  return db.run(sql`
    insert into messages (id, studio_id, kind, channel, recipient, about_id, state, attempts, due_at, created_at)
    select ${id}, clients.studio_id, 'client-code', codes.channel, iif(codes.channel = 'sms', clients.phone, clients.email),
      clients.id, 'queued', 0, ${ms(now)}, ${ms(now)}
    from codes join clients on clients.id = codes.subject
    where codes.id = ${codeId} and (codes.channel = 'email' or clients.phone is not null)`)
}

/** A notice to a gallery's photographer (R54); none when there is one of this id. To be batched with its cause. */
export function insertNotice(db: Database, id: string, kind: Message['kind'], galleryId: string, now: Date) {
  return db.run(sql`
    insert into messages (id, studio_id, kind, recipient, gallery_id, state, attempts, due_at, created_at)
    select ${id}, studios.id, ${kind}, studios.reply_to, galleries.id, 'queued', 0, ${ms(now)}, ${ms(now)}
    from galleries join studios on studios.id = galleries.studio_id where galleries.id = ${galleryId}
    on conflict (id) do nothing`)
}

/** The message with a reset link, if the link came to be; its token is kept sealed. To be batched behind it. */
export function insertReset(db: Database, id: string, linkId: string, sealed: string, now: Date) {
  return db.run(sql`
    insert into messages (id, studio_id, kind, recipient, sealed, state, attempts, due_at, created_at)
    select ${id}, clients.studio_id, 'password-reset', clients.email, ${sealed}, 'queued', 0, ${ms(now)}, ${ms(now)}
    from client_links join clients on clients.id = client_links.client_id
    where client_links.id = ${linkId}`)
}

/**
 * The message with a link into the portal, if the link came to be. It has the link's own id, by
 * which each finds the other. To be batched behind it.
 */
export function insertPortalLink(
  db: Database,
  kind: 'portal-invitation' | 'portal-login',
  linkId: string,
  sealed: string,
  now: Date,
) {
  return db.run(sql`
    insert into messages (id, studio_id, kind, recipient, sealed, state, attempts, due_at, created_at)
    select client_links.id, clients.studio_id, ${kind}, clients.email, ${sealed}, 'queued', 0, ${ms(now)}, ${ms(now)}
    from client_links join clients on clients.id = client_links.client_id
    where client_links.id = ${linkId}`)
}

/**
 * A login code's message to an address that somebody typed inside a gallery, whoever they are: the code proves that it is
 * theirs (R27). To strangers only so many a day, or one guest could have us write to the whole world; those whom the studio
 * knows always get it.
 */
export function insertForAddress(
  db: Database,
  id: string,
  codeId: string,
  { gallery, email }: { gallery: Pick<Gallery, 'id' | 'studioId'>; email: string },
  now: Date,
) {
  return db.run(sql`
    insert into messages (id, studio_id, kind, recipient, gallery_id, state, attempts, due_at, created_at)
    select ${id}, ${gallery.studioId}, 'client-code', ${email}, ${gallery.id}, 'queued', 0, ${ms(now)}, ${ms(now)}
    from codes where codes.id = ${codeId} and (
      exists (select 1 from clients where clients.id = codes.subject)
      or ${STRANGERS_PER_DAY} > (
        select count(*) from messages
        where contact_id is null and created_at > ${ms(now) - DAY_MS} and gallery_id = ${gallery.id} and kind = 'client-code'))`)
}

/** A notice to a client or a person of the studio that their passkeys changed, if `condition` holds. To be batched with the change. */
export function insertPasskeysChanged(
  db: Database,
  id: string,
  owner: { kind: 'client' | 'staff'; id: string },
  condition: SQL,
  now: Date,
) {
  const people = sql.raw(owner.kind === 'client' ? 'clients' : 'staff')
  return db.run(sql`
    insert into messages (id, studio_id, kind, recipient, about_id, state, attempts, due_at, created_at)
    select ${id}, studio_id, 'passkeys-changed', email, id, 'queued', 0, ${ms(now)}, ${ms(now)}
    from ${people} where id = ${owner.id} and ${condition}`)
}

/** The token of a message's link; undefined when there is none or the keys are gone. */
export function tokenOf(message: Message, secrets: Secrets): Promise<string | undefined> {
  return message.sealed ? unseal(secrets, 'message', message.sealed, message.id) : Promise.resolve(undefined)
}
