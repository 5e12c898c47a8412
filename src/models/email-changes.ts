/** A client's new address, confirmed from its own mailbox (R43). */
import { eq, sql } from 'drizzle-orm'
import { batch, type Database, ms } from '../db/client'
import { clientLinks, clients, emailChanges, type Message, studios } from '../db/schema'
import { EMAIL_REVERT_HOURS } from '../door/email-change'
import { useClientLink } from '../door/ledger'
import { type LinkMeaning, remember } from '../door/link'
import type { Secrets } from '../lib/keys'
import { seal } from '../lib/seal'
import { HOUR_MS } from '../lib/time'
import { randomId, randomToken } from '../lib/token'
import { isAskerHere } from './email-requests'
import { undoing } from './email-reverts'
import type { Presented } from './sessions'
import * as signIns from './sign-ins'
import * as signOuts from './sign-outs'
import { firstUndoable, isTaken, isUndoable } from './taken-addresses'

/**
 * The link of a confirmation with what it changes and whose account that is; whether it comes too late, for the address or for
 * what is on file; and whether this browser is the one that asked. One query.
 */
export async function look(db: Database, meaning: Pick<LinkMeaning, 'id'>, session: Presented | undefined, now: Date) {
  const [found] = await db
    .select({
      link: clientLinks,
      change: emailChanges,
      studio: studios,
      name: clients.name,
      isTaken: sql<number>`${isTaken(sql`email_changes.new_email`, now)} or clients.email <> email_changes.old_email
        or not ${isAskerHere(now)}`,
      isAsker: signIns.isLiveNow(sql`email_changes.sign_in_id`, session, now),
      ...firstUndoable(sql`email_changes.client_id`, now),
    })
    .from(emailChanges)
    .innerJoin(clientLinks, eq(clientLinks.id, emailChanges.id))
    .innerJoin(clients, eq(clients.id, emailChanges.clientId))
    .innerJoin(studios, eq(studios.id, clients.studioId))
    .where(eq(emailChanges.id, meaning.id))
  if (!found) return undefined
  const { firstEmail, firstAskedAt, isTaken: taken, isAsker, ...rest } = found
  const isBack = firstEmail === found.change.newEmail
  return {
    ...{ ...rest, isTaken: taken === 1, isAsker: isAsker === 1 },
    /** The change that it takes back, where it goes back to the address before. */
    takesBack: isBack && firstAskedAt !== null ? { email: firstEmail, askedAt: firstAskedAt } : undefined,
  }
}

export type Looked = NonNullable<Awaited<ReturnType<typeof look>>>

export type Confirmed = { outcome: 'confirmed' | 'taken-back'; messageIds: string[] } | { outcome: 'refused' }

/**
 * Confirms a new address. Going back to the one that can still take all of it back is taking it back: nobody gets a link of whom
 * nobody knows yet whether they are the client.
 */
export function confirm(
  db: Database,
  tokens: KVNamespace,
  secrets: Secrets,
  looked: Looked,
  session: Presented | undefined,
  now: Date,
): Promise<Confirmed> {
  return looked.takesBack
    ? goBack(db, looked.change, looked.takesBack, now)
    : putOnFile(db, tokens, secrets, looked, session, now)
}

/** The address before is put on file again, from its own mailbox, as its own link would. */
async function goBack(
  db: Database,
  { id, clientId }: Looked['change'],
  first: { email: string; askedAt: number },
  now: Date,
): Promise<Confirmed> {
  const [by, messageId] = [randomId(), randomId()]
  const isOurs = sql`exists (select 1 from client_links where id = ${id} and used_by = ${by})`
  const [won] = await batch(db, [
    // Decides between two presses, and between this and the link that takes the change back.
    useClientLink(db, { id, by, now }, mayConfirm(now)),
    ...undoing(db, { id, clientId, ...first }, messageId, isOurs, now),
  ])
  return won.length > 0 ? { outcome: 'taken-back', messageIds: [messageId] } : { outcome: 'refused' }
}

/**
 * Puts the new address on file, in one batch: all of it or nothing. What was sent to the old one and who is signed in
 * elsewhere ends; the browser that asked goes on where it is the one that confirms. Of all addresses that changes can be taken
 * back to it is the first that gets the link: whoever has taken an account over has not got the last word.
 */
