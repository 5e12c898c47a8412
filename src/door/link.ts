import { DAY_MS, HOUR_MS } from '../lib/time'
import { randomToken, sha256 } from '../lib/token'
import type { Origin } from './continuation'
import { closedAt, type Decision, type Door } from './decide'
import type { Role } from './role'

/** R3: from issue, never extended. */
export const LINK_OPENS_HOURS = 24
/** R9: how long a link still knows whose it was. */
const LINK_KNOWN_DAYS = 90
/** How long a reset link can say that it is over: whoever asks for one makes one, known or not. */
const RESET_KNOWN_DAYS = 7
/** How long a link into the portal can say what became of it, and have a new one sent (R32). */
const PORTAL_LINK_KNOWN_DAYS = 7
/** How long a link about a new address can say that it is over. */
const EMAIL_LINK_KNOWN_DAYS = 14
/** Whoever claims a link in its last minutes is not put out in the middle of looking. */
const VISIT_AT_LEAST_HOURS = 2

/**
 * The KV value under `link:<sha-256 of the token>`: what the token means, by the row that says what became of it. `gallery`:
 * a contact's magic link. `role`: a role link, which lasts (R19). `password-reset`: a client's, to set a password by (R29).
 * `portal`: a client's, into the portal (R32). `email-confirmation`, `email-revert`: a client's, for a new address and back (R43).
 * `continuation`: a code that takes somebody over to another device, and what they were in by.
 */
export type LinkMeaning = {
  kind: 'gallery' | 'role' | 'password-reset' | 'portal' | 'email-confirmation' | 'email-revert' | 'continuation'
  id: string
  origin?: Origin
}

/** Why a link does not open, in the order in which it is asked. */
export type Refusal = 'withdrawn' | 'unpublished' | 'closed' | 'other-device' | 'stale'

export type LinkRecord = {
  issuedAt: Date
  opensUntil: Date
  claimedBy: string | null
  clientId: string
  contact: { removedAt: Date | null; clientId: string }
  /** Since when the client's address is theirs: a link from before went to another mailbox (R43). */
  client: { emailSince: Date | null }
  door: Pick<Door, 'publishedAt' | 'closesAt'>
}

/** A new token and the instants that go with it; nothing is stored yet. */
export function mint(now: Date) {
  return {
    token: randomToken(),
    issuedAt: now,
    opensUntil: new Date(now.getTime() + LINK_OPENS_HOURS * HOUR_MS),
  }
}

/** How long the meaning of a token is kept. */
const kept: Record<LinkMeaning['kind'], KVNamespacePutOptions> = {
  gallery: { expirationTtl: (LINK_KNOWN_DAYS * DAY_MS) / 1000 },
  role: {},
  'password-reset': { expirationTtl: (RESET_KNOWN_DAYS * DAY_MS) / 1000 },
  portal: { expirationTtl: (PORTAL_LINK_KNOWN_DAYS * DAY_MS) / 1000 },
  'email-confirmation': { expirationTtl: (EMAIL_LINK_KNOWN_DAYS * DAY_MS) / 1000 },
  'email-revert': { expirationTtl: (EMAIL_LINK_KNOWN_DAYS * DAY_MS) / 1000 },
  continuation: { expirationTtl: DAY_MS / 1000 },
}

/**
 * Stores what a token means, once; of a role link without end. Written before anyone can read it: KV remembers misses too.
 * @param token 43 base64url characters; only its SHA-256 is stored.
 */
export async function remember(tokens: KVNamespace, token: string, meaning: LinkMeaning): Promise<void> {
  await tokens.put(await keyOf(token), JSON.stringify(meaning), kept[meaning.kind])
}

/**
 * What a token means; undefined when it never was a link, or was a magic link {@link LINK_KNOWN_DAYS} days ago. One KV read.
 */
export async function meaningOf(tokens: KVNamespace, token: string): Promise<LinkMeaning | undefined> {
  if (!/^[\w-]{43}$/.test(token)) return undefined
  return (await tokens.get<LinkMeaning>(await keyOf(token), 'json')) ?? undefined
}

async function keyOf(token: string): Promise<string> {
  return `link:${await sha256(token)}`
}

/**
 * Whether a link opens for a device, and if not, why (R3, R4, R7, R8, R43). Pure.
 * @param deviceHash SHA-256 of the device token
 * @returns undefined when it opens
 */
export function refusalOf(link: LinkRecord, deviceHash: string, now: Date): Refusal | undefined {
  if (link.contact.removedAt || link.contact.clientId !== link.clientId) return 'withdrawn'
  if (link.client.emailSince && link.client.emailSince > link.issuedAt) return 'withdrawn'

  const closed = closedAt(link.door, now)
  if (closed) return closed.state === 'expired' ? 'closed' : 'unpublished'

  if (link.opensUntil <= now) return 'stale'
  if (link.claimedBy && link.claimedBy !== deviceHash) return 'other-device'
  return undefined
}

/** A refusal that holds for every browser and every way on: the link is none, or the gallery's state keeps all out. */
export function isForAll(refusal: Refusal | undefined): refusal is 'withdrawn' | 'unpublished' | 'closed' {
  return refusal === 'withdrawn' || refusal === 'unpublished' || refusal === 'closed'
}

/** Why a role link does not open, in the order in which it is asked. */
export type RoleRefusal = 'withdrawn' | 'unpublished' | 'closed' | 'guests-closed'

/** Whether a role link opens, and if not, why (R8, R19). Pure. */
export function roleRefusalOf(
  link: { revokedAt: Date | null },
  door: Pick<Door, 'publishedAt' | 'closesAt' | 'guests'>,
  now: Date,
): RoleRefusal | undefined {
  if (link.revokedAt) return 'withdrawn'

  const closed = closedAt(door, now)
  if (closed) return closed.state === 'expired' ? 'closed' : 'unpublished'
  return door.guests === 'refused' ? 'guests-closed' : undefined
}

/**
 * Whether a browser goes to the gallery without a key that many hold, a role link or the guest code: it is inside with no less
 * than that would give, or on its way in as a contact, whom a guest's visit never replaces. Pure.
 */
export function needsNoKey(decision: Decision, role: Role): boolean {
  switch (decision.kind) {
    case 'inside':
      return (
        decision.because === 'contact' || decision.because === 'studio' || [role, 'invited'].includes(decision.role)
      )
    case 'ask':
      return decision.step === 'create-account' || decision.step === 'accept-terms'
    case 'closed':
      return false
  }
}

/** R6: only a main client's link offers "It's not me, view as a guest", and only where the gallery admits guests. */
export function offersGuest(contact: { role: Role }, door: Pick<Door, 'guests'>): boolean {
  return contact.role === 'main' && door.guests !== 'refused'
}

/** A visit by link lasts as long as its link opens: after that, or elsewhere, the person is asked again (R4). */
export function visitEndsAt(opensUntil: Date, now: Date): Date {
  return new Date(Math.max(opensUntil.getTime(), now.getTime() + VISIT_AT_LEAST_HOURS * HOUR_MS))
}
