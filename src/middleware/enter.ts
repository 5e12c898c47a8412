import type { Ctx } from '../context'
import { isHidden } from '../door/decide'
import * as meetings from '../models/meetings'
import { noteLooking } from './device'

/** The gallery at this address with all that its page shows, as this browser meets it; undefined when there is none. */
export async function enter(c: Ctx): Promise<meetings.Entered | undefined> {
  const entered = await meetings.enter(c.var.db, addressOf(c), c.var.browser.session, c.var.now)
  if (entered) noteWhoLooks(c, entered)
  return entered
}

/** The same without its photographs: who this browser is there, and what the door asks of it. */
export function meet(c: Ctx): Promise<meetings.Met | undefined> {
  return meetings.meet(c.var.db, addressOf(c), c.var.browser.session, c.var.now)
}

/** The same, but an unpublished gallery is nobody's business: as if there were none. */
export async function meetKnown(c: Ctx): Promise<meetings.Met | undefined> {
  const met = await meet(c)
  return met && isHidden(met.decision) ? undefined : met
}

const addressOf = (c: Ctx) => ({ studio: c.req.param('studio') ?? '', gallery: c.req.param('gallery') ?? '' })

/** Notes whoever is here as themselves: a contact, or somebody of the studio. */
function noteWhoLooks(c: Ctx, { visit, staffSession, seen }: meetings.Entered): void {
  const personId = visit?.contact ? visit.visit.clientId : staffSession?.staffId
  if (personId) noteLooking(c, personId, seen.find((device) => device.personId === personId)?.seenAt)
}
