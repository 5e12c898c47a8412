/** When a gallery opens by itself (R45): `publishedAt` in the future, which {@link closedAt} reads as not open yet. */
import { sql } from 'drizzle-orm'
import { type Database, ms } from '../db/client'
import type { Gallery } from '../db/schema'

export type Scheduled = { outcome: 'scheduled' } | { outcome: 'open-already' | 'past' | 'after-closing' }

/** Sets the instant at which a gallery opens, or another one. One that is open stays as it is. */
export async function schedule(db: Database, gallery: Gallery, opensAt: Date, now: Date): Promise<Scheduled> {
  if (opensAt <= now) return { outcome: 'past' }
  if (gallery.closesAt && gallery.closesAt <= opensAt) return { outcome: 'after-closing' }

  // Decides between this and somebody who publishes at the same moment: what is open is not taken back.
  const set = await db.all<{ id: string }>(sql`
    update galleries set published_at = ${ms(opensAt)}
    where id = ${gallery.id} and (published_at is null or published_at > ${ms(now)})
    returning id`)
  return { outcome: set.length > 0 ? 'scheduled' : 'open-already' }
}
