/** A client's new address, step by step. */
import type { Studio } from '../../src/db/schema'
import { paths } from '../../src/paths'
import { Browser } from './browser'
import * as jobs from './jobs'
import * as outside from './outside'

/** Asks for another address and lets the mails go out. */
export async function ask(browser: Browser, studio: Studio, email: string): Promise<Response> {
  const answer = await browser.post(paths.clientEmail(studio), { email })
  await jobs.run()
  return answer
}

/** Presses a link's button, in any browser, and lets the mails go out. */
export async function press(link: string, browser = new Browser()): Promise<Response> {
  const answer = await browser.post(link)
  await jobs.run()
  return answer
}

/** The path of the link in the newest mail to an address. */
export function linkTo(email: string): string {
  const mail = outside.mails().findLast(({ to, text }) => to === email && text.includes('/l/'))
  return /\/l\/[\w-]{43}/.exec(mail?.text ?? '')?.[0] ?? 'no link'
}

/** Changes the address of whoever is signed in and has stepped up, confirmed in the browser that asked. Answers with the link that undoes it. */
export async function change(browser: Browser, studio: Studio, from: string, to: string): Promise<string> {
  await ask(browser, studio, to)
  const answer = await press(linkTo(to), browser)
  if (answer.status !== 200) throw new Error(`not confirmed: ${answer.status}`)
  return linkTo(from)
}
