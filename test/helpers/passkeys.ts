/** Passkeys of clients, step by step, as the page's script takes them. */
import type { Client, Gallery, Studio } from '../../src/db/schema'
import { paths } from '../../src/paths'
import { Passkey, type Question, type Twist } from './authenticator'
import { Browser } from './browser'
import * as jobs from './jobs'
import * as portal from './portal'

/** What a browser is asked for a purpose, at a portal. */
export async function asked(browser: Browser, studio: Studio, purpose: string): Promise<Question> {
  await browser.get(paths.portal(studio))
  const answer = await browser.post(paths.portalChallenges(studio), { purpose })
  if (answer.status !== 200) throw new Error(`no question: ${answer.status}`)
  return answer.json()
}

/** Adds a passkey in a browser that has stepped up. */
export async function add(browser: Browser, studio: Studio, { passkey = new Passkey(), name = 'iPhone' } = {}) {
  const credential = await passkey.make(await asked(browser, studio, 'add'))
  const answer = await browser.post(paths.clientPasskeys(studio), { name, credential })
  if (answer.status !== 303) throw new Error(`not added: ${answer.status}`)
  await jobs.run()
  return passkey
}

/** A client's passkey, and the browser in which it was made. */
export async function of(studio: Studio, client: Pick<Client, 'email'>, passkey = new Passkey()) {
  const browser = await portal.steppedUp(studio, client)
  return { passkey: await add(browser, studio, { passkey }), browser }
}

/** Signs in at a portal with a passkey. */
export async function signIn(studio: Studio, passkey: Passkey, browser = new Browser(), twist: Twist = {}) {
  const credential = await passkey.use(await asked(browser, studio, 'sign-in'), twist)
  return browser.post(paths.portalPasskey(studio), { credential })
}

/** Comes into a gallery with a passkey, at its door. */
export async function enter(
  { studio, gallery }: { studio: Studio; gallery: Gallery },
  passkey: Passkey,
  browser = new Browser(),
  twist: Twist = {},
) {
  const credential = await passkey.use(await asked(browser, studio, 'sign-in'), twist)
  return browser.post(paths.doorPasskey(studio, gallery), { credential })
}

/** Steps up with a passkey, where somebody is signed in. */
export async function stepUp(browser: Browser, studio: Studio, passkey: Passkey, twist: Twist = {}) {
  const credential = await passkey.use(await asked(browser, studio, 'step-up'), twist)
  return browser.post(paths.stepUpPasskey(studio), { credential })
}
