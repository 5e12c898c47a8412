import { Hono } from 'hono'
import { CoverPage } from '../../views/door/cover-page'
import { RefusedPage, type RefusedProps, UnknownLinkPage } from '../../views/door/refused-page'
import type { App, Ctx } from '../context'
import { carry, ensureDevice } from '../middleware/browser'
import * as events from '../models/events'
import * as links from '../models/links'
import * as visits from '../models/visits'
import { paths } from '../paths'

/** Any link that was sent. GET and HEAD change nothing; the button's POST claims (R5). */
export const linkRoutes = new Hono<App>()
  .use(async function noReferrer(c, next) {
    await next()
    c.header('Referrer-Policy', 'no-referrer')
  })

  .get('/:token', async (c) => {
    const looked = await look(c)
    if (!looked) return c.html(<UnknownLinkPage />, 404)
    if (looked.isInside) return enter(c, looked)

    const refusal = links.refusalOf(looked, c.var.browser.deviceHash ?? '', c.var.now)
    if (refusal === 'withdrawn') return c.html(<UnknownLinkPage />, 404)
    await ensureDevice(c)
    if (refusal === 'unpublished' || refusal === 'closed') return refused(c, looked, refusal)

    const { studio, gallery, photoCount, clientName } = looked
    const page = { studio, gallery, photoCount, clientName, token: c.req.param('token') }
    return c.html(<CoverPage {...page} offersGuest={offersGuest(looked)} />)
  })

  .post('/:token', async (c) => {
    const looked = await look(c)
    if (!looked) return c.html(<UnknownLinkPage />, 404)
    if (looked.isInside) return enter(c, looked)

    const { deviceHash } = c.var.browser
    const refusal = links.refusalOf(looked, deviceHash ?? '', c.var.now)
    if (refusal === 'withdrawn') return c.html(<UnknownLinkPage />, 404)
    if (!deviceHash) return refused(c, looked, refusal ?? 'no-cookies')

    const claim = await links.claim(c.var.db, looked, deviceHash, c.var.now)
    switch (claim.outcome) {
      case 'opened':
        carry(c, claim.session)
        return enter(c, looked)
      case 'refused':
        return claim.because === 'withdrawn' ? c.html(<UnknownLinkPage />, 404) : refused(c, looked, claim.because)
    }
  })

  .post('/:token/guest', async (c) => {
    const looked = await look(c)
    if (!looked) return c.html(<UnknownLinkPage />, 404)
    if (looked.isInside) return enter(c, looked)

    const { deviceHash } = c.var.browser
    const refusal = links.refusalOf(looked, deviceHash ?? '', c.var.now)
    if (refusal === 'withdrawn') return c.html(<UnknownLinkPage />, 404)
    if (refusal === 'unpublished' || refusal === 'closed') return refused(c, looked, refusal)
    if (!deviceHash) return refused(c, looked, 'no-cookies')
    if (!offersGuest(looked)) return refused(c, looked, 'guests-closed')

    const browser = { deviceHash, sessionId: looked.sessionId, now: c.var.now }
    const opened = await visits.openAsGuest(c.var.db, looked.gallery.id, looked.contact.id, browser)
    if (opened.outcome === 'refused') return refused(c, looked, 'guests-closed')
    carry(c, opened.session)
    return enter(c, looked)
  })

function look(c: Ctx) {
  return links.look(c.var.db, c.env.TOKENS, c.req.param('token') ?? '', c.var.browser.session, c.var.now)
}

function enter(c: Ctx, { studio, gallery }: links.Looked) {
  return c.redirect(paths.gallery(studio, gallery), 303)
}

/** Only a main client's link offers it, and only where the gallery admits guests (R6). */
function offersGuest({ contact, gallery }: links.Looked): boolean {
  return contact.role === 'main' && gallery.admitsGuests
}

/** Says why, and notes it for the photographer when somebody pressed the button. */
function refused(c: Ctx, looked: links.Looked, because: RefusedProps['because']) {
  const { studio, gallery, contact } = looked
  if (c.req.method === 'POST') {
    const event = {
      galleryId: gallery.id,
      contactId: contact.id,
      kind: 'link-refused' as const,
      because,
      at: c.var.now,
    }
    c.executionCtx.waitUntil(events.record(c.var.db, event))
  }
  const canBeGuest = because === 'stale' || because === 'other-device'
  const guest = canBeGuest && offersGuest(looked) ? c.req.param('token') : undefined
  return c.html(<RefusedPage because={because} studio={studio} guest={guest} />, because === 'closed' ? 410 : 403)
}
