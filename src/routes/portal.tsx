import { Hono } from 'hono'
import { OverviewPage } from '../../views/portal/overview-page'
import { AddressPage } from '../../views/portal/sign-in-page'
import { words } from '../../views/words/en'
import type { App } from '../context'
import { carry, ensureDevice, flash, takeFlash } from '../middleware/browser'
import { portal, requireClient } from '../middleware/portal'
import * as signIns from '../models/sign-ins'
import { paths } from '../paths'

/** A studio's page for its clients: who is signed in sees their galleries; anyone else signs in (R41, R42). */
export const portalRoutes = new Hono<App>()
  .use('/:studio/portal', portal())

  .get('/:studio/portal', async (c) => {
    const { studio, signedIn } = c.var.portal
    const note = takeFlash(c)
    if (signedIn) return c.html(<OverviewPage studio={studio} client={signedIn.client} note={note} />)
    await ensureDevice(c)
    return c.html(<AddressPage studio={studio} note={note} />)
  })

  .post('/:studio/portal/session/removal', portal(), requireClient(), async (c) => {
    const browser = { deviceHash: await ensureDevice(c), session: c.var.browser.session }
    carry(c, await signIns.end(c.var.db, c.var.signedIn, browser, c.var.now))
    flash(c, words.portal.signIn.out)
    return c.redirect(paths.portal(c.var.portal.studio), 303)
  })
