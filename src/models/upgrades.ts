/** A guest makes an account or signs in from inside, and keeps what hangs on their visit (R27). */
import { sql } from 'drizzle-orm'
import { batch, type Database, ms } from '../db/client'
import type { Gallery } from '../db/schema'
import type { Secrets } from '../lib/keys'
import { randomId } from '../lib/token'
import { clientOf } from './client-codes'
import * as codes from './codes'
import * as contacts from './contacts'
import * as events from './events'
import type { Visiting } from './guests'
import * as identities from './identities'
import * as messages from './messages'
import { type EnteringBrowser, expiryOf, insertIf, mint, type NewSession, replace } from './sessions'
import * as signIns from './sign-ins'
import * as visits from './visits'

/** In the place of a client's id, whose code it is that makes one; no id has a hyphen. */
const NEWCOMER = 'new-client'

/**
 * Asks for a code to a typed address. It goes there whoever they are, and draws on the same limits and budgets as the codes
 * that are asked for at the door (P1, P6).
 * @param email in lower case
 */
export async function ask(
  db: Database,
  secrets: Secrets,
  { studio, gallery }: Pick<Visiting, 'studio' | 'gallery'>,
  email: string,
  deviceHash: string,
  now: Date,
): Promise<codes.Asked> {
  const found = await clientOf(db, studio, email, deviceHash)
  const source = codes.sourceOf(found)
  const asker = { scope: studio.id, email, source, channel: 'email' as const, subject: found?.clientId ?? NEWCOMER }
  const announce = (messageId: string, codeId: string) =>
    messages.insertForAddress(db, messageId, codeId, { gallery, email }, now)
  return codes.ask(db, secrets, { purpose: 'new-account', ...asker }, announce, now)
}

/** Refused: the gallery has closed, refuses guests, or the visit is over since the code was asked for. */
export type Upgrade = { outcome: 'entered'; session: NewSession } | { outcome: 'refused' } | codes.Failed

/**
 * Tries a code. The right one makes the guest's own visit the client's: with a new session, as the contact they are already, or
 * as a new one. Only the code proves the address (R27); all of it or nothing, once (P3).
 */
export async function tryCode(
  db: Database,
  here: Visiting,
  flow: codes.Flow & identities.Person,
  digits: string,
  browser: EnteringBrowser,
  now: Date,
): Promise<Upgrade> {
  const tried = await codes.attempt(db, flow, digits, now)
  if (tried.outcome !== 'right') return tried

  const { gallery } = here
  const fresh = await mint(browser.deviceHash, now, browser.looks)
  const ownVisitId = identities.ownVisit(here, now)
  const admits = ownVisitId
    ? identities.goesOn(ownVisitId, gallery, browser.session, now)
    : identities.isOpenToAnybody(gallery, now)
  const [used, , begun] = await batch(db, [
    ...codes.spending(db, tried.attempt, fresh.id),
    // Decides the rest: nothing happens below unless this session began.
    insertIf(db, fresh, null, sql`${codes.isSpentFor(tried.attempt, fresh.id)} and ${admits}`),
    ...replace(db, browser.session, fresh),
    ...(await becoming(db, gallery, flow, ownVisitId, fresh)),
  ])
  if (used.length === 0) return { outcome: 'over' }
  return begun.length > 0 ? { outcome: 'entered', session: fresh } : { outcome: 'refused' }
}

/** The statements by which whoever proved an address becomes a contact, and their visit that contact's, once `fresh` has begun. */
async function becoming(
  db: Database,
  gallery: Gallery,
  person: identities.Person,
  ownVisitId: string | undefined,
  fresh: NewSession,
) {
  const { deviceHash, now } = fresh
  const begun = sql`exists (select 1 from sessions where id = ${fresh.id})`
  const visitId = ownVisitId ?? randomId()
  const entering = { deviceHash, sessionId: fresh.id, now }
  const place = identities.openPlace(gallery, now)
  const opening = ownVisitId ? [] : (await visits.opening(db, visitId, place, entering, begun)).statements
  const contactId = contacts.idAt(gallery, person.email)
  return [
    ...contacts.joining(db, gallery, { ...person, role: 'guest' }, now, begun),
    ...signIns.insert(db, randomId(), sql`(select client_id from contacts where id = ${contactId})`, fresh, 'code'),
    ...opening,
    db.run(sql`
      update visits set (contact_id, client_id, role) = (select id, client_id, role from contacts where id = ${contactId}),
        expires_at = ${ms(expiryOf(fresh))}
      where id = ${visitId} and ${begun}`),
    events.insertIf(db, { galleryId: gallery.id, contactId, kind: 'code-entered', because: null, at: now }, begun),
  ]
}
