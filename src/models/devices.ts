/** What browsers look like with which somebody is signed in, and where they were seen (R44). */
import { type SQL, sql } from 'drizzle-orm'
import { type Database, ms } from '../db/client'
import { HOUR_MS } from '../lib/time'
import { isLiveNow, type Looks, type NewSession, type Presented } from './sessions'

/**
 * How somebody is in: signed in, by their own magic link, or by another browser's leave. Browsers of the first kind draw on one
 * budget of codes and tries, those of the second, to which the link may have been passed on, on the link's own (R12).
 */
type Way = 'sign-in' | 'link' | 'leave'

/** A page that is looked at notes it no more often. */
const NOTED_EVERY_MS = HOUR_MS

/**
 * The statements that note whose device it is with which a session has begun in the same batch: none where nothing is known of its looks.
 */
export function noting(db: Database, session: NewSession, personId: string | SQL, way: Way) {
  const { id, deviceHash, looks, now } = session
  const begun = sql`exists (select 1 from sessions where id = ${id})`
  return looks ? [insert(db, { hash: deviceHash, personId, way, ...looks }, begun, now)] : []
}

type Noted = Looks & { hash: string; personId: string | SQL; way: Way }

/** Notes a device when `condition` holds. To be batched. */
export function insert(db: Database, { hash, personId, way, ...looks }: Noted, condition: SQL, now: Date) {
  return db.run(sql`
    insert into devices (hash, person_id, browser, place, seen_at, is_known, has_link)
    select ${hash}, ${personId}, ${looks.browser}, ${looks.place}, ${ms(now)}, ${Number(way === 'sign-in')},
      ${Number(way === 'link')} where ${condition}
    on conflict (hash, person_id) do update set browser = excluded.browser, place = excluded.place,
      seen_at = excluded.seen_at, is_known = max(is_known, excluded.is_known), has_link = max(has_link, excluded.has_link)`)
}

/** The people who signed in in a browser, or opened their own link there, and were not signed out of it from elsewhere (R12). */
export function selectKnown(db: Database, deviceHash: string) {
  return db.all<{ personId: string; isKnown: number; hasLink: number }>(sql`
    select person_id as personId, is_known as isKnown, has_link as hasLink from devices where hash = ${deviceHash}`)
}

/** Whose the device of a session was last noted to be, and when. To be batched with what a page asks. */
export function selectSeen(db: Database, session: Presented | undefined) {
  return db.all<{ personId: string; seenAt: number }>(sql`
    select person_id as personId, seen_at as seenAt from devices where hash = ${session?.deviceHash ?? ''}`)
}

/** Whether a device has not been noted for so long that whoever looks now is noted. Pure. @param seenAt milliseconds */
export function isDue(seenAt: number | undefined, now: Date): boolean {
  return seenAt === undefined || ms(now) - seenAt >= NOTED_EVERY_MS
}

/** Notes that a person looks with a live session's device. */
export async function note(db: Database, session: Presented, personId: string, looks: Looks, now: Date): Promise<void> {
  const isLive = sql`exists (select 1 from sessions where ${isLiveNow(session, now)})`
  await insert(db, { hash: session.deviceHash, personId, way: 'leave', ...looks }, isLive, now)
}

/** The browsers with which a client ever was in as themselves, by their digests. */
export const everOf = (clientId: string | SQL) => sql`
  select device_hash from sessions join sign_ins on sign_ins.session_id = sessions.id
    where sign_ins.client_id = ${clientId}
  union select device_hash from sessions join visits on visits.session_id = sessions.id
    where visits.client_id = ${clientId}`

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
    left join devices on devices.hash = sessions.device_hash and devices.person_id = ${clientId}
    group by sessions.device_hash ${OWN_FIRST}`)
  return rows.map(toDevice)
}

/** The devices with which a person of the studio is signed in. One query. */
export async function ofStaff(db: Database, staffId: string, sessionId: string, now: Date) {
  const rows = await db.all<Row>(sql`
    select max(sessions.id) as sessionId, max(sessions.id = ${sessionId}) as isThis,
      min(sessions.created_at) as since, 1 as isSignedIn, ${LOOKS}
    from sessions left join devices on devices.hash = sessions.device_hash and devices.person_id = sessions.staff_id
    where sessions.staff_id = ${staffId} and sessions.ended_at is null and sessions.expires_at > ${ms(now)}
    group by sessions.device_hash ${OWN_FIRST}`)
  return rows.map(toDevice)
}
