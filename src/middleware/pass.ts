import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { Ctx } from '../context'
import * as pass from '../door/pass'
import { isSeen } from '../door/sight'
import { recheck } from '../models/meetings'
import { paths } from '../paths'

const COOKIE = { httpOnly: true, secure: true, sameSite: 'Lax', prefix: 'secure' } as const
/** The cookie outlives the statement in it, which then only names whom to ask about. */
const COOKIE_SECONDS = 30 * 86_400

/** Gives the browser a pass for a gallery's photos. Only after the decision that it may see them. */
export async function givePass(c: Ctx, galleryId: string, subject: pass.Subject, sees: pass.Sees): Promise<void> {
  const text = await pass.sign(c.var.secrets, galleryId, { subject, sees }, c.var.now)
  setCookie(c, 'pass', text, { ...COOKIE, path: paths.photos(galleryId), maxAge: COOKIE_SECONDS })
}

/** Takes the passes of galleries from a browser that has left them; a copy of one is good for its minute (P5). */
export function takePasses(c: Ctx, galleryIds: string[]): void {
  for (const id of galleryIds) deleteCookie(c, 'pass', { ...COOKIE, path: paths.photos(id) })
}

/**
 * Whether this request may see a photo: by its pass, or by the database and then with a new pass. Whoever sees only some
 * photos is asked about with each of them.
 */
export async function maySee(c: Ctx, photo: { id: string; galleryId: string }): Promise<boolean> {
  const text = getCookie(c, 'pass', 'secure')
  const held = text ? await pass.read(c.var.secrets, photo.galleryId, text, c.var.now) : undefined
  if (!held) return false
  if (held.fresh && held.sees === 'all') return true

  const { sees, isChosen } = await recheck(c.var.db, photo, held.subject, c.var.now)
  if (sees === 'none') return false
  if (!held.fresh || sees !== held.sees) await givePass(c, photo.galleryId, held.subject, sees)
  return isSeen(sees, isChosen)
}
