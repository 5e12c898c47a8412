import { Hono } from 'hono'
import { PinPage } from '../../views/door/pin-page'
import { PrivatePage } from '../../views/door/private-page'
import { RefusedPage } from '../../views/door/refused-page'
import { GalleryPage } from '../../views/galleries/gallery-page'
import { words } from '../../views/words/en'
import type { App, Ctx } from '../context'
import type { Decision } from '../door/decide'
import { ensureDevice, flash, takeFlash } from '../middleware/browser'
import { enter } from '../middleware/enter'
import { givePass } from '../middleware/pass'
import * as visits from '../models/visits'
import { paths } from '../paths'
import { problem } from '../problem'

/** The gallery, or its door, at one URL. */
export const galleryRoutes = new Hono<App>()
  .get('/:studio/:gallery', async (c) => {
    const entered = await enter(c)
    if (!entered) return problem(c, 404)

    const { decision, studio } = entered
    switch (decision.kind) {
      case 'inside':
        return showGallery(c, entered)
      case 'ask':
        return showStep(c, entered, decision)
      case 'closed':
        // An unpublished gallery is nobody's business; its own people come by their link, which says so.
        return decision.state === 'expired'
          ? c.html(<RefusedPage because="closed" studio={studio} />, 410)
          : problem(c, 404)
    }
  })

  .post('/:studio/:gallery/visit/removal', async (c) => {
    const entered = await enter(c)
    if (!entered || (entered.decision.kind === 'closed' && entered.decision.state === 'unpublished'))
      return problem(c, 404)
    const { session } = c.var.browser
    if (session) await visits.leave(c.var.db, session, entered.gallery.id, c.var.now)
    flash(c, words.gallery.left)
    return c.redirect(paths.gallery(entered.studio, entered.gallery), 303)
  })

type Asked = Extract<Decision, { kind: 'ask' }>

/** The door's screen for the step that comes next. */
async function showStep(c: Ctx, { studio, gallery }: visits.Entered, { step, because }: Asked) {
  const note = takeFlash(c)
  switch (step) {
    case 'pin':
      // Tries are counted by device: who keeps no cookies is told so before any is.
      await ensureDevice(c)
      return c.html(<PinPage {...{ studio, gallery, note }} hasChanged={because === 'pin-changed'} />, 403)
    case 'identify':
    case 'create-account':
    case 'accept-terms':
    case 'sign-in':
      return c.html(<PrivatePage studio={studio} gallery={gallery} note={note} />, 403)
  }
}

async function showGallery(c: Ctx, { gallery, studio, photos, visit, staffSession, decision, sees }: visits.Entered) {
  const because = decision.kind === 'inside' ? decision.because : undefined
  const isStudio = because === 'studio'
  const subject = isStudio
    ? { kind: 'staff' as const, id: staffSession?.id ?? '' }
    : { kind: because === 'open' ? ('anybody' as const) : ('visit' as const), id: visit?.visit.id ?? '' }
  if (sees !== 'none') await givePass(c, gallery.id, subject, sees)
  const nonce = c.get('secureHeadersNonce') ?? ''
  const viewer = isStudio ? 'studio' : because === 'contact' ? { name: visit?.client?.name ?? '' } : 'guest'
  return c.html(<GalleryPage studio={studio} gallery={gallery} photos={photos} viewer={viewer} nonce={nonce} />)
}
