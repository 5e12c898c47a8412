/**
 * What happens once: claims and tries. Each race is decided by one statement; a batch is one transaction on D1's single
 * writer. Times are milliseconds since 1970.
 */
import { type SQL, sql } from 'drizzle-orm'
import { type Database, ms } from '../db/client'
import type { CODE_PURPOSES } from '../db/schema'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../lib/time'
import * as code from './code'
import { WRONG_PER_SOURCE_HOUR, WRONG_PER_STUDIO_DAY } from './guest-code'

/** {@link decide}'s "not closed", for statements that race with the photographer's closing. */
export const isOpenNow = (now: number) =>
  sql`galleries.published_at <= ${now} and (galleries.closes_at is null or galleries.closes_at > ${now})`

/** The same, and guests are admitted. */
export const admitsGuestsNow = (now: number) => sql`galleries.guests <> 'refused' and ${isOpenNow(now)}`

/** Decides which device a link belongs to: the first that claims it, and that one again while it opens (R3, P3). */
export function claimLink(db: Database, claim: { linkId: string; visitId: string; deviceHash: string; now: Date }) {
  const now = ms(claim.now)
  return db.all<{ id: string }>(sql`
    update links
    set claimed_by = ${claim.deviceHash}, claimed_at = coalesce(claimed_at, ${now}), visit_id = ${claim.visitId}
    where id = ${claim.linkId}
      and (claimed_by is null or claimed_by = ${claim.deviceHash})
      and opens_until > ${now}
      and exists (
        select 1 from contacts join galleries on galleries.id = contacts.gallery_id
          join clients on clients.id = contacts.client_id
        where contacts.id = links.contact_id and contacts.client_id = links.client_id and contacts.removed_at is null
          and (clients.email_since is null or clients.email_since <= links.issued_at)
          and ${isOpenNow(now)}
      )
    returning id`)
}

export type NewCode = {
  id: string
  purpose: (typeof CODE_PURPOSES)[number]
  channel: code.Channel
  address: string
  subject: string | null
  budget: string
  mac: string
  now: Date
}

/** Decides whether another code may be sent to an address, by {@link code.SEND_LIMITS}, known or not (P6). */
export function issueCode(db: Database, fresh: NewCode) {
  const now = ms(fresh.now)
  const expiresAt = now + code.CODE_VALID_MINUTES * MINUTE_MS
  const isFree = code.limitsOf(fresh.channel).map(
    ({ by, seconds, most }) => sql`(select count(*) from codes where address = ${fresh.address}
      and created_at > ${now - seconds * 1000} ${by ? sql`and channel = ${by}` : sql``}) < ${most}`,
  )
  return db.all<{ id: string }>(sql`
    insert into codes (id, purpose, channel, address, subject, budget, mac, created_at, expires_at)
    select ${fresh.id}, ${fresh.purpose}, ${fresh.channel}, ${fresh.address}, ${fresh.subject}, ${fresh.budget},
      ${fresh.mac}, ${now}, ${expiresAt}
    where ${sql.join(isFree, sql` and `)}
    returning id`)
}

/** When no code may be sent: a code that nobody gets, so that guessing goes on as usual for a stranger (P6). */
export function insertDecoy(db: Database, fresh: NewCode) {
  const now = ms(fresh.now)
  const expiresAt = now + code.CODE_VALID_MINUTES * MINUTE_MS
  return db.run(sql`
    insert into codes (id, purpose, address, budget, mac, created_at, expires_at)
    select ${fresh.id}, ${fresh.purpose}, 'decoy', ${fresh.budget}, ${fresh.mac}, ${now}, ${expiresAt}
    where not exists (select 1 from codes where id = ${fresh.id})`)
}

const INSTEAD = 'nothing'

/**
 * A row that means nothing, in the place of one that an address does not get: as much is written for everybody, so that the time
 * it takes does not tell (P6). To be batched behind what would have inserted the other.
 */
export function insertInsteadOf(db: Database, table: 'messages' | 'client_links', id: string, at: Date) {
  const now = ms(at)
  return db.run(sql`
    insert into codes (id, purpose, address, budget, mac, created_at, expires_at)
    select ${id}, 'client-entry', ${INSTEAD}, '', '', ${now}, ${now}
    where not exists (select 1 from ${sql.raw(table)} where id = ${id})`)
}

