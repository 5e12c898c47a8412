/** How a studio lets its clients into the portal: invitation, login email, magic link (R31). */
import { type SQL, sql } from 'drizzle-orm'
import { batch, type Database, ms } from '../db/client'
import { type Client, clients, type Studio } from '../db/schema'
import type { Secrets } from '../lib/keys'
import { nameFrom } from '../lib/name'
import { randomId } from '../lib/token'
import { insertPortalLink } from './messages'
import * as portalLinks from './portal-links'

type Stores = { db: Database; tokens: KVNamespace; secrets: Secrets }
type OfStudio = Pick<Client, 'id' | 'studioId'>

/** That a message waits for the queue, or that the client is gone. */
export type Mailed = { outcome: 'mailed'; messageId: string } | { outcome: 'gone' }

/** *Invite to the portal*: an email with a link and how to come in without one. Again is a new link. */
export async function invite(stores: Stores, client: OfStudio, now: Date): Promise<Mailed> {
  const fresh = await portalLinks.prepare(stores.tokens, now)
  const [made] = await batch(stores.db, await inviting(stores, fresh, isClient(client)))
  return made.length > 0 ? { outcome: 'mailed', messageId: fresh.id } : { outcome: 'gone' }
}

/**
 * The same for a typed address, to which the access is tied: its client is made if there is none; one that there is keeps
 * the name.
 * @param email in lower case
 * @param name of a new client; without one it is what the address tells
 */
export async function inviteAddress(
  stores: Stores,
  studio: Pick<Studio, 'id'>,
  { email, name }: { email: string; name: string | null },
  now: Date,
): Promise<Mailed> {
  const fresh = await portalLinks.prepare(stores.tokens, now)
  const who = sql`clients.studio_id = ${studio.id} and clients.email = ${email}`
  const client = { id: randomId(), studioId: studio.id, name: name ?? nameFrom(email), email, createdAt: now }
  const [, made] = await batch(stores.db, [
    stores.db.insert(clients).values(client).onConflictDoNothing(),
    ...(await inviting(stores, fresh, who)),
  ])
  return made.length > 0 ? { outcome: 'mailed', messageId: fresh.id } : { outcome: 'gone' }
}

/** *Send login email*: a new link for a client who was invited, or has been in before. */
export async function sendLogin(
  { db, tokens, secrets }: Stores,
  client: OfStudio,
  now: Date,
): Promise<Mailed | { outcome: 'no-access' }> {
  const fresh = await portalLinks.prepare(tokens, now)
  const mail = insertPortalLink(db, 'portal-login', fresh.id, await portalLinks.sealed(secrets, fresh), now)
  const [made] = await batch(db, [...portalLinks.issuing(db, fresh, sql`${isClient(client)} and ${hasAccess}`), mail])
  return made.length > 0 ? { outcome: 'mailed', messageId: fresh.id } : { outcome: 'no-access' }
}

/** *Generate magic link*: for any channel. @returns its token, for the screen alone; undefined when the client is gone */
export async function copy(
  db: Database,
  tokens: KVNamespace,
  client: OfStudio,
  now: Date,
): Promise<string | undefined> {
  const fresh = await portalLinks.prepare(tokens, now)
  const [made] = await batch(db, portalLinks.issuing(db, fresh, isClient(client)))
  return made.length > 0 ? fresh.token : undefined
}

const isClient = ({ id, studioId }: OfStudio) => sql`clients.id = ${id} and clients.studio_id = ${studioId}`

const hasAccess = sql`(clients.invited_at is not null or exists (select 1 from sign_ins where client_id = clients.id))`

/** The statements of an invitation; the first of them tells whether it came to be. */
async function inviting({ db, secrets }: Stores, fresh: portalLinks.NewLink, who: SQL) {
  const sealed = await portalLinks.sealed(secrets, fresh)
  return [
    ...portalLinks.issuing(db, fresh, who),
    db.run(sql`
      update clients set invited_at = ${ms(fresh.now)}
      where id = (select client_id from client_links where id = ${fresh.id})`),
    insertPortalLink(db, 'portal-invitation', fresh.id, sealed, fresh.now),
  ] as const
}
