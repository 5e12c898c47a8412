/** What browsers look like with which somebody is signed in, and where they were seen (R44). */
import { type SQL, sql } from 'drizzle-orm'
import { type Database, ms } from '../db/client'
import { HOUR_MS } from '../lib/time'
import { isLiveNow, type Looks, type NewSession, type Presented } from './sessions'

/** A page that is looked at notes it no more often. */
const NOTED_EVERY_MS = HOUR_MS

/** The statements that note the device of a session that has begun in the same batch: none where nothing is known of its looks. */
export function noting(db: Database, { id, deviceHash, looks, now }: NewSession) {
  return looks
    ? [insert(db, { hash: deviceHash, ...looks }, sql`exists (select 1 from sessions where id = ${id})`, now)]
    : []
}

/** Notes a device when `condition` holds. To be batched. */
export function insert(db: Database, device: Looks & { hash: string }, condition: SQL, now: Date) {
  return db.run(sql`
    insert into devices (hash, browser, place, seen_at)
    select ${device.hash}, ${device.browser}, ${device.place}, ${ms(now)} where ${condition}
    on conflict (hash) do update set browser = excluded.browser, place = excluded.place, seen_at = excluded.seen_at`)
}

/** When the device of a session was last noted. To be batched with what a page asks. */
export function selectSeenAt(db: Database, session: Presented | undefined) {
  return db.all<{ seenAt: number }>(sql`
    select seen_at as seenAt from devices
    where hash = (select device_hash from sessions where id = ${session?.id ?? ''})`)
}

/** Whether a device has not been noted for so long that whoever looks now is noted. Pure. @param seenAt milliseconds */
export function isDue(seenAt: number | undefined, now: Date): boolean {
  return seenAt === undefined || ms(now) - seenAt >= NOTED_EVERY_MS
}

/** Notes that a live session's device is looked with. */
export async function note(db: Database, session: Presented, { browser, place }: Looks, now: Date): Promise<void> {
  await db.run(sql`
    insert into devices (hash, browser, place, seen_at)
    select device_hash, ${browser}, ${place}, ${ms(now)} from sessions where ${isLiveNow(session, now)}
    on conflict (hash) do update set browser = excluded.browser, place = excluded.place, seen_at = excluded.seen_at`)
}

/** A browser with which somebody is in; times in milliseconds. */
export type Device = {
  /** One of its sessions: names it on a page, where its digest is not for. */
  sessionId: string
  isThis: boolean
  /** Null for one that was never noted. */
  browser: string | null
  place: string | null
  seenAt: number | null
  since: number
  /** Signed in to the portal; otherwise let into a gallery by a link alone. */
  isSignedIn: boolean
}

type Row = Omit<Device, 'isThis' | 'isSignedIn'> & { isThis: number; isSignedIn: number }

const toDevice = (row: Row): Device => ({ ...row, isThis: row.isThis === 1, isSignedIn: row.isSignedIn === 1 })

const LOOKS = sql`devices.browser, devices.place, devices.seen_at as seenAt`
const OWN_FIRST = sql`order by isThis desc, coalesce(devices.seen_at, since) desc limit 100`

/** The devices with which a client is signed in, or in a gallery as themselves: this one first, then the last seen. One query. */
export async function ofClient(db: Database, clientId: string, session: Presented | undefined, at: Date) {
  const now = ms(at)
  const rows = await db.all<Row>(sql`
    with own as (
      select session_id, opened_at, 1 as is_signed_in from sign_ins
      where client_id = ${clientId} and ended_at is null and expires_at > ${now}
      union all
      select visits.session_id, visits.opened_at, 0 from visits
      join contacts on contacts.id = visits.contact_id and contacts.client_id = visits.client_id
      where visits.client_id = ${clientId} and contacts.removed_at is null
        and visits.ended_at is null and visits.expires_at > ${now})
    select max(sessions.id) as sessionId, max(sessions.id = ${session?.id ?? ''}) as isThis,
      min(own.opened_at) as since, max(own.is_signed_in) as isSignedIn, ${LOOKS}
    from own
    join sessions on sessions.id = own.session_id and sessions.ended_at is null and sessions.expires_at > ${now}
    left join devices on devices.hash = sessions.device_hash
    group by sessions.device_hash ${OWN_FIRST}`)
  return rows.map(toDevice)
}

/** The devices with which a person of the studio is signed in. One query. */
export async function ofStaff(db: Database, staffId: string, sessionId: string, now: Date) {
  const rows = await db.all<Row>(sql`
    select max(sessions.id) as sessionId, max(sessions.id = ${sessionId}) as isThis,
      min(sessions.created_at) as since, 1 as isSignedIn, ${LOOKS}
    from sessions left join devices on devices.hash = sessions.device_hash
    where sessions.staff_id = ${staffId} and sessions.ended_at is null and sessions.expires_at > ${ms(now)}
    group by sessions.device_hash ${OWN_FIRST}`)
  return rows.map(toDevice)
}
