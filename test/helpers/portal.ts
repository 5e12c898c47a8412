/** A client in their studio's portal, step by step. */
import { env } from 'cloudflare:workers'
import { sql } from 'drizzle-orm'
import { batch } from '../../src/db/client'
import type { Client, Studio } from '../../src/db/schema'
import type { Channel } from '../../src/door/code'
import * as portalLinks from '../../src/models/portal-links'
import { paths } from '../../src/paths'
import { Browser } from './browser'
import { mailedTo } from './client-code'
import * as jobs from './jobs'
import * as make from './make'
import * as outside from './outside'

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

/** Proves once more who is signed in, by a code to the email on file: changes of the account are taken for ten minutes. */
export async function stepUp(browser: Browser, studio: Studio, client: Pick<Client, 'email'>): Promise<Response> {
  await askStepUp(browser, studio)
  const answer = await browser.post(paths.stepUpCode(studio), { code: mailedTo(client.email) })
  if (answer.status !== 303) throw new Error(`no step-up: ${answer.status}`)
  return answer
}

/** Asks for the code of a step-up and lets the message go out. */
export async function askStepUp(browser: Browser, studio: Studio, channel: Channel = 'email'): Promise<Response> {
  const answer = await browser.post(paths.stepUpCodes(studio), { channel })
  await jobs.run()
  return answer
}

/** A browser in which a client is signed in and has stepped up. */
export async function steppedUp(studio: Studio, client: Pick<Client, 'email'>, browser = new Browser()) {
  await signedIn(studio, client, browser)
  await stepUp(browser, studio, client)
  return browser
}

/** The path of a link into the portal, fresh from the issuer; older ones of this client are void. */
export async function link(client: Pick<Client, 'id'>): Promise<string> {
  const fresh = await portalLinks.prepare(env.TOKENS, new Date())
  await batch(make.db(), portalLinks.issuing(make.db(), fresh, sql`clients.id = ${client.id}`))
  return paths.link(fresh.token)
}

/** The path of the link in the newest mail to an address. */
export function linkMailedTo(email: string): string {
  return /\/l\/[\w-]{43}/.exec(outside.mails().findLast(({ to }) => to === email)?.text ?? '')?.[0] ?? 'no link'
}
