import type { ClientCodeFlow, CodeFlow, CookieData, Ctx, Proving } from '../context'
import { type Channel, CODE_VALID_MINUTES, SENDS_PER_DAY, type Send, secondsToNextSend } from '../door/code'
import { MINUTE_MS } from '../lib/time'
import type { Asked } from '../models/codes'
import type { Credential } from '../models/credentials'

/** Seconds until this browser may ask again; by what it did itself, so that nobody learns what others did (P6). */
export function waitOf(c: Ctx, flow: CodeFlow | undefined): number {
  return flow ? Math.max(0, Math.ceil((flow.nextAt - c.var.now.getTime()) / 1000)) : 0
}

/** The same, should the code be sent in this way. */
export function waitFor(c: Ctx, flow: CodeFlow | undefined, channel: Channel): number {
  return flow ? secondsToNextSend(flow.sends, channel, c.var.now) : 0
}

/** The flow of a code that was asked for at a gallery's door. */
export function clientCodeAt(c: Ctx, gallery: { id: string }): ClientCodeFlow | undefined {
  const flow = c.var.session?.get('clientCode')
  return flow?.galleryId === gallery.id ? flow : undefined
}

/** A code that is on its way already proves what was right only now. */
export function keepProving<K extends 'clientCode' | 'portalCode'>(
  c: Ctx,
  kind: K,
  flow: CookieData[K] | undefined,
  proves: Credential | undefined,
): void {
  if (flow && proves) c.var.session?.set(kind, { ...flow, proves: rightNow(c, proves) })
}

/** Whoever types the address anew, or opens their link, need not be who typed the password: the code proves it no more. */
export function stopProving(c: Ctx, kind: 'clientCode' | 'portalCode'): void {
  const flow = c.var.session?.get(kind)
  if (flow?.proves) c.var.session?.set(kind, { ...flow, proves: undefined })
}

/** What the next code proves: what was right only now, or what was right before, as long as a code sent then would be good. */
function provesNext(c: Ctx, right: Credential | undefined, before: Proving | undefined): Proving['proves'] {
  if (right) return rightNow(c, right)
  const proves = before?.proves
  return proves && c.var.now.getTime() < proves.rightAt + CODE_VALID_MINUTES * MINUTE_MS ? proves : undefined
}

function rightNow(c: Ctx, credential: Credential): Proving['proves'] {
  return { ...credential, rightAt: c.var.now.getTime() }
}

/** The flow for a typed address: keeps it in the cookie and hands the message to the queue, known or unknown alike (P6). */
export async function beginClientCode(
  c: Ctx,
  asked: Asked,
  to: { email: string; channel: Channel; galleryId: string; proves?: Credential | undefined },
): Promise<void> {
  const before = c.var.session?.get('clientCode')
  const isSame = before && !before.isByLink && before.email === to.email && before.galleryId === to.galleryId
  const flow = await begin(c, asked, to, isSame ? before.sends : [])
  const proves = provesNext(c, to.proves, isSame ? before : undefined)
  c.var.session?.set('clientCode', { ...flow, galleryId: to.galleryId, isByLink: false, proves })
}

/** The flow for a client's own link: whoever holds it may be told. */
export async function beginLinkCode(
  c: Ctx,
  asked: Asked,
  to: { email: string; channel: Channel; galleryId: string; proves?: Credential | undefined },
): Promise<void> {
  const before = c.var.session?.get('clientCode')
  const isSame = before?.isByLink && before.email === to.email && before.galleryId === to.galleryId
  const same = isSame ? before : undefined
  const flow = await beginTold(c, asked, to, same)
  const proves = provesNext(c, to.proves, same)
  c.var.session?.set('clientCode', { ...flow, galleryId: to.galleryId, isByLink: true, proves })
}

/** The flow for a guest who makes an account or signs in. Until it is through, it takes the place of one at the door. */
export async function beginUpgrade(
  c: Ctx,
  asked: Asked,
  { galleryId, name, email }: { galleryId: string; name: string; email: string },
): Promise<void> {
  const before = c.var.session?.get('upgrade')
  const sends = before?.email === email && before.galleryId === galleryId ? before.sends : []
  const flow = await begin(c, asked, { email, channel: 'email' }, sends)
  c.var.session?.forget('clientCode')
  c.var.session?.set('upgrade', { ...flow, galleryId, name })
}

/** The flow at a studio's portal: known or unknown alike (P6). */
export async function beginPortalCode(
  c: Ctx,
  asked: Asked,
  to: { email: string; channel: Channel; studioId: string; proves?: Credential | undefined },
): Promise<void> {
  const before = c.var.session?.get('portalCode')
  const same = before?.email === to.email && before.studioId === to.studioId ? before : undefined
  const flow = await begin(c, asked, to, same?.sends ?? [])
  c.var.session?.set('portalCode', { ...flow, studioId: to.studioId, proves: provesNext(c, to.proves, same) })
}

/** The flow for a step-up: whoever is signed in may be told. */
export async function beginStepUp(
  c: Ctx,
  asked: Asked,
  to: { email: string; channel: Channel; signInId: string },
): Promise<void> {
  const before = c.var.session?.get('stepUp')
  const flow = await beginTold(c, asked, to, before?.signInId === to.signInId ? before : undefined)
  c.var.session?.set('stepUp', { ...flow, signInId: to.signInId })
}

/** The flow for somebody of the studio. */
export async function beginStaffCode(c: Ctx, asked: Asked, email: string): Promise<void> {
  const before = c.var.session?.get('staffCode')
  const sends = before?.email === email ? before.sends : []
  c.var.session?.set('staffCode', await begin(c, asked, { email, channel: 'email' }, sends))
}

/** The same for their step-up: whoever is signed in may be told. */
export async function beginStaffStepUp(c: Ctx, asked: Asked, email: string): Promise<void> {
  const before = c.var.session?.get('staffStepUp')
  const same = before?.email === email ? before : undefined
  c.var.session?.set('staffStepUp', await beginTold(c, asked, { email, channel: 'email' }, same))
}

/** The flow of somebody who may be told that a code was sent a moment ago elsewhere: the one before goes on then. */
async function beginTold(
  c: Ctx,
  asked: Asked,
  to: { email: string; channel: Channel },
  before: CodeFlow | undefined,
): Promise<CodeFlow> {
  const flow = (!asked.sent && before) || (await begin(c, asked, to, []))
  return { ...flow, sends: [], nextAt: c.var.now.getTime() + asked.wait * 1000 }
}

async function begin(
  c: Ctx,
  asked: Asked,
  { email, channel }: { email: string; channel: Channel },
  before: readonly Send[],
): Promise<CodeFlow> {
  await (channel === 'sms' ? c.env.TEXTS : c.env.DELIVERIES).send(asked.delivery)
  const now = c.var.now.getTime()
  const sends = [{ at: now, by: channel }, ...before].slice(0, SENDS_PER_DAY)
  const nextAt = now + secondsToNextSend(sends, channel, c.var.now) * 1000
  return { ...asked.flow, email, channel, sends, nextAt }
}
