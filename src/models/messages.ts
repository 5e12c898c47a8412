import { and, eq, isNull, sql } from 'drizzle-orm'
import { batch, type Database, ms } from '../db/client'
import { type Gallery, type Message, messages } from '../db/schema'
import { CODE_VALID_MINUTES } from '../door/code'
import { workInsteadOf } from '../door/ledger'
import { RESET_OPENS_MINUTES } from '../door/reset'
import type { Secrets } from '../lib/keys'
import { seal, unseal } from '../lib/seal'
import { randomId } from '../lib/token'
import * as links from './links'

const SECOND_MS = 1000
const DAY_MS = 86_400_000
/** Codes to addresses typed by guests of one gallery: as many as the largest of weddings, and no list of addresses. */
const STRANGERS_PER_DAY = 500
/** A send that has not answered by then counts as lost; longer than the mail provider is waited for. */
const SENDING_SECONDS = 90
/** Waits between attempts, seconds; the last one repeats. */
const WAITS = [5, 15, 60, 300, 900]
/** The provider remembers a message by its id for 24 hours; later attempts could send it twice. */
const GIVE_UP_HOURS = 20

/**
 * *Send email* (R48): a brand-new link and the message that carries it, in one batch. The token is kept sealed until
 * the message is sent.
 * @returns the message's id, for the queue
 */
export async function invite(
  db: Database,
  tokens: KVNamespace,
  secrets: Secrets,
  to: { studioId: string; contact: { id: string; clientId: string }; email: string },
  now: Date,
): Promise<string> {
  const id = randomId()
  const { token, insert } = await links.issue(db, tokens, to.contact, now)
  const sealed = await seal(secrets, 'message', token, id)
  await batch(db, [
    insert,
    db.insert(messages).values({
      id,
      studioId: to.studioId,
      kind: 'invitation',
      recipient: to.email,
      contactId: to.contact.id,
      sealed,
      dueAt: now,
      createdAt: now,
    }),
  ])
  return id
}

/** A login code's message to somebody of a studio, if it is somebody's. The code itself travels in the queue alone. To be batched. */
export function insertForStaff(db: Database, id: string, codeId: string, now: Date) {
  return db.run(sql`
    insert into messages (id, studio_id, kind, recipient, state, attempts, due_at, created_at)
    select ${id}, staff.studio_id, 'staff-code', staff.email, 'queued', 0, ${ms(now)}, ${ms(now)}
    from codes join staff on staff.id = codes.subject where codes.id = ${codeId}`)
}

/** The same to a client, at a gallery of which they are a contact; by SMS to whom has a phone on file. */
export function insertForClient(db: Database, id: string, codeId: string, galleryId: string, now: Date) {
  return db.run(sql`
    insert into messages (id, studio_id, kind, channel, recipient, contact_id, state, attempts, due_at, created_at)
    select ${id}, clients.studio_id, 'client-code', codes.channel, iif(codes.channel = 'sms', clients.phone, clients.email),
      contacts.id, 'queued', 0, ${ms(now)}, ${ms(now)}
    from codes
    join clients on clients.id = codes.subject
    join contacts on contacts.client_id = clients.id and contacts.gallery_id = ${galleryId} and contacts.removed_at is null
    where codes.id = ${codeId} and (codes.channel = 'email' or clients.phone is not null)`)
}

/** A notice to a gallery's photographer (R54); none when there is one of this id. To be batched with its cause. */
export function insertNotice(db: Database, id: string, kind: Message['kind'], galleryId: string, now: Date) {
  return db.run(sql`
    insert into messages (id, studio_id, kind, recipient, gallery_id, state, attempts, due_at, created_at)
    select ${id}, studios.id, ${kind}, studios.reply_to, galleries.id, 'queued', 0, ${ms(now)}, ${ms(now)}
    from galleries join studios on studios.id = galleries.studio_id where galleries.id = ${galleryId}
    on conflict (id) do nothing`)
}

/** The message with a reset link, if the link came to be; its token is kept sealed. To be batched behind it. */
export function insertReset(db: Database, id: string, linkId: string, sealed: string, now: Date) {
  return db.run(sql`
    insert into messages (id, studio_id, kind, recipient, sealed, state, attempts, due_at, created_at)
    select ${id}, clients.studio_id, 'password-reset', clients.email, ${sealed}, 'queued', 0, ${ms(now)}, ${ms(now)}
    from client_links join clients on clients.id = client_links.client_id
    where client_links.id = ${linkId}`)
}

/**
 * The same to an address that somebody typed inside a gallery, whoever they are: the code proves that it is theirs (R27). To
 * strangers only so many a day, or one guest could have us write to the whole world; those whom the studio knows always get it.
 */
