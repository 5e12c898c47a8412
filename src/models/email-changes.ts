/** A client's new address: asked for behind a step-up, and confirmed from its own mailbox (R43). */
import { and, desc, eq, gt, isNull, type SQL, sql } from 'drizzle-orm'
import { batch, type Database, ms } from '../db/client'
import { type Client, clientLinks, clients, emailChanges, type Message, studios } from '../db/schema'
import { secondsToNextSend } from '../door/code'
import { EMAIL_CONFIRM_MINUTES, EMAIL_REVERT_HOURS } from '../door/email-change'
import { countSend, linkSendsOf, useClientLink } from '../door/ledger'
import { type LinkMeaning, remember } from '../door/link'
import type { Secrets } from '../lib/keys'
import { seal } from '../lib/seal'
import { HOUR_MS, MINUTE_MS } from '../lib/time'
import { randomId, randomToken } from '../lib/token'
import { addressOf } from './codes'
import type { Presented } from './sessions'
import * as signIns from './sign-ins'
import * as signOuts from './sign-outs'
import { isTaken } from './taken-addresses'

export type Asked =
  | { outcome: 'sent'; messageId: string }
  | { outcome: 'wait'; seconds: number }
  /** The step-up, or the sign-in, is over. */
  | { outcome: 'refused' }

/**
 * Asks for another address: a link goes there, and older ones are void. For an address that another client has, as much is
 * written and sent, but the mail to its holder carries no link (P6).
 * @param email in lower case, not the one on file
 */
export async function ask(
  db: Database,
  tokens: KVNamespace,
  secrets: Secrets,
  { client, signIn }: signIns.SignedIn,
  session: Presented | undefined,
  email: string,
  now: Date,
): Promise<Asked> {
  const [id, messageId, token] = [randomId(), randomId(), randomToken()]
  await remember(tokens, token, { kind: 'email-confirmation', id })
  const sealed = await seal(secrets, 'message', token, messageId)
  const budget = await addressOf(secrets, { scope: client.studioId, email: client.id, source: 'email-change' })
  const opensUntil = ms(now) + EMAIL_CONFIRM_MINUTES * MINUTE_MS
  const [, [counted], sends, made] = await batch(db, [
    countSend(db, { id, budget, now }),
    db.all<{ id: string }>(sql`select id from code_tries where id = ${id}`),
    linkSendsOf(db, { budget, now }),
    db.all<{ id: string }>(sql`
      insert into client_links (id, kind, client_id, issued_at, opens_until)
      select ${id}, 'email-confirmation', ${client.id}, ${ms(now)}, ${opensUntil}
      where exists (select 1 from code_tries where id = ${id}) and ${signIns.isSteppedUpNow(signIn.id, session, now)}
      returning id`),
    db.run(sql`
      insert into email_changes (id, client_id, old_email, new_email, sign_in_id, asked_at)
      select client_links.id, clients.id, clients.email, ${email}, ${signIn.id}, ${ms(now)}
      from client_links join clients on clients.id = client_links.client_id where client_links.id = ${id}`),
    // Of all that a client asked for the newest alone is open: there is never a second one to void later.
    db.run(sql`
      update client_links set opens_until = min(opens_until, ${ms(now)})
      where client_id = ${client.id} and kind = 'email-confirmation' and id <> ${id} and used_at is null
        and exists (select 1 from client_links where id = ${id})`),
    insertMail(db, { messageId, id, sealed, isTaken: isTaken(sql`email_changes.new_email`, now) }, now),
  ])
  if (made.length > 0) return { outcome: 'sent', messageId }
  return counted ? { outcome: 'refused' } : { outcome: 'wait', seconds: secondsToNextSend(sends, 'email', now) }
}

/** The mail to the address that was asked for: with the link, or to whoever has the address that somebody asked for it. */
function insertMail(db: Database, mail: { messageId: string; id: string; sealed: string; isTaken: SQL }, now: Date) {
  return db.run(sql`
    insert into messages (id, studio_id, kind, recipient, about_id, sealed, state, attempts, due_at, created_at)
    select ${mail.messageId}, clients.studio_id, iif(${mail.isTaken}, 'email-taken', 'email-confirmation'),
      email_changes.new_email, email_changes.id, iif(${mail.isTaken}, null, ${mail.sealed}), 'queued', 0, ${ms(now)}, ${ms(now)}
    from email_changes join clients on clients.id = email_changes.client_id where email_changes.id = ${mail.id}`)
}

/** The address that waits for its confirmation; undefined when there is none. */
export async function pending(db: Database, { id }: Pick<Client, 'id'>, now: Date): Promise<string | undefined> {
  const [found] = await db
    .select({ email: emailChanges.newEmail })
    .from(emailChanges)
    .innerJoin(clientLinks, eq(clientLinks.id, emailChanges.id))
    .where(and(eq(emailChanges.clientId, id), isNull(clientLinks.usedAt), gt(clientLinks.opensUntil, now)))
    .orderBy(desc(emailChanges.askedAt))
    .limit(1)
  return found?.email
}

