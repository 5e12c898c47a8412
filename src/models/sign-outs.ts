/** What lets in as a client, ended: here at their wish, in other browsers also when something of the account changes (R43, R44). */
import { type SQL, sql } from 'drizzle-orm'
import { batch, type Database, ms } from '../db/client'
import { endUnproved } from './credentials'
import { type Browser, insertIf, isLiveNow, mint, type NewSession, replace } from './sessions'

/** What is left: of sessions, and of devices by their digests, as SQL that follows a column: `= …`, `<> …`, `in (…)`. */
export type Left = { session: SQL; device: SQL }

/**
 * The statements after which nothing else lets in as this client, once `condition` holds: see {@link ending}; passwords and passkeys
 * that nobody proved end, too. To be batched.
 * @param stays the session that goes on, and its device; nothing goes on without it
 * @param forgets that those browsers are known no longer, and what nobody proved is gone
 */
export function everywhereElse(
  db: Database,
  clientId: string,
  stays: { id: string | SQL; deviceHash: string | SQL } | undefined,
  condition: SQL,
  at: Date,
  forgets = condition,
) {
  const { id, deviceHash } = stays ?? { id: '', deviceHash: '' }
  const left = { session: sql`<> ${id}`, device: sql`<> ${deviceHash}` }
  return [...endUnproved(db, clientId, forgets), ...ending(db, clientId, left, condition, forgets, at)] as const
}

/**
 * The statements that end, once `condition` holds, what lets in as this client in some browsers, whose owner is somewhere else:
 * what {@link leaving} ends, and what they could come back by or go on with. Codes, single-use links and requests that were sent
 * or asked for end wherever that was. To be batched.
 * A change of the address ends with the sign-in that asked for it; only the mailbox before can undo one that was made (R43).
 * @param forgets that they are known there no longer (R12): not by a password alone, or its thief could make its owner a stranger
 */
export function ending(db: Database, clientId: string, left: Left, condition: SQL, forgets: SQL, at: Date) {
  const now = ms(at)
  const kept = sql`('email-confirmation', 'email-revert')`
  return [
    db.run(sql`
      update codes set voided_at = ${now}
      where subject = ${clientId} and used_at is null and voided_at is null and ${condition}`),
    db.run(sql`
      update client_links set opens_until = min(opens_until, ${now})
      where client_id = ${clientId} and kind not in ${kept} and used_at is null and ${condition}`),
    db.run(sql`
      update approvals set expires_at = min(expires_at, ${now})
      where client_id = ${clientId} and used_at is null and ${condition}`),
    db.run(sql`
      update devices set is_known = 0, has_link = 0 where person_id = ${clientId} and hash ${left.device} and ${forgets}`),
    ...leaving(db, clientId, left, condition, at),
  ] as const
}

/**
 * Signs a client out of this browser: the sign-in and all visits as this client are over, the magic link that was claimed here has
 * become an old one, and the session's secret is dead; what the browser is let into elsewhere goes on (R44).
 * @returns the new session, and the galleries that were left
 */
export async function here(
  db: Database,
  clientId: string,
  browser: Browser,
  now: Date,
): Promise<{ session: NewSession; galleryIds: string[] }> {
  const session = await mint(browser.deviceHash, now)
  const isOwn = sql`exists (select 1 from sessions where ${isLiveNow(browser.session, now)})`
  const left = { session: sql`= ${browser.session?.id ?? ''}`, device: sql`= ${browser.deviceHash}` }
  const [visited] = await batch(db, [
    ...leaving(db, clientId, left, isOwn, now),
    insertIf(db, session, null, isOwn),
    ...replace(db, browser.session, session),
  ])
  return { session, galleryIds: visited.map(({ galleryId }) => galleryId) }
}

/**
 * The statements by which a client is out of some browsers, once `condition` holds: visits, the magic links that were claimed
 * there, and, last, sign-ins, for `condition` may ask for one. To be batched.
 */
function leaving(db: Database, clientId: string, left: Left, condition: SQL, at: Date) {
  const now = ms(at)
  return [
    db.all<{ galleryId: string }>(sql`
      update visits set ended_at = ${now}
      where client_id = ${clientId} and session_id ${left.session} and ended_at is null and ${condition}
      returning gallery_id as galleryId`),
    db.run(sql`
      update links set opens_until = min(opens_until, ${now})
      where client_id = ${clientId} and claimed_by ${left.device} and ${condition}`),
    db.run(sql`
      update sign_ins set ended_at = ${now}
      where client_id = ${clientId} and session_id ${left.session} and ended_at is null and ${condition}`),
  ] as const
}
