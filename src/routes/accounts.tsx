import { Hono } from 'hono'
import * as z from 'zod'
import { AccountPage } from '../../views/door/account-page'
import { words } from '../../views/words/en'
import { newPasswordProblem, personOf } from '../answers/new-password'
import { problem } from '../answers/problem'
import type { App, Ctx } from '../context'
import { mayMakeAccount } from '../door/account'
import { suggest } from '../door/password'
import { readForm } from '../form'
import { carry, ensureDevice, flash } from '../middleware/browser'
import { enter } from '../middleware/enter'
import { place } from '../middleware/place'
import { throttle } from '../middleware/throttle'
import type * as meetings from '../models/meetings'
import * as newPasswords from '../models/new-passwords'
import * as invitations from '../models/password-invitations'
import { paths } from '../paths'

const shape = z.object({ password: z.string().default('') })

/** A client's account, made in their own visit: asked for before the first photo (R24), or invited to (R25). */
export const accountRoutes = new Hono<App>()
  .use('/:studio/:gallery/account/*', throttle('WIDE_FENCE'))
  .use('/:studio/:gallery/account/invitation/*', place())

  .get('/:studio/:gallery/account', async (c) => {
    const found = await find(c)
    if (!found) return problem(c, 404)
    const { entered, maker } = found
    // Where it is asked for, the gallery's own address asks.
    if (entered.decision.kind !== 'inside' || !maker) return toGallery(c, entered)
    return c.html(page(entered, maker, { password: suggest() }))
  })

  .post('/:studio/:gallery/account', async (c) => {
    const found = await find(c)
    if (!found) return problem(c, 404)
    const { entered, maker } = found
    const { session } = c.var.browser
    // In another tab they were faster: they just go on.
    if (!maker || !session) return toGallery(c, entered)

    const form = await readForm(c, shape)
    const password = form.ok ? form.values.password : ''
    const error = await newPasswordProblem(c, password, personOf(maker.client, entered.studio))
    if (error) return c.html(page(entered, maker, { password, error }), 422)

    const browser = { deviceHash: await ensureDevice(c), session }
    const made = await newPasswords.makeAccount(c.var.db, maker.visit, password, browser, c.var.now)
    if (made.outcome === 'made') {
      await c.env.DELIVERIES.send({ messageId: made.messageId })
      carry(c, made.session)
      if (entered.decision.kind === 'inside') flash(c, words.account.saved(maker.client.email))
    }
    return toGallery(c, entered)
  })

  .post('/:studio/:gallery/account/invitation', async (c) => {
    const { session } = c.var.browser
    if (session) await invitations.shown(c.var.db, c.var.place.gallery, session, c.var.now)
    return c.body(null, 204)
  })

  .post('/:studio/:gallery/account/invitation/removal', async (c) => {
    const { studio, gallery } = c.var.place
    const { session } = c.var.browser
    if (session) await invitations.decline(c.var.db, gallery, session, c.var.now)
    return c.redirect(paths.gallery(studio, gallery), 303)
  })

type Place = Pick<meetings.Entered, 'studio' | 'gallery' | 'decision'>

/** The gallery, unless it is closed, and whoever may make an account there: a contact on their own visit. */
async function find(c: Ctx) {
  const entered = await enter(c)
  if (!entered || entered.decision.kind === 'closed') return undefined
  return { entered, maker: makerOf(entered) }
}

function makerOf({ visit: own, decision }: meetings.Entered) {
  if (!own?.contact || !own.client || !mayMakeAccount(decision, own.client)) return undefined
  const { id, galleryId } = own.visit
  return { client: own.client, visit: { id, galleryId, contactId: own.contact.id, clientId: own.client.id } }
}

type Maker = NonNullable<ReturnType<typeof makerOf>>

function page({ studio, gallery, decision }: Place, { client }: Maker, shown: { password: string; error?: string }) {
  const when = decision.kind === 'ask' ? 'before' : 'later'
  return <AccountPage {...{ studio, gallery, when, ...shown }} email={client.email} />
}

function toGallery(c: Ctx, { studio, gallery }: Place) {
  return c.redirect(paths.gallery(studio, gallery), 303)
}
