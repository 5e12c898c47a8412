import { sql } from 'drizzle-orm'
import { DAY_MS } from '../lib/time'
import { batch, type Database, ms } from './client'

/** Codes and tries are over within a day (P1). */
const KEEP_CODES_DAYS = 2
/** As long as a link still knows whose it was (R9). */
const KEEP_LINKS_DAYS = 91
/** Addresses left for an opening or for more time, once they had their answer. */
const KEEP_ANSWERED_DAYS = 90
/** As long as a browser keeps its device token. */
const KEEP_DEVICES_DAYS = 400
/** What happened at the door stays readable for the photographer. */
const KEEP_EVENTS_DAYS = 400

/** Deletes what has run out and opens nothing any more. A little at a time: the database has one writer. */
export async function clearOld(db: Database, now: Date): Promise<void> {
  const before = (days: number) => ms(now) - days * DAY_MS
  const some = (table: string, condition: ReturnType<typeof sql>) => {
    const name = sql.raw(table)
    return db.run(sql`delete from ${name} where id in (select id from ${name} where ${condition} limit 500)`)
  }
  await batch(db, [
    some('codes', sql`expires_at < ${before(KEEP_CODES_DAYS)}`),
    some('code_tries', sql`at < ${before(KEEP_CODES_DAYS)}`),
    some('visits', sql`expires_at < ${before(KEEP_LINKS_DAYS)}`),
    db.run(sql`delete from email_changes where id in (
      select id from email_changes where asked_at < ${before(KEEP_LINKS_DAYS)} limit 500)`),
    some('approvals', sql`expires_at < ${before(KEEP_CODES_DAYS)}`),
    db.run(sql`delete from challenges where hash in (
      select hash from challenges where expires_at < ${before(KEEP_CODES_DAYS)} limit 500)`),
    db.run(sql`delete from devices where rowid in (
      select rowid from devices where seen_at < ${before(KEEP_DEVICES_DAYS)} limit 500)`),
    some(
      'sign_ins',
      sql`expires_at < ${before(KEEP_LINKS_DAYS)}
      and not exists (select 1 from email_changes where sign_in_id = sign_ins.id)`,
    ),
    some(
      'sessions',
      sql`expires_at < ${before(KEEP_LINKS_DAYS)}
      and not exists (select 1 from visits where session_id = sessions.id)
      and not exists (select 1 from sign_ins where session_id = sessions.id)`,
    ),
    some('links', sql`issued_at < ${before(KEEP_LINKS_DAYS)}`),
    some('registrations', sql`told_at < ${before(KEEP_ANSWERED_DAYS)}`),
    some('time_requests', sql`answered_at < ${before(KEEP_ANSWERED_DAYS)}`),
    some(
      'client_links',
      sql`issued_at < ${before(KEEP_LINKS_DAYS)}
      and not exists (select 1 from email_changes where client_links.id in (email_changes.id, revert_id))`,
    ),
    some('events', sql`at < ${before(KEEP_EVENTS_DAYS)}`),
  ])
}
