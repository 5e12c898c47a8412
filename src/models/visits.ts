import { type SQL, sql } from 'drizzle-orm'
import { batch, type Database, ms } from '../db/client'
import { admitsGuestsNow } from '../door/ledger'
import type { Role } from '../door/role'
import { HOUR_MS } from '../lib/time'
import { randomId } from '../lib/token'
import * as events from './events'
import {
  insertIf,
  isLiveNow as isSessionLiveNow,
  type Looks,
  mint as mintSession,
  type NewSession,
  type Presented,
} from './sessions'

const GUEST_VISIT_HOURS = 24

/** Where a browser is let in, as whom, and by what. */
export type Place = {
  galleryId: string
  role: Role
  expiresAt: Date
  contactId?: string | null
  clientId?: string | null
  viaContactId?: string
  roleLinkId?: string
  guestCodeId?: string
  pinId?: string | null
  guestName?: string | null
  guestEmail?: string | null
}

/**
 * The statements that let a browser in when `condition` holds: a session if it has none, the visit, and the end of the
 * visit it had to this gallery before, for one browser has one visit to a gallery. To be batched.
 */
export async function opening(db: Database, visitId: string, place: Place, browser: Entering, condition: SQL) {
  const fresh = browser.sessionId ? undefined : await mintSession(browser.deviceHash, browser.now, browser.looks)
  const sessionId = browser.sessionId ?? fresh?.id ?? ''
  const now = ms(browser.now)
  const statements = [
    fresh ? insertIf(db, fresh, null, condition) : db.all<{ id: string }>(sql`select id from sessions where 0`),
    db.run(sql`
      update visits set ended_at = ${now}
      where session_id = ${sessionId} and gallery_id = ${place.galleryId} and ended_at is null and ${condition}`),
    db.all<{ id: string }>(sql`
      insert into visits (id, session_id, gallery_id, role, opened_at, expires_at, contact_id, client_id,
        via_contact_id, role_link_id, guest_code_id, pin_id, guest_name, guest_email)
      select ${visitId}, ${sessionId}, ${place.galleryId}, ${place.role}, ${now}, ${ms(place.expiresAt)},
        ${place.contactId ?? null}, ${place.clientId ?? null}, ${place.viaContactId ?? null}, ${place.roleLinkId ?? null},
        ${place.guestCodeId ?? null}, ${place.pinId ?? null}, ${place.guestName ?? null}, ${place.guestEmail ?? null}
      where ${condition}
      returning id`),
  ] as const
  return { session: fresh, statements }
}

/** A browser at the moment it is let in; `sessionId` names its session if that is live. */
export type Entering = { deviceHash: string; sessionId: string | undefined; looks?: Looks | undefined; now: Date }

export type Opened = { outcome: 'opened'; session: NewSession | undefined } | { outcome: 'refused' }

/** When a guest who comes now is asked again. */
export function guestVisitEndsAt(now: Date): Date {
  return new Date(ms(now) + GUEST_VISIT_HOURS * HOUR_MS)
}

/** "It's not me, view as a guest" (R6): a guest's visit, when the gallery admits guests at that moment. */
export async function openAsGuest(
  db: Database,
  galleryId: string,
  contactId: string,
  browser: Entering,
): Promise<Opened> {
  const now = ms(browser.now)
  const admitted = sql`exists (
    select 1 from galleries where id = ${galleryId} and ${admitsGuestsNow(now)})
    and exists (select 1 from contacts where id = ${contactId} and removed_at is null)`
  const expiresAt = guestVisitEndsAt(browser.now)
  const place = { galleryId, viaContactId: contactId, role: 'guest' as const, expiresAt }
  const { session, statements } = await opening(db, randomId(), place, browser, admitted)
  const event = { galleryId, contactId, kind: 'viewed-as-guest' as const, because: null, at: browser.now }
  const record = events.insertIf(db, event, admitted)
  const [, , opened] = await batch(db, [...statements, record])
  return opened.length > 0 ? { outcome: 'opened', session } : { outcome: 'refused' }
}

/** That `visits`, joined with its `sessions`, goes on in this session at the moment of the statement. */
export function isLiveNow(session: Presented | undefined, now: Date): SQL {
  return sql`visits.ended_at is null and visits.expires_at > ${ms(now)} and ${isSessionLiveNow(session, now)}`
}

/** Leaves one gallery on this browser. */
export async function leave(db: Database, session: Presented, galleryId: string, now: Date): Promise<void> {
  await db.run(sql`
    update visits set ended_at = ${ms(now)}
    where gallery_id = ${galleryId} and ended_at is null and session_id in
      (select id from sessions where ${isSessionLiveNow(session, now)})`)
}
