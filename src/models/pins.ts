import { and, eq, isNull, sql } from 'drizzle-orm'
import { batch, type Database, ms } from '../db/client'
import { type Gallery, galleries, sessions } from '../db/schema'
import { decide } from '../door/decide'
import { isOpenNow } from '../door/ledger'
import { DAY_MS, normalise } from '../door/pin'
import type { Answer, PinGuard, Proof } from '../door/pin-guard'
import { shortestPin, suggestPin } from '../door/preset'
import type { Secrets } from '../lib/keys'
import { seal, unseal } from '../lib/seal'
import { equal, randomId, sha256 } from '../lib/token'
import * as events from './events'
import { doorOf } from './galleries'
import * as messages from './messages'
import { isLive, type NewSession, type Presented } from './sessions'
import * as visits from './visits'

/** How long a browser that was in before is not held up at the PIN (R17). */
const TRUST_DAYS = 90

export type Saved = { outcome: 'saved' } | { outcome: 'not-a-pin' } | { outcome: 'too-short'; shortest: number }

/**
 * Gives a gallery its PIN (R14). A new id every time, the same digits or not: what the old one opened ends (R16).
 * @param typed as a person writes it, see {@link normalise}
 */
export async function set(db: Database, secrets: Secrets, gallery: Gallery, typed: string): Promise<Saved> {
  const digits = normalise(typed)
  if (!digits) return { outcome: 'not-a-pin' }
  const shortest = shortestPin(gallery.preset)
  if (digits.length < shortest) return { outcome: 'too-short', shortest }

  const pin = await seal(secrets, 'pin', digits, gallery.id)
  await db.update(galleries).set({ pin, pinId: randomId() }).where(eq(galleries.id, gallery.id))
  return { outcome: 'saved' }
}

/** The statement that gives a gallery without a PIN a suggested one (R14, R23): of two, the first is the PIN. To be batched. */
export async function giving(db: Database, secrets: Secrets, galleryId: string) {
  const pin = await seal(secrets, 'pin', suggestPin(), galleryId)
  const give = db
    .update(galleries)
    .set({ pin, pinId: randomId() })
    .where(and(eq(galleries.id, galleryId), isNull(galleries.pinId)))
  return { give }
}

/** From the next request on the gallery asks for no PIN, and what it opened is over. */
export async function remove(db: Database, gallery: Gallery): Promise<void> {
  await removing(db, gallery.id)
}

/** The statement of {@link remove}, to be batched. */
export function removing(db: Database, galleryId: string) {
  return db.update(galleries).set({ pin: null, pinId: null }).where(eq(galleries.id, galleryId))
}

/** A gallery's PIN, for the photographer; undefined when there is none or the keys are gone. */
export function read(secrets: Secrets, gallery: Gallery): Promise<string | undefined> {
  return gallery.pin ? unseal(secrets, 'pin', gallery.pin, gallery.id) : Promise.resolve(undefined)
}

/** The browser that tries: its device, where it is, and the session it presents. */
export type Trying = { deviceHash: string; prefix: string; session: Presented | undefined }

export type Attempt =
  | { outcome: 'opened'; session: NewSession | undefined }
  /** The PIN was changed, or the door closed, at this very moment. */
  | { outcome: 'changed' }
  | { outcome: 'wrong'; notice: Notice | undefined }
  /** Not evaluated, see door/pin.ts. */
  | Exclude<Answer, { outcome: 'evaluate' }>

/** A message to the photographer that is written and not yet in the queue: confirm it by {@link noticed}. */
export type Notice = { number: number; messageId: string }

type Guards = DurableObjectNamespace<PinGuard>

/**
 * Tries a PIN at a door that asks for it (R14–R18). The guard decides whether it is looked at; only tries that are leave
 * a trace in the database.
 * @param tried.digits see {@link normalise}
 * @param tried.proof checked, for a gallery under attack
 * @throws when the PIN cannot be read any more: its key is gone
 */
export async function attempt(
  stores: { db: Database; guards: Guards; secrets: Secrets },
  entered: visits.Entered,
  tried: { digits: string; proof: Proof | undefined },
  browser: Trying,
  now: Date,
): Promise<Attempt> {
  const { db, guards, secrets } = stores
  const { gallery } = entered
  const { sessionId, trusted } = await known(db, gallery, browser, now)
  const guard = guards.getByName(gallery.id)
  const source = { device: browser.deviceHash, prefix: browser.prefix, trusted }
  const answer = await guard.admit(source, now, tried.proof)
  if (answer.outcome !== 'evaluate') return answer

  if (!(await isRight(secrets, gallery, tried.digits))) {
    return { outcome: 'wrong', notice: await noteWrong(db, gallery, answer.notice, now) }
  }
  const opened = await open(db, entered, { deviceHash: browser.deviceHash, sessionId, now })
  if (opened.outcome === 'opened') await guard.succeeded(answer.ticket)
  return opened
}

