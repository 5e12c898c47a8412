import { eq, sql } from 'drizzle-orm'
import { batch, type Database } from '../db/client'
import { type Contact, clients, contacts, galleries, links, sessions, studios } from '../db/schema'
import { decide } from '../door/decide'
import { claimLink } from '../door/ledger'
import * as link from '../door/link'
import { randomId } from '../lib/token'
import * as devices from './devices'
import * as events from './events'
import { doorOf } from './galleries'
import * as roleLinkVisits from './role-link-visits'
import { type EnteringBrowser, isLive, type NewSession, type Presented, replace } from './sessions'
import * as visitors from './visitors'
import * as visits from './visits'

/**
 * A new link whose meaning is in KV and whose ledger row is the caller's to insert. A link without a row opens nothing.
 * @returns the token, for the message or the screen alone
 */
export async function prepare(tokens: KVNamespace, now: Date) {
  const { token, issuedAt, opensUntil } = link.mint(now)
  const id = randomId()
  await link.remember(tokens, token, { kind: 'gallery', id })
  return { id, token, issuedAt, opensUntil }
}

/**
 * Makes a new, valid link for a contact: its meaning is stored in KV here, its ledger row when `insert` runs in the
 * caller's batch. A link without a row opens nothing.
 * @returns the token, for the message or the screen alone, and the statement to batch
 */
export async function issue(db: Database, tokens: KVNamespace, contact: { id: string; clientId: string }, now: Date) {
  const { id, token, issuedAt, opensUntil } = await prepare(tokens, now)
  const insert = db
    .insert(links)
    .values({ id, contactId: contact.id, clientId: contact.clientId, issuedAt, opensUntil })
  return { token, opensUntil, insert }
}

/** *Copy access link* (R48): a new link for any channel, noted for the photographer. */
export async function copy(db: Database, tokens: KVNamespace, contact: Contact, now: Date): Promise<string> {
  const { token, insert } = await issue(db, tokens, contact, now)
  const { id: contactId, galleryId } = contact
  await batch(db, [insert, events.insert(db, { galleryId, contactId, kind: 'link-copied', because: null, at: now })])
  return token
}

/**
 * A link with everything its page and its button need, and the browser's own state. One batch.
 * @param meaning of its token, from KV
 * @returns undefined when it leads into no gallery
 */
export async function look(
  db: Database,
  meaning: link.LinkMeaning | undefined,
  session: Presented | undefined,
  now: Date,
) {
  switch (meaning?.kind) {
    case 'gallery':
      return lookMagic(db, meaning.id, session, now)
    case 'role':
      return roleLinkVisits.look(db, meaning.id, session, now)
    case 'password-reset':
    case 'portal':
    case 'email-confirmation':
    case 'email-revert':
    case 'continuation':
    case undefined:
      return undefined
  }
}

async function lookMagic(db: Database, id: string, session: Presented | undefined, now: Date) {
  const galleryId = sql`(select ${contacts.galleryId} from ${links} join ${contacts} on ${contacts.id} = ${links.contactId}
    where ${links.id} = ${id})`
  const [[found], [carried], [own]] = await batch(db, [
    selectLink(db, id),
    db
      .select()
      .from(sessions)
      .where(eq(sessions.id, session?.id ?? '')),
    visitors.selectNewest(db, session?.id ?? '', galleryId),
  ])
  if (!found) return undefined

  const isSignedIn = isLive(carried, session, now)
  const decision = decide(
    doorOf(found.gallery, found.studio),
    { visit: isSignedIn ? visitors.visitorVisit(own) : undefined },
    now,
  )
  return {
    kind: 'gallery' as const,
    ...found,
    sessionId: isSignedIn ? carried?.id : undefined,
    /** Already inside as this very contact: no button, no claim (R5). */
    isInside: decision.kind === 'inside' && own?.visit.contactId === found.contact.id,
  }
}

/** A contact's magic link. */
export type Looked = NonNullable<Awaited<ReturnType<typeof lookMagic>>>

function selectLink(db: Database, linkId: string) {
  return db
    .select({
      link: links,
      contact: contacts,
      client: clients,
      gallery: galleries,
      studio: studios,
      photoCount: sql<number>`(select count(*) from photos where gallery_id = galleries.id and state = 'ready')`,
    })
    .from(links)
    .innerJoin(contacts, eq(contacts.id, links.contactId))
    .innerJoin(clients, eq(clients.id, contacts.clientId))
    .innerJoin(galleries, eq(galleries.id, contacts.galleryId))
    .innerJoin(studios, eq(studios.id, galleries.studioId))
    .where(eq(links.id, linkId))
}

/** Why the link does not open for this device; undefined when it does. */
export function refusalOf(looked: Omit<Looked, 'kind' | 'sessionId' | 'isInside'>, deviceHash: string, now: Date) {
  return link.refusalOf(
    { ...looked.link, contact: looked.contact, client: looked.client, door: looked.gallery },
    deviceHash,
    now,
  )
}

export type Claim = { outcome: 'opened'; session: NewSession } | { outcome: 'refused'; because: link.Refusal }

/** Claims a link for a device and opens the visit, in one batch: all of it or nothing (R3, P3). */
export async function claim(
  db: Database,
  looked: Looked,
  { deviceHash, session: presented, looks }: EnteringBrowser,
  now: Date,
): Promise<Claim> {
  const { contact, gallery } = looked
  const visitId = randomId()
  const claimed = sql`exists (select 1 from links where visit_id = ${visitId})`
  const place = {
    galleryId: gallery.id,
    contactId: contact.id,
    clientId: contact.clientId,
    role: contact.role,
    expiresAt: link.visitEndsAt(looked.link.opensUntil, now),
  }
  // A new session: one that somebody else may know must not become this client's.
  const browser = { deviceHash, sessionId: undefined, looks, now }
  const { session, statements } = await visits.opening(db, visitId, place, browser, claimed)
  const [begin, ...open] = statements
  if (!session) throw new Error('whoever claims a link begins a session')

  const [[won], [after]] = await batch(db, [
    claimLink(db, { linkId: looked.link.id, visitId, deviceHash, now }),
    selectLink(db, looked.link.id),
    begin,
    ...replace(db, presented, session),
    ...devices.noting(db, session, contact.clientId, 'link'),
    ...open,
    events.insertIf(
      db,
      { galleryId: gallery.id, contactId: contact.id, kind: 'link-claimed', because: null, at: now },
      claimed,
    ),
  ])
  if (won) return { outcome: 'opened', session }
  return { outcome: 'refused', because: (after && refusalOf(after, deviceHash, now)) ?? 'withdrawn' }
}
