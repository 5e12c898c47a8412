import { createMiddleware } from 'hono/factory'
import { problem, staffStepUpNeeded } from '../answers/problem'
import { type App, type Ctx, isLooking } from '../context'
import { mayStaff, type StaffAct } from '../door/staff-role'
import { isSteppedUp } from '../door/step-up'
import * as clients from '../models/clients'
import * as contacts from '../models/contacts'
import * as galleries from '../models/galleries'
import * as photos from '../models/photos'
import * as staff from '../models/staff'
import { paths } from '../paths'
import { noteLooking } from './device'

/** Lets in whoever works for a studio; anyone else signs in first. */
export function requireStaff() {
  return createMiddleware<App>(async function requireStaff(c, next) {
    const found = await staff.bySession(c.var.db, c.var.browser.session, c.var.now)
    if (!found) return isLooking(c) ? c.redirect(paths.signIn(), 303) : problem(c, 403)
    noteLooking(c, found.staff.id, found.seenAt?.getTime())
    c.set('staff', found.staff)
    c.set('studio', found.studio)
    c.set('staffSessionId', found.session.id)
    c.set('staffProvedAt', found.session.staffProvedAt)
    return mayStaff(found.staff.role, actOf(c)) ? next() : problem(c, 403)
  })
}

/** Lets changes of one's own account on after a step-up; each asks `stepUps.holdsNow` once more. Behind {@link requireStaff}. */
export function requireStaffStepUp() {
  return createMiddleware<App>(async function requireStaffStepUp(c, next) {
    return isLooking(c) || isSteppedUp(c.var.staffProvedAt, c.var.now) ? next() : staffStepUpNeeded(c)
  })
}

/** Resending has nouns of its own: the invitations and links of a contact or a client. */
const RESENDING = /^\/studio\/(contacts|clients)\/\w+\/(invitations|login-emails|links)$/

/** One's own devices and passkeys, and the proof that is asked for before those change. */
const OWN = [paths.staffDevices(), paths.staffAccount(), paths.staffStepUp()]

function actOf(c: Ctx): StaffAct {
  if (isLooking(c)) return 'look'
  if (OWN.some((path) => c.req.path.startsWith(`${path}/`))) return 'own'
  return RESENDING.test(c.req.path) ? 'resend' : 'change'
}

/** Looks `:gallery` up through the studio: another's is not found. */
export function gallery() {
  return createMiddleware<App>(async function gallery(c, next) {
    const found = await galleries.find(c.var.db, c.var.studio, c.req.param('gallery') ?? '')
    if (!found) return problem(c, 404)
    c.set('gallery', found)
    await next()
  })
}

/** Looks `:contact` up through the studio, with its gallery. */
export function contact() {
  return createMiddleware<App>(async function contact(c, next) {
    const found = await contacts.find(c.var.db, c.var.studio, c.req.param('contact') ?? '')
    if (!found) return problem(c, 404)
    c.set('contact', found.contact)
    c.set('client', found.client)
    c.set('gallery', found.gallery)
    await next()
  })
}

/** Looks `:client` up through the studio. */
export function client() {
  return createMiddleware<App>(async function client(c, next) {
    const found = await clients.find(c.var.db, c.var.studio, c.req.param('client') ?? '')
    if (!found) return problem(c, 404)
    c.set('client', found)
    await next()
  })
}

/** Looks `:photo` up through the studio. */
export function photo() {
  return createMiddleware<App>(async function photo(c, next) {
    const found = await photos.find(c.var.db, c.var.studio, c.req.param('photo') ?? '')
    if (!found) return problem(c, 404)
    c.set('photo', found)
    await next()
  })
}
