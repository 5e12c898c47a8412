import { and, eq, sql } from 'drizzle-orm'
import { batch, type Database, ms } from '../db/client'
import { devices as devicesTable, type Message, sessions, staff, studios } from '../db/schema'
import type { Secrets } from '../lib/keys'
import { randomId } from '../lib/token'
import * as codes from './codes'
import * as devices from './devices'
import * as messages from './messages'
import * as newDevices from './new-devices'
import { hasAny } from './passkeys'
import {
  type EnteringBrowser,
  insertIf,
  isLive,
  mint as mintSession,
  type NewSession,
  type Presented,
  replace,
} from './sessions'

export type Setup = { studioName: string; slug: string; name: string; email: string; timeZone: string }

/** Whether setup is still to be done: the demo does not count. */
export async function isUnset(db: Database): Promise<boolean> {
  const rows = await db.select({ id: studios.id }).from(studios).where(eq(studios.isDemo, false)).limit(1)
  return rows.length === 0
}

/**
 * Makes the first studio, its owner and the owner's session, once: two at the same moment make exactly one.
 * @returns undefined when it was done before, or the address or email is the demo's
 */
export async function setUp(db: Database, setup: Setup, browser: EnteringBrowser, now: Date) {
  const studioId = randomId()
  const staffId = randomId()
  const fresh = await mintSession(browser.deviceHash, now, browser.looks)
  const [made] = await batch(db, [
    db.all<{ id: string }>(sql`
      insert into studios (id, slug, name, reply_to, time_zone, created_at)
      select ${studioId}, ${setup.slug}, ${setup.studioName}, ${setup.email}, ${setup.timeZone}, ${ms(now)}
      where not exists (select 1 from studios where is_demo = 0)
        and not exists (select 1 from studios where slug = ${setup.slug})
        and not exists (select 1 from staff where email = ${setup.email})
      returning id`),
    db.run(sql`
      insert into staff (id, studio_id, name, email, role, created_at)
      select ${staffId}, ${studioId}, ${setup.name}, ${setup.email}, 'owner', ${ms(now)}
      where exists (select 1 from studios where id = ${studioId})`),
    insertIf(db, fresh, staffId, sql`exists (select 1 from staff where id = ${staffId})`),
    ...devices.noting(db, fresh, staffId, 'sign-in'),
    ...replace(db, browser.session, fresh),
  ])
  return made.length > 0 ? fresh : undefined
}

/** Whether somebody of a studio has an address; for setup, whose key says who asks. */
export async function isKnown(db: Database, email: string): Promise<boolean> {
  const rows = await db.select({ id: staff.id }).from(staff).where(eq(staff.email, email))
  return rows.length > 0
}

/** The person of the studio behind a session; undefined when the session is over or nobody's. One query. */
export async function bySession(db: Database, session: Presented | undefined, now: Date) {
  if (!session) return undefined
  const [row] = await db
    .select({ session: sessions, staff, studio: studios, seenAt: devicesTable.seenAt })
    .from(sessions)
    .innerJoin(staff, eq(staff.id, sessions.staffId))
    .innerJoin(studios, eq(studios.id, staff.studioId))
    .leftJoin(devicesTable, and(eq(devicesTable.hash, sessions.deviceHash), eq(devicesTable.personId, staff.id)))
    .where(eq(sessions.id, session.id))
  return isLive(row?.session, session, now) ? row : undefined
}

/**
 * Asks for a login code for the studio. The same statements run for every address (P6).
 * @param email in lower case
 * @param deviceHash of the asking browser: those that this person is known in draw on budgets of their own (R12)
 */
export async function askCode(db: Database, secrets: Secrets, email: string, deviceHash: string, now: Date) {
  const isKnown = sql<number>`exists (
    select 1 from devices where devices.person_id = staff.id and devices.hash = ${deviceHash} and is_known = 1)`
  const [person] = await db.select({ id: staff.id, isKnown }).from(staff).where(eq(staff.email, email))
  const request = {
    purpose: 'staff-sign-in' as const,
    scope: 'staff',
    email,
    source: codes.sourceOf(person),
    channel: 'email' as const,
    subject: person?.id ?? null,
  }
  return codes.ask(
    db,
    secrets,
    request,
    (messageId, codeId) => messages.insertForStaff(db, messageId, codeId, now),
    now,
  )
}

/** What the mail for a login code goes by: in whose name, and whether there is a passkey to be used instead (R52). One query. */
export async function forMessage(db: Database, message: Message) {
  const hasPasskey = sql<number>`exists (
    select 1 from passkeys join staff on staff.id = passkeys.staff_id where staff.email = ${message.recipient})`
  const [row] = await db.select({ studio: studios, hasPasskey }).from(studios).where(eq(studios.id, message.studioId))
  return row
}

export type SignIn = { outcome: 'signed-in'; session: NewSession } | codes.Failed

/** Tries a login code and signs in (R12, P1, P3). Not once they have a passkey, whenever the code was sent (R52). */
export async function tryCode(
  db: Database,
  flow: codes.Flow,
  digits: string,
  browser: EnteringBrowser,
  now: Date,
): Promise<SignIn> {
  const tried = await codes.attempt(db, flow, digits, now)
  if (tried.outcome !== 'right') return tried

  const fresh = await mintSession(browser.deviceHash, now, browser.looks)
  const isRight = sql`${codes.isSpentFor(tried.attempt, fresh.id)} and not ${hasAny({ kind: 'staff', id: tried.subject })}`
  const [, , begun] = await batch(db, [
    ...codes.spending(db, tried.attempt, fresh.id),
    insertIf(db, fresh, tried.subject, isRight),
    newDevices.tellStaff(db, fresh),
    ...devices.noting(db, fresh, tried.subject, 'sign-in'),
    ...replace(db, browser.session, fresh),
  ])
  return begun.length > 0 ? { outcome: 'signed-in', session: fresh } : { outcome: 'over' }
}
