/** Passkeys as they are used, and how clients sign in by them (R41). */
import { eq, type SQL, sql } from 'drizzle-orm'
import { batch, type Database, ms } from '../db/client'
import { clients, type Gallery, passkeys, type Studio } from '../db/schema'
import { type Answer, challengeOf, type Site, verifyUse } from '../door/passkey'
import { randomId, sha256 } from '../lib/token'
import * as challenges from './challenges'
import * as credentials from './credentials'
import * as entries from './entries'
import type { Owner } from './passkeys'
import type { EnteringBrowser, NewSession } from './sessions'
import * as signIns from './sign-ins'

/** A passkey that was used rightly; {@link counting} still has to say that it counts. */
export type Used = {
  passkeyId: string
  owner: Owner
  /** The studio whose client it is, and the address on file. */
  studioId: string | null
  email: string | null
  /** The gallery to which it belongs while it is unproved. */
  galleryId: string | null
  counter: number
  challenge: challenges.Taken
}

/**
 * Looks at an answer: takes its challenge first, so that it is looked at once, then checks what was signed.
 * @returns undefined, whatever is wrong with it
 */
export async function check(
  db: Database,
  site: Site,
  answer: Answer,
  asked: challenges.Asked,
  needsUser: boolean,
  now: Date,
): Promise<Used | undefined> {
  const text = challengeOf(answer)
  if (!text) return undefined
  const challenge = { hash: await sha256(text), by: randomId() }
  const [taken, [found]] = await batch(db, [
    challenges.take(db, challenge, asked, now),
    db
      .select({ kept: passkeys, studioId: clients.studioId, email: clients.email })
      .from(passkeys)
      .leftJoin(clients, eq(clients.id, passkeys.clientId))
      .where(eq(passkeys.credentialId, answer.id)),
  ])
  if (taken.length === 0 || !found) return undefined

  const { kept, studioId, email } = found
  const owner: Owner = kept.clientId ? { kind: 'client', id: kept.clientId } : { kind: 'staff', id: kept.staffId ?? '' }
  const counter = await verifyUse(site, answer, text, { kept, owner, needsUser })
  return counter === undefined
    ? undefined
    : { passkeyId: kept.id, owner, studioId, email, galleryId: kept.galleryId, counter, challenge }
}

/**
 * The statements that count a use of a passkey for what it opens. They decide between two uses of one count, as a copied
 * authenticator makes them: it must grow, or the authenticator does not count at all. Then `challenges.isUsedFor` holds (P3).
 * @param holds what else has to hold of its row at that moment
 */
export function counting(
  db: Database,
  { passkeyId, counter, challenge }: Used,
  openedId: string,
  now: Date,
  holds: SQL = sql`1`,
) {
  const isNext = sql`exists (
    select 1 from passkeys
    where id = ${passkeyId} and (counter < ${counter} or (counter = 0 and ${counter} = 0)) and ${holds})`
  return [
    challenges.pass(db, challenge, openedId, isNext),
    db.run(sql`
      update passkeys set counter = ${counter}, used_at = ${ms(now)}
      where id = ${passkeyId} and ${challenges.isUsedFor(challenge, openedId)}`),
  ] as const
}

/** Unproved: right, but made in a gallery, and not in this one; a code to its client's address has to prove it. */
export type SignIn =
  | { outcome: 'entered'; session: NewSession }
  | { outcome: 'unproved'; email: string; credential: credentials.Credential }
  | { outcome: 'refused' }

const COLUMN = 'passkeys.gallery_id'

/** Signs a client in to their studio's portal. A passkey of another studio's client, or of its people, opens nothing (R41). */
export async function signIn(
  db: Database,
  site: Site,
  studio: Studio,
  answer: Answer,
  browser: EnteringBrowser,
  now: Date,
): Promise<SignIn> {
  const used = await checkClients(db, site, studio.id, answer, browser, now)
  if (!used) return { outcome: 'refused' }
  if (used.galleryId) return unproved(db, used, now)

  const isSigned = (signInId: string) => challenges.isUsedFor(used.challenge, signInId)
  const opened = await signIns.opening(db, used.owner.id, browser, { way: 'passkey', isSigned, now })
  const counts = counting(db, used, opened.signInId, now, credentials.isProved(COLUMN))
  const [counted] = await batch(db, [...counts, ...opened.statements])
  return counted.length > 0 ? { outcome: 'entered', session: opened.session } : { outcome: 'refused' }
}

/** Lets a client into a gallery of which they are a contact, and signs them in to the portal with it if the passkey is proved. */
export async function enter(
  db: Database,
  site: Site,
  gallery: Gallery,
  answer: Answer,
  browser: EnteringBrowser,
  now: Date,
): Promise<SignIn> {
  const used = await checkClients(db, site, gallery.studioId, answer, browser, now)
  const contact = used && (await entries.contactOf(db, gallery, used.owner.id))
  if (!used || !contact) return { outcome: 'refused' }
  if (used.galleryId && used.galleryId !== gallery.id) return unproved(db, used, now)

  const isVisit = used.galleryId !== null
  const isProved = (visitId: string) => challenges.isUsedFor(used.challenge, visitId)
  const entry = await entries.opening(db, contact, browser, { way: 'passkey', isProved, isVisit, now })
  const opens = isVisit ? credentials.opensGallery(COLUMN, gallery) : credentials.isProved(COLUMN)
  const [counted] = await batch(db, [...counting(db, used, entry.visitId, now, opens), ...entry.statements])
  return counted.length > 0 ? { outcome: 'entered', session: entry.session } : { outcome: 'refused' }
}

type OfClient = Used & { email: string }

/** {@link check} of a sign-in by a client of this very studio. */
async function checkClients(
  db: Database,
  site: Site,
  studioId: string,
  answer: Answer,
  { deviceHash }: EnteringBrowser,
  now: Date,
): Promise<OfClient | undefined> {
  const used = await check(db, site, answer, { purpose: 'sign-in', subject: studioId, deviceHash }, false, now)
  if (used?.owner.kind !== 'client' || used.studioId !== studioId || used.email === null) return undefined
  return { ...used, email: used.email }
}

/** What the use of one comes to that is right and unproved: nothing is opened, and it counts as any other. */
async function unproved(db: Database, used: OfClient, now: Date): Promise<SignIn> {
  const [counted] = await batch(db, [...counting(db, used, randomId(), now)])
  if (counted.length === 0) return { outcome: 'refused' }
  return { outcome: 'unproved', email: used.email, credential: { kind: 'passkey', id: used.passkeyId } }
}
