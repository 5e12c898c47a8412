import { Hono } from 'hono'
import * as z from 'zod'
import { GalleriesPage } from '../../views/studio/galleries-page'
import { GallerySettingsPage, NewGalleryPage } from '../../views/studio/gallery-form'
import type { App } from '../context'
import type { Gallery, Studio } from '../db/schema'
import { checkbox, line, optionalDay, optionalLine, readForm } from '../form'
import { slugify } from '../lib/slug'
import { dayEndingAt } from '../lib/zone'
import { flash, takeFlash } from '../middleware/browser'
import * as galleries from '../models/galleries'
import { paths, RESERVED_GALLERY_SLUGS } from '../paths'

const shape = z
  .object({
    title: line('a title', 120),
    slug: z.string().trim().max(60, 'At most 60 characters.').default(''),
    eventOn: optionalDay,
    place: optionalLine(120),
    closesOn: optionalDay,
    showsCover: checkbox,
    takesRegistrations: checkbox,
  })
  .refine((form) => !RESERVED_GALLERY_SLUGS.has(slugify(form.slug || form.title)), {
    path: ['slug'],
    error: 'Choose another address.',
  })

const TAKEN = { slug: 'Another gallery has this address. Choose one of its own.' }

/** The studio's galleries: made, changed, published. */
export const studioGalleries = new Hono<App>()
  .get('/', async (c) => {
    const lines = await galleries.list(c.var.db, c.var.studio)
    return c.html(<GalleriesPage studio={c.var.studio} galleries={lines} now={c.var.now} flash={takeFlash(c)} />)
  })

  .get('/new', (c) => c.html(<NewGalleryPage studio={c.var.studio} typed={{ showsCover: 'yes' }} errors={{}} />))

  .post('/new', async (c) => {
    const form = await readForm(c, shape)
    if (!form.ok) return c.html(<NewGalleryPage studio={c.var.studio} {...form} />, 422)

    const stores = { db: c.var.db, tokens: c.env.TOKENS, secrets: c.var.secrets }
    const saved = await galleries.create(stores, c.var.studio, form.values, c.var.now)
    if (saved.outcome === 'address-taken') {
      return c.html(<NewGalleryPage studio={c.var.studio} typed={typedOf(form.values)} errors={TAKEN} />, 422)
    }
    return c.redirect(paths.galleryPhotos(saved.id), 303)
  })

/** One gallery's settings and publication. */
export const studioGallery = new Hono<App>()
  .get('/:gallery/settings', (c) => {
    const { studio, gallery, now } = c.var
    const typed = typedOf(detailsOf(gallery, studio))
    return c.html(<GallerySettingsPage {...{ studio, gallery, now, typed }} errors={{}} flash={takeFlash(c)} />)
  })

  .post('/:gallery/settings', async (c) => {
    const { studio, gallery, now } = c.var
    const form = await readForm(c, shape)
    if (!form.ok) return c.html(<GallerySettingsPage {...{ studio, gallery, now }} {...form} />, 422)

    const saved = await galleries.edit(c.var.db, studio, gallery, form.values)
    if (saved.outcome === 'address-taken') {
      const typed = typedOf(form.values)
      return c.html(<GallerySettingsPage {...{ studio, gallery, now, typed }} errors={TAKEN} />, 422)
    }
    if (form.values.showsCover !== gallery.showsCover)
      await c.env.VARIANTS.send({ kind: 'cover', galleryId: gallery.id })
    flash(c, 'Saved.')
    return c.redirect(paths.gallerySettings(gallery.id), 303)
  })

  .post('/:gallery/publication', async (c) => {
    await galleries.publish(c.var.db, c.var.gallery, c.var.now)
    flash(c, 'Published. Links open it from now on.')
    return c.redirect(paths.galleryContacts(c.var.gallery.id), 303)
  })

  .post('/:gallery/publication/removal', async (c) => {
    await galleries.unpublish(c.var.db, c.var.gallery)
    flash(c, 'Unpublished. Nobody but you sees it now; links are not spent.')
    return c.redirect(paths.galleryPhotos(c.var.gallery.id), 303)
  })

function detailsOf(gallery: Gallery, studio: Studio): galleries.Details {
  const { title, slug, eventOn, place, closesAt, showsCover, takesRegistrations } = gallery
  return {
    title,
    slug,
    eventOn,
    place,
    showsCover,
    takesRegistrations,
    closesOn: closesAt && dayEndingAt(closesAt, studio.timeZone),
  }
}

/** Values as the form shows them. */
function typedOf(details: galleries.Details): Record<string, string> {
  const shown = Object.entries(details).map(([name, value]) => [
    name,
    value === true ? 'yes' : (value || '').toString(),
  ])
  return Object.fromEntries(shown)
}