/**
 * The browser's session, if it is live, and whether its device has been in before: as a contact who still is one, or
 * with a PIN of this gallery, the one of now or one before it.
 */
async function known(db: Database, gallery: Gallery, { deviceHash, session }: Trying, now: Date) {
  const since = ms(now) - TRUST_DAYS * DAY_MS
  const [[carried], visited] = await batch(db, [
    db
      .select()
      .from(sessions)
      .where(eq(sessions.id, session?.id ?? '')),
    db.all<{ id: string }>(sql`
      select visits.id from visits
      join sessions on sessions.id = visits.session_id
      left join contacts on contacts.id = visits.contact_id
      where visits.gallery_id = ${gallery.id} and sessions.device_hash = ${deviceHash} and visits.opened_at > ${since}
        and (visits.pin_id is not null
          or (contacts.removed_at is null and contacts.client_id = visits.client_id))
      limit 1`),
  ])
  return { sessionId: isLive(carried, session, now) ? carried?.id : undefined, trusted: visited.length > 0 }
}

/** By digests, so that the time it takes tells nothing of the PIN, not even its length. */
async function isRight(secrets: Secrets, gallery: Gallery, digits: string): Promise<boolean> {
  const pin = await read(secrets, gallery)
  if (pin === undefined) throw new Error('the PIN cannot be read: its key is gone')
  return equal(await sha256(pin), await sha256(digits))
}

/**
 * Notes a wrong try; with it, when it is the one, the notice to the photographer (R54), under an id made of its number:
 * written once, however many tries come with the same one.
 */
async function noteWrong(
  db: Database,
  gallery: Gallery,
  number: number | undefined,
  now: Date,
): Promise<Notice | undefined> {
  const note = events.insert(db, wrote(gallery, 'pin-failed', 'wrong', now))
  if (number === undefined) {
    await note
    return undefined
  }
  const messageId = `pin-${gallery.id}-${number}`
  await batch(db, [note, messages.insertNotice(db, messageId, 'notice-pin', gallery.id, now)])
  return { number, messageId }
}

/** The notice is on its way: the guard need not ask for it again. */
export async function noticed(guards: Guards, gallery: Gallery, notice: Notice, now: Date): Promise<void> {
  await guards.getByName(gallery.id).noticed(notice.number, now)
}

/**
 * The right PIN lets in: in the guest's visit that the browser has, if it leads on from there, or in a new one. Decides
 * the race with a change of the PIN or of the door: each statement opens only what the PIN of that moment opens.
 */
async function open(db: Database, entered: visits.Entered, browser: visits.Entering): Promise<Attempt> {
  const { gallery } = entered
  const now = ms(browser.now)
  const stillOpens = sql`exists (
    select 1 from galleries where id = ${gallery.id} and pin_id = ${gallery.pinId} and guests <> 'refused'
      and ${isOpenNow(now)})`
  const expiresAt = visits.guestVisitEndsAt(browser.now)
  const record = events.insertIf(db, wrote(gallery, 'pin-entered', null, browser.now), stillOpens)

  const visitId = goesOn(entered, browser.now)
  if (visitId) {
    const noted = db.all<{ id: string }>(sql`
      update visits set pin_id = ${gallery.pinId}, expires_at = max(expires_at, ${ms(expiresAt)})
      where id = ${visitId} and ended_at is null and ${stillOpens}
      returning id`)
    const [opened] = await batch(db, [noted, record])
    return opened.length > 0 ? { outcome: 'opened', session: undefined } : { outcome: 'changed' }
  }
  const place = { galleryId: gallery.id, role: 'guest' as const, pinId: gallery.pinId ?? '', expiresAt }
  const { session, statements } = await visits.opening(db, randomId(), place, browser, stillOpens)
  const [, , opened] = await batch(db, [...statements, record])
  return opened.length > 0 ? { outcome: 'opened', session } : { outcome: 'changed' }
}

/** The browser's visit, if the PIN is what it lacks; one that is over, or a removed contact's, lacks more. */
function goesOn({ visit, gallery, studio }: visits.Entered, now: Date): string | undefined {
  const own = visits.visitorVisit(visit)
  if (!visit || !own) return undefined
  const next = decide(doorOf(gallery, studio), { visit: { ...own, pinId: gallery.pinId } }, now)
  return next.kind === 'ask' && next.step === 'pin' ? undefined : visit.visit.id
}

function wrote(gallery: Gallery, kind: 'pin-entered' | 'pin-failed', because: string | null, at: Date) {
  return { galleryId: gallery.id, contactId: null, kind, because, at }
}
