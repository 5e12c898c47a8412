/** A gallery's guest code: set by the photographer, typed on the studio's home page (R21). */
import { eq, sql } from 'drizzle-orm'
import { batch, type Database } from '../db/client'
import { type Gallery, galleries, studios } from '../db/schema'
import { normalise } from '../door/guest-code'
import { type CodeTry, countCodeTry, forgiveCodeTry, isCounted } from '../door/ledger'
import { needsNoKey } from '../door/link'
import { allKeys, currentKey, type Secrets } from '../lib/keys'
import { seal, unseal } from '../lib/seal'
import { hmac, randomId } from '../lib/token'
import * as guests from './guests'
import type { Browser, NewSession, Presented } from './sessions'

export type Set = { outcome: 'saved' } | { outcome: 'not-usable' } | { outcome: 'taken' }

/** Sets a gallery's code under a new id, which ends the visits that the one before opened. */
export async function set(db: Database, secrets: Secrets, gallery: Gallery, code: string): Promise<Set> {
  const plain = normalise(code)
  if (!plain) return { outcome: 'not-usable' }

  const [hash = '', ...older] = await hashesOf(secrets, gallery.studioId, plain)
  const sealed = await seal(secrets, 'guest-code', code, gallery.id)
  // Decides which of the studio's galleries has a code; the unique index knows only those of the current secret.
  const changed = await db.all<{ id: string }>(sql`
    update or ignore galleries
    set guest_code = ${sealed}, guest_code_hash = ${hash}, guest_code_id = ${randomId()}
    where id = ${gallery.id} and not exists (
      select 1 from galleries other where other.studio_id = ${gallery.studioId} and other.id <> ${gallery.id}
        and other.guest_code_hash in (select value from json_each(${JSON.stringify(older)})))
    returning id`)
  return { outcome: changed.length > 0 ? 'saved' : 'taken' }
}

/** Takes a gallery's code away, and with it the visits that it opened. */
export async function remove(db: Database, galleryId: string): Promise<void> {
  await removing(db, galleryId)
}

export function removing(db: Database, galleryId: string) {
  return db
    .update(galleries)
    .set({ guestCode: null, guestCodeHash: null, guestCodeId: null })
    .where(eq(galleries.id, galleryId))
}

/** A gallery's code as it was set, for the photographer; undefined where there is none, or its key is gone. */
export async function shown(secrets: Secrets, gallery: Gallery): Promise<string | undefined> {
  return gallery.guestCode ? unseal(secrets, 'guest-code', gallery.guestCode, gallery.id) : undefined
}

/** By what a code is found: under the current secret first. Not the same in two studios. */
async function hashesOf(secrets: Secrets, studioId: string, plain: string): Promise<string[]> {
  const keys = await allKeys(secrets, 'guest-code')
  return Promise.all(keys.map((key) => hmac(key.hmac, `${studioId}\n${plain}`)))
}

/** Who types: `source` is an IP address or prefix. */
export type Typist = Browser & { source: string }

export type Entry =
  | { outcome: 'entered'; gallery: Gallery; session?: NewSession | undefined }
  | { outcome: 'unknown' }
  | { outcome: 'wait' }

/**
 * Tries a code on a studio's home page, and lets a guest into its gallery. The same answer for a code that nobody has and for
 * one whose gallery is closed or admits no guests. Counted before it is looked up.
 */
export async function enter(
  db: Database,
  secrets: Secrets,
  studio: { id: string },
  typed: string,
  typist: Typist,
  now: Date,
): Promise<Entry> {
  const plain = normalise(typed)
  if (!plain) return { outcome: 'unknown' }

  const { deviceHash, session } = typist
  const source = await sourceOf(secrets, studio, typist)
  const attempt = { id: randomId(), studioId: studio.id, source, deviceHash, now }
  const found = await look(db, await hashesOf(secrets, studio.id, plain), attempt, session)
  if (found === 'not-counted') return { outcome: 'wait' }
  if (!found || found.gallery.guests === 'refused' || found.standing.decision.kind === 'closed') {
    return { outcome: 'unknown' }
  }

  const { gallery, standing } = found
  const entry = needsNoKey(standing.decision, 'guest')
    ? { outcome: 'opened' as const, session: undefined }
    : await open(db, gallery, standing, attempt)
  if (entry.outcome === 'refused') return { outcome: 'unknown' }
  await forgiveCodeTry(db, attempt)
  return { outcome: 'entered', gallery, session: entry.session }
}

/** An address stands in the ledger as its HMAC, and not the same at two studios. */
async function sourceOf(secrets: Secrets, studio: { id: string }, { source }: Typist): Promise<string> {
  const { hmac: key } = await currentKey(secrets, 'guest-code')
  return hmac(key, `source\n${studio.id}\n${source}`)
}

/** Counts the try and looks the code up, with where the browser stands before its gallery. One batch. */
async function look(db: Database, hashes: string[], attempt: CodeTry, session: Presented | undefined) {
  const isIt = sql`galleries.studio_id = ${attempt.studioId} and ${isCounted(attempt)}
    and galleries.guest_code_hash in (select value from json_each(${JSON.stringify(hashes)}))`
  const galleryId = sql`(select galleries.id from galleries where ${isIt} limit 1)`
  const [, counted, [found], ...own] = await batch(db, [
    countCodeTry(db, attempt),
    db.all<{ id: string }>(sql`select id from code_tries where id = ${attempt.id}`),
    db
      .select({ gallery: galleries, studio: studios })
      .from(galleries)
      .innerJoin(studios, eq(studios.id, galleries.studioId))
      .where(isIt)
      .limit(1),
    ...guests.selectStanding(db, session, galleryId),
  ])
  if (counted.length === 0) return 'not-counted'
  return found && { ...found, standing: guests.standing(own, found, session, attempt.now) }
}

function open(db: Database, gallery: Gallery, standing: guests.Standing, browser: CodeTry) {
  const guestCodeId = gallery.guestCodeId ?? ''
  const key = { role: 'guest', guestCodeId, event: 'guest-code-entered', because: null } as const
  const goes = sql`exists (select 1 from galleries where id = ${gallery.id} and guest_code_id = ${guestCodeId})`
  return guests.open(db, gallery.id, key, goes, standing, browser)
}
