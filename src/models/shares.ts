/** Sharing from inside the gallery: a main client invites guests by email (R22). */
import { type SQL, sql } from 'drizzle-orm'
import { batch, type Database, ms } from '../db/client'
import type { Gallery } from '../db/schema'
import { admitsGuestsNow } from '../door/ledger'
import { INVITATIONS_PER_DAY } from '../door/share'
import { DAY_MS } from '../lib/time'
import { randomId } from '../lib/token'
import * as contacts from './contacts'
import type { Visiting } from './guests'
import type { Person } from './identities'
import type { Presented } from './sessions'
import { isFree } from './taken-addresses'
import * as visits from './visits'

export type Invited =
  /** No contact where the address may become its client's again (R43): nobody takes it from them by inviting it. */
  | { outcome: 'invited'; contact: { id: string; clientId: string } | undefined }
  | { outcome: 'too-many' }
  /** They are no main client here any more, or guests are no longer admitted. */
  | { outcome: 'refused' }

/**
 * Makes somebody a guest contact of the gallery; who is a contact already stays what they are. The invitation is a message of
 * its own.
 * @param visit the inviting client's own
 */
export async function invite(
  db: Database,
  gallery: Gallery,
  visit: NonNullable<Visiting['visit']>['visit'],
  session: Presented | undefined,
  person: Person,
  now: Date,
): Promise<Invited> {
  const id = randomId()
  const shares = isMainClient(gallery, visit.id, session, now)
  const mayJoin = isFree(gallery.studioId, person.email, now)
  const noted = sql`exists (select 1 from events where id = ${id})`
  const [counted, , , [contact], stillShares] = await batch(db, [
    // Decides whether one more may go out: the rest follows from its row.
    db.all<{ id: string }>(sql`
      insert into events (id, gallery_id, contact_id, kind, at)
      select ${id}, ${gallery.id}, ${visit.contactId}, 'guest-invited', ${ms(now)}
      where ${shares} and ${invitationsBy(visit.clientId, now)} < ${INVITATIONS_PER_DAY}
      returning id`),
    ...contacts.joining(db, gallery, { ...person, role: 'guest' }, now, sql`${noted} and ${mayJoin}`),
    db.all<{ id: string; clientId: string }>(sql`
      select id, client_id as clientId from contacts where id = ${contacts.idAt(gallery, person.email)}`),
    db.all<{ one: number }>(sql`select 1 as one where ${shares}`),
  ])
  if (counted.length > 0) return { outcome: 'invited', contact }
  return { outcome: stillShares.length > 0 ? 'too-many' : 'refused' }
}

/** That a visit still is a main client's, in this session, at a gallery that is open and admits guests at that moment. */
function isMainClient(gallery: Gallery, visitId: string, session: Presented | undefined, now: Date): SQL {
  return sql`exists (
    select 1 from visits
    join sessions on sessions.id = visits.session_id
    join contacts on contacts.id = visits.contact_id and contacts.client_id = visits.client_id
    join galleries on galleries.id = visits.gallery_id
    where visits.id = ${visitId} and visits.gallery_id = ${gallery.id}
      and ${visits.isLiveNow(session, now)}
      and contacts.role = 'main' and contacts.removed_at is null and ${admitsGuestsNow(ms(now))})`
}

/** How many guests a client invited within 24 hours, over all galleries. */
function invitationsBy(clientId: string | null, now: Date): SQL {
  return sql`(
    select count(*) from events
    where kind = 'guest-invited' and at > ${ms(now) - DAY_MS}
      and contact_id in (select id from contacts where client_id = ${clientId}))`
}
