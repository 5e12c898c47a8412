import { Hono } from 'hono'
import * as z from 'zod'
import { ChangedPasswordPage, ChangePasswordPage } from '../../views/door/change-password-page'
import { words } from '../../views/words/en'
import { newPasswordProblem, personOf } from '../answers/new-password'
import { problem } from '../answers/problem'
import type { App } from '../context'
import { suggest } from '../door/password'
import { email, readForm } from '../form'
import { carry, ensureDevice } from '../middleware/browser'
import { throttle } from '../middleware/throttle'
import * as newPasswords from '../models/new-passwords'
import * as passwords from '../models/passwords'
import * as studios from '../models/studios'
import { paths } from '../paths'

const shape = z.object({
  email,
  current: z.string().min(1, words.password.missing),
  password: z.string().default(''),
})

/** Changing a password by the one until now; the same answers for every address (P6). */
export const changePassword = new Hono<App>()
  .use('/:studio/portal/password', throttle())

  /** Where password managers look (w3.org/TR/change-password-url). */
  .get('/.well-known/change-password', async (c) => {
    const studio = await studios.onlyOne(c.var.db)
    return studio ? c.redirect(paths.passwordChange(studio), 303) : problem(c, 404)
  })

  .get('/:studio/portal/password', async (c) => {
    const studio = await studios.bySlug(c.var.db, c.req.param('studio'))
    if (!studio) return problem(c, 404)
    return c.html(<ChangePasswordPage studio={studio} typed={{ password: suggest() }} errors={{}} />)
  })

  .post('/:studio/portal/password', async (c) => {
    const studio = await studios.bySlug(c.var.db, c.req.param('studio'))
    if (!studio) return problem(c, 404)
    const form = await readForm(c, shape)
    if (!form.ok) return c.html(<ChangePasswordPage studio={studio} {...form} />, 422)

    const { db, secrets, now } = c.var
    const typed = { email: form.values.email, password: form.values.password }
    const returned = (errors: Record<string, string>) => <ChangePasswordPage {...{ studio, typed, errors }} />
    const browser = { deviceHash: await ensureDevice(c), session: c.var.browser.session }
    const tried = await passwords.tryCurrent(db, secrets, studio, form.values, browser.deviceHash, now)
    switch (tried.outcome) {
      case 'wait':
        c.header('Retry-After', '3600')
        return c.html(returned({ current: words.passwordChange.wait }), 429)
      case 'wrong':
        return c.html(returned({ current: words.passwordChange.wrong }), 422)
      case 'right': {
        const error = await newPasswordProblem(c, typed.password, personOf({ ...tried.client, ...typed }, studio))
        if (error) return c.html(returned({ password: error }), 422)

        const result = await newPasswords.change(db, tried.client, typed.password, browser, now)
        if (result.outcome === 'refused') return c.html(returned({ current: words.passwordChange.wrong }), 422)
        await c.env.DELIVERIES.send({ messageId: result.messageId })
        carry(c, result.session)
        return c.html(<ChangedPasswordPage studio={studio} />)
      }
    }
  })
