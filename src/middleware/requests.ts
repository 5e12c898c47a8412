/** What somebody asks for at the door of a gallery that is not open: to be told when it opens, or for more time (R45, R46). */
import type { Ctx, GalleryRequest } from '../context'
import type { Gallery } from '../db/schema'
import { HOUR_MS } from '../lib/time'
import type { Entered } from '../models/meetings'
import { lookAgain } from './link-meaning'

/** In one browser, over all galleries: a household, not a list of addresses. */
const REQUESTS_PER_HOUR = 5

/** Who is known to stand at a door, by the personal link in hand or by an earlier visit. */
export type Asker = { email: string; link?: string | undefined }

/** Whom a browser visited a gallery as, and may still be, or is signed in to the portal as. */
export function askerHere({ visit, signedIn }: Pick<Entered, 'visit' | 'signedIn'>): Asker | undefined {
  const { contact, client } = visit ?? {}
  const isContact = contact && client && !contact.removedAt && contact.clientId === client.id
  return isContact ? { email: client.email } : signedIn && { email: signedIn.email }
}

/** Whose link a form brings along; undefined when it is none of this gallery's, or withdrawn. */
export async function askerByLink(c: Ctx, gallery: Gallery, token: string): Promise<Asker | undefined> {
  const looked = await lookAgain(c, gallery, token)
  return looked && { email: looked.client.email, link: token }
}

/** Whether this browser asked for this within the hour; says nothing of what others asked (P6). */
export function hasRequested(c: Ctx, gallery: { id: string }, kind: GalleryRequest['kind']): boolean {
  return lately(c).some((request) => request.galleryId === gallery.id && request.kind === kind)
}

/** Notes another request of this browser's; by what it did itself, whatever came of it (P6). */
export function noteRequest(c: Ctx, gallery: { id: string }, kind: GalleryRequest['kind']): void {
  const request = { galleryId: gallery.id, kind, at: c.var.now.getTime() }
  c.var.session?.set('requests', [request, ...lately(c)].slice(0, REQUESTS_PER_HOUR))
}

/** Seconds until this browser may ask again; 0 when it may now. */
export function secondsToNextRequest(c: Ctx): number {
  const oldest = lately(c)[REQUESTS_PER_HOUR - 1]
  return oldest ? Math.ceil((oldest.at + HOUR_MS - c.var.now.getTime()) / 1000) : 0
}

/** This browser's requests of the last hour, newest first. */
function lately(c: Ctx): GalleryRequest[] {
  const since = c.var.now.getTime() - HOUR_MS
  return (c.var.session?.get('requests') ?? []).filter(({ at }) => at > since)
}
