/**
 * Passwords and passkeys that were made in a visit to a gallery: whoever was handed its link could have made them. Until a code
 * to the client's own mailbox or phone proves one, it opens that gallery as the link did, and nothing else.
 */
import { type SQL, sql } from 'drizzle-orm'
import type { Database } from '../db/client'
import type { Presented } from './sessions'
import * as signIns from './sign-ins'

/** Which one was right and unproved: a passkey by its id, a password by when it was set, milliseconds. */
export type Credential = { kind: 'passkey'; id: string } | { kind: 'password'; setAt: number }

/** The column that names the gallery to which an unproved one belongs; empty once it is proved. */
type Column = 'passkeys.gallery_id' | 'clients.password_gallery_id'

/** That one opens the portal and whatever else is its client's. */
export const isProved = (column: Column): SQL => sql`${sql.raw(column)} is null`

/** That one opens this gallery: a proved one, or one that was made inside it. */
export const opensGallery = (column: Column, { id }: { id: string }): SQL =>
  sql`(${isProved(column)} or ${sql.raw(column)} = ${id})`

/**
 * The gallery to which one belongs that is made in a visit, in SQL: none for whoever proved in this very session, a moment ago,
 * that the mailbox or the phone is theirs.
 */
export function galleryOf(visit: { galleryId: string; clientId: string }, session: Presented, now: Date): SQL {
  return sql`iif(${signIns.isProvedByCodeNow(visit.clientId, session, now)}, null, ${visit.galleryId})`
}

/** The statements that prove a client's credential, if there is one to prove, once `condition` holds: a code was spent. To be batched. */
export function proving(db: Database, clientId: string, credential: Credential | undefined, condition: SQL) {
  switch (credential?.kind) {
    case 'passkey':
      return [
        db.run(sql`
          update passkeys set gallery_id = null
          where id = ${credential.id} and client_id = ${clientId} and ${condition}`),
      ]
    case 'password':
      return [
        db.run(sql`
          update clients set password_gallery_id = null
          where id = ${clientId} and password_set_at = ${credential.setAt} and ${condition}`),
      ]
    case undefined:
      return []
  }
}

/** The statements after which a client has none any more that was made in a visit to this gallery and is unproved. To be batched. */
export function endUnprovedOf(db: Database, of: { clientId: string; galleryId: string }, condition: SQL) {
  return [
    db.run(
      sql`delete from passkeys where client_id = ${of.clientId} and gallery_id = ${of.galleryId} and ${condition}`,
    ),
    db.run(sql`
      update clients set password_hash = null, password_set_at = null, password_gallery_id = null
      where id = ${of.clientId} and password_gallery_id = ${of.galleryId} and ${condition}`),
  ] as const
}

/** The statements after which a client has no unproved ones any more, once `condition` holds. To be batched. */
export function endUnproved(db: Database, clientId: string, condition: SQL) {
  return [
    db.run(sql`delete from passkeys where client_id = ${clientId} and gallery_id is not null and ${condition}`),
    db.run(sql`
      update clients set password_hash = null, password_set_at = null, password_gallery_id = null
      where id = ${clientId} and password_gallery_id is not null and ${condition}`),
  ] as const
}
