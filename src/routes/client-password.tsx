import { Hono } from 'hono'
import * as z from 'zod'
import { PasswordPage } from '../../views/portal/account-forms'
import { words } from '../../views/words/en'
import { newPasswordProblem, personOf } from '../answers/new-password'
import { problem, stepUpNeeded } from '../answers/problem'
import type { App, Ctx } from '../context'
import { suggest } from '../door/password'
import { readForm } from '../form'
import { carry, flash, presenting } from '../middleware/browser'
import * as newPasswords from '../models/new-passwords'
import * as studios from '../models/studios'
import { paths } from '../paths'

const shape = z.object({ password: z.string().default('') })

/** Where password managers look (w3.org/TR/change-password-url). */
export const changePassword = new Hono<App>().get('/', async (c) => {
  const studio = await studios.onlyOne(c.var.db)
  return studio ? c.redirect(paths.clientPassword(studio), 303) : problem(c, 404)
})

/** A client's password, set or changed by whoever has stepped up (R43). */
export const clientPassword = new Hono<App>()
  .get('/', (c) => c.html(page(c, { password: suggest() })))

  .post('/', async (c) => {
    const { studio } = c.var.portal
    const { signedIn, db, now } = c.var
    const form = await readForm(c, shape)
    const password = form.ok ? form.values.password : ''
    const error = await newPasswordProblem(c, password, personOf(signedIn.client, studio))
    if (error) return c.html(page(c, { password, error }), 422)

    const browser = await presenting(c)
    const result = await newPasswords.set(db, signedIn, password, browser, now)
    switch (result.outcome) {
      case 'set':
        await c.env.DELIVERIES.send({ messageId: result.messageId })
        carry(c, result.session)
        flash(c, words.clientAccount.newPassword.saved)
        return c.redirect(paths.clientAccount(studio), 303)
      case 'refused':
        return stepUpNeeded(c, studio)
    }
  })

function page(c: Ctx, shown: { password: string; error?: string }) {
  const { email, passwordHash } = c.var.signedIn.client
  return <PasswordPage studio={c.var.portal.studio} email={email} hasPassword={passwordHash !== null} {...shown} />
}
