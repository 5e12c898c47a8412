/** Clients' passwords: signing in with one at a gallery's door, and setting one (R10, R23, R24). */
import { sql } from 'drizzle-orm'
import { batch, type Database } from '../db/client'
import type { Gallery } from '../db/schema'
import { countGuess, forgiveTry } from '../door/ledger'
import * as password from '../door/password'
import type { Secrets } from '../lib/keys'
import { randomId } from '../lib/token'
import { clientAt } from './client-codes'
import { addressOf } from './codes'
import * as entries from './entries'
import type { NewSession } from './sessions'

/** Who tries: a typed address, or the client whose own link did not open. */
export type Claimant = { email: string; isByLink: boolean }

export type SignIn = { outcome: 'entered'; session: NewSession } | { outcome: 'wrong' } | { outcome: 'wait' }

/**
 * Tries a password at a gallery's door. Counted before it is compared, on a budget that codes do not share; an unknown
 * address, one without a password, and one that this gallery does not know cost the same and get the same answer (P6).
 */
export async function signIn(
  db: Database,
  secrets: Secrets,
  gallery: Gallery,
  { email, isByLink }: Claimant,
  typed: string,
  browser: entries.EnteringBrowser,
  now: Date,
): Promise<SignIn> {
  const found = await clientAt(db, gallery, email, browser.deviceHash)
  const trusted = found?.isTrusted ? browser.deviceHash : 'anywhere'
  const budget = await addressOf(secrets, {
    scope: gallery.studioId,
    email,
    source: `password ${isByLink ? 'link' : trusted}`,
  })
  const guess = { id: randomId(), budget, now }
  const counted = await countGuess(db, guess)
  if (counted.length === 0) return { outcome: 'wait' }

  const verdict = await password.verify(typed, found?.passwordHash)
  const contact = found && verdict.isRight ? await entries.contactOf(db, gallery, found.clientId) : undefined
  if (!verdict.isRight || !contact) return { outcome: 'wrong' }

  // The password that was compared must still be the one on file.
  const isProved = () =>
    sql`exists (select 1 from clients where id = ${contact.clientId} and password_hash = ${found?.passwordHash ?? ''})`
  const entry = await entries.opening(db, contact, browser, { kind: 'password-entered', isProved, now })
  const [, , , opened] = await batch(db, [forgiveTry(db, guess), ...entry.statements])
  if (opened.length === 0) return { outcome: 'wrong' }
  if (verdict.needsRehash) await rehash(db, contact.clientId, found?.passwordHash ?? '', await password.hash(typed))
  return { outcome: 'entered', session: entry.session }
}

/** The same password under the parameters of now; not when it was changed meanwhile. */
async function rehash(db: Database, clientId: string, before: string, after: string): Promise<void> {
  await db.run(sql`update clients set password_hash = ${after} where id = ${clientId} and password_hash = ${before}`)
}