export function insertForAddress(
  db: Database,
  id: string,
  codeId: string,
  { gallery, email }: { gallery: Pick<Gallery, 'id' | 'studioId'>; email: string },
  now: Date,
) {
  return db.run(sql`
    insert into messages (id, studio_id, kind, recipient, gallery_id, state, attempts, due_at, created_at)
    select ${id}, ${gallery.studioId}, 'client-code', ${email}, ${gallery.id}, 'queued', 0, ${ms(now)}, ${ms(now)}
    from codes where codes.id = ${codeId} and (
      exists (select 1 from clients where clients.id = codes.subject)
      or ${STRANGERS_PER_DAY} > (
        select count(*) from messages
        where contact_id is null and created_at > ${ms(now) - DAY_MS} and gallery_id = ${gallery.id} and kind = 'client-code'))`)
}

/**
 * Takes a message for one attempt. Decides which of several jobs sends it: the first whose turn is due.
 * @returns undefined when it is sent, being sent, or not yet due
 */
export async function take(db: Database, id: string, now: Date): Promise<Message | undefined> {
  const lostAt = ms(now) + SENDING_SECONDS * SECOND_MS
  const [, , taken, [message]] = await batch(db, [
    workInsteadOf(db, id),
    endUnanswered(db, id, now),
    db.all<{ id: string }>(sql`
      update messages set state = 'sending', attempts = attempts + 1, due_at = ${lostAt}
      where id = ${id} and state in ('queued', 'sending') and due_at <= ${ms(now)}
      returning id`),
    db.select().from(messages).where(eq(messages.id, id)),
  ])
  return taken.length > 0 ? message : undefined
}

/**
 * An SMS whose job was lost while it was being sent may have gone out, and the service cannot tell a second one from the
 * first. Decides that it is never sent again (P8).
 */
function endUnanswered(db: Database, id: string, now: Date) {
  return db.run(sql`
    update messages set state = 'failed', problem = 'The SMS service did not answer.'
    where id = ${id} and channel = 'sms' and state = 'sending' and due_at <= ${ms(now)}`)
}

/** The token of a message's link; undefined when there is none or the keys are gone. */
export function tokenOf(message: Message, secrets: Secrets): Promise<string | undefined> {
  return message.sealed ? unseal(secrets, 'message', message.sealed, message.id) : Promise.resolve(undefined)
}

/** Whether a message comes too late to be of use: the link in it, or the code, would be over. */
export function isOver(message: Message, now: Date): boolean {
  return ms(now) - ms(message.createdAt) >= hoursOf(message.kind) * 3_600_000
}

function hoursOf(kind: Message['kind']): number {
  switch (kind) {
    case 'staff-code':
    case 'client-code':
      return CODE_VALID_MINUTES / 60
    case 'password-reset':
      return RESET_OPENS_MINUTES / 60
    default:
      return GIVE_UP_HOURS
  }
}

/** @param providerId what the service calls it, where it reports what becomes of it */
export async function sent(db: Database, message: Message, providerId: string | undefined, now: Date): Promise<void> {
  await db
    .update(messages)
    .set({ state: 'sent', sentAt: now, sealed: null, problem: null, providerId })
    .where(unreported(message))
}

export async function failed(db: Database, message: Message, problem: string): Promise<void> {
  await db.update(messages).set({ state: 'failed', sealed: null, problem }).where(unreported(message))
}

/** The service's report may be here before its answer; then it stands. */
const unreported = (message: Message) => and(eq(messages.id, message.id), isNull(messages.providerId))

/**
 * What the service reports of an SMS: that it arrived, or why it did not. Decides between reports, and between a report and
 * our own word: the first report is the last word, and one that comes again changes nothing.
 * @param report its `problem` is null when the SMS arrived
 */
export async function report(
  db: Database,
  id: string,
  { providerId, problem }: { providerId: string; problem: string | null },
  now: Date,
): Promise<void> {
  await db.run(sql`
    update messages
    set state = ${problem === null ? 'delivered' : 'failed'}, problem = ${problem}, provider_id = ${providerId},
      sent_at = coalesce(sent_at, ${ms(now)})
    where id = ${id} and channel = 'sms'
      and ((state = 'sent' and provider_id = ${providerId}) or (state in ('sending', 'failed') and provider_id is null))`)
}

/**
 * Puts a message off after an attempt that may pass next time.
 * @param atLeast seconds the provider asked to wait
 * @returns seconds until the next attempt; undefined when the time for attempts is over and the message has failed
 */
export async function postpone(
  db: Database,
  message: Message,
  problem: string,
  atLeast: number,
  now: Date,
): Promise<number | undefined> {
  const wait = Math.max(atLeast, WAITS[Math.min(message.attempts, WAITS.length) - 1] ?? 0)
  const dueAt = new Date(ms(now) + wait * SECOND_MS)
  if (ms(dueAt) - ms(message.createdAt) > GIVE_UP_HOURS * 3_600_000) {
    await failed(db, message, problem)
    return undefined
  }
  await db.update(messages).set({ state: 'queued', dueAt, problem }).where(eq(messages.id, message.id))
  return wait + 1
}

/** Messages that are overdue: their job was lost. 100 at most. */
export function overdue(db: Database, since: Date) {
  return db.all<Pick<Message, 'id' | 'channel'>>(sql`
    select id, channel from messages where state in ('queued', 'sending') and due_at < ${ms(since)} limit 100`)
}
