/** Links to set a password by: asked for by an address, sent to it (R29). */
import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import { batch, type Database, ms } from '../db/client'
import { clientLinks, clients, contacts, galleries, type Message, type Studio, studios } from '../db/schema'
import { countSend, insertInsteadOf, isOpenNow } from '../door/ledger'
import { type LinkMeaning, remember } from '../door/link'
import { RESET_OPENS_MINUTES } from '../door/reset'
import type { Secrets } from '../lib/keys'
import { seal } from '../lib/seal'
import { MINUTE_MS } from '../lib/time'
import { randomId, randomToken } from '../lib/token'
import { addressOf } from './codes'
import { insertReset } from './messages'

/**
 * Asks for a reset link. The same for every address: a token that may mean nothing, one KV write, one batch that counts the
 * asking, and a message for the queue that may not be there (P6).
 * @param email in lower case
 * @returns the message's id, for the queue
 */
export async function ask(
  db: Database,
  tokens: KVNamespace,
  secrets: Secrets,
  studio: Studio,
  email: string,
  now: Date,
): Promise<string> {
  const [id, messageId, token] = [randomId(), randomId(), randomToken()]
  await remember(tokens, token, { kind: 'password-reset', id })
  const sealed = await seal(secrets, 'message', token, messageId)
  const budget = await addressOf(secrets, { scope: studio.id, email, source: 'password-reset' })
  const opensUntil = ms(now) + RESET_OPENS_MINUTES * MINUTE_MS
  await batch(db, [
    countSend(db, { id, budget, now }),
    db.run(sql`
      insert into client_links (id, kind, client_id, issued_at, opens_until)
      select ${id}, 'password-reset', clients.id, ${ms(now)}, ${opensUntil} from clients
      where studio_id = ${studio.id} and email = ${email} and exists (select 1 from code_tries where id = ${id})`),
    insertReset(db, messageId, id, sealed, now),
    insertInsteadOf(db, 'client_links', id, now),
    insertInsteadOf(db, 'messages', messageId, now),
  ])
  return messageId
}

/** A reset link with whose it is, and the newest open gallery they are invited to. One batch. */
export async function look(db: Database, meaning: LinkMeaning, now: Date) {
  const [[found], [newest]] = await batch(db, [
    db
      .select({ link: clientLinks, client: clients, studio: studios })
      .from(clientLinks)
      .innerJoin(clients, eq(clients.id, clientLinks.clientId))
      .innerJoin(studios, eq(studios.id, clients.studioId))
      .where(eq(clientLinks.id, meaning.id)),
    db
      .select({ gallery: galleries })
      .from(clientLinks)
      .innerJoin(contacts, and(eq(contacts.clientId, clientLinks.clientId), isNull(contacts.removedAt)))
      .innerJoin(galleries, eq(galleries.id, contacts.galleryId))
      .where(and(eq(clientLinks.id, meaning.id), isOpenNow(ms(now))))
      .orderBy(desc(contacts.createdAt))
      .limit(1),
  ])
  return found && { ...found, gallery: newest?.gallery }
}

export type Looked = NonNullable<Awaited<ReturnType<typeof look>>>

/** Whom a reset mail speaks to; undefined once the client has another address. */
export async function forMessage(db: Database, message: Message) {
  const [found] = await db
    .select({ client: clients, studio: studios })
    .from(clients)
    .innerJoin(studios, eq(studios.id, clients.studioId))
    .where(and(eq(clients.studioId, message.studioId), eq(clients.email, message.recipient)))
  return found
}
