import { Hono } from 'hono'
import { renderSVG } from 'uqr'
import * as z from 'zod'
import { ClientFormPage } from '../../views/studio/client-form'
import { ClientsPage } from '../../views/studio/clients-page'
import { PortalLinkMadePage } from '../../views/studio/portal-link-page'
import { words } from '../../views/words/en'
import { problem } from '../answers/problem'
import type { App, Ctx } from '../context'
import { mayStaff } from '../door/staff-role'
import { email, optionalLine, readForm } from '../form'
import { flash, takeFlash } from '../middleware/browser'
import * as clientLines from '../models/client-lines'
import * as invitations from '../models/portal-invitations'
import { type ListPlace, paths } from '../paths'

const inviteForm = z.object({ email, name: optionalLine(80) })
const placeForm = z.object({
  q: z.string().trim().max(80).catch(''),
  page: z.coerce.number().int().min(1).max(100_000).catch(1),
})

/** A studio's clients, and *Invite to the portal* for a typed address (R30, R31). */
export const studioClients = new Hono<App>()
  .get('/', async (c) => {
    const { db, studio, staff, settings, now } = c.var
    const place = placeOf(c)
    const listed = await clientLines.list(db, studio, place)
    const pages = Math.max(1, Math.ceil(listed.total / clientLines.CLIENTS_PER_PAGE))
    if (place.page > pages) return c.redirect(paths.clientsAt({ ...place, page: pages }), 303)

    const portal = settings.PUBLIC_ORIGIN + paths.portal(studio)
    const page = { studio, ...listed, place, pages, portal, mayInvite: mayStaff(staff.role, 'change'), now }
    return c.html(<ClientsPage {...page} flash={takeFlash(c)} />)
  })

  .get('/new', (c) => c.html(<ClientFormPage studio={c.var.studio} typed={{}} errors={{}} />))

  .post('/new', async (c) => {
    const form = await readForm(c, inviteForm)
    if (!form.ok) return c.html(<ClientFormPage studio={c.var.studio} {...form} />, 422)
    const invited = await invitations.inviteAddress(storesOf(c), c.var.studio, form.values, c.var.now)
    if (invited.outcome === 'gone') return problem(c, 404)
    await c.env.DELIVERIES.send({ messageId: invited.messageId })
    flash(c, `An invitation to the portal is on its way to ${form.values.email}.`)
    return c.redirect(paths.clients(), 303)
  })

/** One client's access to the portal: the three actions of R31. */
export const clientRoutes = new Hono<App>()
  .post('/:client/invitations', async (c) => {
    const invited = await invitations.invite(storesOf(c), c.var.client, c.var.now)
    if (invited.outcome === 'gone') return problem(c, 404)
    await c.env.DELIVERIES.send({ messageId: invited.messageId })
    flash(c, `An invitation to the portal is on its way to ${c.var.client.name}.`)
    return c.redirect(paths.clientsAt(placeOf(c)), 303)
  })

  .post('/:client/login-emails', async (c) => {
    const { client, now } = c.var
    const sent = await invitations.sendLogin(storesOf(c), client, now)
    switch (sent.outcome) {
      case 'gone':
        return problem(c, 404)
      case 'no-access':
        flash(c, `${client.name} has not been invited to the portal yet. Nothing was sent.`)
        break
      case 'mailed':
        await c.env.DELIVERIES.send({ messageId: sent.messageId })
        flash(c, `An email with a new link is on its way to ${client.name}.`)
    }
    return c.redirect(paths.clientsAt(placeOf(c)), 303)
  })

  .post('/:client/links', async (c) => {
    const { db, studio, client, settings, now } = c.var
    const token = await invitations.copy(db, c.env.TOKENS, client, now)
    if (!token) return problem(c, 404)
    const url = settings.PUBLIC_ORIGIN + paths.link(token)
    const text = words.portal.link.share(client.name, studio.name, url)
    const page = { studio, clientName: client.name, url, text, qr: renderSVG(url, { border: 2 }), place: placeOf(c) }
    return c.html(<PortalLinkMadePage {...page} />)
  })

/** What is searched for and the page, of the address: a form there leads back to where it was. */
function placeOf(c: Ctx): ListPlace {
  return placeForm.parse(c.req.query())
}

function storesOf(c: Ctx) {
  return { db: c.var.db, tokens: c.env.TOKENS, secrets: c.var.secrets }
}
