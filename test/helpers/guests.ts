/** Visitors as the models see them, for what happens between a page's reading and its writing. */
import { sql } from 'drizzle-orm'
import { batch } from '../../src/db/client'
import type { Contact, Gallery, Studio } from '../../src/db/schema'
import { randomId } from '../../src/lib/token'
import * as guests from '../../src/models/guests'
import * as visits from '../../src/models/visits'
import * as make from './make'

const LOOKS = { browser: 'A browser', place: null }

type Who = Pick<visits.Place, 'role' | 'roleLinkId' | 'contactId' | 'clientId'>

/** Somebody who came by the guest link: their browser, and where it stands before the gallery now. */
export async function standing(studio: Studio, gallery: Gallery) {
  await make.roleLink(gallery, 'guest')
  const [link] = await make.db().all<{ id: string }>(sql`select id from role_links where gallery_id = ${gallery.id}`)
  return standingAs(studio, gallery, { role: 'guest', roleLinkId: link?.id ?? '' })
}

/** The same of a contact who came by their own link. */
export function standingAsContact(studio: Studio, gallery: Gallery, { id, clientId, role }: Contact) {
  return standingAs(studio, gallery, { contactId: id, clientId, role })
}

async function standingAs(studio: Studio, gallery: Gallery, who: Who) {
  const now = new Date()
  const place = { galleryId: gallery.id, expiresAt: visits.guestVisitEndsAt(now), ...who }
  const entering = { deviceHash: randomId(), sessionId: undefined, now }
  const { session, statements } = await visits.opening(make.db(), randomId(), place, entering, sql`1`)
  await batch(make.db(), statements)
  const visiting = await guests.at(make.db(), { studio: studio.slug, gallery: gallery.slug }, session, now)
  if (!visiting?.visit || !session) throw new Error('nobody is there')
  return { visiting, visit: visiting.visit.visit, browser: { deviceHash: entering.deviceHash, session, looks: LOOKS } }
}
