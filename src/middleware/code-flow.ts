import type { ClientCodeFlow, CodeFlow, Ctx } from '../context'
import type { Asked } from '../models/codes'

/** Keeps a client's flow in the cookie and hands the message to the queue: for known and unknown addresses alike (P6). */
export async function beginClientCode(
  c: Ctx,
  asked: Asked,
  at: Pick<ClientCodeFlow, 'email' | 'galleryId' | 'because' | 'token' | 'admitsGuest'>,
): Promise<void> {
  const before = c.var.session?.get('clientCode')
  const isSame = before?.email === at.email && before.galleryId === at.galleryId
  c.var.session?.set('clientCode', { ...at, ...(await begin(c, asked, isSame ? before : undefined)) })
}

/** The same for somebody of the studio. */
export async function beginStaffCode(c: Ctx, asked: Asked, email: string): Promise<void> {
  const before = c.var.session?.get('staffCode')
  const flow = await begin(c, asked, before?.email === email ? before : undefined)
  c.var.session?.set('staffCode', { ...flow, email })
}

/** When it is too early for another code, the flow begun before goes on. */
async function begin(c: Ctx, asked: Asked, before: CodeFlow | undefined) {
  await c.env.DELIVERIES.send(asked.delivery)
  const { codeId, secret } = asked.sent || !before ? asked.flow : before
  return { codeId, secret, nextAt: c.var.now.getTime() + asked.wait * 1000 }
}
