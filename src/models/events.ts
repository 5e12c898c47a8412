import { type SQL, sql } from 'drizzle-orm'
import { type Database, ms } from '../db/client'
import { type Event, events } from '../db/schema'
import { randomId } from '../lib/token'

type Fresh = Pick<Event, 'galleryId' | 'contactId' | 'kind' | 'because' | 'at'>

/** What happened at a gallery's door, for the photographer (R50). To be batched with its cause. */
export function insert(db: Database, event: Fresh) {
  return db.insert(events).values({ id: randomId(), ...event })
}

/** The same, if a condition holds in the batch; where and whose it is may be known there alone. */
export function insertIf(
  db: Database,
  {
    galleryId,
    contactId,
    kind,
    because,
    at,
  }: Omit<Fresh, 'galleryId' | 'contactId'> & {
    galleryId: string | SQL
    contactId: string | null | SQL
  },
  condition: SQL,
) {
  return db.run(sql`
    insert into events (id, gallery_id, contact_id, kind, because, at)
    select ${randomId()}, ${galleryId}, ${contactId}, ${kind}, ${because}, ${ms(at)} where ${condition}`)
}

/** The same, by itself: for what has no cause to be batched with. Written after the response. */
export async function record(db: Database, event: Fresh): Promise<void> {
  await insert(db, event)
}
