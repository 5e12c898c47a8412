import { Hono } from 'hono'
import { StaffDevicesPage } from '../../views/studio/devices-page'
import { words } from '../../views/words/en'
import { problem } from '../answers/problem'
import type { App, Ctx } from '../context'
import { flash, takeFlash } from '../middleware/browser'
import * as signOuts from '../models/device-sign-outs'
import * as devices from '../models/devices'
import { paths } from '../paths'

/** The devices with which a person of the studio is signed in, whatever their role. */
export const staffDevices = new Hono<App>()
  .get('/', async (c) => {
    const { db, staff, studio, staffSessionId, now } = c.var
    const found = await devices.ofStaff(db, staff.id, staffSessionId, now)
    return c.html(<StaffDevicesPage studio={studio} devices={found} flash={takeFlash(c)} now={now} />)
  })

  .post('/others/removal', async (c) => {
    await signOuts.ofStaffElsewhere(c.var.db, whoIs(c), c.var.now)
    flash(c, words.portal.devices.outElsewhere)
    return c.redirect(paths.staffDevices(), 303)
  })

  .post('/:session/removal', async (c) => {
    const isKnown = await signOuts.ofStaff(c.var.db, whoIs(c), c.req.param('session'), c.var.now)
    if (!isKnown) return problem(c, 404)
    flash(c, words.portal.devices.out)
    return c.redirect(paths.staffDevices(), 303)
  })

function whoIs(c: Ctx) {
  return { staffId: c.var.staff.id, session: c.var.browser.session }
}
