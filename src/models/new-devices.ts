/** A mail to whoever signs in where they never were before (R44): it waits for the sweep, which sends it within minutes. */
import { and, eq, type SQL, sql } from 'drizzle-orm'
import { batch, type Database, ms } from '../db/client'
import { clients, devices, type Message, sessions, signIns, staff, studios } from '../db/schema'
import { randomId } from '../lib/token'
import { everOf } from './devices'
import type { NewSession } from './sessions'

/**
 * The message to a client who signs in with a session that has begun in the same batch: none on their first device, nor on one
 * that they were in with before. To be batched before the sign-in and the visit that it brings.
 */
export function tellClient(db: Database, signInId: string, clientId: string | SQL, session: NewSession) {
  const { id, deviceHash, now } = session
  return db.run(sql`
    insert into messages (id, studio_id, kind, recipient, about_id, state, attempts, due_at, created_at)
    select ${randomId()}, studio_id, 'new-device', email, ${signInId}, 'queued', 0, ${ms(now)}, ${ms(now)}
    from clients where id = ${clientId}
      and exists (select 1 from sessions where id = ${id})
      and exists (${everOf(clientId)})
      and ${deviceHash} not in (${everOf(clientId)})`)
}

/** The same to a person of the studio. To be batched behind their session. */
export function tellStaff(db: Database, { id, deviceHash, now }: NewSession) {
  const earlier = sql`select device_hash from sessions as earlier where earlier.staff_id = staff.id and earlier.id <> ${id}`
  return db.run(sql`
    insert into messages (id, studio_id, kind, recipient, about_id, state, attempts, due_at, created_at)
    select ${randomId()}, staff.studio_id, 'new-device', staff.email, ${id}, 'queued', 0, ${ms(now)}, ${ms(now)}
    from sessions join staff on staff.id = sessions.staff_id where sessions.id = ${id}
      and exists (${earlier}) and ${deviceHash} not in (${earlier})`)
}

/**
 * Who signed in, where, and with what, as a message says; undefined when that is gone, or whoever it was has another address by
 * now. One batch.
 */
export async function ofMessage(db: Database, { aboutId, recipient }: Message) {
  const id = aboutId ?? ''
  const [[byClient], [byStaff]] = await batch(db, [
    db
      .select({ studio: studios, person: { name: clients.name, email: clients.email }, device: devices })
      .from(signIns)
      .innerJoin(clients, eq(clients.id, signIns.clientId))
      .innerJoin(studios, eq(studios.id, clients.studioId))
      .innerJoin(sessions, eq(sessions.id, signIns.sessionId))
      .leftJoin(devices, and(eq(devices.hash, sessions.deviceHash), eq(devices.personId, clients.id)))
      .where(eq(signIns.id, id)),
    db
      .select({ studio: studios, person: { name: staff.name, email: staff.email }, device: devices })
      .from(sessions)
      .innerJoin(staff, eq(staff.id, sessions.staffId))
      .innerJoin(studios, eq(studios.id, staff.studioId))
      .leftJoin(devices, and(eq(devices.hash, sessions.deviceHash), eq(devices.personId, staff.id)))
      .where(eq(sessions.id, id)),
  ])
  const found = byClient ?? byStaff
  if (found?.person.email !== recipient) return undefined
  return { ...found, isClient: byClient !== undefined }
}
