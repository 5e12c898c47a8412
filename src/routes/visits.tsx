import { Hono } from 'hono'
import { words } from '../../views/words/en'
import { problem } from '../answers/problem'
import type { App, Ctx } from '../context'
import { carry, flash, presenting } from '../middleware/browser'
import { meet, meetKnown } from '../middleware/enter'
import { takePasses } from '../middleware/pass'
import { throttle } from '../middleware/throttle'
import * as meetings from '../models/meetings'
import * as portalVisits from '../models/portal-visits'
import * as signOuts from '../models/sign-outs'
import * as visits from '../models/visits'
import { paths } from '../paths'

/** Into a gallery as who is signed in to the portal (R41), and out of it again. */
export const visitRoutes = new Hono<App>()
  .use('/:studio/:gallery/visits', throttle('WIDE_FENCE'))
  .use('/:studio/:gallery/visit/removal', throttle('WIDE_FENCE'))

  .post('/:studio/:gallery/visits', async (c) => {
    const { db, browser, now } = c.var
    const found = await portalVisits.open(db, c.req.param(), browser.session, now)
    if (found) return c.redirect(paths.gallery(found.studio, found.gallery), 303)
    const coming = await meet(c)
    return coming && meetings.mayKnow(coming, now)
      ? c.redirect(paths.gallery(coming.studio, coming.gallery), 303)
      : problem(c, 404)
  })

  .post('/:studio/:gallery/visit/removal', async (c) => {
    const met = await meetKnown(c)
    if (!met) return problem(c, 404)
    flash(c, await leave(c, met))
    return c.redirect(paths.gallery(met.studio, met.gallery), 303)
  })

/**
 * Whoever is here as who is signed in to the portal signs out of it too: else the next one at this device would come in again
 * by a press. Anybody else leaves this gallery alone. @returns the word for the next page
 */
async function leave(c: Ctx, met: meetings.Met): Promise<string> {
  const { gallery, signedIn } = met
  const { db, now } = c.var
  const { session } = c.var.browser
  if (signedIn && meetings.isSignedIn(met)) {
    const ended = await signOuts.here(db, signedIn.clientId, await presenting(c), now)
    carry(c, ended.session)
    takePasses(c, ended.galleryIds)
    return words.portal.signIn.out
  }
  if (session) await visits.leave(db, session, gallery.id, now)
  takePasses(c, [gallery.id])
  return words.gallery.left
}
