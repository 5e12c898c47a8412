import type { AccountPart, Ctx, PortalCodeFlow } from '../context'
import type { Channel } from '../door/code'
import type { Credential } from '../models/credentials'
import * as portalCodes from '../models/portal-codes'
import { paths } from '../paths'
import { carry, ensureDevice } from './browser'
import { beginPortalCode, keepProving, waitFor } from './code-flow'

/** On to what the sign-in was for, by way of the step-up that it asks for; else to the portal's first page. */
export function enterPortal(c: Ctx, session: { id: string; secret: string }, part = partAt(c)) {
  const { studio } = c.var.portal
  carry(c, session)
  c.var.session?.forget('portalCode')
  c.var.session?.forget('portalEmail')
  if (part) c.var.session?.set('stepUpFor', part)
  return c.redirect(part ? paths.stepUp(studio) : paths.portal(studio), 303)
}

function partAt(c: Ctx): AccountPart | undefined {
  const typed = c.var.session?.get('portalEmail')
  return typed?.studioId === c.var.portal.studio.id ? typed.wanted : undefined
}

/** The address that was typed in this browser at this portal. */
export function portalAddressAt(c: Ctx): string | undefined {
  const typed = c.var.session?.get('portalEmail')
  return typed?.studioId === c.var.portal.studio.id ? typed.email : undefined
}

/** The code that was asked for in this browser at this portal, unless another address was typed since. */
export function portalCodeAt(c: Ctx): PortalCodeFlow | undefined {
  const flow = c.var.session?.get('portalCode')
  const address = portalAddressAt(c)
  return flow?.studioId === c.var.portal.studio.id && (!address || flow.email === address) ? flow : undefined
}

/**
 * Asks for a login code at a portal, for an address (R41). Behind `portal()`.
 * @param to with `proves`, an unproved password or passkey of that address, which was right: the code proves it
 * @returns seconds until one may be sent; 0 when it was
 */
export async function askAtPortal(
  c: Ctx,
  to: { email: string; channel: Channel; proves?: Credential },
): Promise<number> {
  const { studio } = c.var.portal
  const flow = portalCodeAt(c)
  const before = flow?.email === to.email ? flow : undefined
  const wait = waitFor(c, before, to.channel)
  if (wait > 0) keepProving(c, 'portalCode', before, to.proves)
  else {
    const asked = await portalCodes.ask(c.var.db, c.var.secrets, studio, to, await ensureDevice(c), c.var.now)
    await beginPortalCode(c, asked, { ...to, studioId: studio.id })
  }
  return wait
}
