import { eq } from 'drizzle-orm'
import type { Database } from '../db/client'
import { type Studio, studios } from '../db/schema'

export async function bySlug(db: Database, slug: string): Promise<Studio | undefined> {
  const [studio] = await db.select().from(studios).where(eq(studios.slug, slug))
  return studio
}

export async function byId(db: Database, id: string): Promise<Studio | undefined> {
  const [studio] = await db.select().from(studios).where(eq(studios.id, id))
  return studio
}

/** The deployment's studio, when it holds one; the demo does not count beside another. */
export async function onlyOne(db: Database): Promise<Studio | undefined> {
  return onlyOneOf(await db.select().from(studios).orderBy(studios.isDemo).limit(3))
}

/** The same among the first three of all studios, the demo last. */
export function onlyOneOf<T extends { isDemo: boolean }>(rows: T[]): T | undefined {
  const own = rows.filter((studio) => !studio.isDemo)
  return own.length === 1 || rows.length === 1 ? rows[0] : undefined
}
