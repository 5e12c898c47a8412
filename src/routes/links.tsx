import { Hono } from 'hono'
import { CoverPage } from '../../views/door/cover-page'
import { RefusedPage, type RefusedProps, UnknownLinkPage } from '../../views/door/refused-page'
import { words } from '../../views/words/en'
import { closedPage } from '../answers/closed'
import type { App, Ctx } from '../context'
import type { Gallery, Studio } from '../db/schema'
import { isForAll, offersGuest, type Refusal, roleRefusalOf } from '../door/link'
import { carry, ensureDevice, flash } from '../middleware/browser'
import { beginLinkCode, stopProving } from '../middleware/code-flow'
import { entering } from '../middleware/device'
import type { Asker } from '../middleware/requests'
import { rememberStuckLink } from '../middleware/stuck-link'
import * as clientCodes from '../models/client-codes'
import * as events from '../models/events'
import * as links from '../models/links'
import * as roleLinkVisits from '../models/role-link-visits'
import * as visits from '../models/visits'
import { paths } from '../paths'

/** Any link that was sent. GET and HEAD change nothing; the button's POST claims (R5). */
export const linkRoutes = new Hono<App>()
  .get('/:token', async (c) => {
    const looked = await look(c)
    if (!looked) return c.html(<UnknownLinkPage />, 404)
    if (looked.isInside) return enter(c, looked)
    if (looked.kind === 'role') return showRoleLink(c, looked)

    const refusal = links.refusalOf(looked, c.var.browser.deviceHash ?? '', c.var.now)
    if (isForAll(refusal)) return refused(c, looked, refusal)

    await ensureDevice(c)
    const { studio, gallery, photoCount, client } = looked
    const page = { studio, gallery, photoCount, clientName: client.name, token: c.req.param('token') }
    return c.html(<CoverPage {...page} offersGuest={offersGuest(looked.contact, looked.gallery)} />)
  })

  .post('/:token', async (c) => {
    const looked = await look(c)
    if (!looked) return c.html(<UnknownLinkPage />, 404)
    if (looked.isInside) return enter(c, looked)
    if (looked.kind === 'role') return openRoleLink(c, looked)

    const { deviceHash } = c.var.browser
    const refusal = links.refusalOf(looked, deviceHash ?? '', c.var.now)
    if (isForAll(refusal)) return refused(c, looked, refusal)
    if (!deviceHash) return refused(c, looked, 'no-cookies')

    const claim = await links.claim(c.var.db, looked, await entering(c), c.var.now)
    switch (claim.outcome) {
      case 'opened':
        carry(c, claim.session)
        return enter(c, looked)
      case 'refused':
        return goOn(c, looked, claim.because)
    }
  })

  .post('/:token/guest', async (c) => {
    const looked = await look(c)
    if (looked?.kind !== 'gallery') return c.html(<UnknownLinkPage />, 404)
    if (looked.isInside) return enter(c, looked)

    const { deviceHash } = c.var.browser
    const refusal = links.refusalOf(looked, deviceHash ?? '', c.var.now)
    if (isForAll(refusal)) return refused(c, looked, refusal)
    if (!deviceHash) return refused(c, looked, 'no-cookies')
    if (!offersGuest(looked.contact, looked.gallery)) return refused(c, looked, 'guests-closed')

    const browser = { deviceHash, sessionId: looked.sessionId, now: c.var.now }
    const opened = await visits.openAsGuest(c.var.db, looked.gallery.id, looked.contact.id, browser)
    if (opened.outcome === 'refused') return refused(c, looked, 'guests-closed')
    carry(c, opened.session)
    return enter(c, looked)
  })

function look(c: Ctx) {
  return links.look(c.var.db, c.var.linkMeaning, c.var.browser.session, c.var.now)
}

function enter(c: Ctx, { studio, gallery }: Pick<links.Looked, 'studio' | 'gallery'>) {
  return c.redirect(paths.gallery(studio, gallery), 303)
}

