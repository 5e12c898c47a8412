/** Login codes for clients at a studio's portal (R41). */
import { batch, type Database } from '../db/client'
import type { Studio } from '../db/schema'
import type { Channel } from '../door/code'
import type { Secrets } from '../lib/keys'
import { clientOf } from './client-codes'
import * as codes from './codes'
import { type Credential, proving } from './credentials'
import * as messages from './messages'
import type { EnteringBrowser, NewSession } from './sessions'
import * as signIns from './sign-ins'

/**
 * Asks for a code, on the limits and budgets of the codes at the door; the same for an address that nobody here has (P6).
 * @param email in lower case
 * @param deviceHash of the asking browser: those that this client is known in draw on budgets of their own (R12)
 */
export async function ask(
  db: Database,
  secrets: Secrets,
  studio: Studio,
  { email, channel }: { email: string; channel: Channel },
  deviceHash: string,
  now: Date,
): Promise<codes.Asked> {
  const found = await clientOf(db, studio, email, deviceHash)
  const source = codes.sourceOf(found)
  const request = { scope: studio.id, email, source, channel, subject: found?.clientId ?? null }
  const announce = (messageId: string, codeId: string) => messages.insertForPortal(db, messageId, codeId, now)
  return codes.ask(db, secrets, { purpose: 'portal-sign-in', ...request }, announce, now)
}

export type SignIn = { outcome: 'entered'; session: NewSession } | codes.Failed

/** Tries a code; the right one signs in at once, with a session of its own, and proves what led to it (R12, P3). */
export async function tryCode(
  db: Database,
  flow: codes.Flow & { proves?: Credential | undefined },
  digits: string,
  browser: EnteringBrowser,
  now: Date,
): Promise<SignIn> {
  const tried = await codes.attempt(db, flow, digits, now)
  if (tried.outcome !== 'right') return tried

  const isSigned = (signInId: string) => codes.isSpentFor(tried.attempt, signInId)
  const { signInId, session, statements } = await signIns.opening(db, tried.subject, browser, {
    way: 'code',
    isSigned,
    now,
  })
  const [used] = await batch(db, [
    ...codes.spending(db, tried.attempt, signInId),
    ...statements,
    ...proving(db, tried.subject, flow.proves, isSigned(signInId)),
  ])
  return used.length > 0 ? { outcome: 'entered', session } : { outcome: 'over' }
}
