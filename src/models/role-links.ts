/** Lasting links that carry a role and no identity: the guest link and the invited link (R19). */
import { and, eq, isNull, type SQL, sql } from 'drizzle-orm'
import { batch, type Database, ms } from '../db/client'
import { type RoleLink, roleLinks } from '../db/schema'
import * as link from '../door/link'
import type { Secrets } from '../lib/keys'
import { seal, unseal } from '../lib/seal'
import { randomId, randomToken } from '../lib/token'

export const LINK_ROLES = ['guest', 'invited'] as const
export type LinkRole = (typeof LINK_ROLES)[number]

/**
 * Makes a role link for a gallery: its meaning is stored in KV here, its row when `insert` runs in the caller's batch. A
 * link without a row opens nothing.
 * @param condition of the insertion
 * @returns the token, for the photographer alone, and the statement to batch
 */
export async function issue(
  db: Database,
  tokens: KVNamespace,
  secrets: Secrets,
  { galleryId, role }: { galleryId: string; role: LinkRole },
  now: Date,
  condition: SQL,
) {
  const id = randomId()
  const token = randomToken()
  await link.remember(tokens, token, { kind: 'role', id })
  const sealed = await seal(secrets, 'role-link', token, id)
  const insert = db.run(sql`
    insert into role_links (id, gallery_id, role, sealed, created_at)
    select ${id}, ${galleryId}, ${role}, ${sealed}, ${ms(now)} where ${condition}`)
  return { token, insert }
}

/**
 * A new link in the place of the one before, which opens nothing from the next request on; nor do the visits it opened (P5).
 * One batch: at no moment there are two, or none.
 */
export async function rotate(
  db: Database,
  tokens: KVNamespace,
  secrets: Secrets,
  gallery: { id: string },
  role: LinkRole,
  now: Date,
): Promise<void> {
  const { insert } = await issue(db, tokens, secrets, { galleryId: gallery.id, role }, now, sql`1`)
  await batch(db, [revoking(db, gallery.id, [role], now), insert])
}

/** Switches a link off; another one may be made later, this one is over. */
export async function switchOff(db: Database, gallery: { id: string }, role: LinkRole, now: Date): Promise<void> {
  await revoking(db, gallery.id, [role], now)
}

/** The statement that ends a gallery's links of these roles. */
export function revoking(db: Database, galleryId: string, roles: readonly LinkRole[], now: Date) {
  return db.run(sql`
    update role_links set revoked_at = ${ms(now)}
    where gallery_id = ${galleryId} and revoked_at is null
      and role in (select value from json_each(${JSON.stringify(roles)}))`)
}

/** The tokens of a gallery's links, for the photographer; undefined where the key that sealed one is gone. */
export async function live(db: Database, secrets: Secrets, gallery: { id: string }) {
  const rows = await db
    .select()
    .from(roleLinks)
    .where(and(eq(roleLinks.galleryId, gallery.id), isNull(roleLinks.revokedAt)))
  return Promise.all(rows.map(async (row) => ({ role: row.role, token: await tokenOf(secrets, row) })))
}

function tokenOf(secrets: Secrets, { id, sealed }: Pick<RoleLink, 'id' | 'sealed'>) {
  return unseal(secrets, 'role-link', sealed, id)
}
