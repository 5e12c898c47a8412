import { createMiddleware } from 'hono/factory'
import type { App } from '../context'
import { meaningOf } from '../door/link'

/** Reads what the link `:token` means, once for every kind of link. Its address is told to nobody. */
export function linkMeaning() {
  return createMiddleware<App>(async function linkMeaning(c, next) {
    c.set('linkMeaning', await meaningOf(c.env.TOKENS, c.req.param('token') ?? ''))
    await next()
    c.header('Referrer-Policy', 'no-referrer')
  })
}
