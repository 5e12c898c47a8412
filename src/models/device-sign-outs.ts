/** Signed-in devices, signed out by whoever is signed in: one, or all others (R44). */
import { type SQL, sql } from 'drizzle-orm'
import { batch, type Database, ms } from '../db/client'
import { isLiveNow, type Presented } from './sessions'
import * as signIns from './sign-ins'
import { everywhereElse } from './sign-outs'

/** Who asks, and with what session: each statement asks whether that still goes. */
export type Client = { clientId: string; signInId: string; session: Presented | undefined }
export type Person = { staffId: string; session: Presented | undefined }

/**
 * Signs a client out on one of their devices, in this studio: sign-ins and visits there are over, the link that was claimed
 * there opens there no more, and a new address that was asked for there is not confirmed any more.
 * @param sessionId names the device: one of its sessions in which this client is or was
 * @returns whether there is such a device
 */
export async function ofClient(db: Database, { clientId, signInId, session }: Client, sessionId: string, at: Date) {
  const now = ms(at)
  const isOwn = signIns.isLiveNow(signInId, session, at)
  const device = sql`(select device_hash from sessions where id = ${sessionId} and (
    exists (select 1 from sign_ins where session_id = sessions.id and client_id = ${clientId})
    or exists (select 1 from visits where session_id = sessions.id and client_id = ${clientId})))`
  const isThere = sql`session_id in (select id from sessions where device_hash = ${device})`
  const [found] = await batch(db, [
    db.all<{ hash: string }>(sql`select device_hash as hash from sessions where device_hash = ${device} limit 1`),
    db.run(sql`
      update visits set ended_at = ${now}
      where client_id = ${clientId} and ${isThere} and ended_at is null and ${isOwn}`),
    db.run(sql`
      update links set opens_until = min(opens_until, ${now})
      where client_id = ${clientId} and claimed_by = ${device} and ${isOwn}`),
    db.run(sql`
      update client_links set opens_until = min(opens_until, ${now})
      where client_id = ${clientId} and kind = 'email-confirmation' and used_at is null and ${isOwn} and id in (
        select email_changes.id from email_changes join sign_ins on sign_ins.id = email_changes.sign_in_id
        where ${isThere})`),
    db.run(sql`
      update approvals set expires_at = min(expires_at, ${now})
      where client_id = ${clientId} and device_hash = ${device} and used_at is null and ${isOwn}`),
    // The last: it may be their own, by which the others are allowed.
    db.run(sql`
      update sign_ins set ended_at = ${now}
      where client_id = ${clientId} and ${isThere} and ended_at is null and ${isOwn}`),
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
  await batch(db, everywhereElse(db, clientId, stays, signIns.isLiveNow(signInId, session, now), now))
}

/**
 * Ends the sessions of a person of the studio on one of their devices.
 * @param sessionId names the device: one of its sessions that is or was theirs
 * @returns whether there is such a device
 */
export async function ofStaff(db: Database, person: Person, sessionId: string, now: Date): Promise<boolean> {
  const device = sql`(select device_hash from sessions where id = ${sessionId} and staff_id = ${person.staffId})`
  const [found] = await batch(db, [
    db.all<{ hash: string }>(sql`select device_hash as hash from sessions where device_hash = ${device} limit 1`),
    ending(db, person, sql`device_hash = ${device}`, now),
  ])
  return found.length > 0
}

/** The same on all other devices, and in all other sessions of this one. */
export async function ofStaffElsewhere(db: Database, person: Person, now: Date): Promise<void> {
  await ending(db, person, sql`id <> ${person.session?.id ?? ''}`, now)
}

function ending(db: Database, { staffId, session }: Person, which: SQL, now: Date) {
  const isOwn = sql`exists (select 1 from sessions where ${isLiveNow(session, now)} and staff_id = ${staffId})`
  return db.run(sql`
    update sessions set ended_at = ${ms(now)}
    where staff_id = ${staffId} and ended_at is null and ${which} and ${isOwn}`)
}
