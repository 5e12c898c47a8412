import { createMiddleware } from 'hono/factory'
import { type App, isLooking } from '../context'
import { problem } from '../problem'

/** The first fence against floods of what changes something: per address, approximate, never the bound itself. */
export function throttle() {
  return createMiddleware<App>(async function throttle(c, next) {
    if (isLooking(c)) return next()

    const { success } = await c.env.FENCE.limit({ key: prefixOf(c.req.header('CF-Connecting-IP') ?? 'local') })
    if (success) return next()
    c.header('Retry-After', '60')
    return problem(c, 429)
  })
}

/** An IPv4 address, or the /64 of an IPv6 address: one household. */
function prefixOf(ip: string): string {
  if (!ip.includes(':')) return ip
  const [head = '', tail = ''] = ip.split('::')
  const groups = (part: string) => part.split(':').filter(Boolean)
  const missing = Math.max(0, 8 - groups(head).length - groups(tail).length)
  return [...groups(head), ...Array<string>(missing).fill('0'), ...groups(tail)].slice(0, 4).join(':')
}
