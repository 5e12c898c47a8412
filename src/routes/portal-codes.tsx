import { Hono } from 'hono'
import * as z from 'zod'
import { CodePage } from '../../views/door/code-page'
import { words } from '../../views/words/en'
import { codeAsked, codeRefused } from '../answers/code'
import type { App, Ctx, PortalCodeFlow } from '../context'
import { readCode, readForm } from '../form'
import { maskEmail } from '../lib/mask'
import { takeFlash } from '../middleware/browser'
import { waitOf } from '../middleware/code-flow'
import { entering } from '../middleware/device'
import { askAtPortal, enterPortal, portalAddressAt, portalCodeAt } from '../middleware/portal-code'
import * as portalCodes from '../models/portal-codes'
import { paths } from '../paths'
import { sendsSms } from '../settings'

const askForm = z.object({ channel: z.enum(['email', 'sms']).default('email') })

/** Login codes for a studio's portal: asked for by the address that was typed there (R41). */
export const portalCodeRoutes = new Hono<App>()
  .post('/codes', async (c) => {
    const { studio } = c.var.portal
    const address = portalCodeAt(c)?.email ?? portalAddressAt(c)
    if (!address) return c.redirect(paths.portal(studio), 303)
    const form = await readForm(c, askForm)
    return codeAsked(
      c,
      await askAtPortal(c, {
        email: address,
        channel: form.ok && sendsSms(c.var.settings) ? form.values.channel : 'email',
      }),
      paths.portalCode(c.var.portal.studio),
    )
  })

  .get('/code', (c) => {
    const flow = portalCodeAt(c)
    if (!flow) return c.redirect(paths.portal(c.var.portal.studio), 303)
    return c.html(codePage(c, flow, { note: takeFlash(c) }))
  })

  .post('/code', async (c) => {
    const flow = portalCodeAt(c)
    if (!flow) return c.redirect(paths.portal(c.var.portal.studio), 303)
    const digits = await readCode(c)
    if (!digits) return codeRefused(c, 'six', (shown) => codePage(c, flow, shown))

    const browser = await entering(c)
    const result = await portalCodes.tryCode(c.var.db, flow, digits, browser, c.var.now)
    switch (result.outcome) {
      case 'entered':
        return enterPortal(c, result.session)
      case 'wrong':
      case 'over':
      case 'wait':
        return codeRefused(c, result.outcome, (shown) => codePage(c, flow, shown))
    }
  })

/** Where the code went: the same for every address. */
function codePage(c: Ctx, flow: PortalCodeFlow, over: { error?: string; note?: string | undefined }) {
  const { studio } = c.var.portal
  return (
    <CodePage
      studio={studio}
      action={paths.portalCode(studio)}
      again={paths.portalCodes(studio)}
      enter={words.portal.signIn.enter}
      channel={flow.channel}
      because={flow.proves && words.code.proves[flow.proves.kind]}
      reason={words.portal.signIn.asked(maskEmail(flow.email), flow.channel)}
      wait={waitOf(c, flow)}
      outbox={c.var.settings.LOCAL}
      {...over}
    >
      <p>
        <a href={paths.portalSignIn(studio)}>{words.portal.signIn.other}</a>
      </p>
    </CodePage>
  )
}
