import { Hono } from 'hono'
import * as z from 'zod'
import { StudioSettingsPage } from '../../views/studio/studio-settings-page'
import type { App, Ctx } from '../context'
import { paragraphs, readForm } from '../form'
import { flash, takeFlash } from '../middleware/browser'
import * as terms from '../models/terms'
import { paths } from '../paths'

const shape = z.object({ terms: paragraphs(terms.TERMS_MAX) })

const SAVED = {
  'new-version': 'Saved. Vendors accept the new terms before they see photographs again.',
  gone: 'Saved. Vendors are asked to accept nothing.',
  same: 'Nothing had changed, so nobody is asked again.',
}

/** What holds for the whole studio: for now its media usage terms (R28). */
export const studioSettings = new Hono<App>()
  .get('/', (c) => show(c, { typed: { terms: c.var.studio.mediaTerms }, errors: {} }))

  .post('/', async (c) => {
    const form = await readForm(c, shape)
    if (!form.ok) return show(c, form, 422)
    flash(c, SAVED[await terms.change(c.var.db, c.var.studio, form.values.terms)])
    return c.redirect(paths.studioSettings(), 303)
  })

type Returned = { typed: Record<string, string>; errors: Record<string, string> }

async function show(c: Ctx, { typed, errors }: Returned, status: 200 | 422 = 200) {
  const { db, studio } = c.var
  const counted = await terms.acceptances(db, studio)
  return c.html(<StudioSettingsPage {...{ studio, typed, errors, ...counted }} flash={takeFlash(c)} />, status)
}
