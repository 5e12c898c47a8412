/** Guests as the models see them, for what happens between a page's reading and its writing. */
import { sql } from 'drizzle-orm'
import { batch } from '../../src/db/client'
import type { Gallery, Studio } from '../../src/db/schema'
import { randomId } from '../../src/lib/token'
import * as guests from '../../src/models/guests'
import * as visits from '../../src/models/visits'
import * as make from './make'

/** Somebody who came by the guest link of a gallery: their browser, and where it stands before the gallery now. */
export async function standing(studio: Studio, gallery: Gallery) {
  await make.roleLink(gallery, 'guest')
  const [link] = await make.db().all<{ id: string }>(sql`select id from role_links where gallery_id = ${gallery.id}`)
  const now = new Date()
  const place = { galleryId: gallery.id, role: 'guest' as const, roleLinkId: link?.id ?? '' }
  const entering = { deviceHash: randomId(), sessionId: undefined, now }
  const expiresAt = visits.guestVisitEndsAt(now)
  const opening = await visits.opening(make.db(), randomId(), { ...place, expiresAt }, entering, sql`1`)
  await batch(make.db(), opening.statements)
  const visiting = await guests.at(make.db(), { studio: studio.slug, gallery: gallery.slug }, opening.session, now)
  if (!visiting || !opening.session) throw new Error('the guest is not there')
  return { visiting, browser: { deviceHash: entering.deviceHash, session: opening.session } }
}
