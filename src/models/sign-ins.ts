/** Clients who are signed in to a studio's portal: one person a studio and browser (R41). */
import { and, desc, eq, isNull, type SQL, sql } from 'drizzle-orm'
import { batch, type Database, ms } from '../db/client'
import { type Client, clients, devices as devicesTable, type SignIn, sessions, signIns, studios } from '../db/schema'
import { isOver } from '../door/decide'
import { stepUpHoldsSince } from '../door/step-up'
import { randomId } from '../lib/token'
import * as devices from './devices'
import * as newDevices from './new-devices'
import {
  type EnteringBrowser,
  expiryOf,
  insertIf,
  isLive,
  isLiveNow as isSessionLiveNow,
  mint,
  type NewSession,
  type Presented,
  replace,
} from './sessions'

/** Who is signed in to a portal, and in which session. */
export type SignedIn = { client: Client; signIn: SignIn }

/**
 * A studio by its address, and who is signed in to its portal in a session. One query.
 * @returns undefined when there is no such studio
 */
export async function at(db: Database, slug: string, session: Presented | undefined, now: Date) {
  return standing(await batch(db, selectAt(db, slug, session)), session, now)
}

/** What {@link standing} is told by. To be batched. */
export function selectAt(db: Database, slug: string, session: Presented | undefined) {
  return [
    db.select().from(studios).where(eq(studios.slug, slug)),
    db
      .select({ signIn: signIns, client: clients, session: sessions, seenAt: devicesTable.seenAt })
      .from(signIns)
      .innerJoin(sessions, eq(sessions.id, signIns.sessionId))
      .innerJoin(clients, eq(clients.id, signIns.clientId))
      .innerJoin(studios, eq(studios.id, clients.studioId))
      .leftJoin(devicesTable, and(eq(devicesTable.hash, sessions.deviceHash), eq(devicesTable.personId, clients.id)))
      .where(and(eq(signIns.sessionId, session?.id ?? ''), eq(studios.slug, slug), isNull(signIns.endedAt)))
      .orderBy(desc(signIns.openedAt))
      .limit(1),
  ] as const
}

type Rows = { [N in 0 | 1]: Awaited<ReturnType<typeof selectAt>[N]> }

/** A studio, and who is signed in to its portal; undefined when there is no such studio. */
export function standing([[found], [own]]: readonly [Rows[0], Rows[1]], session: Presented | undefined, now: Date) {
  if (!found) return undefined
  const isHere = own !== undefined && isLive(own.session, session, now) && !isOver(own.signIn, now)
  return {
    studio: found,
    signedIn: isHere ? { client: own.client, signIn: own.signIn } : undefined,
    /** When their device was last noted, milliseconds. */
    seenAt: own?.seenAt?.getTime(),
  }
}

/** Who is signed in to the portal of a gallery's studio and a contact of the gallery, if anybody is. To be batched. */
export function selectContact(db: Database, galleryId: SQL, session: Presented | undefined, now: Date) {
  return db.all<{ signInId: string; clientId: string; name: string; email: string; wasTold: number }>(sql`
    select sign_ins.id as signInId, clients.id as clientId, clients.name as name, clients.email as email,
      ${wasTold} as wasTold
    from sign_ins
      join sessions on sessions.id = sign_ins.session_id
      join clients on clients.id = sign_ins.client_id
      join contacts on contacts.client_id = clients.id and contacts.removed_at is null
    where contacts.gallery_id = ${galleryId} and ${goesOn(session, now)}
    limit 1`)
}

/** That `contacts` were told of their gallery: a link was made for them as who they are now, or they have been inside. */
export const wasTold = sql<number>`(
  exists (select 1 from links where links.contact_id = contacts.id and links.client_id = contacts.client_id)
  or exists (select 1 from visits where visits.client_id = contacts.client_id and visits.contact_id = contacts.id))`

/** That `sign_ins`, joined with its `sessions`, goes on in this session at the moment of the statement. */
export function goesOn(session: Presented | undefined, now: Date): SQL {
  return sql`sign_ins.ended_at is null and sign_ins.expires_at > ${ms(now)} and ${isSessionLiveNow(session, now)}`
}

