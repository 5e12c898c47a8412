/** Scan to continue: a code on one screen lets the same person in on another device, once, within a minute. */
import { and, eq, isNull, type SQL, sql } from 'drizzle-orm'
import { batch, type Database, ms } from '../db/client'
import { clientLinks, clients, contacts, galleries, studios, visits as visitRows } from '../db/schema'
import { CONTINUATION_OPENS_SECONDS, type Origin } from '../door/continuation'
import { isOpenNow, useClientLink } from '../door/ledger'
import { type LinkMeaning, remember } from '../door/link'
import { SECOND_MS } from '../lib/time'
import { randomId, randomToken } from '../lib/token'
import * as devices from './devices'
import * as events from './events'
import { type EnteringBrowser, isLiveNow, type NewSession, type Presented, replace } from './sessions'
import * as signIns from './sign-ins'
import * as visits from './visits'

/**
 * Makes a code for who is in by `origin` in the presented session, at the moment of the statement.
 * @param galleryId where it leads; null for the portal
 * @returns the token, for the screen alone, and what names it; undefined when they are in no longer
 */
export async function begin(
  db: Database,
  tokens: KVNamespace,
  { clientId, galleryId, origin }: { clientId: string; galleryId: string | null; origin: Origin },
  session: Presented | undefined,
  now: Date,
): Promise<{ id: string; token: string } | undefined> {
  const [id, token] = [randomId(), randomToken()]
  await remember(tokens, token, { kind: 'continuation', id, origin })
  const made = await db.all<{ id: string }>(sql`
    insert into client_links (id, kind, client_id, gallery_id, issued_at, opens_until)
    select ${id}, 'continuation', clients.id, ${galleryId}, ${ms(now)}, ${ms(now) + CONTINUATION_OPENS_SECONDS * SECOND_MS}
    from clients where id = ${clientId}
      and ${goesOn(origin, sql`${clientId}`, sql`${galleryId}`, isLiveNow(session, now), now)}
    returning id`)
  return made.length > 0 ? { id, token } : undefined
}

/** That somebody still is in by what they were in by: of the client, in the gallery, which is open and has them as a contact. */
function goesOn({ signInId, visitId }: Origin, clientId: SQL, galleryId: SQL, sessionIs: SQL, now: Date): SQL<number> {
  const bySignIn = sql`exists (
    select 1 from sign_ins join sessions on sessions.id = sign_ins.session_id
    where sign_ins.id = ${signInId ?? ''} and sign_ins.client_id = ${clientId}
      and sign_ins.ended_at is null and sign_ins.expires_at > ${ms(now)} and ${sessionIs})`
  const byVisit = sql`exists (
    select 1 from visits
      join sessions on sessions.id = visits.session_id
      join contacts on contacts.id = visits.contact_id and contacts.client_id = visits.client_id
      join galleries on galleries.id = visits.gallery_id
    where visits.id = ${visitId ?? ''} and visits.client_id = ${clientId} and visits.gallery_id = ${galleryId}
      and contacts.removed_at is null and ${isOpenNow(ms(now))}
      and visits.ended_at is null and visits.expires_at > ${ms(now)} and ${sessionIs})`
  const parts = [...(signInId ? [bySignIn] : []), ...(visitId ? [byVisit] : [])]
  return parts.length > 0 ? sql<number>`(${sql.join(parts, sql` and `)})` : sql<number>`0`
}

const OF_LINK = { client: sql`client_links.client_id`, gallery: sql`client_links.gallery_id` }

/** {@link goesOn} of a code's row, in whatever session. */
function stillGoesOn(origin: Origin, now: Date): SQL<number> {
  const anywhere = sql`sessions.ended_at is null and sessions.expires_at > ${ms(now)}`
  return goesOn(origin, OF_LINK.client, OF_LINK.gallery, anywhere, now)
}

/** That a browser is where a code leads, as the same person. */
function isHere(session: Presented | undefined, now: Date): SQL<number> {
  const isInGallery = sql`exists (
    select 1 from visits join sessions on sessions.id = visits.session_id
    where visits.client_id = ${OF_LINK.client} and visits.gallery_id = ${OF_LINK.gallery}
      and ${visits.isLiveNow(session, now)})`
  return sql<number>`iif(client_links.gallery_id is null,
    ${signIns.isClientHereNow(OF_LINK.client, session, now)}, ${isInGallery})`
}

/** What became of a code, for the screen that showed it; undefined for every other browser. */
export async function shown(
  db: Database,
  at: { studio: string; continuation: string },
  session: Presented | undefined,
  now: Date,
) {
  const [found] = await db
    .select({ link: clientLinks, studio: studios, gallery: galleries })
    .from(clientLinks)
    .innerJoin(clients, eq(clients.id, clientLinks.clientId))
    .innerJoin(studios, eq(studios.id, clients.studioId))
    .leftJoin(galleries, eq(galleries.id, clientLinks.galleryId))
    .where(
      and(
        eq(clientLinks.id, at.continuation),
        eq(clientLinks.kind, 'continuation'),
        eq(studios.slug, at.studio),
        isHere(session, now),
      ),
    )
  return found && { ...found, state: stateOf(found.link, now) }
}

