import { Hono } from 'hono'
import * as z from 'zod'
import { TermsPage } from '../../views/door/terms-page'
import { words } from '../../views/words/en'
import { problem } from '../answers/problem'
import type { App, Ctx } from '../context'
import type { Asked } from '../door/decide'
import { readForm } from '../form'
import { meetKnown } from '../middleware/enter'
import * as meetings from '../models/meetings'
import * as terms from '../models/terms'
import { paths } from '../paths'

const NO_VERSION = -1
const shape = z.object({ version: z.coerce.number().int().catch(NO_VERSION) })

/** A vendor accepts the studio's media usage terms, before the first photograph (R28). */
export const termsRoutes = new Hono<App>()
  .get('/:studio/:gallery/terms', async (c) => {
    const met = await meetKnown(c)
    return met ? backTo(c, met) : problem(c, 404)
  })

  .post('/:studio/:gallery/terms', async (c) => {
    const met = await meetKnown(c)
    if (!met) return problem(c, 404)
    const { visit } = met
    if (!visit?.contact || !termsAsked(met)) return backTo(c, met)

    const form = await readForm(c, shape)
    const version = form.ok ? form.values.version : NO_VERSION
    const { db, browser, now } = c.var
    const { outcome } = await terms.accept(db, browser.session, visit.visit, visit.contact, version, now)
    return outcome === 'accepted' ? backTo(c, met) : askAgain(c)
  })

/** The decision, if it is that these terms come next. */
function termsAsked({ decision }: meetings.Met): Asked | undefined {
  return decision.kind === 'ask' && decision.step === 'accept-terms' ? decision : undefined
}

const backTo = (c: Ctx, { studio, gallery }: meetings.Met) => c.redirect(paths.gallery(studio, gallery), 303)

/** Nothing was accepted: the terms changed while they were being read, and the page comes back with the new ones. */
async function askAgain(c: Ctx) {
  const met = await meetKnown(c)
  if (!met) return problem(c, 404)
  const asked = termsAsked(met)
  if (!asked) return backTo(c, met)
  const { studio, gallery } = met
  const page = { studio, gallery, because: asked.because, isSignedIn: meetings.isSignedIn(met) }
  return c.html(<TermsPage {...page} note={words.terms.meanwhile} />, 422)
}
