/** Clients' passwords as they are set: the first one, by a reset link, or after a step-up (R24, R29, R43). */
import { type SQL, sql } from 'drizzle-orm'
import { batch, type Database, ms } from '../db/client'
import { EMAIL_REVERT_HOURS } from '../door/email-change'
import { useClientLink } from '../door/ledger'
import * as password from '../door/password'
import { HOUR_MS } from '../lib/time'
import { randomId } from '../lib/token'
import * as accountMessages from './account-messages'
import * as credentials from './credentials'
import * as events from './events'
import { hasAny } from './passkeys'
import { isOnFile } from './passwords'
import { type Browser, type NewSession, type Presented, renewal } from './sessions'
import type { SignedIn } from './sign-ins'
import * as signOuts from './sign-outs'
import * as stepUps from './step-ups'
import * as visits from './visits'

/** Their mail that tells of it, for the queue, is inserted with the password. */
export type Made = { outcome: 'made'; session: NewSession; messageId: string } | { outcome: 'already' }

/** Makes a contact's account by their first password, in their own live visit (R24). */
export async function makeAccount(
  db: Database,
  visit: { id: string; galleryId: string; contactId: string; clientId: string },
  typed: string,
  browser: Browser & { session: Presented },
  now: Date,
): Promise<Made> {
  const passwordHash = await password.hash(typed)
  const isMade = isOnFile(visit.clientId, passwordHash)
  const { session, statements } = await renewal(db, browser.session, browser.deviceHash, isMade, now)
  const { galleryId, contactId } = visit
  const messageId = randomId()
  const [made] = await batch(db, [
    setFirst(db, visit, passwordHash, browser.session, now),
    ...statements,
    events.insertIf(db, { galleryId, contactId, kind: 'account-made', because: null, at: now }, isMade),
    tell(db, messageId, visit.clientId, isMade, now),
  ])
  return made.length > 0 ? { outcome: 'made', session, messageId } : { outcome: 'already' }
}

/**
 * Decides whose first password it is when it is sent twice, from two tabs say: the first one's (P3). Whoever has a passkey has an
 * account, which a link that was passed on does not change.
 */
function setFirst(
  db: Database,
  visit: { id: string; galleryId: string; clientId: string },
  passwordHash: string,
  session: Presented,
  now: Date,
) {
  return db.all<{ id: string }>(sql`
    update clients set password_hash = ${passwordHash}, password_set_at = ${ms(now)},
      password_gallery_id = ${credentials.galleryOf(visit, session, now)}
    where ${isWithoutAccount(visit, session, now)}
    returning id`)
}

/** That a row of `clients` is the contact's of a live visit in this session, and has neither password nor passkey (R24). */
export function isWithoutAccount(visit: { id: string; clientId: string }, session: Presented, now: Date): SQL {
  return sql`clients.id = ${visit.clientId} and clients.password_hash is null
    and not ${hasAny({ kind: 'client', id: visit.clientId })} and exists (
      select 1 from visits
      join sessions on sessions.id = visits.session_id
      join contacts on contacts.id = visits.contact_id and contacts.client_id = visits.client_id
      where visits.id = ${visit.id} and visits.client_id = clients.id and contacts.removed_at is null
        and ${visits.isLiveNow(session, now)})`
}

/** The client's mail about a new password: whoever did not set it learns of it. */
function tell(db: Database, id: string, clientId: string, isSet: SQL, now: Date) {
  return accountMessages.insertIf(db, { id, kind: 'password-changed', clientId }, isSet, now)
}

export type Reset = { outcome: 'set'; session: NewSession | undefined; messageId: string } | { outcome: 'refused' }

/**
 * Sets a password by a reset link, in one batch: all of it or nothing (R29). A phone that somebody who was signed in put there
 * lately goes, as it does when a change of address is taken back: codes would go to it.
 */
export async function reset(
  db: Database,
  { id, clientId }: { id: string; clientId: string },
  typed: string,
  browser: Browser,
  now: Date,
): Promise<Reset> {
  const by = randomId()
  const isOurs = sql`exists (select 1 from client_links where id = ${id} and used_by = ${by})`
  const { statements, ...made } = await setting(db, clientId, typed, browser, isOurs, now)
  const [, changed, renewed] = await batch(db, [
    useClientLink(db, { id, by, now }),
    ...statements,
    db.run(sql`
      update clients set phone = null, phone_set_at = null, version = version + 1
      where id = ${clientId} and phone_set_at >= ${ms(now) - EMAIL_REVERT_HOURS * HOUR_MS} and ${isOurs}`),
  ])
  return outcomeOf(made, changed, renewed)
}

/** Sets or changes the password of whoever is signed in and has stepped up (R43). */
export async function set(
  db: Database,
  { client, signIn }: SignedIn,
  typed: string,
  browser: Browser,
  now: Date,
): Promise<Reset> {
  const isAllowed = stepUps.holdsNow({ kind: 'client', client, signIn }, browser.session, now)
  const { statements, ...made } = await setting(db, client.id, typed, browser, isAllowed, now)
  const [changed, renewed] = await batch(db, statements)
  return outcomeOf(made, changed, renewed)
}

/**
 * The statements that set a password if `condition` holds, with what that ends and the mail about it. Who is in this browser before
 * is here after, with a new session (design §2). To be batched.
 */
async function setting(db: Database, clientId: string, typed: string, browser: Browser, condition: SQL, now: Date) {
  const passwordHash = await password.hash(typed)
  const isSet = isOnFile(clientId, passwordHash)
  const messageId = randomId()
  const { session, statements } = await renewal(db, browser.session, browser.deviceHash, isSet, now)
  const set = db.all<{ id: string }>(sql`
    update clients set password_hash = ${passwordHash}, password_set_at = ${ms(now)}, password_gallery_id = null
    where id = ${clientId} and ${condition}
    returning id`)
  const ends = signOuts.everywhereElse(db, clientId, session, isSet, now)
  return {
    session,
    messageId,
    statements: [set, ...statements, ...ends, tell(db, messageId, clientId, isSet, now)] as const,
  }
}

/** What came of {@link setting}, by the rows of its first two statements. */
function outcomeOf(
  { session, messageId }: { session: NewSession; messageId: string },
  changed: unknown[],
  renewed: unknown[],
): Reset {
  if (changed.length === 0) return { outcome: 'refused' }
  return { outcome: 'set', session: renewed.length > 0 ? session : undefined, messageId }
}
