/** Login codes by which a client who is signed in to the portal proves once more who they are (R43). */
import { sql } from 'drizzle-orm'
import { batch, type Database } from '../db/client'
import type { Channel } from '../door/code'
import type { Secrets } from '../lib/keys'
import * as codes from './codes'
import * as messages from './messages'
import type { Browser, NewSession } from './sessions'
import * as signIns from './sign-ins'

/**
 * One budget for all browsers of a client, which no stranger can draw on. A budget for each would let whoever signs in with a
 * stolen password, from machine after machine, guess without end (P1).
 */
const SOURCE = 'step-up'

/** Asks for a code, to what is on file; on the limits of all codes. */
export function ask(
  db: Database,
  secrets: Secrets,
  { client }: signIns.SignedIn,
  channel: Channel,
  now: Date,
): Promise<codes.Asked> {
  const { id: subject, studioId: scope, email } = client
  const request = { purpose: 'client-step-up' as const, scope, email, source: SOURCE, channel, subject }
  const announce = (messageId: string, codeId: string) => messages.insertForPortal(db, messageId, codeId, now)
  return codes.ask(db, secrets, request, announce, now)
}

export type StepUp = { outcome: 'proved'; session: NewSession } | codes.Failed

/** Tries a code; the right one, asked for by this very client, steps their sign-in up, with a new session (P3). */
export async function tryCode(
  db: Database,
  { client, signIn }: signIns.SignedIn,
  flow: codes.Flow,
  digits: string,
  browser: Browser,
  now: Date,
): Promise<StepUp> {
  const tried = await codes.attempt(db, flow, digits, now)
  if (tried.outcome !== 'right') return tried

  const isTheirs = sql`exists (
    select 1 from codes where id = ${flow.codeId} and purpose = 'client-step-up' and subject = ${client.id})`
  const isRight = (sessionId: string) => sql`${codes.isSpentFor(tried.attempt, sessionId)} and ${isTheirs}`
  const { session, statements } = await signIns.steppingUp(db, signIn.id, browser, isRight, now)
  const [, , begun] = await batch(db, [...codes.spending(db, tried.attempt, session.id), ...statements])
  return begun.length > 0 ? { outcome: 'proved', session } : { outcome: 'over' }
}