function stateOf(
  { usedAt, opensUntil }: { usedAt: Date | null; opensUntil: Date },
  now: Date,
): 'done' | 'waiting' | 'gone' {
  if (usedAt) return 'done'
  return opensUntil > now ? 'waiting' : 'gone'
}

/** A code with whose it is, where it leads, and whether this browser is there as them already. One query. */
export async function look(db: Database, meaning: LinkMeaning, session: Presented | undefined, now: Date) {
  const origin = meaning.origin ?? {}
  const [found] = await db
    .select({
      link: clientLinks,
      client: clients,
      studio: studios,
      gallery: galleries,
      contact: contacts,
      visit: visitRows,
      goesOn: stillGoesOn(origin, now),
      isHere: isHere(session, now),
    })
    .from(clientLinks)
    .innerJoin(clients, eq(clients.id, clientLinks.clientId))
    .innerJoin(studios, eq(studios.id, clients.studioId))
    .leftJoin(galleries, eq(galleries.id, clientLinks.galleryId))
    .leftJoin(
      contacts,
      and(eq(contacts.galleryId, clientLinks.galleryId), eq(contacts.clientId, clients.id), isNull(contacts.removedAt)),
    )
    .leftJoin(visitRows, eq(visitRows.id, origin.visitId ?? ''))
    .where(and(eq(clientLinks.id, meaning.id), eq(clientLinks.kind, 'continuation')))
  return found && { ...found, origin }
}

export type Looked = NonNullable<Awaited<ReturnType<typeof look>>>

/** Whether a code still lets somebody in; {@link claim}'s own statement asks once more. Pure. */
export function isOpen({ link, goesOn }: Pick<Looked, 'link' | 'goesOn'>, now: Date): boolean {
  return link.usedAt === null && link.opensUntil > now && goesOn === 1
}

/**
 * Lets the same person in on another device, in one batch: all of it or nothing. Its first statement decides: the first of two
 * that scan, within the minute, while what it came from goes on (P3). Nobody stays longer than there.
 * @returns undefined when it does not
 */
export async function claim(
  db: Database,
  looked: Looked,
  browser: EnteringBrowser,
  now: Date,
): Promise<NewSession | undefined> {
  const { link, origin } = looked
  const by = randomId()
  const isUsed = sql`exists (select 1 from client_links where id = ${link.id} and used_by = ${by})`
  const letting = await (link.galleryId ? intoGallery : intoPortal)(db, looked, browser, isUsed, now)
  if (!letting) return undefined
  const use = useClientLink(db, { id: link.id, by, now }, sql`kind = 'continuation' and ${stillGoesOn(origin, now)}`)
  const [used] = await batch(db, [use, ...letting.statements])
  return used.length > 0 ? letting.session : undefined
}

/** The statements that let into the portal, once `isUsed` holds. */
async function intoPortal(db: Database, { client, origin }: Looked, browser: EnteringBrowser, isUsed: SQL, now: Date) {
  const way = { way: 'continuation', isSigned: () => isUsed, now } as const
  const { signInId, session, statements } = await signIns.opening(db, client.id, browser, way)
  return { session, statements: [...statements, noLonger(db, signInId, origin)] }
}

/** The same into a gallery, and into the portal only if they are signed in to it where they come from. */
async function intoGallery(
  db: Database,
  { client, contact, visit, origin }: Looked,
  browser: EnteringBrowser,
  isUsed: SQL,
  now: Date,
) {
  if (!contact || !visit) return undefined
  const { id: contactId, galleryId, role } = contact
  const place = { galleryId, contactId, clientId: client.id, role, expiresAt: visit.expiresAt }
  const entering = { deviceHash: browser.deviceHash, sessionId: undefined, looks: browser.looks, now }
  const { session, statements } = await visits.opening(db, randomId(), place, entering, isUsed)
  const [begin, ...open] = statements
  if (!session) throw new Error('whoever goes on elsewhere begins a session')

  const signInId = randomId()
  const signIn = origin.signInId ? signIns.insert(db, signInId, client.id, session, 'continuation') : []
  const event = { galleryId, contactId, kind: 'device-continued', because: null, at: now } as const
  const after = [noLonger(db, signInId, origin), ...devices.noting(db, session, client.id, 'leave'), ...open]
  return {
    session,
    statements: [
      begin,
      ...replace(db, browser.session, session),
      ...signIn,
      ...after,
      events.insertIf(db, event, isUsed),
    ],
  }
}

/** A sign-in lasts no longer than the one that it came from: nobody stays for ever by going on. */
function noLonger(db: Database, signInId: string, origin: Origin) {
  return db.run(sql`
    update sign_ins set expires_at = min(expires_at, (select expires_at from sign_ins where id = ${origin.signInId ?? ''}))
    where id = ${signInId}`)
}
