import { createMiddleware } from 'hono/factory'
import { problem, stepUpNeeded } from '../answers/problem'
import { type AccountPart, type App, isLooking } from '../context'
import { isSteppedUp } from '../door/step-up'
import * as signIns from '../models/sign-ins'
import { paths } from '../paths'
import { noteLooking } from './device'

/** Looks `:studio` up, and who is signed in to its portal with this browser. */
export function portal() {
  return createMiddleware<App>(async function portal(c, next) {
    const found = await signIns.at(c.var.db, c.req.param('studio') ?? '', c.var.browser.session, c.var.now)
    if (!found) return problem(c, 404)
    if (found.signedIn) noteLooking(c, found.signedIn.client.id, found.seenAt)
    c.set('portal', found)
    await next()
  })
}

/**
 * Lets in who is signed in to the portal; anyone else signs in first. Behind {@link portal}.
 * @param page the one that the sign-in leads to, and the step-up that it asks for; without it, the portal's first page
 */
export function requireClient(page?: AccountPart) {
  return createMiddleware<App>(async function requireClient(c, next) {
    const { studio, signedIn } = c.var.portal
    if (!signedIn && !isLooking(c)) return problem(c, 403)
    if (!signedIn) return c.redirect(page ? paths.portalFor(studio, page) : paths.portal(studio), 303)
    c.set('signedIn', signedIn)
    await next()
  })
}

/**
 * Lets on who proved a moment ago who they are (R43). Behind {@link requireClient}; the change's own statement asks
 * `stepUps.holdsNow` once more.
 * @param page the one to come back to
 */
export function requireStepUp(page: AccountPart) {
  return createMiddleware<App>(async function requireStepUp(c, next) {
    if (isLooking(c)) c.var.session?.set('stepUpFor', page)
    if (isSteppedUp(c.var.signedIn.signIn.provedAt, c.var.now)) return next()
    const { studio } = c.var.portal
    return isLooking(c) ? c.redirect(paths.stepUp(studio), 303) : stepUpNeeded(c, studio)
  })
}
