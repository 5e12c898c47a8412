/** Who has an address, and for whom one is kept that they may take back (R43). Of one studio: elsewhere it is somebody else's. */
import { type SQL, sql } from 'drizzle-orm'
import { ms } from '../db/client'

/** Of `email_changes`, by the name they have in the statement: that the mailbox before can still take the change back. */
export function isUndoable(changes: string, now: Date): SQL {
  const name = sql.raw(changes)
  return sql`(${name}.reverted_at is null and ${name}.revert_until > ${ms(now)})`
}

/** The address, in SQL, that is some other client's than `clients`. */
export const isAnothers = (email: SQL) => sql`exists (
  select 1 from clients as others
  where others.studio_id = clients.studio_id and others.email = ${email} and others.id <> clients.id)`

/**
 * The same, or one that is kept for another client than `clients`. Both are asked whatever the first one says: `or` would stop
 * there, and the time would tell (P6).
 */
export const isTaken = (email: SQL, now: Date) => sql`max(${isAnothers(email)}, exists (
  select 1 from email_changes as kept join clients as owners on owners.id = kept.client_id
  where owners.studio_id = clients.studio_id and owners.id <> clients.id and kept.old_email = ${email}
    and ${isUndoable('kept', now)}))`

/** That an address may become a new client's: it is kept for nobody. */
export const isFree = (studioId: string, email: string, now: Date) => sql`not exists (
  select 1 from email_changes join clients on clients.id = email_changes.client_id
  where clients.studio_id = ${studioId} and clients.email <> ${email} and email_changes.old_email = ${email}
    and ${isUndoable('email_changes', now)})`

/**
 * Where a client's changes of address go back to, in SQL: the address before the first of them that can still be taken back, and
 * when that one was asked for and confirmed. Null where there is none.
 */
export function firstUndoable(clientId: SQL, now: Date) {
  const first = <T>(column: string) => sql<T | null>`(
    select earliest.${sql.raw(column)} from email_changes as earliest
    where earliest.client_id = ${clientId} and ${isUndoable('earliest', now)} order by earliest.confirmed_at, earliest.asked_at limit 1)`
  return {
    firstEmail: first<string>('old_email'),
    firstAskedAt: first<number>('asked_at'),
    firstConfirmedAt: first<number>('confirmed_at'),
  }
}
