/** A client's own name and phone, changed by themselves (R43). */
import { eq, sql } from 'drizzle-orm'
import { batch, type Database, ms } from '../db/client'
import { type Client, clients } from '../db/schema'
import type { Presented } from './sessions'
import * as signIns from './sign-ins'

/** The phone in E.164; `version` is that of the client whom the form showed. */
export type Details = { name: string; phone: string | null; version: number }

export type Saved =
  | { outcome: 'saved' }
  /** Somebody else was faster; the client as they are on file now. */
  | { outcome: 'changed'; client: Client }
  /** The step-up, or the sign-in, is over. */
  | { outcome: 'refused' }

/** Saves what a client says of themselves, if nothing of it was changed since they were shown it. */
export async function save(
  db: Database,
  { client, signIn }: signIns.SignedIn,
  session: Presented | undefined,
  { name, phone, version }: Details,
  now: Date,
): Promise<Saved> {
  const [saved, , [onFile]] = await batch(db, [
    // Decides between two who write at once, the studio among them: the first one counts, the other one is shown it.
    db.all<{ id: string }>(sql`
      update clients set name = ${name}, phone = ${phone}, version = version + 1
      where id = ${client.id} and version = ${version} and ${signIns.isSteppedUpNow(signIn.id, session, now)}
      returning id`),
    // Codes that went to a phone which is no longer theirs.
    db.run(sql`
      update codes set voided_at = ${ms(now)}
      where subject = ${client.id} and channel = 'sms' and used_at is null and voided_at is null
        and exists (select 1 from clients where id = ${client.id} and phone is not ${client.phone})`),
    db.select().from(clients).where(eq(clients.id, client.id)),
  ])
  if (saved.length > 0) return { outcome: 'saved' }
  return onFile && onFile.version !== version ? { outcome: 'changed', client: onFile } : { outcome: 'refused' }
}
