/** Coming in with the consent of a browser in which the same person is in already: asked for, decided there, used once. */
import { and, eq, isNull, type SQL, sql } from 'drizzle-orm'
import { batch, type Database, ms } from '../db/client'
import { approvals, clients, contacts, devices as deviceRows, type Gallery, galleries, studios } from '../db/schema'
import { APPROVAL_OPENS_MINUTES, APPROVALS_AT_ONCE, APPROVALS_PER_HOUR, drawWords } from '../door/approval'
import { isOpenNow } from '../door/ledger'
import { visitEndsAt } from '../door/link'
import { HOUR_MS, MINUTE_MS } from '../lib/time'
import { equal, randomId, randomToken, sha256 } from '../lib/token'
import * as devices from './devices'
import * as events from './events'
import type { Looked } from './links'
import { type EnteringBrowser, type Looks, type NewSession, type Presented, replace } from './sessions'
import * as signIns from './sign-ins'
import * as visits from './visits'

/** A request as the asking browser keeps it. */
export type Flow = {
  id: string
  secret: string
  words: string
  /** When the visit ends that it may open, milliseconds: as if the link had opened here. */
  endsAt: number
}

/**
 * Asks in the name of a link's client, whose link is in hand. Decides whether there may be one more request: so many at a time,
 * so many an hour. What this browser asked before is over.
 * @returns undefined when there are too many, or the contact is gone
 */
export async function ask(
  db: Database,
  { link, contact, gallery }: Looked,
  { deviceHash, looks }: { deviceHash: string; looks: Looks },
  at: Date,
): Promise<Flow | undefined> {
  const now = ms(at)
  const [id, secret, { words, others }] = [randomId(), randomToken(), drawWords()]
  const { clientId } = contact
  const device = { hash: deviceHash, personId: clientId, way: 'leave' as const, ...looks }
  const [, asked] = await batch(db, [
    db.run(sql`
      update approvals set expires_at = min(expires_at, ${now})
      where client_id = ${clientId} and device_hash = ${deviceHash} and used_at is null`),
    db.all<{ id: string }>(sql`
      insert into approvals (id, client_id, gallery_id, secret_hash, device_hash, words, others, asked_at, expires_at)
      select ${id}, ${clientId}, ${gallery.id}, ${await sha256(secret)}, ${deviceHash}, ${words},
        ${JSON.stringify(others)}, ${now}, ${now + APPROVAL_OPENS_MINUTES * MINUTE_MS}
      where ${isInvited(sql`${clientId}`, sql`${gallery.id}`, now)}
        and ${APPROVALS_AT_ONCE} > (
          select count(*) from approvals
          where client_id = ${clientId} and decided_at is null and used_at is null and expires_at > ${now})
        and ${APPROVALS_PER_HOUR} > (
          select count(*) from approvals where client_id = ${clientId} and asked_at > ${now - HOUR_MS})
      returning id`),
    devices.insert(db, device, sql`exists (select 1 from approvals where id = ${id})`, at),
  ])
  return asked.length > 0 ? { id, secret, words, endsAt: ms(visitEndsAt(link.opensUntil, at)) } : undefined
}

/** That a client is a contact of a gallery that is open. */
const isInvited = (clientId: SQL, galleryId: SQL, now: number) => sql`exists (
  select 1 from contacts join galleries on galleries.id = contacts.gallery_id
  where contacts.client_id = ${clientId} and contacts.gallery_id = ${galleryId} and contacts.removed_at is null
    and ${isOpenNow(now)})`

/** What became of a request, for the browser that asked. One query. */
export async function find(db: Database, { id, secret }: Pick<Flow, 'id' | 'secret'>) {
  const [found] = await db
    .select({ request: approvals, contact: contacts })
    .from(approvals)
    .leftJoin(
      contacts,
      and(
        eq(contacts.galleryId, approvals.galleryId),
        eq(contacts.clientId, approvals.clientId),
        isNull(contacts.removedAt),
      ),
    )
    .where(eq(approvals.id, id))
  return found && equal(found.request.secretHash, await sha256(secret)) ? found : undefined
}

/**
 * That the presented session may decide a request of `approvals`: in another browser than the one that asked, signed in to the
 * portal as that client, or inside that gallery as them.
 */
function mayDecide(session: Presented | undefined, now: Date): SQL {
  return sql`(${isInside(session, now)} or exists (
    select 1 from sign_ins join sessions on sessions.id = sign_ins.session_id
    where sign_ins.client_id = approvals.client_id and sessions.device_hash <> approvals.device_hash
      and ${signIns.goesOn(session, now)}))`
}

function isInside(session: Presented | undefined, now: Date): SQL<number> {
  return sql<number>`exists (
    select 1 from visits
      join sessions on sessions.id = visits.session_id
      join contacts on contacts.id = visits.contact_id and contacts.client_id = visits.client_id
    where visits.client_id = approvals.client_id and visits.gallery_id = approvals.gallery_id
      and contacts.removed_at is null and sessions.device_hash <> approvals.device_hash
      and ${visits.isLiveNow(session, now)})`
}