/** Writes the row of {@link insertInsteadOf} again, where delivering would write that of the message; else nothing. */
export function workInsteadOf(db: Database, id: string) {
  return db.run(sql`update codes set attempts = attempts + 1 where id = ${id} and address = ${INSTEAD}`)
}

/** When codes were sent to an address in the last 24 hours, newest first: tells how long to wait for another one. */
export function sendsOf(db: Database, fresh: NewCode) {
  return db.all<code.Send>(sql`
    select created_at as at, channel as by from codes
    where address = ${fresh.address} and created_at > ${ms(fresh.now) - DAY_MS}
    order by created_at desc limit ${code.SENDS_PER_DAY}`)
}

/** A new code voids the older ones of its address (R12); nothing happens when the new one was not issued. */
export function voidOlderCodes(db: Database, fresh: NewCode) {
  return db.run(sql`
    update codes set voided_at = ${ms(fresh.now)}
    where address = ${fresh.address} and id <> ${fresh.id} and used_at is null and voided_at is null
      and exists (select 1 from codes where id = ${fresh.id})`)
}

/**
 * Decides whether a guess at something else than a code, a password, is evaluated at all: counted first, by the same
 * limits, on a budget of its own. Its row is there when it is; {@link forgiveTry} strikes a right one out.
 */
export function countGuess(db: Database, guess: { id: string; budget: string; now: Date }) {
  const now = ms(guess.now)
  return db.all<{ id: string }>(sql`
    insert into code_tries (id, budget, at)
    select ${guess.id}, ${guess.budget}, ${now}
    where ${isInBudget(sql`${guess.budget}`, now)}
    returning id`)
}

/** Of a budget, over a rolling window. */
const wrongTries = (budget: SQL, since: number) =>
  sql`(select count(*) from code_tries where budget = ${budget} and "right" = 0 and at > ${since})`

/** P1, for codes and for what is guessed like them. */
const isInBudget = (budget: SQL, now: number) => sql`
  ${wrongTries(budget, now - HOUR_MS)} < ${code.WRONG_PER_HOUR}
  and ${wrongTries(budget, now - DAY_MS)} < ${code.WRONG_PER_DAY}`

/**
 * Decides whether another link may be sent to an address, by the limits of codes by email, known or not (P6): its row is there
 * when it may.
 */
export function countSend(db: Database, send: { id: string; budget: string; now: Date }) {
  const now = ms(send.now)
  const isFree = code.limitsOf('email').map(
    ({ seconds, most }) => sql`(select count(*) from code_tries where budget = ${send.budget}
      and at > ${now - seconds * 1000}) < ${most}`,
  )
  return db.run(sql`
    insert into code_tries (id, budget, at, "right") select ${send.id}, ${send.budget}, ${now}, 1
    where ${sql.join(isFree, sql` and `)}`)
}

/** What comes from one source, of which there may be only so many a day. */
export type FromSource = { id: string; budget: string; most: number; now: Date }

/** Decides whether one more may come from a source: its row is there when it may, whatever comes of it. */
export function countFromSource(db: Database, { id, budget, most, now }: FromSource) {
  return db.run(sql`
    insert into code_tries (id, budget, at, "right") select ${id}, ${budget}, ${ms(now)}, 1
    where (select count(*) from code_tries where budget = ${budget} and at > ${ms(now) - DAY_MS}) < ${most}`)
}

/** When one more may come from a source, milliseconds: a day after the first of those that fill it now; nothing while it is not full. */
export function freeAtSource(db: Database, { budget, most, now }: FromSource) {
  return db.all<{ at: number }>(sql`
    select at + ${DAY_MS} as at from code_tries where budget = ${budget} and at > ${ms(now) - DAY_MS}
    order by code_tries.at desc limit 1 offset ${most - 1}`)
}

/** When links were sent on a budget in the last 24 hours, newest first: tells how long to wait for another one. */
export function linkSendsOf(db: Database, { budget, now }: { budget: string; now: Date }) {
  return db.all<code.Send>(sql`
    select at, 'email' as "by" from code_tries where budget = ${budget} and at > ${ms(now) - DAY_MS}
    order by at desc limit ${code.SENDS_PER_DAY}`)
}

/**
 * Decides which of several uses of a client's own link counts: the first, while it opens (R29, R32).
 * @param holds what else has to hold of its row at that moment
 */
