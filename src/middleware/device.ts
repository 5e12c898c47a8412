import type { Ctx } from '../context'
import { placeName } from '../lib/place-name'
import { browserOf } from '../lib/user-agent'
import * as devices from '../models/devices'
import type { EnteringBrowser, Looks } from '../models/sessions'
import { presenting } from './browser'

/** What a request says of the browser that sends it, and of where that is; a local start is nowhere. Believed nowhere. */
function looksOf(c: Ctx): Looks {
  const { city, country } = (c.req.raw.cf ?? {}) as Partial<IncomingRequestCfProperties>
  return {
    browser: browserOf(c.req.header('User-Agent') ?? ''),
    place: c.var.settings.LOCAL ? null : placeName(city, country),
  }
}

/** This browser as it is let in: with the session that it had until now. */
export async function entering(c: Ctx): Promise<EnteringBrowser> {
  return { ...(await presenting(c)), looks: looksOf(c) }
}

/**
 * Notes, after the answer, that somebody who is signed in looks: at most once an hour, or where nothing was noted yet.
 * @param personId a client, or a person of the studio
 * @param seenAt when they were last noted, milliseconds
 */
export function noteLooking(c: Ctx, personId: string, seenAt: number | undefined): void {
  const { session } = c.var.browser
  if (!session || !devices.isDue(seenAt, c.var.now)) return
  c.executionCtx.waitUntil(devices.note(c.var.db, session, personId, looksOf(c), c.var.now))
}