/** That a request of `approvals` waits. */
const isWaiting = (now: Date) => sql`decided_at is null and used_at is null and approvals.expires_at > ${ms(now)}`

/** The oldest request that waits for the presented session, at a studio. To be batched with what a page asks. */
export function selectWaiting(db: Database, studio: string, session: Presented | undefined, now: Date) {
  return db.all<{ id: string }>(sql`
    select approvals.id from approvals
      join clients on clients.id = approvals.client_id
      join studios on studios.id = clients.studio_id
    where studios.slug = ${studio} and ${isWaiting(now)} and ${mayDecide(session, now)}
    order by asked_at limit 1`)
}

/** A request for whoever may decide it; undefined for all others. One query. */
export async function toDecide(
  db: Database,
  at: { studio: string; approval: string },
  session: Presented | undefined,
  now: Date,
) {
  const [found] = await db
    .select({
      request: approvals,
      studio: studios,
      gallery: galleries,
      device: deviceRows,
      isInside: isInside(session, now),
    })
    .from(approvals)
    .innerJoin(clients, eq(clients.id, approvals.clientId))
    .innerJoin(studios, eq(studios.id, clients.studioId))
    .innerJoin(galleries, eq(galleries.id, approvals.galleryId))
    .leftJoin(deviceRows, and(eq(deviceRows.hash, approvals.deviceHash), eq(deviceRows.personId, approvals.clientId)))
    .where(and(eq(approvals.id, at.approval), eq(studios.slug, at.studio), mayDecide(session, now)))
  return found
}

export type ToDecide = NonNullable<Awaited<ReturnType<typeof toDecide>>>

/**
 * Decides a request, once: the first answer counts. The right words let the other browser in, wrong ones or none end the request.
 * @returns undefined when there was nothing to decide any more, or this session may not
 */
export async function decide(
  db: Database,
  id: string,
  picked: string,
  session: Presented | undefined,
  now: Date,
): Promise<'approved' | 'refused' | undefined> {
  const [decided] = await db.all<{ isApproved: number }>(sql`
    update approvals
    set decided_at = ${ms(now)}, is_approved = (words = ${picked}), decided_by = ${session?.id ?? ''}
    where id = ${id} and ${isWaiting(now)} and ${mayDecide(session, now)}
    returning is_approved as isApproved`)
  return decided && (decided.isApproved === 1 ? 'approved' : 'refused')
}

/**
 * Lets the asking browser in, in one batch: all of it or nothing. Its first statement decides: an approved request, once, before
 * its time is over, by the browser with the secret, and while the contact and the gallery go on (P3). A visit alone, whatever the
 * other browser has.
 * @returns undefined when it does not
 */
export async function open(
  db: Database,
  flow: Flow,
  contact: { id: string; clientId: string; role: 'main' | 'vendor' | 'invited' | 'guest' },
  gallery: Gallery,
  browser: EnteringBrowser,
  now: Date,
): Promise<NewSession | undefined> {
  const visitId = randomId()
  const isUsed = sql`exists (select 1 from approvals where id = ${flow.id} and used_by = ${visitId})`
  const { id: contactId, clientId, role } = contact
  const place = { galleryId: gallery.id, contactId, clientId, role, expiresAt: new Date(flow.endsAt) }
  const entering = { deviceHash: browser.deviceHash, sessionId: undefined, looks: browser.looks, now }
  const { session, statements } = await visits.opening(db, visitId, place, entering, isUsed)
  const [begin, ...opening] = statements
  if (!session) throw new Error('whoever is let in begins a session')

  const event = { galleryId: gallery.id, contactId, kind: 'device-approved', because: null, at: now } as const
  const [used] = await batch(db, [
    use(db, flow, { ...browser, secretHash: await sha256(flow.secret), visitId, contactId }, now),
    begin,
    ...replace(db, browser.session, session),
    ...devices.noting(db, session, clientId, 'leave'),
    ...opening,
    events.insertIf(db, event, isUsed),
  ])
  return used.length > 0 ? session : undefined
}

type Use = { deviceHash: string; secretHash: string; visitId: string; contactId: string }

function use(db: Database, { id }: Flow, { deviceHash, secretHash, visitId, contactId }: Use, now: Date) {
  return db.all<{ id: string }>(sql`
    update approvals set used_at = ${ms(now)}, used_by = ${visitId}
    where id = ${id} and secret_hash = ${secretHash} and device_hash = ${deviceHash}
      and is_approved = 1 and used_at is null and expires_at > ${ms(now)}
      and exists (
        select 1 from contacts join galleries on galleries.id = contacts.gallery_id
        where contacts.id = ${contactId} and contacts.client_id = approvals.client_id
          and contacts.gallery_id = approvals.gallery_id and contacts.removed_at is null and ${isOpenNow(ms(now))})
    returning id`)
}
