import { Hono } from 'hono'
import { problem } from '../answers/problem'
import type { App } from '../context'
import { smallForms } from '../middleware/security'
import * as deliveries from '../models/deliveries'
import { smsReport } from '../outside/sms-report'
import { isSignedByTwilio } from '../outside/twilio-signature'
import { paths } from '../paths'
import { twilioOf } from '../settings'

/** What services tell us of their own accord. They come from elsewhere and have no session: each signs what it says. */
export const hookRoutes = new Hono<App>().use('/hooks/*', smallForms()).post('/hooks/sms/:message', async (c) => {
  const twilio = twilioOf(c.var.settings)
  if (!twilio) return problem(c, 404)

  const id = c.req.param('message')
  const url = c.var.settings.PUBLIC_ORIGIN + paths.smsStatus(id)
  const form = new URLSearchParams(new TextDecoder().decode(await c.req.arrayBuffer()))
  const signature = c.req.header('X-Twilio-Signature') ?? ''
  if (!(await isSignedByTwilio(twilio.authToken, signature, url, form))) return problem(c, 403)

  const report = smsReport(form)
  if (report) await deliveries.report(c.var.db, id, report, c.var.now)
  return c.body(null, 204)
})
