import type { Ctx } from '../context'

const HOUR_SECONDS = 3600

/**
 * The page again for what was tried or asked for too often, which says so in words (spec §8).
 * @param seconds until it may be tried again
 */
export function tooOften(c: Ctx, page: string | Promise<string>, seconds = HOUR_SECONDS) {
  c.header('Retry-After', String(seconds))
  return c.html(page, 429)
}
