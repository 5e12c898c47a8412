/** Links to set a password by, from the mail. */
import { paths } from '../../src/paths'
import { Browser } from './browser'
import * as jobs from './jobs'
import * as outside from './outside'

/** Asks for a link and lets the mail go out. */
export async function ask(studio: { slug: string }, email: string, browser = new Browser()): Promise<Response> {
  const answer = await browser.post(paths.resets(studio), { email })
  await jobs.run()
  return answer
}

/** The path of the link in the newest mail. */
export function newest(): string {
  return /\/l\/[\w-]{43}/.exec(outside.mails().at(-1)?.text ?? '')?.[0] ?? 'no link'
}
