/** Two clients of one studio who turn out to be one person: both are whoever has one mailbox. */
import { type SQL, sql } from 'drizzle-orm'
import { type Database, ms } from '../db/client'

/** That another client of the studio has an address which is about to be this one's. */
export const hasOther = ({ clientId, email }: { clientId: string; email: string }) => sql`exists (
  select 1 from clients as others join clients as own on own.studio_id = others.studio_id
  where own.id = ${clientId} and others.email = ${email} and others.id <> own.id)`

/**
 * The statements by which a client takes over the galleries and the history of another one who has the address that is about to
 * be theirs, if there is one and `condition` holds. The other one's own ways in go; where both are contacts of a gallery, the
 * client stays what they are.
 */
export function absorbing(
  db: Database,
  { clientId, email }: { clientId: string; email: string },
  condition: SQL,
  now: Date,
) {
  const other = sql`(
    select others.id from clients as others join clients as own on own.studio_id = others.studio_id
    where own.id = ${clientId} and others.email = ${email} and others.id <> own.id and ${condition})`
  const passing = (table: 'contacts' | 'visits' | 'sign_ins' | 'links') =>
    db.run(sql`update ${sql.raw(table)} set client_id = ${clientId} where client_id = ${other}`)
  const leaving = (table: 'passkeys' | 'approvals' | 'email_changes' | 'client_links') =>
    db.run(sql`delete from ${sql.raw(table)} where client_id = ${other}`)
  return [
    db.run(sql`
      update contacts set removed_at = ${ms(now)}
      where client_id = ${other} and removed_at is null and gallery_id in (
        select gallery_id from contacts where client_id = ${clientId} and removed_at is null)`),
    ...(['contacts', 'visits', 'sign_ins', 'links'] as const).map(passing),
    ...(['passkeys', 'approvals', 'email_changes', 'client_links'] as const).map(leaving),
    // What both were noted with stays as the client's own was noted.
    db.run(sql`update or ignore devices set person_id = ${clientId} where person_id = ${other}`),
    db.run(sql`delete from devices where person_id = ${other}`),
    db.run(sql`update codes set subject = ${clientId} where subject = ${other}`),
    db.run(sql`update messages set about_id = ${clientId} where about_id = ${other}`),
    db.run(sql`delete from clients where id = ${other}`),
  ] as const
}
