/** Passkeys of the people of a studio: whoever has one signs in by it, and by nothing else (R52). */
import { batch, type Database } from '../db/client'
import type { Answer, Site } from '../door/passkey'
import * as challenges from './challenges'
import * as devices from './devices'
import * as newDevices from './new-devices'
import { check, counting } from './passkey-uses'
import { type EnteringBrowser, insertIf, mint, type NewSession, replace } from './sessions'

/** Signs in to the studio. A client's passkey opens nothing here. @returns undefined when it does not */
export async function signIn(
  db: Database,
  site: Site,
  answer: Answer,
  browser: EnteringBrowser,
  now: Date,
): Promise<NewSession | undefined> {
  const asked = { purpose: 'sign-in' as const, subject: 'staff', deviceHash: browser.deviceHash }
  const used = await check(db, site, answer, asked, true, now)
  if (used?.owner.kind !== 'staff') return undefined

  const fresh = await mint(browser.deviceHash, now, browser.looks)
  const [counted] = await batch(db, [
    ...counting(db, used, fresh.id, now),
    insertIf(db, fresh, used.owner.id, challenges.isUsedFor(used.challenge, fresh.id)),
    newDevices.tellStaff(db, fresh),
    ...devices.noting(db, fresh, used.owner.id, 'sign-in'),
    ...replace(db, browser.session, fresh),
  ])
  return counted.length > 0 ? fresh : undefined
}
