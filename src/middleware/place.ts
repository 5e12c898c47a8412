import { createMiddleware } from 'hono/factory'
import { problem } from '../answers/problem'
import type { App } from '../context'
import { closedAt } from '../door/decide'
import * as galleries from '../models/galleries'
import { paths } from '../paths'

/** Looks `:studio/:gallery` up for the ways in: a gallery that is not open has none. One whose time is over says so itself (R46). */
export function place() {
  return createMiddleware<App>(async function place(c, next) {
    const at = { studio: c.req.param('studio') ?? '', gallery: c.req.param('gallery') ?? '' }
    const found = await galleries.findByAddress(c.var.db, at)
    const closed = found && closedAt(found.gallery, c.var.now)
    if (!found || closed?.state === 'unpublished') return problem(c, 404)
    if (closed) return c.redirect(paths.gallery(found.studio, found.gallery), 303)
    c.set('place', found)
    await next()
  })
}
