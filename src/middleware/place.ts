import { createMiddleware } from 'hono/factory'
import type { App } from '../context'
import * as galleries from '../models/galleries'
import { problem } from '../problem'

/** Looks `:studio/:gallery` up for the ways in: a gallery that is not open has none. */
export function place() {
  return createMiddleware<App>(async function place(c, next) {
    const at = { studio: c.req.param('studio') ?? '', gallery: c.req.param('gallery') ?? '' }
    const found = await galleries.findOpen(c.var.db, at, c.var.now)
    if (!found) return problem(c, 404)
    c.set('place', found)
    await next()
  })
}
