import type { ClientCodeFlow, CodeFlow, Ctx } from '../context'
import { SENDS_PER_DAY, secondsToNextSend } from '../door/code'
import type { Asked } from '../models/codes'

/** Seconds until this browser may ask again; by what it did itself, so that nobody learns what others did (P6). */
export function waitOf(c: Ctx, flow: CodeFlow | undefined): number {
  return flow ? Math.max(0, Math.ceil((flow.nextAt - c.var.now.getTime()) / 1000)) : 0
}

/** The flow for a typed address: keeps it in the cookie and hands the message to the queue, known or unknown alike (P6). */
export async function beginClientCode(
  c: Ctx,
  asked: Asked,
  at: Pick<ClientCodeFlow, 'email' | 'galleryId'>,
): Promise<void> {
  const before = c.var.session?.get('clientCode')
  const isSame = before?.email === at.email && before.galleryId === at.galleryId
  const flow = await begin(c, asked, at.email, isSame ? before : undefined)
  c.var.session?.set('clientCode', { ...flow, galleryId: at.galleryId, because: 'asked' })
}

/**
 * The flow for a client's own link. Whoever holds the link may be told that a code was sent a moment ago elsewhere; the
 * flow begun before goes on then.
 */
export async function beginLinkCode(
  c: Ctx,
  asked: Asked,
  at: Pick<ClientCodeFlow, 'email' | 'galleryId' | 'because' | 'token' | 'admitsGuest'>,
): Promise<void> {
  const before = c.var.session?.get('clientCode')
  const goesOn = !asked.sent && before?.token === at.token ? before : undefined
  const { codeId, secret } = goesOn ?? (await begin(c, asked, at.email, undefined))
  const nextAt = c.var.now.getTime() + asked.wait * 1000
  c.var.session?.set('clientCode', { ...at, codeId, secret, nextAt, sends: [] })
}

/** The flow for somebody of the studio. */
export async function beginStaffCode(c: Ctx, asked: Asked, email: string): Promise<void> {
  const before = c.var.session?.get('staffCode')
  c.var.session?.set('staffCode', await begin(c, asked, email, before?.email === email ? before : undefined))
}

async function begin(c: Ctx, asked: Asked, email: string, before: CodeFlow | undefined): Promise<CodeFlow> {
  if (asked.sent) await c.env.DELIVERIES.send(asked.delivery)
  const now = c.var.now.getTime()
  const sends = [now, ...(before?.sends ?? [])].slice(0, SENDS_PER_DAY)
  return { ...asked.flow, email, sends, nextAt: now + secondsToNextSend(sends, c.var.now) * 1000 }
}
