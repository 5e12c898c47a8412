import type { Ctx } from '../context'
import { isHidden } from '../door/decide'
import * as meetings from '../models/meetings'
import { noteLooking } from './device'

/** The gallery at this address, as this browser meets it; undefined when there is none. */
export async function enter(c: Ctx): Promise<meetings.Entered | undefined> {
  const at = { studio: c.req.param('studio') ?? '', gallery: c.req.param('gallery') ?? '' }
  const entered = await meetings.enter(c.var.db, at, c.var.browser.session, c.var.now)
  if (entered?.visit?.contact || entered?.staffSession) noteLooking(c, entered.seenAt)
  return entered
}

/** The same, but an unpublished gallery is nobody's business: as if there were none. */
export async function enterKnown(c: Ctx): Promise<meetings.Entered | undefined> {
  const entered = await enter(c)
  return entered && isHidden(entered.decision) ? undefined : entered
}
