/** A client who wants to be forgotten: what tells who they are goes, and with it every way in. */
import { type SQL, sql } from 'drizzle-orm'
import { batch, type Database, ms } from '../db/client'
import type { Client, Message } from '../db/schema'
import { randomId } from '../lib/token'
import { areMessagesTo, areRegistrationsOf, areTimeRequestsOf, areVisitsOf } from './personal-data'
import type { Presented } from './sessions'
import type { SignedIn } from './sign-ins'
import * as signOuts from './sign-outs'
import * as stepUps from './step-ups'
import { isUndoable } from './taken-addresses'
import * as timeRequests from './time-requests'

export type Erased =
  /** The messages that were to them or spoke of them, and the one that tells them of it, for the queue. */
  | { outcome: 'erased'; messages: Pick<Message, 'id'>[]; messageId: string }
  /** The address on file came by a change that the mailbox before can take back until then: nothing is erased. */
  | { outcome: 'too-early'; until: Date }
  /** The step-up, or the sign-in, is over. */
  | { outcome: 'refused' }

/** Until when the address before can take a change back, if it can: whoever is signed in may not be the client. */
export async function waitsUntil(db: Database, { id }: Pick<Client, 'id'>, now: Date): Promise<Date | undefined> {
  const [open] = await selectOpenChange(db, id, now)
  return open && new Date(open.until)
}

/**
 * Erases a client in one batch: all of it or nothing. What stays names nobody: that a contact was in a gallery and when, that
 * messages went out, and tries at codes under a digest. The address stays until the mail that tells of it is sent or given up.
 * @param session in which they stepped up a moment ago (R43)
 */
export async function erase(
  db: Database,
  { client, signIn }: SignedIn,
  session: Presented | undefined,
  now: Date,
): Promise<Erased> {
  const messageId = randomId()
  const isGone = sql`exists (select 1 from clients where id = ${client.id} and erased_at = ${ms(now)})`
  const isAllowed = stepUps.holdsNow({ kind: 'client', client, signIn }, session, now)
  const [open, , messages, erased] = await batch(db, [
    selectOpenChange(db, client.id, now),
    markErased(db, client, isAllowed, now),
    db.all<{ id: string }>(sql`select id from messages where ${areAbout(client)} and ${isGone}`),
    db.all<{ id: string }>(sql`select id from clients where id = ${client.id} and ${isGone}`),
    ...forgetWritten(db, client, isGone),
    tell(db, messageId, client, isGone, now),
    ...signOuts.everywhereElse(db, client.id, undefined, isGone, now),
    ...forgetAccount(db, client, isGone, now),
  ])
  if (erased.length > 0) return { outcome: 'erased', messages, messageId }
  return open[0] ? { outcome: 'too-early', until: new Date(open[0].until) } : { outcome: 'refused' }
}

function selectOpenChange(db: Database, clientId: string, now: Date) {
  return db.all<{ until: number }>(sql`
    select revert_until as until from email_changes
    where client_id = ${clientId} and ${isUndoable('email_changes', now)} order by revert_until desc limit 1`)
}

/**
 * Decides: the mark is set once, by whoever stepped up, and while no change of address can be taken back: erasing would end that.
 * What follows in the batch asks for the mark.
 */
function markErased(db: Database, { id }: Client, isAllowed: SQL, now: Date) {
  return db.run(sql`
    update clients set erased_at = ${ms(now)}
    where id = ${id} and erased_at is null and ${isAllowed} and not exists (
      select 1 from email_changes where client_id = ${id} and ${isUndoable('email_changes', now)})`)
}

/** Of `messages`: those to them, those about their changes of address, and notices to the photographer that name them. */
const areAbout = (client: Client) => sql`(${areMessagesTo(client)}
  or about_id in (select id from email_changes where client_id = ${client.id})
  or id in (select ${timeRequests.NOTICE} || id from time_requests where ${areTimeRequestsOf(client)}))`

/** The mail that tells them, to the address on file: `deliveries` forgets that one once it is done with it. */
function tell(db: Database, id: string, client: Client, isGone: SQL, now: Date) {
  return db.run(sql`
    insert into messages (id, studio_id, kind, recipient, state, attempts, due_at, created_at)
    select ${id}, studio_id, 'account-erased', email, 'queued', 0, ${ms(now)}, ${ms(now)}
    from clients where id = ${client.id} and ${isGone}`)
}

/** The statements that remove name, address and phone where they were written down besides; while the client still has them. */
function forgetWritten(db: Database, client: Client, isGone: SQL) {
  return [
    db.run(sql`
      update messages set recipient = '', sealed = null, problem = null,
        state = iif(state in ('queued', 'sending'), 'failed', state)
      where ${areAbout(client)} and ${isGone}`),
    db.run(sql`update visits set guest_name = null, guest_email = null where ${areVisitsOf(client)} and ${isGone}`),
    db.run(sql`delete from registrations where ${areRegistrationsOf(client)} and ${isGone}`),
    db.run(sql`delete from time_requests where ${areTimeRequestsOf(client)} and ${isGone}`),
    db.run(sql`delete from devices where person_id = ${client.id} and ${isGone}`),
  ] as const
}

/** The statements that remove the account itself, last: its contacts leave their galleries. */
function forgetAccount(db: Database, { id }: Client, isGone: SQL, now: Date) {
  return [
    db.run(
      sql`update contacts set removed_at = ${ms(now)} where client_id = ${id} and removed_at is null and ${isGone}`,
    ),
    db.run(sql`delete from email_changes where client_id = ${id} and ${isGone}`),
    db.run(sql`delete from passkeys where client_id = ${id} and ${isGone}`),
    db.run(sql`delete from approvals where client_id = ${id} and ${isGone}`),
    db.run(sql`delete from challenges where subject = ${id} and ${isGone}`),
    db.run(sql`
      update links set opens_until = min(opens_until, ${ms(now)}) where client_id = ${id} and ${isGone}`),
    db.run(sql`
      update client_links set opens_until = min(opens_until, ${ms(now)}) where client_id = ${id} and ${isGone}`),
    db.run(sql`
      update clients set name = '', email = 'erased ' || id, phone = null, phone_set_at = null, password_hash = null, password_set_at = null,
        declined_at = null, email_since = null, invited_at = null, version = version + 1
      where id = ${id} and ${isGone}`),
  ] as const
}
