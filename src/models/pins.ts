/** A gallery's PIN, as its photographer sets it (R14, R16). */
import { and, eq, isNull } from 'drizzle-orm'
import type { Database } from '../db/client'
import { type Gallery, galleries } from '../db/schema'
import { normalise } from '../door/pin'
import { shortestPin, suggestPin } from '../door/preset'
import type { Secrets } from '../lib/keys'
import { seal, unseal } from '../lib/seal'
import { randomId } from '../lib/token'

export type Saved = { outcome: 'saved' } | { outcome: 'not-a-pin' } | { outcome: 'too-short'; shortest: number }

/**
 * Gives a gallery its PIN (R14). A new id every time, the same digits or not: what the old one opened ends (R16).
 * @param typed as a person writes it, see {@link normalise}
 */
export async function set(db: Database, secrets: Secrets, gallery: Gallery, typed: string): Promise<Saved> {
  const digits = normalise(typed)
  if (!digits) return { outcome: 'not-a-pin' }
  const shortest = shortestPin(gallery.preset)
  if (digits.length < shortest) return { outcome: 'too-short', shortest }

  const pin = await seal(secrets, 'pin', digits, gallery.id)
  await db.update(galleries).set({ pin, pinId: randomId() }).where(eq(galleries.id, gallery.id))
  return { outcome: 'saved' }
}

/** The statement that gives a gallery without a PIN a suggested one (R14, R23): of two, the first is the PIN. To be batched. */
export async function giving(db: Database, secrets: Secrets, galleryId: string) {
  const pin = await seal(secrets, 'pin', suggestPin(), galleryId)
  const give = db
    .update(galleries)
    .set({ pin, pinId: randomId() })
    .where(and(eq(galleries.id, galleryId), isNull(galleries.pinId)))
  return { give }
}

/** From the next request on the gallery asks for no PIN, and what it opened is over. */
export async function remove(db: Database, gallery: Gallery): Promise<void> {
  await removing(db, gallery.id)
}

/** The statement of {@link remove}, to be batched. */
export function removing(db: Database, galleryId: string) {
  return db.update(galleries).set({ pin: null, pinId: null }).where(eq(galleries.id, galleryId))
}

/** A gallery's PIN, for the photographer; undefined when there is none or the keys are gone. */
export function read(secrets: Secrets, gallery: Gallery): Promise<string | undefined> {
  return gallery.pin ? unseal(secrets, 'pin', gallery.pin, gallery.id) : Promise.resolve(undefined)
}
