/** Who stands before a gallery, as the rows tell {@link decide}: by a visit, or for the studio. */
import { and, desc, eq, isNull, type SQL, sql } from 'drizzle-orm'
import { alias, type SQLiteSelect } from 'drizzle-orm/sqlite-core'
import type { Database } from '../db/client'
import { clients, contacts, galleries, roleLinks, sessions, staff, visits } from '../db/schema'
import type { VisitorVisit } from '../door/decide'

const via = alias(contacts, 'via')

/** A visit and what {@link decide} asks about it, as {@link joined} brings it. */
export const COLUMNS = {
  visit: visits,
  session: sessions,
  contact: contacts,
  via: { removedAt: via.removedAt },
  roleLink: { revokedAt: roleLinks.revokedAt },
  client: clients,
  hasPasskey: sql<number>`exists (select 1 from passkeys where passkeys.client_id = visits.client_id)`,
}

/** Joins to `visits` what {@link COLUMNS} are of. */
export function joined<T extends SQLiteSelect>(query: T) {
  return query
    .innerJoin(sessions, eq(sessions.id, visits.sessionId))
    .leftJoin(contacts, eq(contacts.id, visits.contactId))
    .leftJoin(via, eq(via.id, visits.viaContactId))
    .leftJoin(roleLinks, eq(roleLinks.id, visits.roleLinkId))
    .leftJoin(clients, eq(clients.id, visits.clientId))
}

/** The newest visit of a session to a gallery. To be batched. */
export function selectNewest(db: Database, sessionId: string, galleryId: SQL) {
  return joined(db.select(COLUMNS).from(visits).$dynamic())
    .where(and(eq(visits.sessionId, sessionId), eq(visits.galleryId, galleryId), isNull(visits.endedAt)))
    .orderBy(desc(visits.openedAt))
    .limit(1)
}

/** A session of somebody who works for the gallery's studio. To be batched. */
export function selectStaffSession(db: Database, sessionId: string, galleryId: SQL) {
  return db
    .select({
      id: sessions.id,
      staffId: staff.id,
      secretHash: sessions.secretHash,
      deviceHash: sessions.deviceHash,
      expiresAt: sessions.expiresAt,
      endedAt: sessions.endedAt,
    })
    .from(sessions)
    .innerJoin(staff, eq(staff.id, sessions.staffId))
    .innerJoin(galleries, and(eq(galleries.studioId, staff.studioId), eq(galleries.id, galleryId)))
    .where(eq(sessions.id, sessionId))
}

type Joined = {
  visit: typeof visits.$inferSelect
  client: { passwordHash: string | null } | null
  hasPasskey: number
} & Pick<VisitorVisit, 'session' | 'contact' | 'via' | 'roleLink'>

/** A joined row as {@link decide} wants it. An outer join gives nothing for a row that is there and whose columns are null. */
export function visitorVisit(row: Joined | undefined): VisitorVisit | undefined {
  if (!row) return undefined
  const { visit, session, contact } = row
  const via = visit.viaContactId ? { removedAt: row.via?.removedAt ?? null } : null
  const roleLink = visit.roleLinkId ? { revokedAt: row.roleLink?.revokedAt ?? null } : null
  return { ...visit, session, contact, via, roleLink, hasAccount: hasAccount(row) }
}

/** Whether a client can come back by themselves: they have set a password, or have a passkey (R24). */
export function hasAccount({ client, hasPasskey }: Pick<Joined, 'client' | 'hasPasskey'>): boolean {
  return hasPasskey === 1 || Boolean(client?.passwordHash)
}
