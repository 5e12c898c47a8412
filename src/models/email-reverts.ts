/** A change of address, undone from the mailbox before (R43). */
import { eq, sql } from 'drizzle-orm'
import { batch, type Database, ms } from '../db/client'
import { clientLinks, clients, emailChanges, studios } from '../db/schema'
import { EMAIL_REVERT_HOURS } from '../door/email-change'
import { useClientLink } from '../door/ledger'
import type { LinkMeaning } from '../door/link'
import { HOUR_MS } from '../lib/time'
import { randomId } from '../lib/token'
import * as signOuts from './sign-outs'
import { isAnothers } from './taken-addresses'

/** The link that undoes a change, and whether somebody else has the address before by now. One query. */
export async function look(db: Database, meaning: Pick<LinkMeaning, 'id'>) {
  const [found] = await db
    .select({
      link: clientLinks,
      change: emailChanges,
      studio: studios,
      isTaken: sql<number>`${isAnothers(sql`email_changes.old_email`)}`,
    })
    .from(emailChanges)
    .innerJoin(clientLinks, eq(clientLinks.id, emailChanges.revertId))
    .innerJoin(clients, eq(clients.id, emailChanges.clientId))
    .innerJoin(studios, eq(studios.id, clients.studioId))
    .where(eq(clientLinks.id, meaning.id))
  return found && { ...found, isTaken: found.isTaken === 1 }
}

export type Looked = NonNullable<Awaited<ReturnType<typeof look>>>

/** Of `client_links`: that the address before is nobody else's, and its client still there. */
const mayRevert = sql`exists (
  select 1 from email_changes join clients on clients.id = email_changes.client_id
  where email_changes.revert_id = client_links.id and clients.erased_at is null
    and not ${isAnothers(sql`email_changes.old_email`)})`

/**
 * Puts the address before on file again, in one batch: all of it or nothing. Somebody else may have made the change: everyone is
 * signed out, and what they could come back by goes with it, what was added shortly before too, and later changes of the address.
 */
export async function revert(
  db: Database,
  { link, change }: Pick<Looked, 'link' | 'change'>,
  now: Date,
): Promise<'reverted' | 'refused'> {
  const { clientId, oldEmail } = change
  const askedAt = ms(change.askedAt)
  // Whoever came to change the address may have made a way back first.
  const lately = askedAt - EMAIL_REVERT_HOURS * HOUR_MS
  const by = randomId()
  const isOurs = sql`exists (select 1 from client_links where id = ${link.id} and used_by = ${by})`
  const [won] = await batch(db, [
    // Decides between two presses, and whether somebody else has the address.
    useClientLink(db, { id: link.id, by, now }, mayRevert),
    db.run(sql`
      update clients set email = ${oldEmail}, email_since = ${ms(now)}, version = version + 1, phone = null,
        password_hash = iif(password_set_at >= ${lately}, null, password_hash),
        password_set_at = iif(password_set_at >= ${lately}, null, password_set_at)
      where id = ${clientId} and ${isOurs}`),
    db.run(sql`delete from passkeys where client_id = ${clientId} and created_at >= ${lately} and ${isOurs}`),
    db.run(sql`
      update client_links set opens_until = min(opens_until, ${ms(now)})
      where used_at is null and ${isOurs} and id in (
        select revert_id from email_changes where client_id = ${clientId} and asked_at >= ${askedAt})`),
    db.run(sql`
      update email_changes set reverted_at = ${ms(now)}
      where client_id = ${clientId} and asked_at >= ${askedAt} and confirmed_at is not null and reverted_at is null
        and ${isOurs}`),
    ...signOuts.everywhereElse(db, clientId, undefined, isOurs, now),
  ])
  return won.length > 0 ? 'reverted' : 'refused'
}
