import { Hono } from 'hono'
import * as z from 'zod'
import { CodePage, SignInPage } from '../../views/studio/sign-in-page'
import type { App, CodeFlow, Ctx } from '../context'
import { normalise } from '../door/code'
import { email, readForm } from '../form'
import { maskEmail } from '../lib/mask'
import { carry, ensureDevice, flash, forget, takeFlash } from '../middleware/browser'
import { end } from '../models/sessions'
import * as staff from '../models/staff'
import { paths } from '../paths'

const emailForm = z.object({ email })
const codeForm = z.object({ code: z.string().default(''), again: z.literal('yes').optional() })

const WRONG = 'That isn’t the code. Look again, or have another one sent.'
const OVER = 'This code no longer works. Have another one sent.'
const WAIT = 'That was too often for now. Codes are accepted again within the hour, at the latest tomorrow.'
const TOO_OFTEN = 'A code was sent a moment ago. Look for it; another one can be sent in a minute.'

/** Signing in to the studio, by a login code; the same pages for every address (P6). */
export const signIn = new Hono<App>()
  .get('/sign-in', async (c) => {
    await ensureDevice(c)
    return c.html(<SignInPage typed={{}} errors={{}} />)
  })

  .post('/sign-in', async (c) => {
    const form = await readForm(c, emailForm)
    if (!form.ok) return c.html(<SignInPage {...form} />, 422)
    await ask(c, form.values.email)
    return c.redirect(paths.signInCode(), 303)
  })

  .get('/sign-in/code', async (c) => {
    const flow = c.var.session?.get('flow')
    if (!flow) return c.redirect(paths.signIn(), 303)
    return c.html(<CodePage {...page(c, flow)} note={takeFlash(c)} />)
  })

  .post('/sign-in/code', async (c) => {
    const flow = c.var.session?.get('flow')
    if (!flow) return c.redirect(paths.signIn(), 303)

    const form = await readForm(c, codeForm)
    if (form.ok && form.values.again) {
      await ask(c, flow.email)
      return c.redirect(paths.signInCode(), 303)
    }
    const digits = normalise(form.ok ? form.values.code : '')
    if (!digits) return c.html(<CodePage {...page(c, flow)} error="A login code has six digits." />, 422)

    const browser = { deviceHash: await ensureDevice(c), session: c.var.browser.session }
    const result = await staff.tryCode(c.var.db, flow, digits, browser, c.var.now)
    switch (result.outcome) {
      case 'signed-in':
        carry(c, result.session)
        c.var.session?.forget('flow')
        return c.redirect(paths.galleries(), 303)
      case 'wrong':
        return c.html(<CodePage {...page(c, flow)} error={WRONG} />, 422)
      case 'over':
        return c.html(<CodePage {...page(c, flow)} error={OVER} />, 422)
      case 'wait':
        c.header('Retry-After', '3600')
        return c.html(<CodePage {...page(c, flow)} error={WAIT} />, 429)
    }
  })

  .post('/session/removal', async (c) => {
    if (c.var.browser.session) await end(c.var.db, c.var.browser.session, c.var.now)
    forget(c)
    return c.redirect(paths.signIn(), 303)
  })

/** Sends a code and begins the flow. When it is too early for another one, the flow begun before goes on. */
async function ask(c: Ctx, to: string): Promise<void> {
  const { sent, flow, delivery } = await staff.askCode(c.var.db, c.var.secrets, to, await ensureDevice(c), c.var.now)
  const isSameAddress = c.var.session?.get('flow')?.email === to
  if (sent || !isSameAddress) c.var.session?.set('flow', { ...flow, email: to })
  if (!sent) flash(c, TOO_OFTEN)
  await c.env.DELIVERIES.send(delivery)
}

function page(c: Ctx, flow: CodeFlow) {
  return { address: maskEmail(flow.email), outbox: c.var.settings.LOCAL }
}
