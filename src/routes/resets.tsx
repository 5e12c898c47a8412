import { Hono } from 'hono'
import * as z from 'zod'
import { UnknownLinkPage } from '../../views/door/refused-page'
import { ResetAskPage, ResetDonePage, ResetOverPage, ResetPage, ResetSentPage } from '../../views/door/reset-pages'
import { newPasswordProblem, personOf } from '../answers/new-password'
import { problem } from '../answers/problem'
import type { App, Ctx } from '../context'
import { suggest } from '../door/password'
import { resetStateOf } from '../door/reset'
import { email, readForm } from '../form'
import { carry, presenting } from '../middleware/browser'
import * as newPasswords from '../models/new-passwords'
import * as resets from '../models/resets'
import * as studios from '../models/studios'

const askForm = z.object({ email })
const setForm = z.object({ password: z.string().default('') })

/** *Forgot your password?* and *No password yet?*: a link to the email, with one answer for every address (R29, P6). */
export const resetRoutes = new Hono<App>()
  .get('/', async (c) => {
    const studio = await studios.bySlug(c.var.db, c.req.param('studio') ?? '')
    return studio ? c.html(<ResetAskPage studio={studio} typed={{}} errors={{}} />) : problem(c, 404)
  })

  .post('/', async (c) => {
    const studio = await studios.bySlug(c.var.db, c.req.param('studio') ?? '')
    if (!studio) return problem(c, 404)
    const form = await readForm(c, askForm)
    if (!form.ok) return c.html(<ResetAskPage studio={studio} {...form} />, 422)

    const { db, secrets, settings, now } = c.var
    const messageId = await resets.ask(db, c.env.TOKENS, secrets, studio, form.values.email, now)
    await c.env.DELIVERIES.send({ messageId })
    return c.html(<ResetSentPage studio={studio} email={form.values.email} outbox={settings.LOCAL} />)
  })

/** The link of that mail. Looking at it changes nothing; one password is set with it. Other links are other routes' business. */
export const resetLinkRoutes = new Hono<App>()
  .get('/:token', async (c, next) => {
    if (c.var.linkMeaning?.kind !== 'password-reset') return next()
    const looked = await resets.look(c.var.db, c.var.linkMeaning, c.var.now)
    if (!looked) return c.html(<UnknownLinkPage />, 404)
    return isOpen(c, looked) ? c.html(page(c, looked, { password: suggest() })) : over(c, looked)
  })

  .post('/:token', async (c, next) => {
    if (c.var.linkMeaning?.kind !== 'password-reset') return next()
    const looked = await resets.look(c.var.db, c.var.linkMeaning, c.var.now)
    if (!looked) return c.html(<UnknownLinkPage />, 404)
    if (!isOpen(c, looked)) return over(c, looked)

    const form = await readForm(c, setForm)
    const password = form.ok ? form.values.password : ''
    const { client, studio, link } = looked
    const error = await newPasswordProblem(c, password, personOf(client, studio))
    if (error) return c.html(page(c, looked, { password, error }), 422)

    const browser = await presenting(c)
    const result = await newPasswords.reset(c.var.db, link, password, browser, c.var.now)
    switch (result.outcome) {
      case 'set':
        await c.env.DELIVERIES.send({ messageId: result.messageId })
        carry(c, result.session)
        return c.html(<ResetDonePage {...looked} />)
      case 'refused':
        return over(c, (await resets.look(c.var.db, c.var.linkMeaning, c.var.now)) ?? looked)
    }
  })

function isOpen(c: Ctx, { link }: resets.Looked): boolean {
  return resetStateOf(link, c.var.now) === 'open'
}

function page(c: Ctx, { client, studio }: resets.Looked, shown: { password: string; error?: string }) {
  return <ResetPage studio={studio} email={client.email} token={c.req.param('token') ?? ''} {...shown} />
}

function over(c: Ctx, { studio, link }: resets.Looked) {
  return c.html(<ResetOverPage studio={studio} because={link.usedAt ? 'used' : 'over'} />, 410)
}