/** A link that did not open leads on by itself where it can: the code is already on its way (R4, R10, R11). */
async function goOn(c: Ctx, looked: links.Looked, because: Refusal) {
  switch (because) {
    case 'withdrawn':
    case 'unpublished':
    case 'closed':
      return refused(c, looked, because)
    case 'stale':
    case 'other-device': {
      note(c, looked, because)
      stopProving(c, 'clientCode')
      const link = rememberStuckLink(c, looked, because)
      const { studio, gallery } = looked
      if (link.hasPassword) return c.redirect(paths.password(studio, gallery), 303)
      if (link.maskedPhone) return c.redirect(paths.codes(studio, gallery), 303)
      await sendCode(c, looked)
      return c.redirect(paths.code(studio, gallery), 303)
    }
  }
}

/** No password and no phone leave no choice: the code goes to the email on file (R11). */
async function sendCode(c: Ctx, looked: links.Looked): Promise<void> {
  const asked = await clientCodes.askByLink(c.var.db, c.var.secrets, looked, 'email', c.var.now)
  await beginLinkCode(c, asked, { email: looked.client.email, channel: 'email', galleryId: looked.gallery.id })
  if (!asked.sent) flash(c, words.code.tooOften(words.wait.after(asked.wait)))
}

/** A role link's page: the cover without a name (R19). */
async function showRoleLink(c: Ctx, { link, studio, gallery, photoCount }: roleLinkVisits.Looked) {
  const refusal = roleRefusalOf(link, gallery, c.var.now)
  if (refusal) return refusedForAll(c, { studio, gallery }, refusal)

  await ensureDevice(c)
  return c.html(<CoverPage {...{ studio, gallery, photoCount }} token={c.req.param('token') ?? ''} />)
}

/** Its button: a guest's visit, from where the gallery asks what it asks of guests. */
async function openRoleLink(c: Ctx, looked: roleLinkVisits.Looked) {
  const refusal = roleRefusalOf(looked.link, looked.gallery, c.var.now)
  if (refusal) return refusedForAll(c, looked, refusal)
  const { deviceHash } = c.var.browser
  if (!deviceHash) return refusedForAll(c, looked, 'no-cookies')

  const opened = await roleLinkVisits.open(c.var.db, looked, { deviceHash, now: c.var.now })
  // Withdrawn at this moment, or let in as a contact: the link's own page says which.
  if (opened.outcome === 'refused') return c.redirect(paths.link(c.req.param('token') ?? ''), 303)
  carry(c, opened.session)
  return enter(c, looked)
}

/** The gallery's state, or what keeps this browser out; a withdrawn link looks like one that never was. */
function refused(c: Ctx, looked: links.Looked, because: ForAll) {
  if (c.req.method === 'POST' && because !== 'withdrawn') note(c, looked, because)
  return refusedForAll(c, looked, because, { email: looked.client.email, link: c.req.param('token') })
}

type ForAll = RefusedProps['because'] | Exclude<Refusal, 'stale' | 'other-device'>

/** @param asker whose link it is, if it is somebody's */
function refusedForAll(c: Ctx, place: { studio: Studio; gallery: Gallery }, because: ForAll, asker?: Asker) {
  if (because === 'withdrawn') return c.html(<UnknownLinkPage />, 404)
  if (because === 'unpublished') return closedPage(c, place, 'unpublished', asker)
  if (because === 'closed') return closedPage(c, place, 'expired', asker)
  return c.html(<RefusedPage because={because} studio={place.studio} />, 403)
}

/** Somebody pressed the button in vain: noted for the photographer, after the response. */
function note(c: Ctx, { gallery, contact }: links.Looked, because: string): void {
  const event = { galleryId: gallery.id, contactId: contact.id, kind: 'link-refused' as const, because, at: c.var.now }
  c.executionCtx.waitUntil(events.record(c.var.db, event))
}
