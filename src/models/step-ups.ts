/** Whoever is signed in proves once more who they are, by a passkey or a login code, before they change their account (R43). */
import { type SQL, sql } from 'drizzle-orm'
import { batch, type Database, ms } from '../db/client'
import type { Staff } from '../db/schema'
import type { Channel } from '../door/code'
import type { Answer, Site } from '../door/passkey'
import { stepUpHoldsSince } from '../door/step-up'
import type { Secrets } from '../lib/keys'
import * as challenges from './challenges'
import * as codes from './codes'
import * as credentials from './credentials'
import * as messages from './messages'
import { check, counting } from './passkey-uses'
import { hasAny } from './passkeys'
import { type Browser, insertIf, isLiveNow, mint, type NewSession, type Presented, replace } from './sessions'
import * as signIns from './sign-ins'

/** A client who is signed in to the portal, or somebody of the studio in their own session. */
export type Who = ({ kind: 'client' } & signIns.SignedIn) | { kind: 'staff'; staff: Staff }

/**
 * One budget for all browsers of a person, which no stranger can draw on. A budget for each would let whoever signs in with a
 * stolen password, from machine after machine, guess without end (P1).
 */
const SOURCE = 'step-up'

/** Asks for a code, to what is on file; on the limits of all codes. */
export function ask(db: Database, secrets: Secrets, who: Who, channel: Channel, now: Date): Promise<codes.Asked> {
  const { owner, purpose, scope, email, announce } = traitsOf(who)
  const request = { purpose, scope, email, source: SOURCE, channel, subject: owner.id }
  return codes.ask(db, secrets, request, (messageId, codeId) => announce(db, messageId, codeId, now), now)
}

export type StepUp = { outcome: 'proved'; session: NewSession } | codes.Failed

/** Tries a code; the right one, asked for by this very person, steps them up, with a new session (P3). */
export async function byCode(
  db: Database,
  who: Who,
  flow: codes.Flow,
  digits: string,
  browser: Browser,
  now: Date,
): Promise<StepUp> {
  const tried = await codes.attempt(db, flow, digits, now)
  if (tried.outcome !== 'right') return tried

  const { owner, purpose, mayUseCode } = traitsOf(who)
  const isTheirs = sql`exists (
    select 1 from codes where id = ${flow.codeId} and purpose = ${purpose} and subject = ${owner.id})`
  const isRight = (sessionId: string) =>
    sql`${codes.isSpentFor(tried.attempt, sessionId)} and ${isTheirs} and ${mayUseCode}`
  const { session, statements } = await steppingUp(db, who, browser, isRight, now)
  const [, , begun] = await batch(db, [...codes.spending(db, tried.attempt, session.id), ...statements])
  return begun.length > 0 ? { outcome: 'proved', session } : { outcome: 'over' }
}

/** Steps them up by a proved passkey of their own that checked who holds it. @returns undefined when it does not */
export async function byPasskey(
  db: Database,
  site: Site,
  who: Who,
  answer: Answer,
  browser: Browser,
  now: Date,
): Promise<NewSession | undefined> {
  const { owner } = traitsOf(who)
  const asked = { purpose: 'step-up' as const, subject: owner.id, deviceHash: browser.deviceHash }
  const used = await check(db, site, answer, asked, true, now)
  if (used?.owner.kind !== owner.kind || used.owner.id !== owner.id) return undefined

  const isRight = (sessionId: string) => challenges.isUsedFor(used.challenge, sessionId)
  const { session, statements } = await steppingUp(db, who, browser, isRight, now)
  const counts = counting(db, used, session.id, now, credentials.isProved('passkeys.gallery_id'))
  const [, , begun] = await batch(db, [...counts, ...statements])
  return begun.length > 0 ? session : undefined
}

/** That they stepped up a moment ago, in the presented session: what every change of an account asks in its own statement. */
export function holdsNow(who: Who, session: Presented | undefined, now: Date): SQL {
  const provedAt = sql.raw(who.kind === 'client' ? 'sign_ins.proved_at' : 'sessions.staff_proved_at')
  return isHereNow(who, session, now, sql`${provedAt} > ${stepUpHoldsSince(now)}`)
}

/** What a code is asked for and tried with. Somebody of the studio who has a passkey uses no code, whenever it was sent (R52). */
function traitsOf(who: Who) {
  switch (who.kind) {
    case 'client': {
      const { id, studioId: scope, email } = who.client
      const owner = { kind: who.kind, id }
      const mayUseCode = sql`1`
      return { owner, purpose: 'client-step-up', scope, email, announce: messages.insertForPortal, mayUseCode } as const
    }
    case 'staff': {
      const { id, email } = who.staff
      const owner = { kind: who.kind, id }
      const mayUseCode = sql`not ${hasAny(owner)}`
      const announce = messages.insertForStaff
      return { owner, purpose: 'staff-step-up', scope: 'staff', email, announce, mayUseCode } as const
    }
  }
}

/**
 * The statements that note a step-up when `isRight` of the new session's id holds: the session gets a new id and secret, and the
 * old one is dead (design §2). To be batched behind the statement that decides; the first of them tells whether it came to be.
 */
async function steppingUp(db: Database, who: Who, browser: Browser, isRight: (sessionId: string) => SQL, now: Date) {
  const session = await mint(browser.deviceHash, now)
  const begun = insertIf(db, session, null, sql`${isRight(session.id)} and ${isHereNow(who, browser.session, now)}`)
  const noted = note(db, who, session)
  return { session, statements: [begun, ...replace(db, browser.session, session), noted] as const }
}

/** That they are signed in with the presented session at the moment of the statement, and `also` holds of its row. */
function isHereNow(who: Who, session: Presented | undefined, now: Date, also: SQL = sql`1`): SQL {
  if (who.kind === 'client') return signIns.isHereNow(sql`sign_ins.id = ${who.signIn.id} and ${also}`, session, now)
  return sql`exists (
    select 1 from sessions where ${isLiveNow(session, now)} and staff_id = ${who.staff.id} and ${also})`
}

/** Where a step-up stands: with a client's sign-in, or with the session of somebody of the studio. */
function note(db: Database, who: Who, { id, now }: NewSession) {
  if (who.kind === 'client') {
    return db.run(sql`
      update sign_ins set proved_at = ${ms(now)}
      where id = ${who.signIn.id} and session_id = ${id} and ended_at is null`)
  }
  return db.run(sql`update sessions set staff_proved_at = ${ms(now)} where id = ${id} and staff_id = ${who.staff.id}`)
}
