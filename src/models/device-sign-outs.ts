/** Signed-in devices, signed out by whoever is signed in: one, or all others (R44). */
import { sql } from 'drizzle-orm'
import { batch, type Database } from '../db/client'
import * as devices from './devices'
import { ending as endingSessions, isLiveNow, type Presented } from './sessions'
import * as signIns from './sign-ins'
import { ending, everywhereElse, type Left } from './sign-outs'

/** Who asks, and with what session: each statement asks whether that still goes. */
export type Client = { clientId: string; signInId: string; session: Presented | undefined }
export type Person = { staffId: string; session: Presented | undefined }

/**
 * Signs a client out on one of their devices, in this studio.
 * @param sessionId names the device: one of its sessions, also one that another has taken the place of since
 * @returns whether they are or were in on such a device
 */
export async function ofClient(db: Database, { clientId, signInId, session }: Client, sessionId: string, now: Date) {
  const device = sql`(
    select device_hash from sessions where id = ${sessionId} and device_hash in (${devices.everOf(clientId)}))`
  const there = { session: sql`in (select id from sessions where device_hash = ${device})`, device: sql`= ${device}` }
  const [found] = await batch(db, [
    db.all<{ hash: string }>(sql`select device_hash as hash from sessions where device_hash = ${device} limit 1`),
    ...ending(db, clientId, there, signIns.isLiveNow(signInId, session, now), isProved(clientId, session, now), now),
  ])
  return found.length > 0
}

/** The same everywhere but in this session. @param deviceHash of this browser */
export async function ofClientElsewhere(
  db: Database,
  { clientId, signInId, session }: Client,
  deviceHash: string,
  now: Date,
): Promise<void> {
  const stays = { id: session?.id ?? '', deviceHash }
  const isSignedIn = signIns.isLiveNow(signInId, session, now)
  await batch(db, everywhereElse(db, clientId, stays, isSignedIn, now, isProved(clientId, session, now)))
}

/** A password alone makes nobody a stranger in their own browsers: a thief may have it. */
const isProved = (clientId: string, session: Presented | undefined, now: Date) =>
  session ? signIns.isProvedByCodeNow(clientId, session, now) : sql`0`

/**
 * Ends the sessions of a person of the studio on one of their devices, with all that they let into.
 * @param sessionId names the device: one of its sessions that is or was theirs
 * @returns whether there is such a device
 */
export async function ofStaff(db: Database, person: Person, sessionId: string, now: Date): Promise<boolean> {
  const device = sql`(select device_hash from sessions where id = ${sessionId} and staff_id = ${person.staffId})`
  const [found] = await batch(db, [
    db.all<{ hash: string }>(sql`select device_hash as hash from sessions where device_hash = ${device} limit 1`),
    ...endingStaff(
      db,
      person,
      { session: sql`in (select id from sessions where device_hash = ${device})`, device: sql`= ${device}` },
      now,
    ),
  ])
  return found.length > 0
}

/** The same on all other devices, and in all other sessions of this one. */
export async function ofStaffElsewhere(db: Database, person: Person, now: Date): Promise<void> {
  const { id, deviceHash } = person.session ?? { id: '', deviceHash: '' }
  await batch(db, endingStaff(db, person, { session: sql`<> ${id}`, device: sql`<> ${deviceHash}` }, now))
}

function endingStaff(db: Database, { staffId, session }: Person, left: Left, now: Date) {
  const isOwn = sql`exists (select 1 from sessions where ${isLiveNow(session, now)} and staff_id = ${staffId})`
  return [
    db.run(sql`
      update devices set is_known = 0 where person_id = ${staffId} and hash ${left.device} and ${isOwn}`),
    ...endingSessions(db, sql`staff_id = ${staffId} and id ${left.session} and ${isOwn}`, now),
  ] as const
}
