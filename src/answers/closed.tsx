import { ClosedPage } from '../../views/door/closed-page'
import { NotOpenPage } from '../../views/door/not-open-page'
import type { Ctx } from '../context'
import type { Gallery, Studio } from '../db/schema'
import type { Decision } from '../door/decide'
import { maskEmail } from '../lib/mask'
import { dayEndingAt } from '../lib/zone'
import { type Asker, hasRequested } from '../middleware/requests'
import { tooOften } from './too-often'

type Closed = Extract<Decision, { kind: 'closed' }>
type Place = { studio: Studio; gallery: Gallery }
/** What a form came back with: what was typed, why it was not taken, and the seconds to wait where that was too often. */
type Returned = { typed: string | undefined; error: string; wait?: number }

/**
 * The page of a gallery whose state keeps everybody out but its studio, by whatever way they came: 403 before it opens, 410
 * once it has closed (R8, R45, R46).
 * @param asker who is known to stand there, by a personal link or an earlier visit
 */
export function closedPage(c: Ctx, place: Place, state: Closed['state'], asker?: Asker, returned?: Returned) {
  const known = asker && { address: maskEmail(asker.email), link: asker.link }
  const shown = { ...place, known, typed: returned?.typed, error: returned?.error }
  const { publishedAt, closesAt } = place.gallery
  if (state === 'unpublished') {
    const hasAsked = hasRequested(c, place.gallery, 'registration')
    const opensAt = publishedAt && publishedAt > c.var.now ? publishedAt : undefined
    return answer(c, <NotOpenPage {...shown} opensAt={opensAt} now={c.var.now} hasAsked={hasAsked} />, 403, returned)
  }
  const lastDay = dayEndingAt(closesAt ?? c.var.now, place.studio.timeZone)
  const hasAsked = hasRequested(c, place.gallery, 'time-request')
  return answer(c, <ClosedPage {...shown} lastDay={lastDay} hasAsked={hasAsked} />, 410, returned)
}

function answer(c: Ctx, page: string | Promise<string>, status: 403 | 410, returned?: Returned) {
  if (returned?.wait !== undefined) return tooOften(c, page, returned.wait)
  return c.html(page, returned ? 422 : status)
}
