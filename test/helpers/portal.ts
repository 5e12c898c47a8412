/** A client in their studio's portal, step by step. */
import type { Client, Studio } from '../../src/db/schema'
import { paths } from '../../src/paths'
import { Browser } from './browser'
import { mailedTo } from './client-code'
import * as jobs from './jobs'

/** Types an address at the portal and asks for a code, by email. */
export async function ask(browser: Browser, studio: Studio, email: string): Promise<Response> {
  await browser.post(paths.portalSignIn(studio), { email })
  const answer = await browser.post(paths.portalCodes(studio), { channel: 'email' })
  await jobs.run()
  return answer
}

/** A browser in which a client is signed in to the portal, by a code. */
export async function signedIn(studio: Studio, client: Pick<Client, 'email'>, browser = new Browser()) {
  await ask(browser, studio, client.email)
  const answer = await browser.post(paths.portalCode(studio), { code: mailedTo(client.email) })
  if (answer.headers.get('location') !== paths.portal(studio))
    throw new Error(`no way into the portal: ${answer.status}`)
  return browser
}
