/** Clients as their photographer sees them: who they are, and how each stands with the portal (R31). */
import { type SQL, sql } from 'drizzle-orm'
import { batch, type Database } from '../db/client'
import type { Message, Studio } from '../db/schema'

/** Instants are milliseconds. */
export type ClientLine = {
  id: string
  name: string
  email: string
  phone: string | null
  /** Those that they are a contact of, the newest first. */
  galleries: { id: string; title: string }[]
  invitedAt: number | null
  /** When they last signed in to the portal, as far back as that is kept. */
  signedInAt: number | null
  /** Of the newest mail that lets them into the portal. */
  message: (Pick<Message, 'kind' | 'state' | 'problem'> & { createdAt: number }) | null
}

/** `erased`: how many asked to be forgotten, and when the last one did. */
export type ClientLines = { lines: ClientLine[]; total: number; erased: { count: number; lastAt: number | null } }

export const CLIENTS_PER_PAGE = 100

/**
 * A page of a studio's clients by name, and how many there are on all pages, and were. One batch.
 * @param q part of a name or an address; '' for all
 * @param page from 1
 */
export async function list(
  db: Database,
  studio: Pick<Studio, 'id'>,
  { q, page }: { q: string; page: number },
): Promise<ClientLines> {
  const isListed = sql`clients.studio_id = ${studio.id} and clients.erased_at is null and ${isFound(q)}`
  const [rows, [counted], [erased]] = await batch(db, [
    db.all<Omit<ClientLine, 'message' | 'galleries'> & { message: string | null; galleries: string }>(sql`
      with places(client_id, galleries) as (
        select client_id, json_group_array(json_object('id', id, 'title', title)) from (
          select contacts.client_id, galleries.id, galleries.title
          from galleries join contacts on contacts.gallery_id = galleries.id
          where galleries.studio_id = ${studio.id} and contacts.removed_at is null
          order by galleries.created_at desc, galleries.id)
        group by client_id)
      select clients.id, name, email, phone, coalesce(places.galleries, '[]') as galleries, invited_at as invitedAt,
        (select max(opened_at) from sign_ins where client_id = clients.id) as signedInAt, ${newestMessage} as message
      from clients left join places on places.client_id = clients.id
      where ${isListed} order by name collate nocase, clients.id
      limit ${CLIENTS_PER_PAGE} offset ${(page - 1) * CLIENTS_PER_PAGE}`),
    db.all<{ total: number }>(sql`select count(*) as total from clients where ${isListed}`),
    db.all<ClientLines['erased']>(sql`
      select count(*) as count, max(erased_at) as lastAt from clients
      where studio_id = ${studio.id} and erased_at is not null`),
  ])
  const lines = rows.map((row) => ({
    ...row,
    galleries: JSON.parse(row.galleries),
    message: row.message === null ? null : JSON.parse(row.message),
  }))
  return { lines, total: counted?.total ?? 0, erased: erased ?? { count: 0, lastAt: null } }
}

/** A message with a link into the portal has the link's own id: no table of messages is searched. */
const newestMessage = sql`(
  select json_object('kind', messages.kind, 'state', state, 'problem', problem, 'createdAt', created_at)
  from client_links join messages on messages.id = client_links.id
  where client_links.client_id = clients.id and client_links.kind = 'portal' order by issued_at desc limit 1)`

function isFound(q: string): SQL {
  if (q === '') return sql`1`
  const named = spellings(q).map((spelling) => sql`instr(lower(name), lower(${spelling})) > 0`)
  return sql`(instr(email, ${q.toLowerCase()}) > 0 or ${sql.join(named, sql` or `)})`
}

/** SQLite knows capitals of English letters alone: how the others may stand in a name, `Özlem`, `MÜLLER`. */
function spellings(q: string): string[] {
  const lower = q.toLowerCase()
  const asName = lower.replaceAll(/(?<!\p{L})\p{L}/gu, (letter) => letter.toUpperCase())
  return [...new Set([q, lower, asName, q.toUpperCase()])]
}
