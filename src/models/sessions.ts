import { type SQL, sql } from 'drizzle-orm'
import { batch, type Database, ms } from '../db/client'
import type { Device, Session } from '../db/schema'
import { isOver } from '../door/decide'
import { DAY_MS } from '../lib/time'
import { equal, randomId, randomToken, sha256 } from '../lib/token'

export const SESSION_DAYS = 30

/** What a browser presents of its session: the row's name, the digest of its secret, and of its device: that of the row, or it is no session. */
export type Presented = { id: string; secretHash: string; deviceHash: string }

/** What a browser looks like (R44). Believed nowhere. */
export type Looks = Pick<Device, 'browser' | 'place'>

/** A browser as it presents itself; nothing here is believed before the row says so. */
export type Browser = { deviceHash: string; session: Presented | undefined }

/** One in which somebody signs in or comes in as themselves: what it looks like is noted. */
export type EnteringBrowser = Browser & { looks: Looks }

/** A session that does not exist yet: `secret` goes into the cookie, its digest into the row. */
export type NewSession = {
  id: string
  secret: string
  secretHash: string
  deviceHash: string
  looks: Looks | undefined
  now: Date
}

/** @param looks of the browser, where somebody signs in or comes in as themselves */
export async function mint(deviceHash: string, now: Date, looks?: Looks): Promise<NewSession> {
  const secret = randomToken()
  return { id: randomId(), secret, secretHash: await sha256(secret), deviceHash, looks, now }
}

export function expiryOf(fresh: NewSession): Date {
  return new Date(fresh.now.getTime() + SESSION_DAYS * DAY_MS)
}

/** Whether a row is the presented session, of that very device, and still goes; compares in constant time. */
export function isLive(
  row: Pick<Session, 'id' | 'secretHash' | 'deviceHash' | 'endedAt' | 'expiresAt'> | undefined | null,
  presented: Presented | undefined,
  now: Date,
): boolean {
  if (!row || !presented || row.id !== presented.id) return false
  const isProven = equal(row.secretHash, presented.secretHash) && equal(row.deviceHash, presented.deviceHash)
  return isProven && !isOver(row, now)
}

/** {@link isLive} of `sessions` in SQL, at the moment of the statement. */
export function isLiveNow(presented: Presented | undefined, now: Date): SQL {
  return sql`sessions.id = ${presented?.id ?? ''} and sessions.secret_hash = ${presented?.secretHash ?? ''}
    and sessions.device_hash = ${presented?.deviceHash ?? ''} and sessions.ended_at is null and sessions.expires_at > ${ms(now)}`
}

/** Inserts a session when `condition` holds at that moment; the caller's batch decides what it hangs on. */
export function insertIf(db: Database, fresh: NewSession, staffId: string | null, condition: SQL) {
  return db.all<{ id: string }>(sql`
    insert into sessions (id, secret_hash, device_hash, staff_id, created_at, expires_at)
    select ${fresh.id}, ${fresh.secretHash}, ${fresh.deviceHash}, ${staffId}, ${ms(fresh.now)}, ${ms(expiryOf(fresh))}
    where ${condition}
    returning id`)
}

/** A new id at every sign-in: what the old session still lets into passes to the new one, and the old one is dead. */
export function replace(db: Database, old: Presented | undefined, fresh: NewSession) {
  const id = old?.id ?? ''
  const proven = sql`exists (select 1 from sessions where ${isLiveNow(old, fresh.now)})
    and exists (select 1 from sessions where id = ${fresh.id})`
  return [
    db.run(sql`update visits set session_id = ${fresh.id} where session_id = ${id} and ended_at is null and ${proven}`),
    db.run(
      sql`update sign_ins set session_id = ${fresh.id} where session_id = ${id} and ended_at is null and ${proven}`,
    ),
    db.run(sql`
      update sessions set staff_id = coalesce(staff_id, (select staff_id from sessions where id = ${id})),
        expires_at = min(expires_at, coalesce(
          (select expires_at from sessions where id = ${id} and staff_id is not null), expires_at))
      where id = ${fresh.id} and staff_id is null and ${proven}`),
    db.run(sql`update sessions set ended_at = ${ms(fresh.now)} where id = ${id} and ${proven}`),
  ] as const
}

/**
 * A session for a browser that proved more of itself: a new id and secret in the place of the old, if `condition` holds and
 * the old one is live. To be batched behind the statement that decides; the first of them tells whether it came to be.
 */
export async function renewal(db: Database, old: Presented | undefined, deviceHash: string, condition: SQL, now: Date) {
  const session = await mint(deviceHash, now)
  const isProven = sql`exists (select 1 from sessions where ${isLiveNow(old, now)})`
  const inserted = insertIf(db, session, null, sql`${condition} and ${isProven}`)
  return { session, statements: [inserted, ...replace(db, old, session)] as const }
}

/** Ends a session, with all that it lets into. */
export async function end(db: Database, presented: Presented, now: Date): Promise<void> {
  await batch(db, ending(db, isLiveNow(presented, now), now))
}

/** The statements that end the sessions for which `which` holds, and before them the visits and sign-ins there. To be batched. */
export function ending(db: Database, which: SQL, now: Date) {
  const isThere = sql`ended_at is null and session_id in (select id from sessions where ended_at is null and ${which})`
  return [
    db.run(sql`update visits set ended_at = ${ms(now)} where ${isThere}`),
    db.run(sql`update sign_ins set ended_at = ${ms(now)} where ${isThere}`),
    db.run(sql`update sessions set ended_at = ${ms(now)} where ended_at is null and ${which}`),
  ] as const
}
