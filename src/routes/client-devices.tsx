import { Hono } from 'hono'
import { ClientDevicesPage } from '../../views/portal/devices-page'
import { words } from '../../views/words/en'
import { problem } from '../answers/problem'
import type { App, Ctx } from '../context'
import { ensureDevice, flash, takeFlash } from '../middleware/browser'
import * as signOuts from '../models/device-sign-outs'
import * as devices from '../models/devices'
import { paths } from '../paths'

/** The devices with which a client is signed in; each can be signed out, which only takes away: no step-up (R44). */
export const clientDevices = new Hono<App>()
  .get('/', async (c) => {
    const { db, now, portal, signedIn } = c.var
    const found = await devices.ofClient(db, signedIn.client.id, c.var.browser.session, now)
    return c.html(<ClientDevicesPage studio={portal.studio} devices={found} note={takeFlash(c)} now={now} />)
  })

  .post('/others/removal', async (c) => {
    await signOuts.ofClientElsewhere(c.var.db, whoIs(c), await ensureDevice(c), c.var.now)
    flash(c, words.portal.devices.outElsewhere)
    return c.redirect(paths.clientDevices(c.var.portal.studio), 303)
  })

  .post('/:session/removal', async (c) => {
    const isKnown = await signOuts.ofClient(c.var.db, whoIs(c), c.req.param('session'), c.var.now)
    if (!isKnown) return problem(c, 404)
    flash(c, words.portal.devices.out)
    return c.redirect(paths.clientDevices(c.var.portal.studio), 303)
  })

function whoIs(c: Ctx) {
  const { client, signIn } = c.var.signedIn
  return { clientId: client.id, signInId: signIn.id, session: c.var.browser.session }
}
