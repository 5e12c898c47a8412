import { Hono } from 'hono'
import * as z from 'zod'
import { ApprovalAskedPage, ApprovalOverPage, ApprovalPage } from '../../views/door/approval-pages'
import { words } from '../../views/words/en'
import { problem } from '../answers/problem'
import { tooOften } from '../answers/too-often'
import type { App, ApprovalFlow, Ctx } from '../context'
import type { Contact, Gallery } from '../db/schema'
import { approvalStateOf, choicesOf } from '../door/approval'
import { readForm } from '../form'
import { carry, flash, takeFlash } from '../middleware/browser'
import { entering } from '../middleware/device'
import { place } from '../middleware/place'
import { lookAtStuckLink, stuckLinkAt } from '../middleware/stuck-link'
import { throttle } from '../middleware/throttle'
import * as approvals from '../models/approvals'
import * as links from '../models/links'
import { paths } from '../paths'

const pickForm = z.object({ words: z.string().default('') })

/**
 * A client whose own link was opened in another browser asks that one to let this one in. Only who has the link may ask, so that
 * nobody is pestered by strangers.
 */
export const approvalRoutes = new Hono<App>()
  .use('/:studio/:gallery/approvals', throttle(), place())
  .use('/:studio/:gallery/approval', throttle('WIDE_FENCE'), place())

  .post('/:studio/:gallery/approvals', async (c) => {
    const { studio, gallery } = c.var.place
    const looked = await lookAtStuckLink(c, gallery)
    const browser = await entering(c)
    const isElsewhere = looked && links.refusalOf(looked, browser.deviceHash, c.var.now) === 'other-device'
    if (!isElsewhere) return c.redirect(paths.doorSignIn(studio, gallery), 303)

    const flow = await approvals.ask(c.var.db, looked, browser, c.var.now)
    if (!flow) return tooOften(c, overPage(c, 'too-many'))
    c.var.session?.set('approval', { ...flow, galleryId: gallery.id })
    return c.redirect(paths.approval(studio, gallery), 303)
  })

  .get('/:studio/:gallery/approvals', (c) => {
    return c.redirect(paths.approval(c.var.place.studio, c.var.place.gallery), 303)
  })

  .get('/:studio/:gallery/approval', async (c) => {
    const { studio, gallery } = c.var.place
    const flow = flowAt(c, gallery)
    const found = flow && (await approvals.find(c.var.db, flow))
    if (!found) return c.redirect(paths.gallery(studio, gallery), 303)

    const state = approvalStateOf(found.request, c.var.now)
    if (state === 'refused' || state === 'over') return c.html(overPage(c, state))
    if (state === 'used') return c.redirect(paths.gallery(studio, gallery), 303)
    const page = { ...c.var.place, words: flow.words, other: otherWay(c), note: takeFlash(c) }
    return c.html(<ApprovalAskedPage {...page} isApproved={state === 'approved'} />)
  })

  .post('/:studio/:gallery/approval', async (c) => {
    const { studio, gallery } = c.var.place
    const flow = flowAt(c, gallery)
    const found = flow && (await approvals.find(c.var.db, flow))
    if (!found) return c.redirect(paths.gallery(studio, gallery), 303)

    const isWaiting = approvalStateOf(found.request, c.var.now) === 'waiting'
    if (isWaiting) flash(c, words.approval.notYet)
    else if (found.contact && (await goIn(c, flow, found.contact)))
      return c.redirect(paths.gallery(studio, gallery), 303)
    return c.redirect(paths.approval(studio, gallery), 303)
  })

function flowAt(c: Ctx, gallery: Gallery): ApprovalFlow | undefined {
  const flow = c.var.session?.get('approval')
  return flow?.galleryId === gallery.id ? flow : undefined
}

async function goIn(c: Ctx, flow: ApprovalFlow, contact: Contact): Promise<boolean> {
  const session = await approvals.open(c.var.db, flow, contact, c.var.place.gallery, await entering(c), c.var.now)
  if (!session) return false
  carry(c, session)
  for (const done of ['approval', 'stuckLink', 'clientCode'] as const) c.var.session?.forget(done)
  return true
}

function overPage(c: Ctx, because: 'refused' | 'over' | 'too-many') {
  return <ApprovalOverPage {...c.var.place} because={because} other={otherWay(c)} />
}

/** A code or the password: there is no dead end (R4). */
function otherWay(c: Ctx): string {
  const { studio, gallery } = c.var.place
  const link = stuckLinkAt(c, gallery)
  if (!link) return paths.doorSignIn(studio, gallery)
  if (link.hasPassword) return paths.password(studio, gallery)
  return link.maskedPhone ? paths.codes(studio, gallery) : paths.code(studio, gallery)
}

/** The other side: whoever is in as that client looks at a request, and picks the words that stand on the other screen. */
export const approvalDecisions = new Hono<App>()
  .get('/:approval', async (c) => {
    const found = await toDecide(c)
    if (!found) return problem(c, 404)
    const { request, studio, gallery, device } = found
    if (approvalStateOf(request, c.var.now) !== 'waiting') return decided(c, found)
    const seen = { browser: device?.browser ?? null, place: device?.place ?? null, at: request.askedAt }
    return c.html(<ApprovalPage {...{ studio, gallery, seen }} id={request.id} choices={choicesOf(request)} />)
  })

  .post('/:approval', async (c) => {
    const found = await toDecide(c)
    if (!found) return problem(c, 404)
    const form = await readForm(c, pickForm)
    const { db, browser, now } = c.var
    const result = await approvals.decide(db, found.request.id, form.ok ? form.values.words : '', browser.session, now)
    if (!result) return decided(c, found)
    flash(c, result === 'approved' ? words.approval.approved : words.approval.refused)
    return c.redirect(backOf(found), 303)
  })

function toDecide(c: Ctx) {
  const at = { studio: c.req.param('studio') ?? '', approval: c.req.param('approval') ?? '' }
  return approvals.toDecide(c.var.db, at, c.var.browser.session, c.var.now)
}

/** Where whoever decides is in: that gallery, or the portal. */
function backOf({ studio, gallery, isInside }: approvals.ToDecide): string {
  return isInside ? paths.gallery(studio, gallery) : paths.portal(studio)
}

/** Answered before, or too late. */
function decided(c: Ctx, found: approvals.ToDecide) {
  const { studio, gallery } = found
  return c.html(<ApprovalOverPage {...{ studio, gallery }} because="decided" other={backOf(found)} />, 410)
}
