/** Passkeys of a client or of a person of the studio: listed, added, named and removed. How they are used, passkey-uses says. */
import { desc, eq, getTableColumns, or, type SQL, sql } from 'drizzle-orm'
import { batch, type Database, ms } from '../db/client'
import { clients, galleries, type Message, passkeys, staff, studios } from '../db/schema'
import { challengeOf, type Kept, type NewAnswer, type Site, verifyNew } from '../door/passkey'
import { randomId, sha256 } from '../lib/token'
import * as challenges from './challenges'
import * as messages from './messages'

/** So many that nobody needs more, and few enough to send along with a question. */
export const MOST = 20

/** Whose a passkey is. */
export type Owner = { kind: 'client' | 'staff'; id: string }

/** Whoever works in the studio opens much more than a client: their passkeys always check who holds them. */
export const isAlwaysChecked = (owner: Owner) => owner.kind === 'staff'

const columnOf = ({ kind }: Owner) => sql.raw(kind === 'client' ? 'client_id' : 'staff_id')

/** That a row of `passkeys` is this person's. */
export const isOf = (owner: Owner): SQL => sql`passkeys.${columnOf(owner)} = ${owner.id}`

/** That somebody has one at the moment of the statement. */
export const hasAny = (owner: Owner): SQL => sql`exists (select 1 from passkeys where ${isOf(owner)})`

/** Somebody's passkeys, the newest first, with the title of the gallery to which an unproved one belongs. */
export function list(db: Database, owner: Owner) {
  const column = owner.kind === 'client' ? passkeys.clientId : passkeys.staffId
  return db
    .select({ ...getTableColumns(passkeys), galleryTitle: galleries.title })
    .from(passkeys)
    .leftJoin(galleries, eq(galleries.id, passkeys.galleryId))
    .where(eq(column, owner.id))
    .orderBy(desc(passkeys.createdAt))
}

/** What a mail about somebody's passkeys says: as they are when it goes out. */
export async function forMessage(db: Database, message: Message) {
  const id = message.aboutId ?? ''
  const [[studio], [client], [person], own] = await batch(db, [
    db.select().from(studios).where(eq(studios.id, message.studioId)),
    db.select({ name: clients.name }).from(clients).where(eq(clients.id, id)),
    db.select({ name: staff.name }).from(staff).where(eq(staff.id, id)),
    db
      .select({ name: passkeys.name })
      .from(passkeys)
      .where(or(eq(passkeys.clientId, id), eq(passkeys.staffId, id)))
      .orderBy(desc(passkeys.createdAt)),
  ])
  const who = client ?? person
  if (!studio || !who) return undefined
  return { studio, name: who.name, isClient: client !== undefined, passkeys: own.map(({ name }) => name) }
}

/** A new passkey that was made here for a challenge of this person's browser; undefined when it was not. Its challenge is spent. */
export async function made(
  db: Database,
  site: Site,
  owner: Owner,
  answer: NewAnswer,
  deviceHash: string,
  now: Date,
): Promise<Kept | undefined> {
  const challenge = challengeOf(answer)
  if (!challenge) return undefined
  const taken = { hash: await sha256(challenge), by: randomId() }
  const asked = { purpose: 'add' as const, subject: owner.id, deviceHash }
  const won = await challenges.take(db, taken, asked, now)
  return won.length > 0 ? verifyNew(site, answer, challenge, isAlwaysChecked(owner)) : undefined
}

/** A passkey that was made, with the name its owner gives it. */
export type New = { id: string; kept: Kept; name: string }

/**
 * Inserts a passkey if `condition` holds, there are not too many and it is nobody's yet; its row tells. To be batched.
 * @param galleryId the gallery to which it belongs, in SQL, where it may be unproved
 */
export function insertIf(
  db: Database,
  owner: Owner,
  { id, kept, name }: New,
  condition: SQL,
  now: Date,
  galleryId: SQL = sql`null`,
) {
  const { credentialId, publicKey, counter, transports } = kept
  return db.all<{ id: string }>(sql`
    insert into passkeys (id, credential_id, public_key, counter, transports, ${columnOf(owner)}, name, gallery_id,
      created_at)
    select ${id}, ${credentialId}, ${publicKey}, ${counter}, ${transports}, ${owner.id}, ${name}, ${galleryId},
      ${ms(now)}
    where ${condition} and (select count(*) from passkeys where ${isOf(owner)}) < ${MOST}
    on conflict (credential_id) do nothing
    returning id`)
}

/** That a new passkey came to be. */
export const isAdded = ({ id }: New): SQL => sql`exists (select 1 from passkeys where id = ${id})`

/**
 * Adds a passkey to an account, and tells its owner by mail (R43).
 * @param mayChange what must hold at the moment of the statement: a step-up
 * @returns the mail's id, for the queue; undefined when it was not added
 */
export async function add(
  db: Database,
  owner: Owner,
  fresh: New,
  mayChange: SQL,
  now: Date,
): Promise<string | undefined> {
  const messageId = randomId()
  const [added] = await batch(db, [
    insertIf(db, owner, fresh, mayChange, now),
    messages.insertPasskeysChanged(db, messageId, owner, isAdded(fresh), now),
  ])
  return added.length > 0 ? messageId : undefined
}

/** @returns false when it is not theirs, or they may not change it by now */
export async function rename(
  db: Database,
  owner: Owner,
  { id, name }: { id: string; name: string },
  mayChange: SQL,
): Promise<boolean> {
  const renamed = await db.all<{ id: string }>(sql`
    update passkeys set name = ${name} where id = ${id} and ${isOf(owner)} and ${mayChange} returning id`)
  return renamed.length > 0
}

/** Removes a passkey and tells its owner by mail. @returns the mail's id; undefined when there was nothing to remove */
export async function remove(
  db: Database,
  owner: Owner,
  id: string,
  mayChange: SQL,
  now: Date,
): Promise<string | undefined> {
  const messageId = randomId()
  const isTheirs = sql`exists (select 1 from passkeys where id = ${id} and ${isOf(owner)} and ${mayChange})`
  const [, removed] = await batch(db, [
    messages.insertPasskeysChanged(db, messageId, owner, isTheirs, now),
    db.all<{ id: string }>(sql`delete from passkeys where id = ${id} and ${isOf(owner)} and ${mayChange} returning id`),
  ])
  return removed.length > 0 ? messageId : undefined
}
