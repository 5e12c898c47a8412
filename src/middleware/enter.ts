import type { Ctx } from '../context'
import { isHidden } from '../door/decide'
import * as visits from '../models/visits'

/** The gallery at this address, as this browser meets it; undefined when there is none. */
export function enter(c: Ctx): Promise<visits.Entered | undefined> {
  const at = { studio: c.req.param('studio') ?? '', gallery: c.req.param('gallery') ?? '' }
  return visits.enter(c.var.db, at, c.var.browser.session, c.var.now)
}

/** The same, but an unpublished gallery is nobody's business: as if there were none. */
export async function enterKnown(c: Ctx): Promise<visits.Entered | undefined> {
  const entered = await enter(c)
  return entered && isHidden(entered.decision) ? undefined : entered
}
