import { sql } from 'drizzle-orm'
import type { BatchItem } from 'drizzle-orm/batch'
import { batch, type Database } from '../db/client'
import * as code from '../door/code'
import * as ledger from '../door/ledger'
import { currentKey, type Secrets } from '../lib/keys'
import { hmac, randomId } from '../lib/token'

export type Request = {
  purpose: ledger.NewCode['purpose']
  /** Within which addresses are told apart: a studio's id, or `staff`. */
  scope: string
  /** In lower case. */
  email: string
  /** Where it is asked from; each draws on budgets of its own: `anywhere`, `link`, `known` (R12). */
  source: string
  channel: code.Channel
  /** Whose code it is; null for an address nobody knows, which gets a decoy that no code opens. */
  subject: string | null
}

/** A code asked for in one browser: the secret is that browser's alone. */
export type Flow = { codeId: string; secret: string }

export type Asked = {
  /** False when too many were asked for, here or elsewhere: then the flow's code is a decoy. */
  sent: boolean
  /** Seconds until another one may be sent to the address; not for strangers to know (P6). */
  wait: number
  flow: Flow
  /** For the queue, whether or not there is anything to deliver (P6). */
  delivery: { messageId: string; code: string; isStepUp: boolean }
}

/**
 * Asks for a login code; the older one of the address is void. One batch, the same for every address (P6).
 * @param announce the statement that inserts the message for this code if somebody is to get it
 */
export async function ask(
  db: Database,
  secrets: Secrets,
  { purpose, scope, email, source, channel, subject }: Request,
  announce: (messageId: string, codeId: string) => BatchItem<'sqlite'>,
  now: Date,
): Promise<Asked> {
  const address = await addressOf(secrets, { scope, email, source })
  const id = randomId()
  const messageId = randomId()
  const { code: digits, flowSecret, mac } = await code.mint(id)
  const fresh = { id, purpose, channel, address, subject, budget: address, mac, now }
  const [issued, , , sends] = await batch(db, [
    ledger.issueCode(db, fresh),
    ledger.voidOlderCodes(db, fresh),
    announce(messageId, id),
    ledger.sendsOf(db, fresh),
    ledger.insertDecoy(db, fresh),
    ledger.insertInsteadOf(db, 'messages', messageId, now),
  ])
  return {
    sent: issued.length > 0,
    wait: code.secondsToNextSend(sends, channel, now),
    flow: { codeId: id, secret: flowSecret },
    delivery: { messageId, code: digits, isStepUp: purpose.endsWith('-step-up') },
  }
}

/**
 * Where somebody asks or tries from. All browsers that a person signed in in are one source: strangers cannot use it up, and
 * whoever got hold of such browsers, however many, has no more tries for it. Those in which their link was opened draw on what
 * the link itself does, for it may have been passed on (R12, P1).
 */
export function sourceOf(person: { isKnown?: unknown; hasLink?: unknown } | undefined): 'known' | 'link' | 'anywhere' {
  if (person?.isKnown) return 'known'
  return person?.hasLink ? 'link' : 'anywhere'
}

/** What stands for an address in the ledger; a copy of the database does not say whose it is. */
export async function addressOf(
  secrets: Secrets,
  { scope, email, source }: Pick<Request, 'scope' | 'email' | 'source'>,
) {
  const { hmac: key } = await currentKey(secrets, 'address')
  return hmac(key, `${scope}\n${email}\n${source}`)
}

export type Failed = { outcome: 'wrong'; left: number } | { outcome: 'over' } | { outcome: 'wait' }
export type Tried = { outcome: 'right'; subject: string; attempt: ledger.Try } | Failed

/** Tries a login code: counted first, compared after (R12, P1). A right one still has to be spent. */
export async function attempt(db: Database, flow: Flow, digits: string, now: Date): Promise<Tried> {
  const counted = { id: randomId(), codeId: flow.codeId, now }
  const [, [taken], stillOpen] = await batch(db, [
    ledger.countTry(db, counted),
    ledger.takeAttempt(db, counted),
    ledger.isOpen(db, counted),
  ])
  if (!taken) return { outcome: stillOpen.length > 0 ? 'wait' : 'over' }

  const isRight = await code.matches(flow.codeId, flow.secret, digits, taken.mac)
  if (isRight && taken.subject) return { outcome: 'right', subject: taken.subject, attempt: counted }

  const left = code.TRIES_PER_CODE - taken.attempts
  return left > 0 ? { outcome: 'wrong', left } : { outcome: 'over' }
}

/**
 * The statements that spend a right code for what it opens. To be batched first; then {@link isSpentFor} holds (P3).
 * @param openedId the id of the session or visit that it opens
 */
export function spending(db: Database, attempt: ledger.Try, openedId: string) {
  return [ledger.useCode(db, attempt, openedId), ledger.forgiveTry(db, attempt)] as const
}

/** That a code was spent for this and nothing else. */
export function isSpentFor(attempt: ledger.Try, openedId: string) {
  return sql`exists (select 1 from codes where id = ${attempt.codeId} and used_by = ${openedId})`
}
