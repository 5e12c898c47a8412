import { createMiddleware } from 'hono/factory'
import { problem } from '../answers/problem'
import { type App, type Ctx, isLooking } from '../context'
import { prefixOf } from '../lib/ip'

/**
 * The first fence against floods of what changes something: per address, approximate, never the bound itself.
 * @param fence `WIDE_FENCE` where a whole wedding may stand behind one address
 */
export function throttle(fence: 'FENCE' | 'WIDE_FENCE' = 'FENCE') {
  return createMiddleware<App>(async function throttle(c, next) {
    if (isLooking(c)) return next()

    const { success } = await c.env[fence].limit({ key: addressOf(c) })
    if (success) return next()
    c.header('Retry-After', '60')
    return problem(c, 429)
  })
}

/** Where a request comes from: an IPv4 address, or the /64 of an IPv6 address. */
export function addressOf(c: { req: Ctx['req'] }): string {
  return prefixOf(c.req.header('CF-Connecting-IP') ?? 'local')
}
