import { Hono } from 'hono'
import * as z from 'zod'
import { GalleryPinPage } from '../../views/studio/pin-section'
import type { App, Ctx } from '../context'
import { PIN_DIGITS } from '../door/pin'
import { suggestPin } from '../door/preset'
import { readForm } from '../form'
import { flash } from '../middleware/browser'
import * as pins from '../models/pins'
import { paths } from '../paths'

const pinForm = z.object({ pin: z.string().trim().default('') })

/** A gallery's PIN in the studio: set, changed, removed (R14, R16). */
export const studioPins = new Hono<App>()
  .get('/:gallery/pin', (c) => show(c, 200))

  .post('/:gallery/pin', async (c) => {
    const { db, secrets, gallery } = c.var
    const form = await readForm(c, pinForm)
    const typed = form.ok ? form.values.pin : ''
    const saved = await pins.set(db, secrets, gallery, typed || suggestPin())
    switch (saved.outcome) {
      case 'saved':
        flash(
          c,
          gallery.pinId ? 'The PIN is changed. Whoever came in by the old one is asked again.' : 'The PIN is set.',
        )
        return c.redirect(paths.galleryDoor(gallery.id), 303)
      case 'not-a-pin':
        return show(c, 422, { typed, error: `Give ${PIN_DIGITS.min} to ${PIN_DIGITS.max} digits.` })
      case 'too-short':
        return show(c, 422, { typed, error: `A sensitive gallery's PIN has ${saved.shortest} digits or more.` })
    }
  })

  .post('/:gallery/pin/removal', async (c) => {
    await pins.remove(c.var.db, c.var.gallery)
    flash(c, 'The PIN is removed.')
    return c.redirect(paths.galleryDoor(c.var.gallery.id), 303)
  })

async function show(c: Ctx, status: 200 | 422, over: { typed?: string; error?: string } = {}) {
  const { studio, gallery, now, secrets } = c.var
  const pin = await pins.read(secrets, gallery)
  return c.html(<GalleryPinPage {...{ studio, gallery, now, pin }} suggestion={suggestPin()} {...over} />, status)
}
