import { getCookie, setCookie } from 'hono/cookie'
import type { Ctx } from '../context'
import * as pass from '../door/pass'
import { recheck } from '../models/visits'
import { paths } from '../paths'

const COOKIE = { httpOnly: true, secure: true, sameSite: 'Lax', prefix: 'secure' } as const
/** The cookie outlives the statement in it, which then only names whom to ask about. */
const COOKIE_SECONDS = 30 * 86_400

/** Gives the browser a pass for a gallery's photos. Only after the decision that it may see them. */
export async function givePass(c: Ctx, galleryId: string, subject: pass.Subject): Promise<void> {
  const text = await pass.sign(c.var.secrets, galleryId, subject, c.var.now)
  setCookie(c, 'pass', text, { ...COOKIE, path: paths.photos(galleryId), maxAge: COOKIE_SECONDS })
}

/** Whether this request may see the gallery's photos: by its pass, or by the database and then with a new pass. */
export async function holdsPass(c: Ctx, galleryId: string): Promise<boolean> {
  const text = getCookie(c, 'pass', 'secure')
  const held = text ? await pass.read(c.var.secrets, galleryId, text, c.var.now) : undefined
  if (!held) return false
  if (held.fresh) return true

  const isIn = (await recheck(c.var.db, galleryId, held.subject, c.var.now)) === 'inside'
  if (isIn) await givePass(c, galleryId, held.subject)
  return isIn
}
