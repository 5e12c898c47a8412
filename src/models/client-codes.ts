/** Login codes for clients, at the door of one gallery (R10–R12). */
import { and, eq, isNull, sql } from 'drizzle-orm'
import { batch, type Database, ms } from '../db/client'
import { clients, contacts, type Gallery } from '../db/schema'
import type { Secrets } from '../lib/keys'
import { randomId } from '../lib/token'
import * as codes from './codes'
import * as events from './events'
import type { Looked } from './links'
import * as messages from './messages'
import { type NewSession, type Presented, replace, SESSION_DAYS } from './sessions'
import * as visits from './visits'

const DAY_MS = 86_400_000

/** Asks by one's own link, which knows whose it was: on a budget that no stranger can draw on (R9, R12). */
export function askByLink(db: Database, secrets: Secrets, { gallery, contact, clientEmail }: Looked, now: Date) {
  return ask(db, secrets, gallery, { email: clientEmail, source: 'link', subject: contact.clientId }, now)
}

/**
 * Asks by a typed address. The same for an address that nobody at this gallery has (P6).
 * @param email in lower case
 * @param deviceHash of the asking browser: one that this client has been in with before draws on budgets of its own
 */
export async function askByEmail(
  db: Database,
  secrets: Secrets,
  gallery: Gallery,
  email: string,
  deviceHash: string,
  now: Date,
) {
  const isTrusted = sql<number>`exists (
    select 1 from visits join sessions on sessions.id = visits.session_id
    where visits.client_id = clients.id and sessions.device_hash = ${deviceHash})`
  const [found] = await db
    .select({ clientId: contacts.clientId, isTrusted })
    .from(contacts)
    .innerJoin(clients, eq(clients.id, contacts.clientId))
    .where(and(eq(contacts.galleryId, gallery.id), isNull(contacts.removedAt), eq(clients.email, email)))
  const source = found?.isTrusted ? deviceHash : 'anywhere'
  return ask(db, secrets, gallery, { email, source, subject: found?.clientId ?? null }, now)
}

type Asker = Pick<codes.Request, 'email' | 'source' | 'subject'>

function ask(db: Database, secrets: Secrets, gallery: Gallery, asker: Asker, now: Date) {
  const request = { purpose: 'client-entry' as const, scope: gallery.studioId, ...asker }
  const announce = (messageId: string, codeId: string) =>
    messages.insertForClient(db, messageId, codeId, gallery.id, now)
  return codes.ask(db, secrets, request, announce, now)
}

export type Entry = { outcome: 'entered'; session: NewSession } | codes.Failed

/** Tries a code; the right one lets the client in at once, with a session of its own (R12, P3). */
export async function tryCode(
  db: Database,
  gallery: Gallery,
  flow: codes.Flow,
  digits: string,
  browser: { deviceHash: string; session?: Presented },
  now: Date,
): Promise<Entry> {
  const tried = await codes.attempt(db, flow, digits, now)
  if (tried.outcome !== 'right') return tried

  const [contact] = await db
    .select()
    .from(contacts)
    .where(and(eq(contacts.galleryId, gallery.id), eq(contacts.clientId, tried.subject), isNull(contacts.removedAt)))
  if (!contact) return { outcome: 'over' }

  const visitId = randomId()
  const { spent, isOurs } = codes.spending(db, tried.attempt, visitId)
  const place = {
    galleryId: gallery.id,
    contactId: contact.id,
    clientId: contact.clientId,
    role: contact.role,
    expiresAt: new Date(ms(now) + SESSION_DAYS * DAY_MS),
  }
  const entering = { deviceHash: browser.deviceHash, sessionId: undefined, now }
  const { session, statements } = await visits.opening(db, visitId, place, entering, isOurs)
  if (!session) throw new Error('an entry by code always begins a session')
  const [used] = await batch(db, [
    ...spent,
    ...statements,
    ...replace(db, browser.session, session),
    events.insertIf(
      db,
      { galleryId: gallery.id, contactId: contact.id, kind: 'code-entered', because: null, at: now },
      isOurs,
    ),
  ])
  return used.length > 0 ? { outcome: 'entered', session } : { outcome: 'over' }
}
