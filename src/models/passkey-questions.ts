/** What a browser is asked before it uses or makes a passkey: a challenge of its own, and by whose passkeys it may be answered. */
import type { Database } from '../db/client'
import { newOptions, type Person, type Site, useOptions } from '../door/passkey'
import { isSteppedUp } from '../door/step-up'
import * as challenges from './challenges'
import * as passkeys from './passkeys'

export const PURPOSES = ['sign-in', 'step-up', 'add'] as const

/** Who is signed in and asks. */
export type Asker = { owner: passkeys.Owner; person: Omit<Person, 'id'>; provedAt: Date | null }

/**
 * The question for a purpose: to sign in for anybody, the others for who is signed in, and to add one for who stepped up.
 * @param subject see {@link toSignIn}
 * @returns undefined when whoever asks may not
 */
export async function ask(
  db: Database,
  site: Site,
  purpose: (typeof PURPOSES)[number],
  { subject, asker, deviceHash }: { subject: string; asker: Asker | undefined; deviceHash: string },
  now: Date,
) {
  if (purpose === 'sign-in') return toSignIn(db, site, subject, deviceHash, now)
  if (!asker) return undefined
  if (purpose === 'step-up') return toStepUp(db, site, asker.owner, deviceHash, now)
  return isSteppedUp(asker.provedAt, now) ? toAdd(db, site, asker.owner, asker.person, deviceHash, now) : undefined
}

/**
 * To sign in: anybody may ask, and nobody's passkeys are named (P6).
 * @param subject the studio whose portal it is; `staff` for its own people
 */
async function toSignIn(db: Database, site: Site, subject: string, deviceHash: string, now: Date) {
  const challenge = await challenges.issue(db, { purpose: 'sign-in', subject, deviceHash }, now)
  return useOptions(site, [], challenge, subject === 'staff')
}

/** To step up: by a proved passkey of theirs, which checks who holds it (R43). */
async function toStepUp(db: Database, site: Site, owner: passkeys.Owner, deviceHash: string, now: Date) {
  const own = await passkeys.list(db, owner)
  const challenge = await challenges.issue(db, { purpose: 'step-up', subject: owner.id, deviceHash }, now)
  const usable = own.filter(({ galleryId }) => galleryId === null)
  return useOptions(site, usable, challenge, true)
}

/** To add one, of which they have none yet in the same authenticator. */
export async function toAdd(
  db: Database,
  site: Site,
  owner: passkeys.Owner,
  person: Omit<Person, 'id'>,
  deviceHash: string,
  now: Date,
) {
  const own = await passkeys.list(db, owner)
  const challenge = await challenges.issue(db, { purpose: 'add', subject: owner.id, deviceHash }, now)
  return newOptions(site, { ...person, id: owner.id }, own, challenge, passkeys.isAlwaysChecked(owner))
}
