import { Hono } from 'hono'
import * as z from 'zod'
import { ContactPhotosPage } from '../../views/studio/contact-photos-page'
import type { App, Ctx } from '../context'
import type { Sees } from '../door/pass'
import { readForm, readMany } from '../form'
import { flash } from '../middleware/browser'
import { givePass } from '../middleware/pass'
import * as chosen from '../models/contact-photos'
import { paths } from '../paths'

const shape = z.object({ sees: z.enum(['all', 'chosen'], 'Choose one of the two.') })
const NONE = 'Choose at least one photograph, or show them all.'

/** Which photographs a vendor sees (R28). */
export const contactPhotos = new Hono<App>()
  .use('/:contact/photos', async function vendorsOnly(c, next) {
    const { contact, client, gallery } = c.var
    if (contact.role === 'vendor') return next()
    flash(c, `${client.name} is no vendor, and sees all photographs.`)
    return c.redirect(paths.galleryContacts(gallery.id), 303)
  })

  .get('/:contact/photos', async (c) => {
    const { db, contact } = c.var
    return show(c, contact.seesChosenOnly ? 'chosen' : 'all', await chosen.candidates(db, contact))
  })

  .post('/:contact/photos', async (c) => {
    const { db, contact, client, gallery } = c.var
    const form = await readForm(c, shape)
    const photoIds = await readMany(c, 'photo')
    const sees = form.ok ? form.values.sees : 'chosen'
    if (!form.ok || (sees === 'chosen' && photoIds.length === 0)) {
      const photos = await chosen.candidates(db, contact)
      const typed = photos.map((photo) => ({ ...photo, isChosen: photoIds.includes(photo.id) }))
      return show(c, sees, typed, form.ok ? NONE : form.errors.sees)
    }
    await chosen.choose(db, contact, sees, photoIds)
    flash(c, `Saved. ${client.name} sees ${sees === 'all' ? 'all photographs' : 'the photographs you chose'}.`)
    return c.redirect(paths.galleryContacts(gallery.id), 303)
  })

async function show(c: Ctx, sees: Sees, photos: chosen.Candidate[], error?: string) {
  const { studio, gallery, contact, client, now } = c.var
  await givePass(c, gallery.id, { kind: 'staff', id: c.var.staffSessionId }, 'all')
  const page = { studio, gallery, now, contactId: contact.id, clientName: client.name, sees, photos, error }
  return c.html(<ContactPhotosPage {...page} />, error ? 422 : 200)
}
