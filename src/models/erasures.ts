/** A client who wants to be forgotten: what tells who they are goes, and with it every way in. */
import { type SQL, sql } from 'drizzle-orm'
import { batch, type Database, ms } from '../db/client'
import type { Client, Message } from '../db/schema'
import { areMessagesTo, areRegistrationsOf, areTimeRequestsOf, areVisitsOf, devicesOf } from './personal-data'
import type { Presented } from './sessions'
import * as signIns from './sign-ins'
import * as signOuts from './sign-outs'

export type Erased = { outcome: 'erased'; messages: Pick<Message, 'id'>[] } | { outcome: 'refused' }

/**
 * Erases a client in one batch: all of it or nothing. What stays names nobody: that a contact was in a gallery and when, that
 * messages went out, and tries at codes under a digest.
 * @param signInId in which they stepped up a moment ago (R43)
 * @returns the messages that were to them: a local start keeps their texts, which have to go as well
 */
export async function erase(
  db: Database,
  client: Client,
  { signInId, session }: { signInId: string; session: Presented | undefined },
  now: Date,
): Promise<Erased> {
  const isGone = sql`exists (select 1 from clients where id = ${client.id} and erased_at = ${ms(now)})`
  const [, messages, erased] = await batch(db, [
    markErased(db, client, signIns.isSteppedUpNow(signInId, session, now), now),
    db.all<{ id: string }>(sql`
      select id from messages
      where (${areMessagesTo(client)} or about_id in (select id from email_changes where client_id = ${client.id}))
        and ${isGone}`),
    db.all<{ id: string }>(sql`select id from clients where id = ${client.id} and ${isGone}`),
    ...forgetWritten(db, client, isGone),
    ...signOuts.everywhereElse(db, client.id, undefined, isGone, now),
    ...forgetAccount(db, client, isGone, now),
  ])
  return erased.length > 0 ? { outcome: 'erased', messages } : { outcome: 'refused' }
}

/** Decides: the mark is set once, by whoever stepped up; what follows in the batch asks for it. */
function markErased(db: Database, client: Client, isAllowed: SQL, now: Date) {
  return db.run(sql`
    update clients set erased_at = ${ms(now)} where id = ${client.id} and erased_at is null and ${isAllowed}`)
}

/** The statements that remove name, address and phone where they were written down besides; while the client still has them. */
function forgetWritten(db: Database, client: Client, isGone: SQL) {
  return [
    db.run(sql`
      update messages set recipient = '', sealed = null, problem = null,
        state = iif(state in ('queued', 'sending'), 'failed', state)
      where (${areMessagesTo(client)} or about_id in (select id from email_changes where client_id = ${client.id}))
        and ${isGone}`),
    db.run(sql`update visits set guest_name = null, guest_email = null where ${areVisitsOf(client)} and ${isGone}`),
    db.run(sql`delete from registrations where ${areRegistrationsOf(client)} and ${isGone}`),
    db.run(sql`delete from time_requests where ${areTimeRequestsOf(client)} and ${isGone}`),
    db.run(sql`
      delete from devices where hash in ${devicesOf(client)} and ${isGone} and not exists (
        select 1 from sessions left join visits on visits.session_id = sessions.id
          left join sign_ins on sign_ins.session_id = sessions.id
        where sessions.device_hash = devices.hash and (sessions.staff_id is not null
          or visits.client_id <> ${client.id} or sign_ins.client_id <> ${client.id}))`),
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
      update clients set name = '', email = 'erased ' || id, phone = null, password_hash = null, password_set_at = null,
        declined_at = null, email_since = null, invited_at = null, version = version + 1
      where id = ${id} and ${isGone}`),
  ] as const
}