/** The link of a confirmation with what it changes, and whether it comes too late: for the address, or for what is on file. One query. */
export async function look(db: Database, meaning: Pick<LinkMeaning, 'id'>, now: Date) {
  const [found] = await db
    .select({
      link: clientLinks,
      change: emailChanges,
      studio: studios,
      isTaken: sql<number>`${isTaken(sql`email_changes.new_email`, now)} or clients.email <> email_changes.old_email
        or not ${IS_ASKER_HERE}`,
    })
    .from(emailChanges)
    .innerJoin(clientLinks, eq(clientLinks.id, emailChanges.id))
    .innerJoin(clients, eq(clients.id, emailChanges.clientId))
    .innerJoin(studios, eq(studios.id, clients.studioId))
    .where(eq(emailChanges.id, meaning.id))
  return found && { ...found, isTaken: found.isTaken === 1 }
}

export type Looked = NonNullable<Awaited<ReturnType<typeof look>>>

export type Confirmed = { outcome: 'confirmed'; messageId: string } | { outcome: 'refused' }

/**
 * Puts the new address on file, in one batch: all of it or nothing. What was sent to the old one and who is signed in
 * elsewhere ends; the browser that asked goes on. The old address is told, with a link that undoes it.
 */
export async function confirm(
  db: Database,
  tokens: KVNamespace,
  secrets: Secrets,
  { change }: Pick<Looked, 'change'>,
  now: Date,
): Promise<Confirmed> {
  const { id, clientId, signInId } = change
  const [by, messageId] = [randomId(), randomId()]
  const undo = { id: randomId(), token: randomToken() }
  await remember(tokens, undo.token, { kind: 'email-revert', id: undo.id })
  const sealed = await seal(secrets, 'message', undo.token, messageId)
  const isOurs = sql`exists (select 1 from client_links where id = ${id} and used_by = ${by})`
  const stays = {
    id: sql`coalesce((select session_id from sign_ins where id = ${signInId} and ended_at is null), '')`,
    deviceHash: sql`coalesce((
      select device_hash from sessions join sign_ins on sign_ins.session_id = sessions.id
      where sign_ins.id = ${signInId} and sign_ins.ended_at is null), '')`,
  }
  const [won] = await batch(db, [
    // Decides between two who want one address, and between two presses: the first one gets it.
    useClientLink(db, { id, by, now }, mayConfirm(now)),
    db.run(sql`
      update clients set email = ${change.newEmail}, email_since = ${ms(now)}, version = version + 1
      where id = ${clientId} and ${isOurs}`),
    ...insertUndo(db, { id, by, undoId: undo.id }, now),
    ...signOuts.everywhereElse(db, clientId, stays, isOurs, now),
    db.run(sql`
      insert into messages (id, studio_id, kind, recipient, about_id, sealed, state, attempts, due_at, created_at)
      select ${messageId}, studio_id, 'email-changed', ${change.oldEmail}, ${id}, ${sealed}, 'queued', 0, ${ms(now)}, ${ms(now)}
      from clients where id = ${clientId} and ${isOurs}`),
  ])
  return won.length > 0 ? { outcome: 'confirmed', messageId } : { outcome: 'refused' }
}

/** Of `email_changes`: that whoever asked is still signed in there. A thief who signs out stands on no list of devices (R44). */
const IS_ASKER_HERE = sql`exists (
  select 1 from sign_ins where sign_ins.id = email_changes.sign_in_id and sign_ins.ended_at is null)`

/** Of `client_links`: that its change still is of the address on file, to one that nobody else has. */
const mayConfirm = (now: Date) => sql`exists (
  select 1 from email_changes join clients on clients.id = email_changes.client_id
  where email_changes.id = client_links.id and clients.email = email_changes.old_email and clients.erased_at is null
    and ${IS_ASKER_HERE} and not ${isTaken(sql`email_changes.new_email`, now)})`

/** The statements that make the link which undoes a change, once it was confirmed. */
function insertUndo(db: Database, { id, by, undoId }: { id: string; by: string; undoId: string }, now: Date) {
  const opensUntil = ms(now) + EMAIL_REVERT_HOURS * HOUR_MS
  return [
    db.run(sql`
      insert into client_links (id, kind, client_id, issued_at, opens_until)
      select ${undoId}, 'email-revert', client_id, ${ms(now)}, ${opensUntil}
      from client_links where id = ${id} and used_by = ${by}`),
    db.run(sql`
      update email_changes set confirmed_at = ${ms(now)}, revert_id = ${undoId}, revert_until = ${opensUntil}
      where id = ${id} and exists (select 1 from client_links where id = ${undoId})`),
  ] as const
}

/** What a mail about a change speaks of; undefined once there is no such change. */
export async function forMessage(db: Database, message: Message) {
  const [found] = await db
    .select({ change: emailChanges, link: clientLinks, studio: studios })
    .from(emailChanges)
    .innerJoin(clientLinks, eq(clientLinks.id, emailChanges.id))
    .innerJoin(clients, eq(clients.id, emailChanges.clientId))
    .innerJoin(studios, eq(studios.id, clients.studioId))
    .where(eq(emailChanges.id, message.aboutId ?? ''))
  return found
}
