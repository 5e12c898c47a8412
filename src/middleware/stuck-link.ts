import type { Ctx, StuckLink } from '../context'
import { offersGuest } from '../door/link'
import { maskEmail, maskPhone } from '../lib/mask'
import type { Looked } from '../models/links'
import { sendsSms } from '../settings'
import { lookAgain } from './link-meaning'

/** Remembers that a client's own link did not open in this browser, and which ways in there are instead. */
export function rememberStuckLink(c: Ctx, looked: Looked, because: StuckLink['because']): StuckLink {
  const { client, contact, gallery } = looked
  const link = {
    token: c.req.param('token') ?? '',
    galleryId: gallery.id,
    because,
    maskedEmail: maskEmail(client.email),
    maskedPhone: client.phone && sendsSms(c.var.settings) ? maskPhone(client.phone) : null,
    hasPassword: client.passwordHash !== null,
    admitsGuest: offersGuest(contact, gallery),
  }
  c.var.session?.set('stuckLink', link)
  return link
}

/** The link that did not open at this gallery, if one was pressed here. */
export function stuckLinkAt(c: Ctx, gallery: { id: string }): StuckLink | undefined {
  const link = c.var.session?.get('stuckLink')
  return link?.galleryId === gallery.id ? link : undefined
}

/**
 * The link that did not open at this gallery, looked up again before anything is done in its client's name. A withdrawn one is
 * forgotten, and with it the code that was asked for by it (R7).
 */
export async function lookAtStuckLink(c: Ctx, gallery: { id: string }): Promise<Looked | undefined> {
  const link = stuckLinkAt(c, gallery)
  const looked = link && (await lookAgain(c, gallery, link.token))
  if (link && !looked) {
    c.var.session?.forget('stuckLink')
    c.var.session?.forget('clientCode')
  }
  return looked
}
