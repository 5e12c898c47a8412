import { Hono } from 'hono'
import * as z from 'zod'
import { PasswordPage } from '../../views/door/password-page'
import { words } from '../../views/words/en'
import { codeAsked } from '../answers/code'
import { tooOften } from '../answers/too-often'
import type { App, Ctx } from '../context'
import { email, readForm } from '../form'
import { carry, ensureDevice, takeFlash } from '../middleware/browser'
import { entering } from '../middleware/device'
import { askByEmail, askByLink } from '../middleware/door-code'
import { place } from '../middleware/place'
import { lookAtStuckLink, stuckLinkAt } from '../middleware/stuck-link'
import { throttle } from '../middleware/throttle'
import * as passwords from '../models/passwords'
import { paths } from '../paths'

const shape = z.object({ email, password: z.string().min(1, words.password.missing) })

/** Passwords at the door of a gallery: of the client whose own link did not open, or of a typed address (R10). */
export const passwordRoutes = new Hono<App>()
  .use('/:studio/:gallery/password', throttle(), place())

  .get('/:studio/:gallery/password', async (c) => {
    await ensureDevice(c)
    return c.html(page(c, { note: takeFlash(c) }))
  })

  .post('/:studio/:gallery/password', async (c) => {
    const { studio, gallery } = c.var.place
    const own = (await lookAtStuckLink(c, gallery))?.client.email
    const form = await readForm(c, own ? shape.extend({ email: z.string().default(own) }) : shape)
    if (!form.ok) return c.html(page(c, form), 422)

    const claimant = { email: own ?? form.values.email, isByLink: own !== undefined }
    const browser = await entering(c)
    const { db, secrets, now } = c.var
    const result = await passwords.signIn(db, secrets, gallery, claimant, form.values.password, browser, now)
    switch (result.outcome) {
      case 'entered':
        carry(c, result.session)
        c.var.session?.forget('stuckLink')
        return c.redirect(paths.gallery(studio, gallery), 303)
      case 'unproved': {
        const { credential } = result
        const wait = own
          ? await askByLink(c, 'email', credential)
          : await askByEmail(c, { email: claimant.email, channel: 'email' }, credential)
        return codeAsked(c, wait, paths.code(studio, gallery))
      }
      case 'wrong': {
        const error = own ? words.password.wrong : words.password.wrongPair
        return c.html(page(c, { typed: { email: claimant.email }, errors: { password: error } }), 422)
      }
      case 'wait':
        return tooOften(c, page(c, { typed: { email: claimant.email }, errors: { password: words.password.wait } }))
    }
  })

type Shown = { note?: string | undefined; typed?: Record<string, string>; errors?: Record<string, string> }

function page(c: Ctx, { note, typed = {}, errors = {} }: Shown) {
  return <PasswordPage {...c.var.place} link={stuckLinkAt(c, c.var.place.gallery)} {...{ note, typed, errors }} />
}
