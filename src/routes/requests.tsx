import { Hono } from 'hono'
import * as z from 'zod'
import { words } from '../../views/words/en'
import { closedPage } from '../answers/closed'
import { problem } from '../answers/problem'
import type { App, Ctx, GalleryRequest } from '../context'
import { closedAt } from '../door/decide'
import { email, readForm } from '../form'
import { meet } from '../middleware/enter'
import { type Asker, askerByLink, askerHere, noteRequest, secondsToNextRequest } from '../middleware/requests'
import { addressOf, throttle } from '../middleware/throttle'
import type { Met } from '../models/meetings'
import * as registrations from '../models/registrations'
import * as requestSources from '../models/request-sources'
import * as timeRequests from '../models/time-requests'
import { paths } from '../paths'

/** An address as typed, or the link in hand; neither where a visit tells who it is. */
const shape = z.object({
  email: z
    .string()
    .optional()
    .transform((text) => text?.trim() || undefined)
    .pipe(email.optional()),
  link: z.string().max(100).optional(),
})

/** What is asked for at the door of a gallery that is not open; the same answer for every address (R45, R46, P6). */
export const requestRoutes = new Hono<App>()
  .use('/:studio/:gallery/registrations', throttle('WIDE_FENCE'))
  .use('/:studio/:gallery/time-requests', throttle())
  .get('/:studio/:gallery/registrations', async (c) => back(c, await find(c)))
  .get('/:studio/:gallery/time-requests', async (c) => back(c, await find(c)))

  .post('/:studio/:gallery/registrations', async (c) => {
    const place = await find(c)
    if (place?.state !== 'unpublished') return back(c, place)

    const asker = await readAsker(c, place, 'registration')
    if (!('email' in asker)) return asker
    const outcome = await registrations.add(c.var.db, place.gallery, asker.email, c.var.now)
    return answer(c, place, 'registration', outcome)
  })

  .post('/:studio/:gallery/time-requests', async (c) => {
    const place = await find(c)
    if (place?.state !== 'expired') return back(c, place)

    const asker = await readAsker(c, place, 'time-request')
    if (!('email' in asker)) return asker
    const { outcome, noticeId } = await timeRequests.ask(c.var.db, place, asker.email, c.var.now)
    // Whether there is a notice or not, the same work: the answer's time tells nothing (P6).
    await c.env.DELIVERIES.send({ messageId: noticeId })
    return answer(c, place, 'time-request', outcome)
  })

type In<State> = Met & { state: State }
type Closed = In<'unpublished'> | In<'expired'>
type Place = Closed | In<'open'>

/** The gallery, unless it is nobody's business: not open, and not to be registered for. */
async function find(c: Ctx): Promise<Place | undefined> {
  const found = await meet(c)
  if (!found) return undefined
  const state = closedAt(found.gallery, c.var.now)?.state ?? 'open'
  return state === 'unpublished' && !found.gallery.takesRegistrations ? undefined : { ...found, state }
}

function back(c: Ctx, place: Place | undefined) {
  return place ? c.redirect(paths.gallery(place.studio, place.gallery), 303) : problem(c, 404)
}

/** Whose request it is; or the page again, where nobody is named or too much has come from here. */
async function readAsker(c: Ctx, place: Closed, kind: GalleryRequest['kind']): Promise<Asker | Response> {
  const form = await readForm(c, shape)
  if (!form.ok) return again(c, place, form.errors.email ?? words.ask.missing, form.typed.email)

  const { email: typed, link } = form.values
  const known = (link && (await askerByLink(c, place.gallery, link))) || askerHere(place)
  const asker = typed ? { email: typed } : known
  if (!asker) return again(c, place, words.ask.missing)

  const { db, secrets, now } = c.var
  const wait = secondsToNextRequest(c)
  if (wait > 0) return later(c, place, wait, words.ask.tooOften, typed)
  const source = { gallery: place.gallery, kind, source: addressOf(c) }
  const rest = await requestSources.count(db, secrets, source, now)
  return rest > 0 ? later(c, place, rest, words.ask.tooMany, typed) : asker
}

function later(c: Ctx, place: Closed, wait: number, text: (wait: string) => string, typed?: string) {
  return closedPage(c, place, place.state, undefined, { typed, error: text(words.wait.after(wait)), wait })
}

function again(c: Ctx, place: Closed, error: string, typed?: string) {
  return closedPage(c, place, place.state, undefined, { typed, error })
}

function answer(c: Ctx, place: Closed, kind: GalleryRequest['kind'], outcome: 'noted' | 'full') {
  if (outcome === 'full') return again(c, place, words.ask.full)
  noteRequest(c, place.gallery, kind)
  return back(c, place)
}
