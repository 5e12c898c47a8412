/** A client's own name and phone, changed by themselves (R43). */
import { eq, sql } from 'drizzle-orm'
import { batch, type Database, ms } from '../db/client'
import { type Client, clients } from '../db/schema'
import { randomId } from '../lib/token'
import * as accountMessages from './account-messages'
import type { Presented } from './sessions'
import type { SignedIn } from './sign-ins'
import * as stepUps from './step-ups'

/** The phone in E.164; `version` is that of the client whom the form showed. */
export type Details = { name: string; phone: string | null; version: number }

export type Saved =
  /** With the mail that tells of another phone, for the queue. */
  | { outcome: 'saved'; messageId: string | undefined }
  /** Somebody else was faster; the client as they are on file now. */
  | { outcome: 'changed'; client: Client }
  /** The step-up, or the sign-in, is over. */
  | { outcome: 'refused' }

/** Saves what a client says of themselves, if nothing of it was changed since they were shown it. */
export async function save(
  db: Database,
  { client, signIn }: SignedIn,
  session: Presented | undefined,
  { name, phone, version }: Details,
  now: Date,
): Promise<Saved> {
  const messageId = randomId()
  const isAllowed = stepUps.holdsNow({ kind: 'client', client, signIn }, session, now)
  const maySave = sql`version = ${version} and ${isAllowed}`
  const [, told, saved, , [onFile]] = await batch(db, [
    accountMessages.insertIf(
      db,
      { id: messageId, kind: 'phone-changed', clientId: client.id },
      sql`phone is not ${phone} and ${maySave}`,
      now,
    ),
    db.all<{ id: string }>(sql`select id from messages where id = ${messageId}`),
    // Decides between two who write at once, the studio among them: the first one counts, the other one is shown it.
    db.all<{ id: string }>(sql`
      update clients set name = ${name}, phone = ${phone}, phone_set_at = iif(phone is ${phone}, phone_set_at, ${ms(now)}),
        version = version + 1
      where id = ${client.id} and ${maySave}
      returning id`),
    // Codes that went to a phone which is no longer theirs.
    db.run(sql`
      update codes set voided_at = ${ms(now)}
      where subject = ${client.id} and channel = 'sms' and used_at is null and voided_at is null
        and exists (select 1 from clients where id = ${client.id} and phone is not ${client.phone})`),
    db.select().from(clients).where(eq(clients.id, client.id)),
  ])
  if (saved.length > 0) return { outcome: 'saved', messageId: told[0]?.id }
  return onFile && onFile.version !== version ? { outcome: 'changed', client: onFile } : { outcome: 'refused' }
}
