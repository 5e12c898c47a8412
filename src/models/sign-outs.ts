/** What lets in as a client, ended: in other browsers when something of the account changes, or at their wish (R43, R44). */
import { type SQL, sql } from 'drizzle-orm'
import { type Database, ms } from '../db/client'
import { endUnproved } from './credentials'

/**
 * The statements after which nothing else lets in as this client, once `condition` holds: other browsers' visits and sign-ins,
 * magic links that other devices claimed, codes and single-use links that were sent, unproved passwords and passkeys. To be batched.
 * A new address that was asked for elsewhere is not confirmed any more; only the mailbox before can undo one that was (R43).
 * @param stays the session that goes on, and its device; nothing goes on without it
 */
export function everywhereElse(
  db: Database,
  clientId: string,
  stays: { id: string | SQL; deviceHash: string | SQL } | undefined,
  condition: SQL,
  at: Date,
) {
  const now = ms(at)
  const { id: sessionId, deviceHash } = stays ?? { id: '', deviceHash: '' }
  return [
    db.run(sql`
      update visits set ended_at = ${now}
      where client_id = ${clientId} and session_id <> ${sessionId} and ended_at is null and ${condition}`),
    db.run(sql`
      update sign_ins set ended_at = ${now}
      where client_id = ${clientId} and session_id <> ${sessionId} and ended_at is null and ${condition}`),
    db.run(sql`
      update links set opens_until = min(opens_until, ${now})
      where client_id = ${clientId} and claimed_by is not null and claimed_by <> ${deviceHash} and ${condition}`),
    db.run(sql`
      update codes set voided_at = ${now}
      where subject = ${clientId} and used_at is null and voided_at is null and ${condition}`),
    db.run(sql`
      update client_links set opens_until = min(opens_until, ${now})
      where client_id = ${clientId} and kind <> 'email-revert' and used_at is null and ${condition}
        and not exists (
          select 1 from email_changes join sign_ins on sign_ins.id = email_changes.sign_in_id
          where email_changes.id = client_links.id and sign_ins.session_id = ${sessionId})`),
    db.run(sql`
      update approvals set expires_at = min(expires_at, ${now})
      where client_id = ${clientId} and used_at is null and ${condition}`),
    ...endUnproved(db, clientId, condition),
  ] as const
}
