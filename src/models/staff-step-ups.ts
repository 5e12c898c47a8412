/** Login codes by which somebody of the studio proves once more who they are; for whoever has no passkey. */
import { sql } from 'drizzle-orm'
import { batch, type Database } from '../db/client'
import type { Staff } from '../db/schema'
import type { Secrets } from '../lib/keys'
import * as codes from './codes'
import * as messages from './messages'
import { hasAny } from './passkeys'
import type { NewSession } from './sessions'
import { type Present, steppingUp } from './staff-passkeys'

/** One budget for all browsers of a person, which no stranger can draw on, and none can be guessed around (P1). */
const SOURCE = 'step-up'

/** Asks for a code, to the email on file; on the limits of all codes. */
export function ask(db: Database, secrets: Secrets, { id, email }: Staff, now: Date): Promise<codes.Asked> {
  const request = { scope: 'staff', email, source: SOURCE, channel: 'email' as const, subject: id }
  const announce = (messageId: string, codeId: string) => messages.insertForStaff(db, messageId, codeId, now)
  return codes.ask(db, secrets, { purpose: 'staff-step-up', ...request }, announce, now)
}

export type StepUp = { outcome: 'proved'; session: NewSession } | codes.Failed

/**
 * Tries a code; the right one, asked for by this very person, steps them up, with a new session (P3). Not once they have a
 * passkey, whenever it was sent.
 */
export async function tryCode(
  db: Database,
  flow: codes.Flow,
  digits: string,
  person: Present,
  now: Date,
): Promise<StepUp> {
  const tried = await codes.attempt(db, flow, digits, now)
  if (tried.outcome !== 'right') return tried

  const isTheirs = sql`exists (
    select 1 from codes where id = ${flow.codeId} and purpose = 'staff-step-up' and subject = ${person.id})`
  const isRight = (sessionId: string) => sql`
    ${codes.isSpentFor(tried.attempt, sessionId)} and ${isTheirs} and not ${hasAny({ kind: 'staff', id: person.id })}`
  const { session, statements } = await steppingUp(db, person, isRight, now)
  const [, , begun] = await batch(db, [...codes.spending(db, tried.attempt, session.id), ...statements])
  return begun.length > 0 ? { outcome: 'proved', session } : { outcome: 'over' }
}