/** That a sign-in goes on in the presented session at the moment of the statement. */
export function isLiveNow(signInId: string | SQL, session: Presented | undefined, now: Date): SQL<number> {
  return isHereNow(sql`sign_ins.id = ${signInId}`, session, now)
}

/** That a client, by their id in SQL, is signed in with the presented session at the moment of the statement. */
export function isClientHereNow(clientId: SQL, session: Presented | undefined, now: Date): SQL<number> {
  return isHereNow(sql`sign_ins.client_id = ${clientId}`, session, now)
}

/** That a sign-in, by its id in SQL, goes on at the moment of the statement, in whatever session. */
export function isLiveAnywhere(signInId: SQL, now: Date): SQL {
  return sql`exists (
    select 1 from sign_ins join sessions on sessions.id = sign_ins.session_id
    where sign_ins.id = ${signInId} and sign_ins.ended_at is null and sign_ins.expires_at > ${ms(now)}
      and sessions.ended_at is null and sessions.expires_at > ${ms(now)})`
}

/** That `which` of `sign_ins` goes on in the presented session at the moment of the statement. */
export function isHereNow(which: SQL, session: Presented | undefined, now: Date): SQL<number> {
  return sql<number>`exists (
    select 1 from sign_ins join sessions on sessions.id = sign_ins.session_id
    where ${which} and ${goesOn(session, now)})`
}

/**
 * That a client is signed in with the presented session and proved in it, a moment ago, that their mailbox or phone is theirs: by
 * a step-up, or by the code with which they came.
 */
export function isProvedByCodeNow(clientId: string, session: Presented, now: Date): SQL {
  const provedAt = sql`max(coalesce(sign_ins.proved_at, 0), iif(sign_ins.way = 'code', sign_ins.opened_at, 0))`
  return isHereNow(sql`sign_ins.client_id = ${clientId} and ${provedAt} > ${stepUpHoldsSince(now)}`, session, now)
}

/**
 * The statements that sign a client in when `isSigned` of the sign-in's id holds: a new session that takes over what the
 * browser's old one was let into, and ends whoever was in the same studio before. To be batched behind the statement that
 * decides (P3); the first of them tells whether it came to be.
 */
export async function opening(
  db: Database,
  clientId: string,
  browser: EnteringBrowser,
  { way, isSigned, now }: { way: SignIn['way']; isSigned: (signInId: string) => SQL; now: Date },
) {
  const signInId = randomId()
  const session = await mint(browser.deviceHash, now, browser.looks)
  const begun = insertIf(db, session, null, isSigned(signInId))
  const statements = [begun, ...replace(db, browser.session, session), ...insert(db, signInId, clientId, session, way)]
  return { signInId, session, statements: statements as [typeof begun, ...typeof statements] }
}

/**
 * The statements that sign a client in with a session that has begun in the same batch; nothing if it has not. To be batched
 * before a visit that is opened with it, or the device would not be a new one any more.
 */
export function insert(
  db: Database,
  signInId: string,
  clientId: string | SQL,
  session: NewSession,
  way: SignIn['way'],
) {
  const { id: sessionId, now } = session
  const begun = sql`exists (select 1 from sessions where id = ${sessionId})`
  const inStudio = (also: SQL) => sql`(
    select id from clients where studio_id = (select studio_id from clients where id = ${clientId}) and ${also})`
  return [
    newDevices.tellClient(db, signInId, clientId, session),
    ...devices.noting(db, session, clientId, way === 'continuation' ? 'leave' : 'sign-in'),
    db.run(sql`
      update sign_ins set ended_at = ${ms(now)}
      where session_id = ${sessionId} and ended_at is null and client_id in ${inStudio(sql`1`)} and ${begun}`),
    db.run(sql`
      update visits set ended_at = ${ms(now)}
      where session_id = ${sessionId} and ended_at is null
        and client_id in ${inStudio(sql`id <> ${clientId}`)} and ${begun}`),
    db.run(sql`
      insert into sign_ins (id, session_id, client_id, way, opened_at, expires_at)
      select ${signInId}, ${sessionId}, ${clientId}, ${way}, ${ms(now)}, ${ms(expiryOf(session))} where ${begun}`),
  ] as const
}
