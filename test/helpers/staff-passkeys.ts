/** Passkeys of the people of a studio, step by step, as the page's script takes them. */
import type { Staff } from '../../src/db/schema'
import { paths } from '../../src/paths'
import { Passkey, type Question, type Twist } from './authenticator'
import { Browser } from './browser'
import * as jobs from './jobs'
import * as make from './make'
import { codeFor } from './sign-in'

/** What a browser is asked for a purpose. */
export async function asked(browser: Browser, purpose: string): Promise<Question> {
  await browser.get(paths.signIn())
  const answer = await browser.post(paths.staffChallenges(), { purpose })
  if (answer.status !== 200) throw new Error(`no question: ${answer.status}`)
  return answer.json()
}

/** Asks for the code of a step-up, lets the mail go out and types it. */
export async function stepUpByCode(browser: Browser, person: Pick<Staff, 'email'>): Promise<Response> {
  await browser.post(paths.staffStepUpCodes())
  await jobs.run()
  return browser.post(paths.staffStepUpCode(), { code: codeFor(person.email) })
}

/** Adds a passkey in a browser that has stepped up. */
export async function add(browser: Browser, { passkey = new Passkey(), name = 'Mac' } = {}): Promise<Passkey> {
  const credential = await passkey.make(await asked(browser, 'add'))
  const answer = await browser.post(paths.staffPasskeys(), { name, credential })
  if (answer.status !== 303) throw new Error(`not added: ${answer.status}`)
  await jobs.run()
  return passkey
}

/** Somebody of the studio with a passkey, and the browser in which it was made. */
export async function of(person: Staff, passkey = new Passkey()) {
  const browser = await make.signedIn(person)
  await stepUpByCode(browser, person)
  return { passkey: await add(browser, { passkey }), browser }
}

export async function signIn(passkey: Passkey, browser = new Browser(), twist: Twist = {}): Promise<Response> {
  const credential = await passkey.use(await asked(browser, 'sign-in'), twist)
  return browser.post(paths.signInPasskey(), { credential })
}

export async function stepUp(browser: Browser, passkey: Passkey, twist: Twist = {}): Promise<Response> {
  const credential = await passkey.use(await asked(browser, 'step-up'), twist)
  return browser.post(paths.staffStepUpPasskey(), { credential })
}
