import { Hono } from 'hono'
import { renderSVG } from 'uqr'
import * as z from 'zod'
import { phoneInWords } from '../../views/components/phone'
import { ContactFormPage } from '../../views/studio/contact-form'
import { ContactsPage } from '../../views/studio/contacts-page'
import { LinkPage } from '../../views/studio/link-page'
import { words } from '../../views/words/en'
import { problem } from '../answers/problem'
import type { App, Ctx } from '../context'
import { closedAt } from '../door/decide'
import { ROLES } from '../door/role'
import { email, line, phone, readForm } from '../form'
import { flash, takeFlash } from '../middleware/browser'
import * as contactLines from '../models/contact-lines'
import * as contacts from '../models/contacts'
import { doorOf } from '../models/galleries'
import * as identities from '../models/identities'
import * as links from '../models/links'
import * as messages from '../models/messages'
import * as registrations from '../models/registrations'
import * as timeRequests from '../models/time-requests'
import { paths } from '../paths'

const shape = z.object({
  name: line('a name', 80),
  email,
  phone,
  role: z.enum(ROLES, 'Choose a role.'),
  andSend: z.literal('yes').optional(),
  version: z.coerce.number().int().optional(),
})

const HERE = { email: 'This person is a contact of this gallery already.' }

/** A gallery's contacts: the list and the form for a new one. */
export const galleryContacts = new Hono<App>()
  .get('/:gallery/contacts', async (c) => {
    const { db, studio, gallery, now } = c.var
    const [lines, erased, guests, asking, registered] = await Promise.all([
      contactLines.list(db, gallery.id, now),
      contactLines.listErased(db, gallery.id),
      identities.list(db, gallery),
      timeRequests.listOpen(db, gallery.id),
      registrations.list(db, gallery.id),
    ])
    const shown = { contacts: lines, erased, guests, requests: asking, registrations: registered }
    const page = { studio, gallery, now, door: doorOf(gallery, studio), ...shown }
    return c.html(<ContactsPage {...page} flash={takeFlash(c)} />)
  })

  .get('/:gallery/contacts/new', async (c) => {
    const { db, studio, gallery, now } = c.var
    const visitId = c.req.query('guest')
    const guest = visitId ? await identities.personOf(db, gallery, visitId) : undefined
    const typed = guest ? { ...guest, role: 'guest' } : {}
    return c.html(<ContactFormPage {...{ studio, gallery, now, typed }} errors={{}} />)
  })

  .post('/:gallery/contacts/new', async (c) => {
    const { db, studio, gallery, now } = c.var
    const form = await readForm(c, shape)
    if (!form.ok) return c.html(<ContactFormPage {...{ studio, gallery, now }} {...form} />, 422)

    const saved = await contacts.add(db, studio, gallery.id, form.values, now)
    if (saved.outcome === 'already-here') {
      return c.html(<ContactFormPage {...{ studio, gallery, now }} typed={typedOf(form.values)} errors={HERE} />, 422)
    }
    flash(c, `${form.values.name} was added.`)
    if (form.values.andSend) {
      const found = await contacts.find(db, studio, saved.id)
      if (found) await invite(c, found)
    }
    return c.redirect(paths.galleryContacts(gallery.id), 303)
  })

/** One contact: changed, invited, given a link, removed (R48). */
export const contactRoutes = new Hono<App>()
  .get('/:contact', (c) => {
    const { studio, gallery, contact, client, now } = c.var
    const phone = client.phone && phoneInWords(client.phone)
    const typed = { ...typedOf({ ...client, phone, role: contact.role }), version: String(client.version) }
    return c.html(<ContactFormPage {...{ studio, gallery, now, typed }} contactId={contact.id} errors={{}} />)
  })

  .post('/:contact', async (c) => {
    const { db, studio, gallery, contact, now } = c.var
    const page = { studio, gallery, now, contactId: contact.id }
    const form = await readForm(c, shape)
    if (!form.ok) return c.html(<ContactFormPage {...page} {...form} />, 422)

    const saved = await contacts.edit(db, studio, contact, form.values, now)
    if (saved.outcome === 'gone') return problem(c, 404)
    if (saved.outcome === 'changed') return c.html(await meanwhile(c, form.values), 409)
    if (saved.outcome === 'already-here') {
      const typed = { ...typedOf(form.values), version: String(form.values.version ?? '') }
      return c.html(<ContactFormPage {...page} typed={typed} errors={HERE} />, 422)
    }
    flash(c, 'Saved.')
    return c.redirect(paths.galleryContacts(gallery.id), 303)
  })

  .post('/:contact/invitations', async (c) => {
    await invite(c, c.var)
    return c.redirect(paths.galleryContacts(c.var.gallery.id), 303)
  })

  .post('/:contact/links', async (c) => {
    const { db, studio, gallery, contact, client, now } = c.var
    const token = await links.copy(db, c.env.TOKENS, contact, now)
    const url = c.var.settings.PUBLIC_ORIGIN + paths.link(token)
    const text = words.share.text(client.name, gallery.title, url)
    const qr = renderSVG(url, { border: 2 })
    return c.html(<LinkPage {...{ studio, gallery, now, url, text, qr }} clientName={client.name} />)
  })

  .post('/:contact/removal', async (c) => {
    const { db, contact, client, gallery, now } = c.var
    await contacts.remove(db, contact, now)
    flash(c, `${client.name} was removed. Their links and visits have ended.`)
    return c.redirect(paths.galleryContacts(gallery.id), 303)
  })

type Invited = NonNullable<Awaited<ReturnType<typeof contacts.find>>>

/** *Send email*: a message with a brand-new link; the page does not wait for the mail service. */
async function invite(c: Ctx, { contact, client }: Pick<Invited, 'contact' | 'client'>) {
  const { db, secrets, studio, gallery, now } = c.var
  const to = { studioId: studio.id, contact, email: client.email }
  const messageId = await messages.invite(db, c.env.TOKENS, secrets, to, now)
  await c.env.DELIVERIES.send({ messageId })
  const warning = closedAt(gallery, now)?.state === 'unpublished' ? ' The gallery is not open yet.' : ''
  flash(c, `An email with a new link is on its way to ${client.name}.${warning}`)
}

/** The form as it was typed, beside what the client or somebody else of the studio has saved meanwhile. */
async function meanwhile(c: Ctx, values: contacts.Details) {
  const { db, studio, gallery, contact, now } = c.var
  const found = await contacts.find(db, studio, contact.id)
  const onFile = found?.client ?? c.var.client
  const typed = { ...typedOf(values), version: String(onFile.version) }
  return <ContactFormPage {...{ studio, gallery, now, typed, onFile }} contactId={contact.id} errors={{}} />
}

function typedOf({ name, email, phone, role }: contacts.Details): Record<string, string> {
  return { name, email, phone: phone ?? '', role }
}
