/** A client's login code at the door of a gallery, step by step. */
import type { Gallery, Studio } from '../../src/db/schema'
import type { Channel } from '../../src/door/code'
import { paths } from '../../src/paths'
import type { Browser } from './browser'
import * as jobs from './jobs'
import * as outside from './outside'

/** A door: a gallery with its studio. */
export type Door = { studio: Studio; gallery: Gallery }

/** Asks with a typed address and lets the message go out. */
export function ask(browser: Browser, door: Door, email: string, channel: Channel = 'email'): Promise<Response> {
  return send(browser, door, { email, channel })
}

/** "Send another code" on the code screen, or the other way of sending it: whoever this browser has asked for. */
export function askAgain(browser: Browser, door: Door, channel: Channel = 'email'): Promise<Response> {
  return send(browser, door, { channel })
}

async function send(browser: Browser, { studio, gallery }: Door, form: Record<string, string>): Promise<Response> {
  const answer = await browser.post(paths.codes(studio, gallery), form)
  await jobs.run()
  return answer
}

export function type(browser: Browser, { studio, gallery }: Door, code: string): Promise<Response> {
  return browser.post(paths.code(studio, gallery), { code })
}

/** The code in the newest mail to an address. */
export function mailedTo(email: string): string {
  return digitsIn(outside.mails().findLast(({ to }) => to === email)?.subject)
}

/** The code in the newest SMS to a phone. */
export function textedTo(phone: string): string {
  return digitsIn(outside.texts().findLast(({ to }) => to === phone)?.text)
}

function digitsIn(text = ''): string {
  return /\d{6}/.exec(text)?.[0] ?? 'no code'
}
