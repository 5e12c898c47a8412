/** The ledger of challenges that passkeys answer: each once, by the browser that asked, for what it asked. */
import { type SQL, sql } from 'drizzle-orm'
import { type Database, ms } from '../db/client'
import { type CHALLENGE_PURPOSES, challenges } from '../db/schema'
import { CHALLENGE_MINUTES } from '../door/passkey'
import { MINUTE_MS } from '../lib/time'
import { randomToken, sha256 } from '../lib/token'

/** What a browser asks for, and for whom: a client, a person of the studio, or of a sign-in the studio, `staff` for its own people. */
export type Asked = { purpose: (typeof CHALLENGE_PURPOSES)[number]; subject: string; deviceHash: string }

/** A challenge that an attempt has taken. */
export type Taken = { hash: string; by: string }

/** @returns the challenge, 32 random bytes as base64url; its digest is kept */
export async function issue(db: Database, asked: Asked, now: Date): Promise<string> {
  const challenge = randomToken()
  const expiresAt = new Date(ms(now) + CHALLENGE_MINUTES * MINUTE_MS)
  await db.insert(challenges).values({ hash: await sha256(challenge), ...asked, expiresAt })
  return challenge
}

/** Decides which of several answers is looked at: the first, of the browser that asked, in time, for what it asked (P3). */
export function take(db: Database, { hash, by }: Taken, { purpose, subject, deviceHash }: Asked, now: Date) {
  return db.all<{ hash: string }>(sql`
    update challenges set used_at = ${ms(now)}, used_by = ${by}
    where hash = ${hash} and purpose = ${purpose} and subject = ${subject} and device_hash = ${deviceHash}
      and used_at is null and expires_at > ${ms(now)}
    returning hash`)
}

/** Hands a taken challenge on to what the right answer opens, if `condition` holds. Then {@link isUsedFor} holds. To be batched. */
export function pass(db: Database, { hash, by }: Taken, openedId: string, condition: SQL) {
  return db.all<{ hash: string }>(sql`
    update challenges set used_by = ${openedId} where hash = ${hash} and used_by = ${by} and ${condition}
    returning hash`)
}

/** That a challenge was answered rightly for this and nothing else. */
export function isUsedFor({ hash }: Taken, openedId: string): SQL {
  return sql`exists (select 1 from challenges where hash = ${hash} and used_by = ${openedId})`
}
