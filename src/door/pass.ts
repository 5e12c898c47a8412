import { currentKey, keyById, type Secrets } from '../lib/keys'
import { equal, hmac } from '../lib/token'
import type { Sight } from './sight'

/** P5: how long photos are served on a statement alone, without asking the database. */
const PASS_SECONDS = 60

const KINDS = ['visit', 'staff', 'anybody'] as const
const SEES = ['all', 'chosen'] as const satisfies Sight[]

/** Who a pass speaks of: a visit, the session of a person of the studio, or anybody where the gallery is open (no id). */
export type Subject = { kind: (typeof KINDS)[number]; id: string }

/** All of the gallery's photos, or some: with some, the pass alone shows none, and each is asked about (R28). */
export type Sees = (typeof SEES)[number]

export type Pass = { subject: Subject; sees: Sees; fresh: boolean }

/** A signed statement "this visit may see this gallery now": `<key id>.<kind>.<id>.<sees>.<issued at, ms>.<hmac>`. */
export async function sign(
  secrets: Secrets,
  galleryId: string,
  { subject, sees }: Pick<Pass, 'subject' | 'sees'>,
  now: Date,
): Promise<string> {
  const key = await currentKey(secrets, 'pass')
  const statement = `${key.id}.${subject.kind}.${subject.id}.${sees}.${now.getTime()}`
  return `${statement}.${await hmac(key.hmac, `${galleryId}.${statement}`)}`
}

/**
 * Reads a pass for a gallery.
 * @returns undefined when it was not made here or is for another gallery; `fresh: false` when it is over
 *   {@link PASS_SECONDS} old: it then only tells whom to ask the database about.
 */
export async function read(secrets: Secrets, galleryId: string, text: string, now: Date): Promise<Pass | undefined> {
  const [keyId = '', named, id = '', seen, issuedAt = '', mac = '', ...more] = text.split('.')
  const kind = KINDS.find((known) => known === named)
  const sees = SEES.find((known) => known === seen)
  if (more.length > 0 || !kind || !sees) return undefined

  const key = await keyById(secrets, 'pass', keyId)
  if (!key) return undefined
  const expected = await hmac(key.hmac, `${galleryId}.${keyId}.${kind}.${id}.${sees}.${issuedAt}`)
  if (!equal(expected, mac)) return undefined

  const ageMs = now.getTime() - Number(issuedAt)
  return { subject: { kind, id }, sees, fresh: ageMs >= 0 && ageMs < PASS_SECONDS * 1000 }
}
