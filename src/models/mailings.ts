/** Messages to several people at once about one gallery that is open: to its contacts with a link of their own. */
import { type SQL, sql } from 'drizzle-orm'
import { type Database, ms } from '../db/client'
import type { Message } from '../db/schema'
import { isOpenNow } from '../door/ledger'
import type { Secrets } from '../lib/keys'
import { seal } from '../lib/seal'
import * as links from './links'

export type Letter = {
  /** Made of what the message is about, so that there is one about each thing, however often somebody sets out to send it. */
  id: string
  galleryId: string
  recipient: string
  /** Empty for an address that no contact has: it gets no link of its own. */
  contact: { id: string; clientId: string } | null
  /** What it hangs on, for the condition: `letter.value ->> 'cause'`. */
  cause: string | number
}

type Ready = Letter & { link?: { id: string; opensUntil: number; sealed: string } }

/** Gives each letter to a contact its brand-new link. In the database nothing is stored yet. */
export function prepare(tokens: KVNamespace, secrets: Secrets, letters: Letter[], now: Date): Promise<Ready[]> {
  const one = async (letter: Letter): Promise<Ready> => {
    if (!letter.contact) return letter
    const { id, token, opensUntil } = await links.prepare(tokens, now)
    return {
      ...letter,
      link: { id, opensUntil: ms(opensUntil), sealed: await seal(secrets, 'message', token, letter.id) },
    }
  }
  return Promise.all(letters.map(one))
}

/**
 * The statements that make messages of letters whose gallery is open and for which `condition` holds, and the ledger rows of
 * their links. To be batched; the first returns the ids of the messages that it made.
 */
export function insert(db: Database, kind: Message['kind'], letters: Ready[], condition: SQL, now: Date) {
  const all = JSON.stringify(letters)
  return [
    // Decides that each is sent once: the first of several to insert its id.
    db.all<{ id: string }>(sql`
      insert into messages
        (id, studio_id, kind, recipient, contact_id, gallery_id, sealed, state, attempts, due_at, created_at)
      select letter.value ->> 'id', galleries.studio_id, ${kind}, letter.value ->> 'recipient',
        letter.value ->> '$.contact.id', galleries.id, letter.value ->> '$.link.sealed',
        'queued', 0, ${ms(now)}, ${ms(now)}
      from json_each(${all}) as letter join galleries on galleries.id = letter.value ->> 'galleryId'
      where ${isOpenNow(ms(now))} and ${condition}
      on conflict do nothing
      returning id`),
    // The sealed token tells whose message it is when two set out at once.
    db.run(sql`
      insert into links (id, contact_id, client_id, issued_at, opens_until)
      select letter.value ->> '$.link.id', letter.value ->> '$.contact.id', letter.value ->> '$.contact.clientId',
        ${ms(now)}, letter.value ->> '$.link.opensUntil'
      from json_each(${all}) as letter join messages
        on messages.id = letter.value ->> 'id' and messages.sealed = letter.value ->> '$.link.sealed'`),
  ] as const
}
