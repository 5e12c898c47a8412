import { Hono } from 'hono'
import * as z from 'zod'
import { EmailPage } from '../../views/portal/account-forms'
import { words } from '../../views/words/en'
import { stepUpNeeded } from '../answers/problem'
import { tooOften } from '../answers/too-often'
import type { App } from '../context'
import { email, readForm } from '../form'
import { flash } from '../middleware/browser'
import * as emailRequests from '../models/email-requests'
import { paths } from '../paths'

const shape = z.object({ email })

/** A client asks for another address, behind a step-up: it changes once its own mailbox has confirmed it (R43). */
export const clientEmail = new Hono<App>()
  .get('/', (c) => {
    const { client } = c.var.signedIn
    return c.html(<EmailPage studio={c.var.portal.studio} current={client.email} typed={{}} errors={{}} />)
  })

  .post('/', async (c) => {
    const { studio } = c.var.portal
    const { db, secrets, signedIn, browser, now } = c.var
    const page = { studio, current: signedIn.client.email }
    const form = await readForm(c, shape)
    if (!form.ok) return c.html(<EmailPage {...page} {...form} />, 422)

    const typed = form.values
    const returned = (error: string) => <EmailPage {...{ ...page, typed }} errors={{ email: error }} />
    const { same, wait, sent } = words.clientAccount.newEmail
    if (typed.email === page.current) return c.html(returned(same), 422)

    const asked = await emailRequests.ask(db, c.env.TOKENS, secrets, signedIn, browser.session, typed.email, now)
    switch (asked.outcome) {
      case 'sent':
        await c.env.DELIVERIES.send({ messageId: asked.messageId })
        flash(c, sent(typed.email))
        return c.redirect(paths.clientAccount(studio), 303)
      case 'wait':
        return tooOften(c, returned(wait(words.wait.after(asked.seconds))), asked.seconds)
      case 'refused':
        return stepUpNeeded(c, studio)
    }
  })
