import { Hono } from 'hono'
import { OutboxMessagePage, OutboxPage } from '../../views/studio/outbox-page'
import { problem } from '../answers/problem'
import type { App } from '../context'
import * as outbox from '../outside/outbox'

/** Local only: every message that would have been sent. */
export const outboxRoutes = new Hono<App>()
  .use(async function localOnly(c, next) {
    if (!c.var.settings.LOCAL) return problem(c, 404)
    await next()
  })
  .get('/', async (c) => c.html(<OutboxPage messages={await outbox.list(c.env.PHOTOS)} />))
  .get('/:id', async (c) => {
    const message = await outbox.read(c.env.PHOTOS, c.req.param('id'))
    return message ? c.html(<OutboxMessagePage message={message} />) : problem(c, 404)
  })
  .get('/:id/html', async (c) => {
    const message = await outbox.read(c.env.PHOTOS, c.req.param('id'))
    if (!message || !('html' in message)) return problem(c, 404)
    // A mail brings its style with it; nothing else may load.
    c.header('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
    return c.html(message.html)
  })
