/** Signing in to the studio, step by step. */
import { paths } from '../../src/paths'
import type { Browser } from './browser'
import * as jobs from './jobs'
import * as outside from './outside'

/** Asks for a code and lets the mail go out. */
export async function ask(browser: Browser, email: string): Promise<Response> {
  await browser.get(paths.signIn())
  const answer = await browser.post(paths.signIn(), { email })
  await jobs.run()
  return answer
}

/** "Send another code" on the code screen. */
export async function askAgain(browser: Browser): Promise<Response> {
  const answer = await browser.post(paths.signInCodes())
  await jobs.run()
  return answer
}

export const type = (browser: Browser, code: string): Promise<Response> => browser.post(paths.signInCode(), { code })

/** The code in the newest mail to an address. */
export function codeFor(email: string): string {
  const mail = outside.mails().findLast(({ to }) => to === email)
  return /\d{6}/.exec(mail?.subject ?? '')?.[0] ?? 'no code'
}

/** Six digits that are not this code; another `turn` gives others. */
export function wrong(code: string, turn = 1): string {
  return String((Number(code) + turn) % 1_000_000).padStart(6, '0')
}

export const mailsTo = (email: string) => outside.mails().filter(({ to }) => to === email)
