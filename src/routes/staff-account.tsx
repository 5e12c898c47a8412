import { Hono } from 'hono'
import { StaffAccountPage } from '../../views/studio/account-page'
import type { App, Ctx } from '../context'
import { isSteppedUp } from '../door/step-up'
import { ensureDevice, takeFlash } from '../middleware/browser'
import { requireStaffStepUp } from '../middleware/staff'
import { throttle } from '../middleware/throttle'
import type * as passkeys from '../models/passkeys'
import * as stepUps from '../models/step-ups'
import { paths } from '../paths'
import { passkeyChanges, passkeysOf, type Shown } from './passkey-changes'

const owner = (c: Ctx): passkeys.Owner => ({ kind: 'staff', id: c.var.staff.id })

async function page(c: Ctx, { note, typed, errors = {} }: Shown) {
  const { studio, staff, staffProvedAt, now } = c.var
  const own = await passkeysOf(c, owner(c), typed?.name)
  const mayChange = isSteppedUp(staffProvedAt, now)
  return <StaffAccountPage {...{ studio, staff, mayChange, ...own }} error={errors.name} flash={note} />
}

/** What is one's own in the studio, whatever one's role: passkeys, changed after a step-up alone. */
export const staffAccount = new Hono<App>()
  .use('/*', throttle(), requireStaffStepUp())

  .get('/', async (c) => {
    await ensureDevice(c)
    return c.html(await page(c, { note: takeFlash(c) }))
  })

  .get('/passkeys', (c) => c.redirect(paths.staffAccount(), 303))

  .route(
    '/passkeys',
    passkeyChanges({
      owner,
      mayChange: (c) => stepUps.holdsNow({ kind: 'staff', staff: c.var.staff }, c.var.browser.session, c.var.now),
      path: () => paths.staffAccount(),
      page,
    }),
  )
