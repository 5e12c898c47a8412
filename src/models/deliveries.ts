/** A message on its way: taken for an attempt, sent, reported on, put off or given up (P8). */
import { and, eq, isNull, sql } from 'drizzle-orm'
import { batch, type Database, ms } from '../db/client'
import { type Message, messages } from '../db/schema'
import { CODE_VALID_MINUTES } from '../door/code'
import { EMAIL_CONFIRM_MINUTES } from '../door/email-change'
import { workInsteadOf } from '../door/ledger'
import { PORTAL_LINK_OPENS_MINUTES } from '../door/portal-link'
import { RESET_OPENS_MINUTES } from '../door/reset'
import { HOUR_MS, SECOND_MS } from '../lib/time'

/** A send that has not answered by then counts as lost; longer than the mail provider is waited for. */
const SENDING_SECONDS = 90
/** Waits between attempts, seconds; the last one repeats. */
const WAITS = [5, 15, 60, 300, 900]
/** The provider remembers a message by its id for 24 hours; later attempts could send it twice. */
const GIVE_UP_HOURS = 20

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

/** Whether a message comes too late to be of use: the link in it, or the code, would be over. */
export function isOver(message: Message, now: Date): boolean {
  return ms(now) - ms(message.createdAt) >= hoursOf(message.kind) * HOUR_MS
}

function hoursOf(kind: Message['kind']): number {
  switch (kind) {
    case 'staff-code':
    case 'client-code':
      return CODE_VALID_MINUTES / 60
    case 'password-reset':
      return RESET_OPENS_MINUTES / 60
    case 'email-confirmation':
      return EMAIL_CONFIRM_MINUTES / 60
    case 'portal-invitation':
    case 'portal-login':
      return PORTAL_LINK_OPENS_MINUTES / 60
    default:
      return GIVE_UP_HOURS
  }
}

/** @param providerId what the service calls it, where it reports what becomes of it */
export async function sent(db: Database, message: Message, providerId: string | undefined, now: Date): Promise<void> {
  await db
    .update(messages)
    .set({ state: 'sent', sentAt: now, sealed: null, problem: null, providerId, ...forgotten(message) })
    .where(unreported(message))
}

export async function failed(db: Database, message: Message, problem: string): Promise<void> {
  await db
    .update(messages)
    .set({ state: 'failed', sealed: null, problem, ...forgotten(message) })
    .where(unreported(message))
}

/** The last mail to somebody who was erased: nothing else knows the address any more. */
const forgotten = ({ kind }: Message) => (kind === 'account-erased' ? { recipient: '' } : {})

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
  if (ms(dueAt) - ms(message.createdAt) > GIVE_UP_HOURS * HOUR_MS) {
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
