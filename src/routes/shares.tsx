import { Hono } from 'hono'
import { renderSVG } from 'uqr'
import * as z from 'zod'
import { SharePage, type ShareProps } from '../../views/galleries/share-page'
import { words } from '../../views/words/en'
import { tooOften } from '../answers/too-often'
import type { App, Ctx } from '../context'
import { mayShare } from '../door/share'
import { email, personName, readForm } from '../form'
import { flash, takeFlash } from '../middleware/browser'
import { throttle } from '../middleware/throttle'
import { toGallery, visiting } from '../middleware/visiting'
import * as messages from '../models/messages'
import * as roleLinks from '../models/role-links'
import * as shares from '../models/shares'
import { paths } from '../paths'

const shape = z.object({ name: personName('their name'), email })

/** A main client shares the gallery from inside: the guest link, its QR code, or an invitation by email (R22). */
export const shareRoutes = new Hono<App>()
  .use('/:studio/:gallery/share', visiting())
  .use('/:studio/:gallery/share/invitations', throttle(), visiting())

  .get('/:studio/:gallery/share', async (c) => {
    if (!mayShare(c.var.visiting.decision, c.var.visiting.gallery)) return toGallery(c)
    return c.html(await page(c, { note: takeFlash(c) }))
  })

  .post('/:studio/:gallery/share/invitations', async (c) => {
    const { decision, studio, gallery, visit } = c.var.visiting
    if (!visit || !mayShare(decision, gallery)) return toGallery(c)
    const form = await readForm(c, shape)
    if (!form.ok) return c.html(await page(c, form), 422)

    const { db, now } = c.var
    const invited = await shares.invite(db, gallery, visit.visit, c.var.browser.session, form.values, now)
    switch (invited.outcome) {
      case 'invited': {
        if (invited.contact) {
          const to = { studioId: studio.id, contact: invited.contact, email: form.values.email }
          const messageId = await messages.invite(db, c.env.TOKENS, c.var.secrets, to, now)
          await c.env.DELIVERIES.send({ messageId })
        }
        flash(c, words.sharing.sent(form.values.name))
        return c.redirect(paths.share(studio, gallery), 303)
      }
      case 'too-many':
        return tooOften(c, await page(c, { typed: form.values, errors: { email: words.sharing.tooMany } }))
      case 'refused':
        return toGallery(c)
    }
  })

async function page(c: Ctx, shown: Partial<Pick<ShareProps, 'typed' | 'errors' | 'note'>>) {
  const { studio, gallery } = c.var.visiting
  const links = await roleLinks.live(c.var.db, c.var.secrets, gallery)
  const token = links.find(({ role }) => role === 'guest')?.token
  const url = token && c.var.settings.PUBLIC_ORIGIN + paths.link(token)
  const link = url ? { url, qr: renderSVG(url, { border: 2 }), asksPin: gallery.pinId !== null } : undefined
  return <SharePage {...{ studio, gallery, link }} typed={{}} errors={{}} {...shown} />
}
