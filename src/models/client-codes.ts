/** Login codes for clients, at the door of one gallery (R10–R12). */
import { and, eq, type SQL, sql } from 'drizzle-orm'
import { batch, type Database } from '../db/client'
import { clients, type Gallery, type Studio } from '../db/schema'
import type { Channel } from '../door/code'
import type { Secrets } from '../lib/keys'
import * as codes from './codes'
import { type Credential, proving } from './credentials'
import { selectKnown } from './devices'
import * as entries from './entries'
import type { Looked } from './links'
import * as messages from './messages'
import type { EnteringBrowser, NewSession } from './sessions'

/** Asks by one's own link, which knows whose it was: on a budget that no stranger can draw on (R9, R12). */
export function askByLink(db: Database, secrets: Secrets, looked: Looked, channel: Channel, now: Date) {
  const { gallery, contact, client } = looked
  return ask(db, secrets, gallery, { email: client.email, source: 'link', channel, subject: contact.clientId }, now)
}

/**
 * Asks by a typed address. The same for an address that nobody at this gallery has (P6).
 * @param email in lower case
 * @param deviceHash of the asking browser: those that this client is known in draw on budgets of their own (R12)
 */
export async function askByEmail(
  db: Database,
  secrets: Secrets,
  gallery: Gallery,
  { email, channel }: { email: string; channel: Channel },
  deviceHash: string,
  now: Date,
) {
  const found = await clientAt(db, gallery, email, deviceHash)
  const source = codes.sourceOf(found)
  return ask(db, secrets, gallery, { email, source, channel, subject: found?.clientId ?? null }, now)
}

/** The client whom a gallery knows by an address, and whether they are known in this browser. One batch. */
export function clientAt(db: Database, gallery: Gallery, email: string, deviceHash: string) {
  const isInvited = sql`exists (
    select 1 from contacts where client_id = clients.id and gallery_id = ${gallery.id} and removed_at is null)`
  return look(db, gallery.studioId, email, deviceHash, isInvited)
}

/** The same for a whole studio. */
export function clientOf(db: Database, studio: Studio, email: string, deviceHash: string) {
  return look(db, studio.id, email, deviceHash)
}

async function look(db: Database, studioId: string, email: string, deviceHash: string, condition?: SQL) {
  const [[client], people] = await batch(db, [
    db
      .select({
        clientId: clients.id,
        name: clients.name,
        passwordHash: clients.passwordHash,
        passwordSetAt: clients.passwordSetAt,
        passwordGalleryId: clients.passwordGalleryId,
      })
      .from(clients)
      .where(and(eq(clients.studioId, studioId), eq(clients.email, email), condition)),
    // Whatever address was typed, so that the time does not tell (P6).
    selectKnown(db, deviceHash),
  ])
  return client && { ...client, ...people.find(({ personId }) => personId === client.clientId) }
}

type Asker = Pick<codes.Request, 'email' | 'source' | 'channel' | 'subject'>

function ask(db: Database, secrets: Secrets, gallery: Gallery, asker: Asker, now: Date) {
  const request = { purpose: 'client-entry' as const, scope: gallery.studioId, ...asker }
  const announce = (messageId: string, codeId: string) =>
    messages.insertForClient(db, messageId, codeId, gallery.id, now)
  return codes.ask(db, secrets, request, announce, now)
}

export type Entry = { outcome: 'entered'; session: NewSession } | codes.Failed

/** Tries a code; the right one lets the client in at once, with a session of its own, and proves what led to it (R12, P3). */
export async function tryCode(
  db: Database,
  gallery: Gallery,
  flow: codes.Flow & { proves?: Credential | undefined },
  digits: string,
  browser: EnteringBrowser,
  now: Date,
): Promise<Entry> {
  const tried = await codes.attempt(db, flow, digits, now)
  if (tried.outcome !== 'right') return tried

  const contact = await entries.contactOf(db, gallery, tried.subject)
  if (!contact) return { outcome: 'over' }

  const isProved = (visitId: string) => codes.isSpentFor(tried.attempt, visitId)
  const entry = await entries.opening(db, contact, browser, { way: 'code', isProved, now })
  const [used] = await batch(db, [
    ...codes.spending(db, tried.attempt, entry.visitId),
    ...entry.statements,
    ...proving(db, tried.subject, flow.proves, isProved(entry.visitId)),
  ])
  return used.length > 0 ? { outcome: 'entered', session: entry.session } : { outcome: 'over' }
}
