/** A client's account, made in their own visit to a gallery by a first passkey instead of a first password (R24, R25). */
import { sql } from 'drizzle-orm'
import { batch, type Database } from '../db/client'
import type { NewAnswer, Site } from '../door/passkey'
import { randomId } from '../lib/token'
import * as credentials from './credentials'
import * as events from './events'
import * as messages from './messages'
import { isWithoutAccount } from './new-passwords'
import * as passkeys from './passkeys'
import { type Browser, type NewSession, type Presented, renewal } from './sessions'

/** Their mail that tells of it, for the queue, is inserted with the passkey. */
export type Made =
  | { outcome: 'made'; session: NewSession; messageId: string }
  | { outcome: 'already' }
  | { outcome: 'refused' }

/**
 * Makes a contact's account by their first passkey, in their own live visit. Decides between two that are sent, and between it and a
 * password: the first is the one, for a link that was passed on adds nothing to an account that is there (P3).
 */
export async function makeAccount(
  db: Database,
  site: Site,
  visit: { id: string; galleryId: string; contactId: string; clientId: string },
  { answer, name }: { answer: NewAnswer | undefined; name: string },
  browser: Browser & { session: Presented },
  now: Date,
): Promise<Made> {
  const owner = { kind: 'client' as const, id: visit.clientId }
  const kept = answer && (await passkeys.made(db, site, owner, answer, browser.deviceHash, now))
  if (!kept) return { outcome: 'refused' }

  const fresh = { id: randomId(), kept, name }
  const isAdded = passkeys.isAdded(fresh)
  const isFirst = sql`exists (select 1 from clients where ${isWithoutAccount(visit, browser.session, now)})`
  const { session, statements } = await renewal(db, browser.session, browser.deviceHash, isAdded, now)
  const { galleryId, contactId } = visit
  const messageId = randomId()
  const [added] = await batch(db, [
    passkeys.insertIf(db, owner, fresh, isFirst, now, credentials.galleryOf(visit, browser.session, now)),
    ...statements,
    events.insertIf(db, { galleryId, contactId, kind: 'account-made', because: null, at: now }, isAdded),
    messages.insertPasskeysChanged(db, messageId, owner, isAdded, now),
  ])
  return added.length > 0 ? { outcome: 'made', session, messageId } : { outcome: 'already' }
}
