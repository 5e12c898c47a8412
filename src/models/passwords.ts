/** Clients' passwords as they are tried: at a gallery's door, and at a studio's portal (R10, R41). */
import { type SQL, sql } from 'drizzle-orm'
import { batch, type Database, ms } from '../db/client'
import type { Gallery, Studio } from '../db/schema'
import { countGuess, forgiveTry } from '../door/ledger'
import * as password from '../door/password'
import type { Secrets } from '../lib/keys'
import { randomId } from '../lib/token'
import { clientAt, clientOf } from './client-codes'
import { addressOf, sourceOf } from './codes'
import type { Credential } from './credentials'
import * as credentials from './credentials'
import * as entries from './entries'
import type { EnteringBrowser, NewSession } from './sessions'
import * as signIns from './sign-ins'

/** Who tries: a typed address, or the client whose own link did not open. */
export type Claimant = { email: string; isByLink: boolean }

/** Unproved: right, but made in a gallery, and not in this one; a code has to prove it. */
export type SignIn =
  | { outcome: 'entered'; session: NewSession }
  | { outcome: 'unproved'; credential: Credential }
  | { outcome: 'wrong' }
  | { outcome: 'wait' }

const COLUMN = 'clients.password_gallery_id'

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
  browser: EnteringBrowser,
  now: Date,
): Promise<SignIn> {
  const found = await clientAt(db, gallery, email, browser.deviceHash)
  const source = isByLink ? 'link' : sourceOf(found)
  const compared = await compare(db, secrets, { studioId: gallery.studioId, email, source }, found, typed, now)
  if (compared.outcome !== 'right') return compared

  const { client, needsRehash, guess } = compared
  const { clientId, passwordHash, passwordGalleryId } = client
  const contact = await entries.contactOf(db, gallery, clientId)
  if (!contact) return { outcome: 'wrong' }
  if (passwordGalleryId && passwordGalleryId !== gallery.id) return unproved(db, client, guess)

  // The password that was compared must still be the one on file, and open at least as much.
  const isVisit = passwordGalleryId !== null
  const opens = isVisit ? credentials.opensGallery(COLUMN, gallery) : credentials.isProved(COLUMN)
  const isProved = () => isOnFile(clientId, passwordHash, opens)
  const entry = await entries.opening(db, contact, browser, { way: 'password', isProved, isVisit, now })
  const [, begun] = await batch(db, [forgiveTry(db, guess), ...entry.statements])
  if (begun.length === 0) return { outcome: 'wrong' }
  if (needsRehash) await rehash(db, clientId, passwordHash, await password.hash(typed))
  return { outcome: 'entered', session: entry.session }
}

/**
 * Tries a password at a studio's portal: counted, compared and answered as at a gallery's door, on the same budget; the right
 * one signs in (R41).
 */
export async function signInToPortal(
  db: Database,
  secrets: Secrets,
  studio: Studio,
  { email, typed }: { email: string; typed: string },
  browser: EnteringBrowser,
  now: Date,
): Promise<SignIn> {
  const found = await clientOf(db, studio, email, browser.deviceHash)
  const source = sourceOf(found)
  const compared = await compare(db, secrets, { studioId: studio.id, email, source }, found, typed, now)
  if (compared.outcome !== 'right') return compared

  const { client, needsRehash, guess } = compared
  if (client.passwordGalleryId) return unproved(db, client, guess)
  const isSigned = () => isOnFile(client.clientId, client.passwordHash, credentials.isProved(COLUMN))
  const { session, statements } = await signIns.opening(db, client.clientId, browser, {
    way: 'password',
    isSigned,
    now,
  })
  const [, begun] = await batch(db, [forgiveTry(db, guess), ...statements])
  if (begun.length === 0) return { outcome: 'wrong' }
  if (needsRehash) await rehash(db, client.clientId, client.passwordHash, await password.hash(typed))
  return { outcome: 'entered', session }
}

/** What a right password comes to that opens nothing here yet. */
async function unproved(db: Database, { passwordSetAt }: Known, guess: { id: string }): Promise<SignIn> {
  await forgiveTry(db, guess)
  return { outcome: 'unproved', credential: { kind: 'password', setAt: passwordSetAt ? ms(passwordSetAt) : 0 } }
}

/** The client whom an address names, as far as a password is concerned. */
type Known = {
  clientId: string
  passwordHash: string | null
  passwordSetAt: Date | null
  passwordGalleryId: string | null
}

type Compared<K extends Known> =
  | { outcome: 'right'; client: K & { passwordHash: string }; needsRehash: boolean; guess: { id: string } }
  | { outcome: 'wrong' }
  | { outcome: 'wait' }

/** Counts a guess, then compares it; for nobody the same work is done. A right one still counts until it is forgiven. */
async function compare<K extends Known>(
  db: Database,
  secrets: Secrets,
  { studioId, email, source }: { studioId: string; email: string; source: string },
  known: K | undefined,
  typed: string,
  now: Date,
): Promise<Compared<K>> {
  const budget = await addressOf(secrets, { scope: studioId, email, source: `password ${source}` })
  const guess = { id: randomId(), budget, now }
  const counted = await countGuess(db, guess)
  if (counted.length === 0) return { outcome: 'wait' }

  const verdict = await password.verify(typed, known?.passwordHash)
  if (!verdict.isRight || !known?.passwordHash) return { outcome: 'wrong' }
  const client = { ...known, passwordHash: known.passwordHash }
  return { outcome: 'right', client, needsRehash: verdict.needsRehash, guess }
}

/**
 * That a password is still, or now, the client's. A hash is never the same twice: it names the winner of a race.
 * @param holds what else has to hold of the client's row
 */
export function isOnFile(clientId: string, passwordHash: string, holds: SQL = sql`1`): SQL {
  return sql`exists (select 1 from clients where id = ${clientId} and password_hash = ${passwordHash} and ${holds})`
}

/** The same password under the parameters of now; not when it was changed meanwhile. */
async function rehash(db: Database, clientId: string, before: string, after: string): Promise<void> {
  await db.run(sql`update clients set password_hash = ${after} where id = ${clientId} and password_hash = ${before}`)
}
