/** What the photographer sets about a gallery's door: a preset fills it, then each setting is changed by itself (R23). */
import { eq } from 'drizzle-orm'
import { batch, type Database } from '../db/client'
import { type Gallery, galleries } from '../db/schema'
import { type Ask, type DoorSettings, FILLED, type Preset } from '../door/preset'
import type { Secrets } from '../lib/keys'
import * as guestCodes from './guest-codes'
import * as pins from './pins'
import * as roleLinks from './role-links'

/** What is changed one by one; the PIN has a place of its own. */
export type Single = Omit<DoorSettings, 'hasPin'> & { asksBeforeDownload: Ask; asksBeforeShare: Ask }

/** A gallery's settings as a preset fills them. */
export function settingsOf({ guests, asksEmail, asksAccount, isListed, pinId }: Gallery): DoorSettings {
  return { guests, asksEmail, asksAccount, isListed, hasPin: pinId !== null }
}

export async function save(db: Database, gallery: { id: string }, single: Single): Promise<void> {
  await db.update(galleries).set(single).where(eq(galleries.id, gallery.id))
}

/**
 * Fills the settings with a preset's, all at once, and makes or takes away the gallery PIN as it wants. *Sensitive* is for
 * named contacts alone: it ends the role links and the guest code too, with the visits they opened.
 */
export async function fill(
  db: Database,
  secrets: Secrets,
  gallery: { id: string },
  preset: Preset,
  now: Date,
): Promise<void> {
  const { hasPin, ...filled } = FILLED[preset]
  const { id } = gallery
  const { give } = await pins.giving(db, secrets, id)
  const ends = [roleLinks.revoking(db, id, roleLinks.LINK_ROLES, now), guestCodes.removing(db, id)]
  await batch(db, [
    db
      .update(galleries)
      .set({ preset, ...filled })
      .where(eq(galleries.id, id)),
    hasPin ? give : pins.removing(db, id),
    ...(preset === 'sensitive' ? ends : []),
  ])
}
