import { Hono } from 'hono'
import * as z from 'zod'
import { AccountPage } from '../../views/door/account-page'
import { words } from '../../views/words/en'
import { newPasswordProblem, personOf } from '../answers/new-password'
import { problem } from '../answers/problem'
import type { App, Ctx } from '../context'
import { mayMakeAccount } from '../door/account'
import { newShape } from '../door/passkey'
import { suggest } from '../door/password'
import { json, readForm } from '../form'
import { systemOf } from '../lib/user-agent'
import { carry, ensureDevice, flash, presenting } from '../middleware/browser'
import { meet } from '../middleware/enter'
import { place } from '../middleware/place'
import { throttle } from '../middleware/throttle'
import * as firstPasskeys from '../models/first-passkeys'
import type * as meetings from '../models/meetings'
import * as newPasswords from '../models/new-passwords'
import * as questions from '../models/passkey-questions'
import * as invitations from '../models/password-invitations'
import { hasAccount } from '../models/visitors'
import { paths } from '../paths'
import { siteOf } from '../settings'

const passkeyForm = z.object({ credential: json(newShape) })
const shape = z.object({ password: z.string().default('') })

/** A client's account, made in their own visit: asked for before the first photo (R24), or invited to (R25). */
export const accountRoutes = new Hono<App>()
  .use('/:studio/:gallery/account/*', throttle('WIDE_FENCE'))
  .use('/:studio/:gallery/account/invitation/*', place())

  .get('/:studio/:gallery/account', async (c) => {
    const found = await find(c)
    if (!found) return problem(c, 404)
    const { met, maker } = found
    // Where it is asked for, the gallery's own address asks.
    if (met.decision.kind !== 'inside' || !maker) return toGallery(c, met)
    return c.html(page(met, maker, { password: suggest() }))
  })

  .post('/:studio/:gallery/account', async (c) => {
    const found = await find(c)
    if (!found) return problem(c, 404)
    const { met, maker } = found
    const { session } = c.var.browser
    // In another tab they were faster: they just go on.
    if (!maker || !session) return toGallery(c, met)

    const form = await readForm(c, shape)
    const password = form.ok ? form.values.password : ''
    const error = await newPasswordProblem(c, password, personOf(maker.client, met.studio))
    if (error) return c.html(page(met, maker, { password, error }), 422)

    const browser = { ...(await presenting(c)), session }
    const made = await newPasswords.makeAccount(c.var.db, maker.visit, password, browser, c.var.now)
    if (made.outcome === 'made') {
      await c.env.DELIVERIES.send({ messageId: made.messageId })
      carry(c, made.session)
      if (met.decision.kind === 'inside') flash(c, words.account.saved(maker.client.email))
    }
    return toGallery(c, met)
  })

  .post('/:studio/:gallery/account/challenges', async (c) => {
    const { met, maker } = (await find(c)) ?? {}
    if (!met || !maker) return problem(c, 403)
    const { id, name, email } = maker.client
    const person = { name, label: words.passkeys.label(email, met.studio.name) }
    const owner = { kind: 'client' as const, id }
    const { db, settings, now } = c.var
    return c.json(await questions.toAdd(db, siteOf(settings), owner, person, await ensureDevice(c), now))
  })

  .post('/:studio/:gallery/account/passkeys', async (c) => {
    const found = await find(c)
    if (!found) return problem(c, 404)
    const { met, maker } = found
    const { session } = c.var.browser
    if (!maker || !session) return toGallery(c, met)

    const form = await readForm(c, passkeyForm)
    const browser = { ...(await presenting(c)), session }
    const fresh = { answer: form.ok ? form.values.credential : undefined, name: nameOfDevice(c) }
    const { db, settings, now } = c.var
    const made = await firstPasskeys.makeAccount(db, siteOf(settings), maker.visit, fresh, browser, now)
    switch (made.outcome) {
      case 'refused':
        return c.html(page(met, maker, { password: suggest(), note: words.passkeys.refused }), 422)
      case 'already':
        return toGallery(c, met)
      case 'made':
        await c.env.DELIVERIES.send({ messageId: made.messageId })
        carry(c, made.session)
        if (met.decision.kind === 'inside') flash(c, words.account.savedPasskey)
        return toGallery(c, met)
    }
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

type Place = Pick<meetings.Met, 'studio' | 'gallery' | 'decision'>

/** The gallery, unless it is closed, and whoever may make an account there: a contact on their own visit. */
async function find(c: Ctx) {
  const met = await meet(c)
  if (!met || met.decision.kind === 'closed') return undefined
  return { met, maker: makerOf(met) }
}

function makerOf({ visit: own, decision }: meetings.Met) {
  if (!own?.contact || !own.client) return undefined
  if (!mayMakeAccount(decision, { hasAccount: hasAccount(own) })) return undefined
  const { id, galleryId } = own.visit
  return { client: own.client, visit: { id, galleryId, contactId: own.contact.id, clientId: own.client.id } }
}

type Maker = NonNullable<ReturnType<typeof makerOf>>

/** A name to begin with; theirs to change in the portal. */
const nameOfDevice = (c: Ctx) => systemOf(c.req.header('User-Agent') ?? '') ?? words.passkeys.one

type Shown = { password: string; error?: string; note?: string }

function page({ studio, gallery, decision }: Place, { client }: Maker, shown: Shown) {
  const when = decision.kind === 'ask' ? 'before' : 'later'
  return <AccountPage {...{ studio, gallery, when, ...shown }} email={client.email} />
}

function toGallery(c: Ctx, { studio, gallery }: Place) {
  return c.redirect(paths.gallery(studio, gallery), 303)
}
