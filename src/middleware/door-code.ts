import type { Ctx } from '../context'
import type { Channel } from '../door/code'
import * as clientCodes from '../models/client-codes'
import type { Credential } from '../models/credentials'
import { ensureDevice } from './browser'
import { beginClientCode, beginLinkCode, clientCodeAt, keepProving, waitFor } from './code-flow'
import { lookAtStuckLink } from './stuck-link'

/**
 * Asks for a login code at a gallery's door, for a typed address (R12). Behind `place()`.
 * @param proves an unproved password or passkey of that address, which was right in this browser: the code proves it
 * @returns seconds until one may be sent; 0 when it was
 */
export async function askByEmail(
  c: Ctx,
  to: { email: string; channel: Channel },
  proves?: Credential | undefined,
): Promise<number> {
  const { gallery } = c.var.place
  c.var.session?.forget('stuckLink')
  const flow = clientCodeAt(c, gallery)
  const before = flow?.email === to.email && !flow.isByLink ? flow : undefined
  const wait = waitFor(c, before, to.channel)
  if (wait > 0) {
    keepProving(c, 'clientCode', before, proves)
    return wait
  }
  const device = await ensureDevice(c)
  const asked = await clientCodes.askByEmail(c.var.db, c.var.secrets, gallery, to, device, c.var.now)
  await beginClientCode(c, asked, { ...to, galleryId: gallery.id, proves })
  return 0
}

/** The same for the client whose own link did not open here. */
export async function askByLink(c: Ctx, channel: Channel, proves?: Credential | undefined): Promise<number> {
  const { gallery } = c.var.place
  const looked = await lookAtStuckLink(c, gallery)
  if (!looked) return 0

  const asked = await clientCodes.askByLink(c.var.db, c.var.secrets, looked, channel, c.var.now)
  await beginLinkCode(c, asked, { email: looked.client.email, channel, galleryId: gallery.id, proves })
  return asked.sent ? 0 : asked.wait
}
