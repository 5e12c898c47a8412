/** Links into a studio's portal: one client's, for half an hour, once (R32). */
import { and, eq, isNull, type SQL, sql } from 'drizzle-orm'
import { batch, type Database, ms } from '../db/client'
import { type Client, clientLinks, clients, type Message, studios } from '../db/schema'
import { secondsToNextSend } from '../door/code'
import { countSend, linkSendsOf, useClientLink } from '../door/ledger'
import { type LinkMeaning, remember } from '../door/link'
import { PORTAL_LINK_OPENS_MINUTES } from '../door/portal-link'
import type { Secrets } from '../lib/keys'
import { seal } from '../lib/seal'
import { MINUTE_MS } from '../lib/time'
import { randomId, randomToken } from '../lib/token'
import { addressOf } from './codes'
import { insertPortalLink } from './messages'
import type { EnteringBrowser, NewSession, Presented } from './sessions'
import * as signIns from './sign-ins'

/** A link whose meaning is in KV. It opens nothing before {@link issuing} has made its row. */
export type NewLink = { id: string; token: string; now: Date }

export async function prepare(tokens: KVNamespace, now: Date): Promise<NewLink> {
  const fresh = { id: randomId(), token: randomToken(), now }
  await remember(tokens, fresh.token, { kind: 'portal', id: fresh.id })
  return fresh
}

/** The token as the message keeps it until it is sent. */
export function sealed(secrets: Secrets, { id, token }: NewLink): Promise<string> {
  return seal(secrets, 'message', token, id)
}

/**
 * The statements that make a link the client's, and void the older ones that nobody used: a newer one takes their place. To be
 * batched; the first of them tells whether it came to be.
 * @param who of `clients` it is for; the erased get none
 */
export function issuing(db: Database, { id, now }: NewLink, who: SQL) {
  const opensUntil = ms(now) + PORTAL_LINK_OPENS_MINUTES * MINUTE_MS
  return [
    db.all<{ id: string }>(sql`
      insert into client_links (id, kind, client_id, issued_at, opens_until)
      select ${id}, 'portal', clients.id, ${ms(now)}, ${opensUntil} from clients
      where ${who} and clients.erased_at is null
      returning id`),
    db.run(sql`
      update client_links set opens_until = issued_at
      where client_id = (select client_id from client_links where id = ${id}) and kind = 'portal' and id <> ${id}
        and used_at is null`),
  ] as const
}

/** A link with whose it is, and whether the browser is signed in as them already. One query. */
export async function look(db: Database, meaning: LinkMeaning, session: Presented | undefined, now: Date) {
  const isHere = signIns.isClientHereNow(sql`client_links.client_id`, session, now)
  const [found] = await db
    .select({ link: clientLinks, client: clients, studio: studios, isHere })
    .from(clientLinks)
    .innerJoin(clients, eq(clients.id, clientLinks.clientId))
    .innerJoin(studios, eq(studios.id, clients.studioId))
    .where(and(eq(clientLinks.id, meaning.id), eq(clientLinks.kind, 'portal'), isNull(clients.erasedAt)))
  return found
}

export type Looked = NonNullable<Awaited<ReturnType<typeof look>>>

export type Claim = { outcome: 'entered'; session: NewSession } | { outcome: 'refused' }

/** That the link is into the portal, and its client still the one to whose address it went (R43). */
const isTheirs = sql`kind = 'portal' and exists (
  select 1 from clients where clients.id = client_links.client_id and clients.erased_at is null
    and (clients.email_since is null or clients.email_since <= client_links.issued_at))`

/** Spends a link and signs in with a session of its own, in one batch: all of it or nothing (R32, P3). */
export async function claim(
  db: Database,
  { link, client }: Pick<Looked, 'link' | 'client'>,
  browser: EnteringBrowser,
  now: Date,
): Promise<Claim> {
  const isSigned = (by: string) => sql`exists (select 1 from client_links where id = ${link.id} and used_by = ${by})`
  const { signInId, session, statements } = await signIns.opening(db, client.id, browser, {
    way: 'link',
    isSigned,
    now,
  })
  const [used] = await batch(db, [useClientLink(db, { id: link.id, by: signInId, now }, isTheirs), ...statements])
  return used.length > 0 ? { outcome: 'entered', session } : { outcome: 'refused' }
}

export type Renewed = { outcome: 'sent'; messageId: string } | { outcome: 'wait'; seconds: number }

/**
 * *Send me a new link*: to the address on file, whoever presses it, on the limits of the links that are asked for by an
 * address. Decided by the counting statement.
 */
export async function renew(
  db: Database,
  tokens: KVNamespace,
  secrets: Secrets,
  { link, client }: { link: { id: string }; client: Client },
  now: Date,
): Promise<Renewed> {
  const fresh = await prepare(tokens, now)
  const budget = await addressOf(secrets, { scope: client.studioId, email: client.email, source: 'portal-link' })
  const isCounted = sql`exists (select 1 from code_tries where id = ${fresh.id})`
  const isTheirOwn = sql`exists (select 1 from client_links where id = ${link.id} and ${isTheirs})`
  const mail = insertPortalLink(db, 'portal-login', fresh.id, await sealed(secrets, fresh), now)
  const [, issued, , , sends] = await batch(db, [
    countSend(db, { id: fresh.id, budget, now }),
    ...issuing(db, fresh, sql`clients.id = ${client.id} and ${isCounted} and ${isTheirOwn}`),
    mail,
    linkSendsOf(db, { budget, now }),
  ])
  if (issued.length > 0) return { outcome: 'sent', messageId: fresh.id }
  return { outcome: 'wait', seconds: secondsToNextSend(sends, 'email', now) }
}

const hasGalleries = sql<number>`exists (
  select 1 from contacts where contacts.client_id = clients.id and contacts.removed_at is null)`

/** Whose link a mail carries, and whether there are galleries behind it; undefined once it is somebody's no longer. */
export async function forMessage(db: Database, message: Message) {
  const [found] = await db
    .select({ link: clientLinks, client: clients, studio: studios, hasGalleries })
    .from(clientLinks)
    .innerJoin(clients, and(eq(clients.id, clientLinks.clientId), eq(clients.email, message.recipient)))
    .innerJoin(studios, eq(studios.id, clients.studioId))
    .where(and(eq(clientLinks.id, message.id), isNull(clients.erasedAt)))
  return found
}
