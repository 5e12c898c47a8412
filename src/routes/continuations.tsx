import { Hono } from 'hono'
import { renderSVG } from 'uqr'
import { RefusedPage, UnknownLinkPage } from '../../views/door/refused-page'
import {
  ContinuationOverPage,
  ContinuationPage,
  ContinuationShownPage,
  ContinuePage,
} from '../../views/portal/continuation-pages'
import { problem } from '../answers/problem'
import type { App, Ctx } from '../context'
import type { Gallery, Studio } from '../db/schema'
import { carry, ensureDevice } from '../middleware/browser'
import { entering } from '../middleware/device'
import { meetKnown } from '../middleware/enter'
import { throttle } from '../middleware/throttle'
import * as continuations from '../models/continuations'
import { isSignedIn } from '../models/meetings'
import { paths } from '../paths'

type Place = { studio: Studio; gallery: Gallery | null }

/** *Continue on another device*: shows a code to scan, from the portal. */
export const portalContinuations = new Hono<App>()
  .get('/', (c) => c.redirect(paths.portal(c.var.portal.studio), 303))

  .post('/', (c) => {
    const { client, signIn } = c.var.signedIn
    const from = { clientId: client.id, galleryId: null, origin: { signInId: signIn.id } }
    return show(c, { studio: c.var.portal.studio, gallery: null }, from)
  })

/** How that code fares, for the browser that shows it: signed in to the portal, or only in a gallery. */
export const shownContinuations = new Hono<App>().get('/:continuation', async (c) => {
  const at = { studio: c.req.param('studio') ?? '', continuation: c.req.param('continuation') }
  const found = await continuations.shown(c.var.db, at, c.var.browser.session, c.var.now)
  return found ? c.html(<ContinuationShownPage {...found} id={found.link.id} />) : problem(c, 404)
})

/** The same from inside a gallery. */
export const continuationRoutes = new Hono<App>()
  .use('/:studio/:gallery/continuations', throttle())

  .get('/:studio/:gallery/continuations', async (c) => {
    const met = await meetKnown(c)
    return met ? c.redirect(paths.gallery(met.studio, met.gallery), 303) : problem(c, 404)
  })

  .post('/:studio/:gallery/continuations', async (c) => {
    const met = await meetKnown(c)
    if (!met) return problem(c, 404)
    const { studio, gallery, decision, visit, signedIn } = met
    const clientId = visit?.visit.clientId
    const isInside = decision.kind === 'inside' && decision.because === 'contact'
    if (!isInside || !clientId) return c.redirect(paths.gallery(studio, gallery), 303)

    // A link alone may have been passed on: what it opened goes on elsewhere, and no more than that.
    const signInId = isSignedIn(met) ? signedIn?.signInId : undefined
    const from = { clientId, galleryId: gallery.id, origin: { visitId: visit.visit.id, signInId } }
    return show(c, { studio, gallery }, from)
  })

async function show(c: Ctx, { studio, gallery }: Place, from: Parameters<typeof continuations.begin>[2]) {
  const begun = await continuations.begin(c.var.db, c.env.TOKENS, from, c.var.browser.session, c.var.now)
  if (!begun) return problem(c, 403)
  const qr = renderSVG(c.var.settings.PUBLIC_ORIGIN + paths.link(begun.token), { border: 2 })
  return c.html(<ContinuationPage {...{ studio, gallery, qr }} id={begun.id} />)
}

/** The scanned code: looking at it changes nothing, its button lets in, once. Other links are other routes' business. */
export const continuationLinkRoutes = new Hono<App>()
  .get('/:token', async (c, next) => {
    if (c.var.linkMeaning?.kind !== 'continuation') return next()
    const looked = await continuations.look(c.var.db, c.var.linkMeaning, c.var.browser.session, c.var.now)
    if (!looked) return c.html(<UnknownLinkPage />, 404)
    if (looked.isHere) return goOn(c, looked)
    if (!continuations.isOpen(looked, c.var.now)) return over(c, looked)

    await ensureDevice(c)
    const { studio, gallery, client } = looked
    return c.html(<ContinuePage {...{ studio, gallery }} name={client.name} token={c.req.param('token')} />)
  })

  .post('/:token', async (c, next) => {
    if (c.var.linkMeaning?.kind !== 'continuation') return next()
    const looked = await continuations.look(c.var.db, c.var.linkMeaning, c.var.browser.session, c.var.now)
    if (!looked) return c.html(<UnknownLinkPage />, 404)
    if (looked.isHere) return goOn(c, looked)
    if (!continuations.isOpen(looked, c.var.now)) return over(c, looked)
    if (!c.var.browser.deviceHash) return c.html(<RefusedPage because="no-cookies" studio={looked.studio} />, 403)

    const session = await continuations.claim(c.var.db, looked, await entering(c), c.var.now)
    if (!session) return over(c, looked)
    carry(c, session)
    return goOn(c, looked)
  })

function goOn(c: Ctx, { studio, gallery }: Place) {
  return c.redirect(gallery ? paths.gallery(studio, gallery) : paths.portal(studio), 303)
}

function over(c: Ctx, { studio, gallery }: Place) {
  return c.html(<ContinuationOverPage {...{ studio, gallery }} />, 410)
}
