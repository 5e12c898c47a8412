import { eq, sql } from 'drizzle-orm'
import { batch, type Database, ms } from '../db/client'
import { sessions, staff, studios } from '../db/schema'
import * as code from '../door/code'
import * as ledger from '../door/ledger'
import { currentKey, type Secrets } from '../lib/keys'
import { hmac, randomId } from '../lib/token'
import * as messages from './messages'
import { insertIf, isLive, mint as mintSession, type NewSession, type Presented, replace } from './sessions'

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
export async function setUp(
  db: Database,
  setup: Setup,
  browser: { deviceHash: string; session?: Presented },
  now: Date,
) {
  const studioId = randomId()
  const staffId = randomId()
  const fresh = await mintSession(browser.deviceHash, now)
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
    ...replace(db, browser.session, fresh),
  ])
  return made.length > 0 ? fresh : undefined
}

/** The person of the studio behind a session; undefined when the session is over or nobody's. One query. */
export async function bySession(db: Database, session: Presented | undefined, now: Date) {
  if (!session) return undefined
  const [row] = await db
    .select({ session: sessions, staff, studio: studios })
    .from(sessions)
    .innerJoin(staff, eq(staff.id, sessions.staffId))
    .innerJoin(studios, eq(studios.id, staff.studioId))
    .where(eq(sessions.id, session.id))
  return isLive(row?.session, session, now) ? row : undefined
}

export type AskedCode = {
  /** False when too many were asked for; said alike for known and unknown addresses (P6). */
  sent: boolean
  flow: { codeId: string; secret: string }
  delivery: { messageId: string; code: string }
}

/**
 * Asks for a login code. The same statements run for every address; an unknown one gets a decoy that no code opens.
 * @param email in lower case
 * @param deviceHash of the asking browser: one that this person has signed in with draws on budgets of its own (R12)
 */
export async function askCode(
  db: Database,
  secrets: Secrets,
  email: string,
  deviceHash: string,
  now: Date,
): Promise<AskedCode> {
  const [person] = await db
    .select({ id: staff.id, isTrusted: trusted(deviceHash) })
    .from(staff)
    .where(eq(staff.email, email))
  const source = person?.isTrusted ? deviceHash : 'anywhere'
  const address = await hmac((await currentKey(secrets, 'address')).hmac, `${email}\n${source}`)

  const id = randomId()
  const messageId = randomId()
  const { code: digits, flowSecret, mac } = await code.mint(id)
  const fresh = {
    id,
    purpose: 'staff-sign-in' as const,
    address,
    subject: person?.id ?? null,
    budget: address,
    mac,
    now,
  }
  const [issued] = await batch(db, [
    ledger.issueCode(db, fresh),
    ledger.voidOlderCodes(db, fresh),
    messages.insertForCode(db, messageId, id, now),
  ])
  return {
    sent: issued.length > 0,
    flow: { codeId: id, secret: flowSecret },
    delivery: { messageId, code: digits },
  }
}

const trusted = (deviceHash: string) => sql<number>`exists (
  select 1 from sessions where sessions.staff_id = staff.id and sessions.device_hash = ${deviceHash})`

export type SignIn =
  | { outcome: 'signed-in'; session: NewSession }
  | { outcome: 'wrong'; left: number }
  | { outcome: 'over' }
  | { outcome: 'wait' }

/** Tries a login code: counted first, compared after, used once (R12, P1, P3). */
export async function tryCode(
  db: Database,
  flow: { codeId: string; secret: string },
  digits: string,
  browser: { deviceHash: string; session?: Presented },
  now: Date,
): Promise<SignIn> {
  const attempt = { id: randomId(), codeId: flow.codeId, now }
  const [, [taken], stillOpen] = await batch(db, [
    ledger.countTry(db, attempt),
    ledger.takeAttempt(db, attempt),
    ledger.isOpen(db, attempt),
  ])
  if (!taken) return { outcome: stillOpen.length > 0 ? 'wait' : 'over' }

  const isRight = await code.matches(flow.codeId, flow.secret, digits, taken.mac)
  if (!isRight || !taken.subject) {
    const left = code.TRIES_PER_CODE - taken.attempts
    return left > 0 ? { outcome: 'wrong', left } : { outcome: 'over' }
  }
  return signIn(db, attempt, taken.subject, browser, now)
}

async function signIn(
  db: Database,
  attempt: ledger.Try,
  staffId: string,
  browser: { deviceHash: string; session?: Presented },
  now: Date,
): Promise<SignIn> {
  const fresh = await mintSession(browser.deviceHash, now)
  const ours = sql`exists (select 1 from codes where id = ${attempt.codeId} and used_by = ${fresh.id})`
  const [used] = await batch(db, [
    ledger.useCode(db, attempt, fresh.id),
    ledger.forgiveTry(db, attempt),
    insertIf(db, fresh, staffId, ours),
    ...replace(db, browser.session, fresh),
  ])
  return used.length > 0 ? { outcome: 'signed-in', session: fresh } : { outcome: 'over' }
}

/** The studio that a person of this address works for; for a message to them. */
export async function studioOf(db: Database, email: string) {
  const [row] = await db
    .select({ studio: studios })
    .from(staff)
    .innerJoin(studios, eq(studios.id, staff.studioId))
    .where(eq(staff.email, email))
  return row?.studio
}
