import type { JSX } from 'hono/jsx/jsx-runtime'
import { words } from '../../views/words/en'
import type { Ctx } from '../context'
import { flash } from '../middleware/browser'

const HOUR_SECONDS = '3600'

/**
 * On to the screen where a login code is typed.
 * @param wait seconds until another one may be sent; 0 when it was
 */
export function codeAsked(c: Ctx, wait: number, path: string) {
  if (wait > 0) flash(c, words.code.tooOften(words.wait.after(wait)))
  return c.redirect(path, 303)
}

/**
 * The screen of a login code that let nobody in: with what is wrong about it, or that it was tried too often (R12, spec §8).
 * @param because `six`: what was typed are not six digits
 * @param page the screen, with the reason beside its field
 */
export function codeRefused(
  c: Ctx,
  because: 'six' | 'wrong' | 'over' | 'wait',
  page: (shown: { error: string }) => JSX.Element,
) {
  if (because === 'wait') c.header('Retry-After', HOUR_SECONDS)
  return c.html(page({ error: words.code[because] }), because === 'wait' ? 429 : 422)
}
