import { createMiddleware } from 'hono/factory'
import { problem } from '../answers/problem'
import type { App, Ctx } from '../context'
import { isHidden } from '../door/decide'
import { ACTS, type Act, type Gate, gate } from '../door/engage'
import * as guests from '../models/guests'
import { paths } from '../paths'

/** Looks `:studio/:gallery` up with where this browser stands before it. A gallery that is not published is nobody's business. */
export function visiting() {
  return createMiddleware<App>(async function visiting(c, next) {
    const at = { studio: c.req.param('studio') ?? '', gallery: c.req.param('gallery') ?? '' }
    const found = await guests.at(c.var.db, at, c.var.browser.session, c.var.now)
    if (!found || isHidden(found.decision)) return problem(c, 404)
    c.set('visiting', found)
    await next()
  })
}

/** Lets guests through, inside or at the email wall; the gallery's own address says to all others what comes next. */
export function guestsOnly() {
  return createMiddleware<App>(async function guestsOnly(c, next) {
    const { decision } = c.var.visiting
    const isInside = decision.kind === 'inside' && (decision.because === 'guest' || decision.because === 'open')
    const isAtWall = decision.kind === 'ask' && decision.step === 'identify'
    if (!isInside && !isAtWall) return toGallery(c)
    await next()
  })
}

export function toGallery(c: Pick<Ctx, 'var' | 'redirect'>) {
  return c.redirect(paths.gallery(c.var.visiting.studio, c.var.visiting.gallery), 303)
}

/** At the email wall, before an act, or because the guest wants to. */
export type Asking = { when: 'wall' | 'own' | Act } & Gate

/** What a guest is asked here (R20, R26). @param named what the page names as the act, which may be none */
export function askingOf({ decision, gallery, visit }: guests.Visiting, named: string | undefined): Asking {
  if (decision.kind !== 'inside') return { when: 'wall', kind: 'ask', what: 'email', skippable: false }
  const when = ACTS.find((act) => act === named)
  if (!when) return { when: 'own', kind: 'ask', what: 'email', skippable: false }
  const { because } = decision
  const guestEmail = because === 'guest' ? (visit?.visit.guestEmail ?? null) : null
  return { when, ...gate(gallery, { because, guestEmail }, when) }
}
