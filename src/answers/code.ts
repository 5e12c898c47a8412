import type { JSX } from 'hono/jsx/jsx-runtime'
import { words } from '../../views/words/en'
import type { Ctx } from '../context'
import { flash } from '../middleware/browser'
import { tooOften } from './too-often'

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
  const refused = page({ error: words.code[because] })
  return because === 'wait' ? tooOften(c, refused) : c.html(refused, 422)
}
