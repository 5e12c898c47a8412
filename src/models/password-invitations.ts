/** The delayed invitation to a password, inside a gallery (R25). */
import { sql } from 'drizzle-orm'
import { type Database, ms } from '../db/client'
import type { Presented } from './sessions'
import * as visits from './visits'

/** A client's own live visits to a gallery in one browser. */
function ownVisits(what: 'id' | 'client_id', galleryId: string, session: Presented, now: Date) {
  return sql`
    select ${sql.raw(`visits.${what}`)} from visits join sessions on sessions.id = visits.session_id
    where visits.gallery_id = ${galleryId} and visits.contact_id is not null
      and ${visits.isLiveNow(session, now)}`
}

/** It was on screen: it is not shown again in this visit. */
export async function shown(db: Database, gallery: { id: string }, session: Presented, now: Date): Promise<void> {
  await db.run(sql`
    update visits set invited_at = ${ms(now)}
    where invited_at is null and id in (${ownVisits('id', gallery.id, session, now)})`)
}

/** *Not now*: it is not shown again for a while, in no gallery of the studio. */
export async function decline(db: Database, gallery: { id: string }, session: Presented, now: Date): Promise<void> {
  await db.run(sql`
    update clients set declined_at = ${ms(now)}
    where password_hash is null and id in (${ownVisits('client_id', gallery.id, session, now)})`)
}