export function useClientLink(db: Database, use: { id: string; by: string; now: Date }, holds: SQL = sql`1`) {
  const now = ms(use.now)
  return db.all<{ id: string }>(sql`
    update client_links set used_at = ${now}, used_by = ${use.by}
    where id = ${use.id} and used_at is null and opens_until > ${now} and ${holds}
    returning id`)
}

export type Try = { id: string; codeId: string; now: Date }

const open = (now: number) => sql`attempts < ${code.TRIES_PER_CODE} and used_at is null and expires_at > ${now}`

/** Decides whether a try is evaluated at all: counted first, against the budget of all purposes together (P1). */
export function countTry(db: Database, attempt: Try) {
  const now = ms(attempt.now)
  return db.run(sql`
    insert into code_tries (id, budget, at)
    select ${attempt.id}, budget, ${now} from codes
    where id = ${attempt.codeId} and ${open(now)} and ${isInBudget(sql`codes.budget`, now)}`)
}

/**
 * Decides whether a counted try is one of the code's five (R12); its row carries what to compare with. A void code is
 * nobody's any more and goes on as a decoy: that another one was asked for elsewhere is not for strangers to know (P6).
 */
export function takeAttempt(db: Database, attempt: Try) {
  return db.all<{ mac: string; subject: string | null; attempts: number }>(sql`
    update codes set attempts = attempts + 1
    where id = ${attempt.codeId} and ${open(ms(attempt.now))}
      and exists (select 1 from code_tries where id = ${attempt.id})
    returning mac, iif(voided_at is null, subject, null) as subject, attempts`)
}

/** Whether a code still is open: tells a spent budget from a spent code after {@link takeAttempt} took nothing. */
export function isOpen(db: Database, attempt: Try) {
  return db.all<{ id: string }>(sql`select id from codes where id = ${attempt.codeId} and ${open(ms(attempt.now))}`)
}

/** Decides which of several right tries signs in: the first, which names the session it opens (P3). */
export function useCode(db: Database, attempt: Try, sessionId: string) {
  return db.all<{ id: string }>(sql`
    update codes set used_at = ${ms(attempt.now)}, used_by = ${sessionId}
    where id = ${attempt.codeId} and used_at is null and voided_at is null
    returning id`)
}

/** A right try does not count as a wrong one. */
export function forgiveTry(db: Database, attempt: Pick<Try, 'id'>) {
  return db.run(sql`update code_tries set "right" = 1 where id = ${attempt.id}`)
}

/** A guest code as it was typed at a studio's home. `source` stands for the address it was typed at. */
export type CodeTry = { id: string; studioId: string; source: string; deviceHash: string; now: Date }

const sourceTry = (attempt: CodeTry) => `${attempt.id}-source`

/**
 * Decides whether a guest code is looked up at all: counted first, against its source's budget and its studio's. Browsers
 * that have been in as a contact draw on a budget of their own, which no stranger can use up.
 */
export function countCodeTry(db: Database, attempt: CodeTry) {
  const now = ms(attempt.now)
  const isFree = sql`${wrongTries(sql`typist.budget`, now - DAY_MS)} < ${WRONG_PER_STUDIO_DAY}
    and ${wrongTries(sql`${attempt.source}`, now - HOUR_MS)} < ${WRONG_PER_SOURCE_HOUR}`
  return db.run(sql`
    with typist(budget) as (select ${`guest-code ${attempt.studioId} `} || case when exists (
      select 1 from sessions join visits on visits.session_id = sessions.id
      join galleries on galleries.id = visits.gallery_id
      where sessions.device_hash = ${attempt.deviceHash} and visits.contact_id is not null
        and galleries.studio_id = ${attempt.studioId}) then 'known' else 'stranger' end)
    insert into code_tries (id, budget, at)
    select ${attempt.id}, budget, ${now} from typist where ${isFree}
    union all select ${sourceTry(attempt)}, ${attempt.source}, ${now} from typist where ${isFree}`)
}

/** Whether a typed code was counted, and so may be looked up. */
export const isCounted = (attempt: CodeTry) => sql`exists (select 1 from code_tries where id = ${attempt.id})`

/** A right code does not count as a wrong one; others that were wrong before it do, or whoever knows one could try for ever. */
export function forgiveCodeTry(db: Database, attempt: CodeTry) {
  return db.run(sql`update code_tries set "right" = 1 where id in (${attempt.id}, ${sourceTry(attempt)})`)
}
