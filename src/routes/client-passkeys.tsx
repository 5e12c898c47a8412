import { Hono } from 'hono'
import { PasskeysPage } from '../../views/portal/passkeys-page'
import type { App, Ctx } from '../context'
import { ensureDevice, takeFlash } from '../middleware/browser'
import type * as passkeys from '../models/passkeys'
import * as stepUps from '../models/step-ups'
import { paths } from '../paths'
import { passkeyChanges, passkeysOf, type Shown } from './passkey-changes'

const owner = (c: Ctx): passkeys.Owner => ({ kind: 'client', id: c.var.signedIn.client.id })

async function page(c: Ctx, { note, typed, errors = {} }: Shown) {
  const own = await passkeysOf(c, owner(c), typed?.name)
  return <PasskeysPage studio={c.var.portal.studio} note={note} {...own} error={errors.name} />
}

/** A client's passkeys, behind a step-up (R41, R43). */
export const clientPasskeys = new Hono<App>()
  .get('/', async (c) => {
    await ensureDevice(c)
    return c.html(await page(c, { note: takeFlash(c) }))
  })

  .route(
    '/',
    passkeyChanges({
      owner,
      mayChange: (c) => stepUps.holdsNow({ kind: 'client', ...c.var.signedIn }, c.var.browser.session, c.var.now),
      path: (c) => paths.clientPasskeys(c.var.portal.studio),
      page,
    }),
  )
