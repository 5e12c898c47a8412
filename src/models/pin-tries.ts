/** Tries at a gallery's PIN, at its door (R14–R18). */
import { eq, sql } from 'drizzle-orm'
import { batch, type Database, ms } from '../db/client'
import { type Gallery, sessions } from '../db/schema'
import { decide } from '../door/decide'
import { normalise as normaliseGuestCode } from '../door/guest-code'
import { admitsGuestsNow } from '../door/ledger'
import type { Answer, PinGuard, Proof } from '../door/pin-guard'
import type { Secrets } from '../lib/keys'
import { DAY_MS } from '../lib/time'
import { equal, randomId, sha256 } from '../lib/token'
import * as events from './events'
import { doorOf } from './galleries'
import * as guestCodes from './guest-codes'
import type * as meetings from './meetings'
import * as messages from './messages'
import * as pins from './pins'
import { type Browser, isLive, type NewSession } from './sessions'
import * as visitors from './visitors'
import * as visits from './visits'

/** How long a browser that was in before is not held up at the PIN (R17). */
const TRUST_DAYS = 90

/** The browser that tries: its device, where it is, and the session it presents. */
export type Trying = Browser & { prefix: string }

export type Attempt =
  | { outcome: 'opened'; session: NewSession | undefined }
  /** The PIN was changed, or the door closed, at this very moment. */
  | { outcome: 'changed' }
  /** `other`: the secret of this gallery that was typed instead (R18). */
  | { outcome: 'wrong'; other: OtherSecret | undefined; notice: Notice | undefined }
  /** Not evaluated, see door/pin.ts. */
  | Exclude<Answer, { outcome: 'evaluate' }>

type OtherSecret = 'guest-code'

/** A message to the photographer that is written and not yet in the queue: confirm it by {@link noticed}. */
export type Notice = { number: number; messageId: string }

type Guards = DurableObjectNamespace<PinGuard>

/**
 * Tries a PIN at a door that asks for it (R14–R18). The guard decides whether it is looked at; only tries that are leave
 * a trace in the database.
 * @param tried.digits see `normalise` in door/pin.ts
 * @param tried.proof checked, for a gallery under attack
 * @throws when the PIN cannot be read any more: its key is gone
 */
export async function attempt(
  stores: { db: Database; guards: Guards; secrets: Secrets },
  met: meetings.Met,
  tried: { digits: string; proof: Proof | undefined },
  browser: Trying,
  now: Date,
): Promise<Attempt> {
  const { db, guards, secrets } = stores
  const { gallery } = met
  const { sessionId, known } = await look(db, gallery, browser, now)
  const guard = guards.getByName(gallery.id)
  const source = { device: known ?? browser.deviceHash, prefix: browser.prefix, trusted: known !== undefined }
  const answer = await guard.admit(source, now, tried.proof)
  if (answer.outcome !== 'evaluate') return answer

  if (!(await isRight(secrets, gallery, tried.digits))) {
    const other = await otherSecretOf(secrets, gallery, tried.digits)
    return { outcome: 'wrong', other, notice: await noteWrong(db, gallery, other, answer.notice, now) }
  }
  const opened = await open(db, met, { deviceHash: browser.deviceHash, sessionId, now })
  if (opened.outcome === 'opened') await guard.succeeded(answer.ticket)
  return opened
}

/**
 * The browser's session, if it is live, and as what its device was in before: with the PIN of now, which it need not guess, or
 * as a contact who still is one. A contact is one source on all of their devices, and a PIN before the one of now makes a
 * newcomer: anybody can make as many devices as they want with a PIN that got out, or with their own password (P2).
 */
async function look(db: Database, gallery: Gallery, { deviceHash, session }: Trying, now: Date) {
  const since = ms(now) - TRUST_DAYS * DAY_MS
  const [[carried], [visited]] = await batch(db, [
    db
      .select()
      .from(sessions)
      .where(eq(sessions.id, session?.id ?? '')),
    db.all<{ source: string }>(sql`
      select iif(visits.pin_id = ${gallery.pinId}, sessions.device_hash, contacts.id) as source from visits
      join sessions on sessions.id = visits.session_id
      left join contacts on contacts.id = visits.contact_id
      where visits.gallery_id = ${gallery.id} and sessions.device_hash = ${deviceHash} and visits.opened_at > ${since}
        and (visits.pin_id = ${gallery.pinId}
          or (contacts.removed_at is null and contacts.client_id = visits.client_id))
      order by visits.pin_id = ${gallery.pinId} desc
      limit 1`),
  ])
  return { sessionId: isLive(carried, session, now) ? carried?.id : undefined, known: visited?.source }
}

async function isRight(secrets: Secrets, gallery: Gallery, digits: string): Promise<boolean> {
  const pin = await pins.read(secrets, gallery)
  if (pin === undefined) throw new Error('the PIN cannot be read: its key is gone')
  return isSame(pin, digits)
}

/** Which other secret of the gallery a wrong PIN is, among those that open no more than the PIN does (R18). */
async function otherSecretOf(secrets: Secrets, gallery: Gallery, digits: string): Promise<OtherSecret | undefined> {
  const code = await guestCodes.shown(secrets, gallery)
  return (await isSame(normaliseGuestCode(code ?? '') ?? '', digits)) ? 'guest-code' : undefined
}

/** By digests, so that the time it takes tells nothing of either, not even a length. */
async function isSame(a: string, b: string): Promise<boolean> {
  return equal(await sha256(a), await sha256(b))
}

/**
 * Notes a wrong try; with it, when it is the one, the notice to the photographer (R54), under an id made of its number:
 * written once, however many tries come with the same one.
 */
async function noteWrong(
  db: Database,
  gallery: Gallery,
  other: OtherSecret | undefined,
  number: number | undefined,
  now: Date,
): Promise<Notice | undefined> {
  const note = events.insert(db, wrote(gallery, 'pin-failed', other ?? 'wrong', now))
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
async function open(db: Database, met: meetings.Met, browser: visits.Entering): Promise<Attempt> {
  const { gallery } = met
  const now = ms(browser.now)
  const stillOpens = sql`exists (
    select 1 from galleries where id = ${gallery.id} and pin_id = ${gallery.pinId} and ${admitsGuestsNow(now)})`
  const expiresAt = visits.guestVisitEndsAt(browser.now)
  const record = events.insertIf(db, wrote(gallery, 'pin-entered', null, browser.now), stillOpens)

  const visitId = goesOn(met, browser.now)
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
function goesOn({ visit, gallery, studio }: meetings.Met, now: Date): string | undefined {
  const own = visitors.visitorVisit(visit)
  if (!visit || !own) return undefined
  const next = decide(doorOf(gallery, studio), { visit: { ...own, pinId: gallery.pinId } }, now)
  return next.kind === 'ask' && next.step === 'pin' ? undefined : visit.visit.id
}

function wrote(gallery: Gallery, kind: 'pin-entered' | 'pin-failed', because: string | null, at: Date) {
  return { galleryId: gallery.id, contactId: null, kind, because, at }
}
