import { createMiddleware } from 'hono/factory'
import type { App, Ctx } from '../context'
import { meaningOf } from '../door/link'
import * as links from '../models/links'

/** Reads what the link `:token` means, once for every kind of link. Its address is told to nobody. */
export function linkMeaning() {
  return createMiddleware<App>(async function linkMeaning(c, next) {
    c.set('linkMeaning', await meaningOf(c.env.TOKENS, c.req.param('token') ?? ''))
    await next()
    c.header('Referrer-Policy', 'no-referrer')
  })
}

/** A contact's link that a form or a cookie brings to a gallery; undefined when it is none of this gallery's, or withdrawn. */
export async function lookAgain(c: Ctx, gallery: { id: string }, token: string): Promise<links.Looked | undefined> {
  const meaning = await meaningOf(c.env.TOKENS, token)
  const looked = await links.look(c.var.db, meaning, c.var.browser.session, c.var.now)
  if (looked?.kind !== 'gallery' || looked.gallery.id !== gallery.id) return undefined
  return links.refusalOf(looked, '', c.var.now) === 'withdrawn' ? undefined : looked
}
