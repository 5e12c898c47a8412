/** A client asks for another address, behind a step-up: a link goes to its mailbox (R43). */
import { and, desc, eq, gt, isNull, type SQL, sql } from 'drizzle-orm'
import { batch, type Database, ms } from '../db/client'
import { type Client, clientLinks, emailChanges } from '../db/schema'
import { secondsToNextSend } from '../door/code'
import { EMAIL_CONFIRM_MINUTES } from '../door/email-change'
import { countSend, linkSendsOf } from '../door/ledger'
import { remember } from '../door/link'
import type { Secrets } from '../lib/keys'
import { seal } from '../lib/seal'
import { MINUTE_MS } from '../lib/time'
import { randomId, randomToken } from '../lib/token'
import { addressOf } from './codes'
import type { Presented } from './sessions'
import * as signIns from './sign-ins'
import * as stepUps from './step-ups'
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
  const isAllowed = stepUps.holdsNow({ kind: 'client', client, signIn }, session, now)
  const [, [counted], sends, made] = await batch(db, [
    countSend(db, { id, budget, now }),
    db.all<{ id: string }>(sql`select id from code_tries where id = ${id}`),
    linkSendsOf(db, { budget, now }),
    db.all<{ id: string }>(sql`
      insert into client_links (id, kind, client_id, issued_at, opens_until)
      select ${id}, 'email-confirmation', ${client.id}, ${ms(now)}, ${opensUntil}
      where exists (select 1 from code_tries where id = ${id}) and ${isAllowed}
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

/** Of `email_changes`: that whoever asked is still signed in there. A thief who signs out stands on no list of devices (R44). */
export const isAskerHere = (now: Date) => signIns.isLiveAnywhere(sql`email_changes.sign_in_id`, now)

/** The address that waits for its confirmation, by a link that still gives it; undefined when there is none. */
export async function pending(db: Database, { id }: Pick<Client, 'id'>, now: Date): Promise<string | undefined> {
  const [found] = await db
    .select({ email: emailChanges.newEmail })
    .from(emailChanges)
    .innerJoin(clientLinks, eq(clientLinks.id, emailChanges.id))
    .where(
      and(eq(emailChanges.clientId, id), isNull(clientLinks.usedAt), gt(clientLinks.opensUntil, now), isAskerHere(now)),
    )
    .orderBy(desc(emailChanges.askedAt))
    .limit(1)
  return found?.email
}
