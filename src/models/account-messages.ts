/** Mails to a client about their own account. */
import { eq, type SQL, sql } from 'drizzle-orm'
import { type Database, ms } from '../db/client'
import { clients, type Message, studios } from '../db/schema'

/** A mail to the address that a client has at that moment, if `condition` holds. To be batched with what it tells of. */
export function insertIf(
  db: Database,
  { id, kind, clientId }: { id: string; kind: Message['kind']; clientId: string },
  condition: SQL,
  now: Date,
) {
  return db.run(sql`
    insert into messages (id, studio_id, kind, recipient, about_id, state, attempts, due_at, created_at)
    select ${id}, clients.studio_id, ${kind}, clients.email, clients.id, 'queued', 0, ${ms(now)}, ${ms(now)}
    from clients where clients.id = ${clientId} and ${condition}`)
}

/** Whom such a mail speaks to; undefined once there is nobody. */
export async function forMessage(db: Database, message: Message) {
  const [found] = await db
    .select({ client: clients, studio: studios })
    .from(clients)
    .innerJoin(studios, eq(studios.id, clients.studioId))
    .where(eq(clients.id, message.aboutId ?? ''))
  return found?.client.erasedAt ? undefined : found
}