async function putOnFile(
  db: Database,
  tokens: KVNamespace,
  secrets: Secrets,
  { change }: Pick<Looked, 'change'>,
  session: Presented | undefined,
  now: Date,
): Promise<Confirmed> {
  const { id, clientId, oldEmail, newEmail } = change
  const [by, toldFirst, toldBetween] = [randomId(), randomId(), randomId()]
  const undo = { id: randomId(), token: randomToken() }
  await remember(tokens, undo.token, { kind: 'email-revert', id: undo.id })
  const sealed = await seal(secrets, 'message', undo.token, toldFirst)
  const isOurs = sql`exists (select 1 from client_links where id = ${id} and used_by = ${by})`
  const { firstEmail } = firstUndoable(sql`clients.id`, now)
  const [won] = await batch(db, [
    // Decides between two who want one address, and between two presses: the first one gets it.
    useClientLink(db, { id, by, now }, mayConfirm(now)),
    db.run(sql`
      update clients set email = ${newEmail}, email_since = ${ms(now)}, version = version + 1
      where id = ${clientId} and ${isOurs}`),
    ...insertUndo(db, { id, by, undoId: undo.id }, now),
    ...signOuts.everywhereElse(db, clientId, asker(change.signInId, session, now), isOurs, now),
    db.run(sql`
      insert into messages (id, studio_id, kind, recipient, about_id, sealed, state, attempts, due_at, created_at)
      select ${toldFirst}, studio_id, 'email-changed', ${firstEmail}, ${id}, ${sealed}, 'queued', 0, ${ms(now)}, ${ms(now)}
      from clients where id = ${clientId} and ${isOurs}`),
    db.run(sql`
      insert into messages (id, studio_id, kind, recipient, about_id, state, attempts, due_at, created_at)
      select ${toldBetween}, studio_id, 'email-replaced', ${oldEmail}, ${id}, 'queued', 0, ${ms(now)}, ${ms(now)}
      from clients where id = ${clientId} and ${firstEmail} <> ${oldEmail} and ${isOurs}`),
  ])
  return won.length > 0 ? { outcome: 'confirmed', messageIds: [toldFirst, toldBetween] } : { outcome: 'refused' }
}

/** Of `client_links`: that its change still is of the address on file, to one that nobody else has. */
const mayConfirm = (now: Date) => sql`exists (
  select 1 from email_changes join clients on clients.id = email_changes.client_id
  where email_changes.id = client_links.id and clients.email = email_changes.old_email and clients.erased_at is null
    and ${isAskerHere(now)} and not ${isTaken(sql`email_changes.new_email`, now)})`

/** The session that asked and its device, in SQL, if it is the presented one: whoever confirms elsewhere may be somebody else. */
function asker(signInId: string, session: Presented | undefined, now: Date) {
  const own = (column: string) => sql`coalesce((
    select sessions.${sql.raw(column)} from sign_ins join sessions on sessions.id = sign_ins.session_id
    where sign_ins.id = ${signInId} and ${signIns.goesOn(session, now)}), '')`
  return { id: own('id'), deviceHash: own('device_hash') }
}

/** The statements that make the link which takes a change back, once it was confirmed, and those before it that still could be. */
function insertUndo(db: Database, { id, by, undoId }: { id: string; by: string; undoId: string }, now: Date) {
  const opensUntil = ms(now) + EMAIL_REVERT_HOURS * HOUR_MS
  return [
    db.run(sql`
      insert into client_links (id, kind, client_id, issued_at, opens_until)
      select ${undoId}, 'email-revert', client_id, ${ms(now)}, ${opensUntil}
      from client_links where id = ${id} and used_by = ${by}`),
    db.run(sql`
      update email_changes set revert_until = ${opensUntil}
      where client_id = (select client_id from client_links where id = ${undoId}) and ${isUndoable('email_changes', now)}`),
    db.run(sql`
      update email_changes set confirmed_at = ${ms(now)}, revert_id = ${undoId}, revert_until = ${opensUntil}
      where id = ${id} and exists (select 1 from client_links where id = ${undoId})`),
  ] as const
}

/** *No, I did not ask for this*: the link confirms nothing any more. Whoever asked is told nothing. */
export async function refuse(db: Database, { link }: Pick<Looked, 'link'>, now: Date): Promise<void> {
  await db.run(sql`
    update client_links set opens_until = min(opens_until, ${ms(now)}) where id = ${link.id} and used_at is null`)
}

/** What a mail about a change speaks of; undefined once there is no such change. */
export async function forMessage(db: Database, message: Message) {
  const [found] = await db
    .select({ change: emailChanges, link: clientLinks, name: clients.name, studio: studios })
    .from(emailChanges)
    .innerJoin(clientLinks, eq(clientLinks.id, emailChanges.id))
    .innerJoin(clients, eq(clients.id, emailChanges.clientId))
    .innerJoin(studios, eq(studios.id, clients.studioId))
    .where(eq(emailChanges.id, message.aboutId ?? ''))
  return found
}
