import type { Mail, Sending, Sms } from './message'

/** Messages that a local start would have sent, in the local bucket; one object per message id, so never two. */
const PREFIX = 'outbox/'
/** About as large as a code's mail. */
const NOTHING_BYTES = 2000

export type Kept = (Mail | Sms) & { keptAt: string }

export async function keep(bucket: R2Bucket, message: Mail | Sms): Promise<Sending> {
  const kept: Kept = { ...message, keptAt: new Date().toISOString() }
  await bucket.put(PREFIX + message.id, JSON.stringify(kept), { onlyIf: { etagDoesNotMatch: '*' } })
  return { outcome: 'sent' }
}

/** What {@link keep} does for a message, for none: it takes as long, and no list shows it. */
export async function keepNothing(bucket: R2Bucket): Promise<void> {
  await bucket.put('nothing', ' '.repeat(NOTHING_BYTES))
}

/** The newest 100, newest first. */
export async function list(bucket: R2Bucket): Promise<Kept[]> {
  const { objects } = await bucket.list({ prefix: PREFIX })
  const newest = objects.sort((a, b) => b.uploaded.getTime() - a.uploaded.getTime()).slice(0, 100)
  const kept = await Promise.all(newest.map((object) => read(bucket, object.key.slice(PREFIX.length))))
  return kept.filter((message) => message !== undefined)
}

export async function read(bucket: R2Bucket, id: string): Promise<Kept | undefined> {
  const object = await bucket.get(PREFIX + id)
  return object ? object.json<Kept>() : undefined
}

/** Removes messages whose reader wants to be forgotten. */
export async function forget(bucket: R2Bucket, messages: readonly { id: string }[]): Promise<void> {
  for (let from = 0; from < messages.length; from += 1000) {
    await bucket.delete(messages.slice(from, from + 1000).map(({ id }) => PREFIX + id))
  }
}
