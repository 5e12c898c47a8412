import { createMiddleware } from 'hono/factory'
import type { App } from '../context'
import { database } from '../db/client'
import { secretsOf, settings } from '../settings'

/** What every request stands on: the time, the settings, the database. */
export function ground() {
  return createMiddleware<App>(async function ground(c, next) {
    const parsed = settings(c.env)
    c.set('now', new Date())
    c.set('settings', parsed)
    c.set('secrets', secretsOf(parsed))
    c.set('db', database(c.env.DB))
    await next()
  })
}
