/** Changes of address, taken back from the mailbox before the first of them (R43). */
import { eq, type SQL, sql } from 'drizzle-orm'
import { batch, type Database, ms } from '../db/client'
import { clientLinks, clients, emailChanges, studios } from '../db/schema'
import { EMAIL_REVERT_HOURS } from '../door/email-change'
import { useClientLink } from '../door/ledger'
import type { LinkMeaning } from '../door/link'
import { HOUR_MS } from '../lib/time'
import { randomId } from '../lib/token'
import { absorbing, hasOther } from './merged-clients'
import * as signOuts from './sign-outs'
import { firstUndoable } from './taken-addresses'

/** The link that takes changes back, the address that it leads back to, and whether that is somebody else's by now. One query. */
export async function look(db: Database, meaning: Pick<LinkMeaning, 'id'>, now: Date) {
  const { firstEmail, firstAskedAt } = firstUndoable(sql`email_changes.client_id`, now)
  const [found] = await db
    .select({
      link: clientLinks,
      change: emailChanges,
      studio: studios,
      firstEmail,
      firstAskedAt,
      isTaken: sql<number>`${isHeld(now)}`,
    })
    .from(emailChanges)
    .innerJoin(clientLinks, eq(clientLinks.id, emailChanges.revertId))
    .innerJoin(clients, eq(clients.id, emailChanges.clientId))
    .innerJoin(studios, eq(studios.id, clients.studioId))
    .where(eq(clientLinks.id, meaning.id))
  if (!found) return undefined
  const { firstEmail: email, firstAskedAt: askedAt, ...rest } = found
  const before = email !== null && askedAt !== null ? { email, askedAt } : undefined
  return { ...rest, isTaken: found.isTaken === 1, before }
}

export type Looked = NonNullable<Awaited<ReturnType<typeof look>>>

/**
 * Of `clients`: that somebody else had the address before its change. Who came to it since, invited by the studio say, is whoever
 * has its mailbox, and {@link absorbing} makes them one.
 */
const isHeld = (now: Date) => {
  const { firstEmail, firstConfirmedAt } = firstUndoable(sql`clients.id`, now)
  return sql`exists (
    select 1 from clients as others
    where others.studio_id = clients.studio_id and others.id <> clients.id and others.email = ${firstEmail}
      and others.created_at < ${firstConfirmedAt})`
}

/** Of `client_links`: that its changes go back to this address, and its client is still there. */
const mayRevert = (email: string, now: Date) => sql`exists (
  select 1 from clients
  where clients.id = client_links.client_id and clients.erased_at is null
    and ${firstUndoable(sql`clients.id`, now).firstEmail} = ${email} and not ${isHeld(now)})`

export type Reverted = { outcome: 'reverted'; messageId: string } | { outcome: 'refused' }

/** Puts the address before on file again, in one batch: all of it or nothing. */
export async function revert(
  db: Database,
  { link, change }: Pick<Looked, 'link' | 'change'>,
  before: { email: string; askedAt: number },
  now: Date,
): Promise<Reverted> {
  const [by, messageId] = [randomId(), randomId()]
  const isOurs = sql`exists (select 1 from client_links where id = ${link.id} and used_by = ${by})`
  const { id, clientId } = change
  const [won] = await batch(db, [
    // Decides between two presses, and whether somebody else has the address.
    useClientLink(db, { id: link.id, by, now }, mayRevert(before.email, now)),
    ...undoing(db, { id, clientId, ...before }, messageId, isOurs, now),
  ])
  return won.length > 0 ? { outcome: 'reverted', messageId } : { outcome: 'refused' }
}

/**
 * The statements that take all changes back which still can be, once `isOurs` holds. Somebody else may have made them: everyone
 * is signed out, and what they could come back by goes with it, what was added shortly before too. The address that is replaced
 * is told.
 * @param to the address on file from now on, when the first change was asked for, and the change that the mail is about
 */
export function undoing(
  db: Database,
  to: { id: string; clientId: string; email: string; askedAt: number },
  messageId: string,
  isOurs: SQL,
  now: Date,
) {
  const { clientId, email } = to
  // Whoever came to change the address may have made a way back first. And where somebody came to the mailbox since, whose
  // galleries are taken over, nothing that was made before lets in: whoever had the mailbox then may have left it.
  const lately = sql`iif(${hasOther(to)}, 0, ${to.askedAt - EMAIL_REVERT_HOURS * HOUR_MS})`
  return [
    db.run(sql`
      insert into messages (id, studio_id, kind, recipient, about_id, state, attempts, due_at, created_at)
      select ${messageId}, studio_id, 'email-reverted', email, ${to.id}, 'queued', 0, ${ms(now)}, ${ms(now)}
      from clients where id = ${clientId} and ${isOurs}`),
    db.run(sql`
      update clients set password_hash = null, password_set_at = null, password_gallery_id = null
      where id = ${clientId} and password_set_at >= ${lately} and ${isOurs}`),
    db.run(sql`delete from passkeys where client_id = ${clientId} and created_at >= ${lately} and ${isOurs}`),
    ...absorbing(db, { clientId, email }, isOurs, now),
    db.run(sql`
      update clients set email = ${email}, email_since = ${ms(now)}, version = version + 1, phone = null, phone_set_at = null
      where id = ${clientId} and ${isOurs}`),
    db.run(sql`
      update client_links set opens_until = min(opens_until, ${ms(now)})
      where client_id = ${clientId} and kind = 'email-revert' and used_at is null and ${isOurs}`),
    db.run(sql`
      update email_changes set reverted_at = ${ms(now)}
      where client_id = ${clientId} and revert_until > ${ms(now)} and reverted_at is null and ${isOurs}`),
    ...signOuts.everywhereElse(db, clientId, undefined, isOurs, now),
  ] as const
}
