import { and, eq, isNull } from 'drizzle-orm'
import type { Database } from '../db/client'
import { type Client, clients, type Studio } from '../db/schema'

/** A client looked up through the studio; whoever was erased is not found. */
export async function find(db: Database, studio: Pick<Studio, 'id'>, id: string): Promise<Client | undefined> {
  const [found] = await db
    .select()
    .from(clients)
    .where(and(eq(clients.id, id), eq(clients.studioId, studio.id), isNull(clients.erasedAt)))
  return found
}
