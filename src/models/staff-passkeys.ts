/** Passkeys of the people of a studio: whoever has one signs in by it, and by nothing else (R52). */
import { type SQL, sql } from 'drizzle-orm'
import { batch, type Database, ms } from '../db/client'
import type { Answer, Site } from '../door/passkey'
import { stepUpHoldsSince } from '../door/step-up'
import * as challenges from './challenges'
import * as devices from './devices'
import * as newDevices from './new-devices'
import { check, counting } from './passkey-uses'
import {
  type Browser,
  type EnteringBrowser,
  insertIf,
  isLiveNow,
  mint,
  type NewSession,
  type Presented,
  replace,
} from './sessions'

/** Signs in to the studio. A client's passkey opens nothing here. @returns undefined when it does not */
export async function signIn(
  db: Database,
  site: Site,
  answer: Answer,
  browser: EnteringBrowser,
  now: Date,
): Promise<NewSession | undefined> {
  const asked = { purpose: 'sign-in' as const, subject: 'staff', deviceHash: browser.deviceHash }
  const used = await check(db, site, answer, asked, true, now)
  if (used?.owner.kind !== 'staff') return undefined

  const fresh = await mint(browser.deviceHash, now, browser.looks)
  const [counted] = await batch(db, [
    ...counting(db, used, fresh.id, now),
    insertIf(db, fresh, used.owner.id, challenges.isUsedFor(used.challenge, fresh.id)),
    newDevices.tellStaff(db, fresh),
    ...devices.noting(db, fresh, used.owner.id, true),
    ...replace(db, browser.session, fresh),
  ])
  return counted.length > 0 ? fresh : undefined
}

/** A person of the studio in their own session. */
export type Present = Browser & { id: string }

/** Steps up who is signed in, by a passkey of their own. @returns undefined when it does not */
export async function stepUp(
  db: Database,
  site: Site,
  person: Present,
  answer: Answer,
  now: Date,
): Promise<NewSession | undefined> {
  const asked = { purpose: 'step-up' as const, subject: person.id, deviceHash: person.deviceHash }
  const used = await check(db, site, answer, asked, true, now)
  if (used?.owner.kind !== 'staff' || used.owner.id !== person.id) return undefined

  const isRight = (sessionId: string) => challenges.isUsedFor(used.challenge, sessionId)
  const { session, statements } = await steppingUp(db, person, isRight, now)
  const [, , begun] = await batch(db, [...counting(db, used, session.id, now), ...statements])
  return begun.length > 0 ? session : undefined
}

/**
 * The statements that note a step-up when `isRight` of the new session's id holds: a new id and secret for the session, and the
 * old one is dead (design §2). To be batched behind the statement that decides; the first of them tells whether it came to be.
 */
export async function steppingUp(db: Database, person: Present, isRight: (sessionId: string) => SQL, now: Date) {
  const session = await mint(person.deviceHash, now)
  const isTheirs = sql`exists (select 1 from sessions where ${isLiveNow(person.session, now)} and staff_id = ${person.id})`
  const begun = insertIf(db, session, null, sql`${isRight(session.id)} and ${isTheirs}`)
  const note = db.run(sql`
    update sessions set staff_proved_at = ${ms(now)} where id = ${session.id} and staff_id = ${person.id}`)
  return { session, statements: [begun, ...replace(db, person.session, session), note] as const }
}

/** That somebody of the studio is signed in and stepped up a moment ago: what every change of their account asks in its own statement. */
export function isSteppedUpNow(staffId: string, session: Presented | undefined, now: Date): SQL {
  return sql`exists (
    select 1 from sessions where ${isLiveNow(session, now)} and staff_id = ${staffId}
      and staff_proved_at > ${stepUpHoldsSince(now)})`
}
