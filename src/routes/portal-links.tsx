import { Hono } from 'hono'
import { RefusedPage, UnknownLinkPage } from '../../views/door/refused-page'
import { PortalLinkOverPage, PortalLinkPage, PortalLinkSentPage } from '../../views/portal/link-pages'
import { words } from '../../views/words/en'
import { tooOften } from '../answers/too-often'
import type { App, Ctx } from '../context'
import { type PortalLinkState, portalLinkStateOf } from '../door/portal-link'
import { maskEmail } from '../lib/mask'
import { carry, ensureDevice } from '../middleware/browser'
import { entering } from '../middleware/device'
import * as portalLinks from '../models/portal-links'
import { paths } from '../paths'

/** A link into the portal: its button signs in, once (R32). Looking at it changes nothing. Other links are other routes' business. */
export const portalLinkRoutes = new Hono<App>()
  .get('/:token', async (c, next) => {
    if (c.var.linkMeaning?.kind !== 'portal') return next()
    const looked = await look(c)
    if (!looked) return c.html(<UnknownLinkPage />, 404)
    if (looked.isHere) return c.redirect(paths.portal(looked.studio), 303)
    if (stateOf(c, looked) !== 'open') return over(c, looked)

    await ensureDevice(c)
    return c.html(<PortalLinkPage studio={looked.studio} token={c.req.param('token')} />)
  })

  .post('/:token', async (c, next) => {
    if (c.var.linkMeaning?.kind !== 'portal') return next()
    const looked = await look(c)
    if (!looked) return c.html(<UnknownLinkPage />, 404)
    if (looked.isHere) return c.redirect(paths.portal(looked.studio), 303)
    if (stateOf(c, looked) !== 'open') return over(c, looked)
    if (!c.var.browser.deviceHash) return c.html(<RefusedPage because="no-cookies" studio={looked.studio} />, 403)

    const claim = await portalLinks.claim(c.var.db, looked, await entering(c), c.var.now)
    switch (claim.outcome) {
      case 'entered':
        carry(c, claim.session)
        return c.redirect(paths.portal(looked.studio), 303)
      case 'refused':
        // Another press was first, or a newer link: the link's own page says which.
        return c.redirect(paths.link(c.req.param('token')), 303)
    }
  })

  .post('/:token/links', async (c, next) => {
    if (c.var.linkMeaning?.kind !== 'portal') return next()
    const looked = await look(c)
    if (!looked) return c.html(<UnknownLinkPage />, 404)
    if (stateOf(c, looked) === 'open') return c.redirect(paths.link(c.req.param('token')), 303)
    if (stateOf(c, looked) === 'moved') return over(c, looked)

    const { db, secrets, settings, now } = c.var
    const renewed = await portalLinks.renew(db, c.env.TOKENS, secrets, looked, now)
    switch (renewed.outcome) {
      case 'sent': {
        await c.env.DELIVERIES.send({ messageId: renewed.messageId })
        const page = { studio: looked.studio, maskedEmail: maskEmail(looked.client.email) }
        return c.html(<PortalLinkSentPage {...page} outbox={settings.LOCAL} />)
      }
      case 'wait':
        return over(c, looked, renewed.seconds)
    }
  })

function look(c: Ctx): Promise<portalLinks.Looked | undefined> {
  const { db, linkMeaning, browser, now } = c.var
  return linkMeaning ? portalLinks.look(db, linkMeaning, browser.session, now) : Promise.resolve(undefined)
}

function stateOf(c: Ctx, { link, client }: portalLinks.Looked): PortalLinkState {
  return portalLinkStateOf(link, client, c.var.now)
}

/** @param wait seconds until a new one can be sent, where one was asked for too soon */
function over(c: Ctx, looked: portalLinks.Looked, wait?: number) {
  const because = stateOf(c, looked)
  const page = (
    <PortalLinkOverPage
      studio={looked.studio}
      token={c.req.param('token') ?? ''}
      because={because === 'open' ? 'over' : because}
      maskedEmail={maskEmail(looked.client.email)}
      note={wait === undefined ? undefined : words.portal.link.tooOften(words.wait.after(wait))}
    />
  )
  return wait === undefined ? c.html(page, 410) : tooOften(c, page, wait)
}
