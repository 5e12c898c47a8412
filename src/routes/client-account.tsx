import { Hono } from 'hono'
import * as z from 'zod'
import { dayInWords } from '../../views/components/dates'
import { phoneInWords } from '../../views/components/phone'
import { DetailsPage } from '../../views/portal/account-forms'
import { AccountPage } from '../../views/portal/account-page'
import { words } from '../../views/words/en'
import { stepUpNeeded } from '../answers/problem'
import type { App } from '../context'
import { personName, phone, readForm } from '../form'
import { dayIn } from '../lib/zone'
import { flash, takeFlash } from '../middleware/browser'
import * as clientDetails from '../models/client-details'
import * as emailRequests from '../models/email-requests'
import { paths } from '../paths'
import { sendsSms } from '../settings'

const shape = z.object({ name: personName('your name'), phone, version: z.coerce.number().int().default(0) })

/** What is on file of the client who is signed in; name and phone are changed behind a step-up (R42, R43). */
export const clientAccount = new Hono<App>()
  .get('/', async (c) => {
    const { studio } = c.var.portal
    const { client } = c.var.signedIn
    const pending = await emailRequests.pending(c.var.db, client, c.var.now)
    const setAt = client.passwordHash ? client.passwordSetAt : null
    const passwordSince = setAt ? dayInWords(dayIn(setAt, studio.timeZone)) : undefined
    const page = { studio, client, passwordSince, pending, outbox: c.var.settings.LOCAL }
    return c.html(<AccountPage {...page} note={takeFlash(c)} />)
  })

  .get('/details', (c) => {
    const { name, phone, version } = c.var.signedIn.client
    const typed = { name, phone: phone ? phoneInWords(phone) : '' }
    const page = { studio: c.var.portal.studio, hasSms: sendsSms(c.var.settings) }
    return c.html(<DetailsPage {...{ ...page, typed, version }} errors={{}} />)
  })

  .post('/details', async (c) => {
    const { studio } = c.var.portal
    const { signedIn, browser, db, now } = c.var
    const page = { studio, hasSms: sendsSms(c.var.settings) }
    const form = await readForm(c, shape)
    if (!form.ok) return c.html(<DetailsPage {...page} version={Number(form.typed.version) || 0} {...form} />, 422)

    const result = await clientDetails.save(db, signedIn, browser.session, form.values, now)
    switch (result.outcome) {
      case 'saved':
        if (result.messageId) await c.env.DELIVERIES.send({ messageId: result.messageId })
        flash(c, words.clientAccount.details.saved)
        return c.redirect(paths.clientAccount(studio), 303)
      case 'changed': {
        const typed = { name: form.values.name, phone: form.values.phone ?? '' }
        const { client } = result
        return c.html(
          <DetailsPage {...{ ...page, typed }} version={client.version} meanwhile={client} errors={{}} />,
          409,
        )
      }
      case 'refused':
        return stepUpNeeded(c, studio)
    }
  })
