import { Hono } from 'hono'
import * as z from 'zod'
import { PasskeysPage } from '../../views/portal/passkeys-page'
import { words } from '../../views/words/en'
import { problem } from '../answers/problem'
import type { App, Ctx } from '../context'
import { newShape, suggestedName } from '../door/passkey'
import { isSteppedUp } from '../door/step-up'
import { json, line, readForm } from '../form'
import { randomId } from '../lib/token'
import { systemOf } from '../lib/user-agent'
import { ensureDevice, flash, takeFlash } from '../middleware/browser'
import { portal, requireClient, requireStepUp } from '../middleware/portal'
import { throttle } from '../middleware/throttle'
import * as questions from '../models/passkey-questions'
import * as passkeys from '../models/passkeys'
import * as signIns from '../models/sign-ins'
import { paths } from '../paths'
import { siteOf } from '../settings'

const NAME_LETTERS = 60
const challengeForm = z.object({ purpose: z.enum(['sign-in', 'step-up', 'add']) })
const name = line(words.passkeys.aName, NAME_LETTERS)
const addForm = z.object({ name, credential: json(newShape) })
const renameForm = z.object({ name })

/** A client's passkeys: the questions that a browser answers with one (R41, R43), and the page where they are added and removed. */
export const clientPasskeys = new Hono<App>()
  .post('/:studio/portal/challenges', throttle('WIDE_FENCE'), portal(), async (c) => {
    const form = await readForm(c, challengeForm)
    const question = form.ok ? await ask(c, form.values.purpose) : undefined
    return question ? c.json(question) : problem(c, 403)
  })

  .use('/:studio/portal/passkeys/*', throttle(), portal(), requireClient('passkeys'), requireStepUp('passkeys'))

  .get('/:studio/portal/passkeys', async (c) => {
    await ensureDevice(c)
    return c.html(await page(c, { note: takeFlash(c) }))
  })

  .post('/:studio/portal/passkeys', async (c) => {
    const { db, now } = c.var
    const form = await readForm(c, addForm)
    if (!form.ok)
      return c.html(await page(c, { ...form, note: form.errors.name ? undefined : words.passkeys.refused }), 422)

    const { name, credential } = form.values
    const kept = await passkeys.made(db, siteOf(c.var.settings), owner(c), credential, await ensureDevice(c), now)
    const messageId = kept && (await passkeys.add(db, owner(c), { id: randomId(), kept, name }, mayChange(c), now))
    if (!messageId) return c.html(await page(c, { typed: { name }, note: words.passkeys.refused }), 422)
    return changed(c, messageId, words.passkeys.added(name))
  })

  .post('/:studio/portal/passkeys/:passkey', async (c) => {
    const id = c.req.param('passkey')
    if (!(await isOwn(c, id))) return problem(c, 404)
    const form = await readForm(c, renameForm)
    if (!form.ok) return c.html(await page(c, { note: form.errors.name }), 422)
    const isRenamed = await passkeys.rename(c.var.db, owner(c), { id, ...form.values }, mayChange(c))
    return isRenamed ? c.redirect(paths.clientPasskeys(c.var.portal.studio), 303) : problem(c, 404)
  })

  .post('/:studio/portal/passkeys/:passkey/removal', async (c) => {
    const messageId = await passkeys.remove(c.var.db, owner(c), c.req.param('passkey'), mayChange(c), c.var.now)
    return messageId ? changed(c, messageId, words.passkeys.removed) : problem(c, 404)
  })

/** @returns undefined when whoever asks may not: a sign-in is for anybody, the rest for who is signed in, a new passkey for who stepped up */
async function ask(c: Ctx, purpose: z.output<typeof challengeForm>['purpose']) {
  const { db, now, portal } = c.var
  const site = siteOf(c.var.settings)
  const deviceHash = await ensureDevice(c)
  if (purpose === 'sign-in') return questions.toSignIn(db, site, portal.studio.id, deviceHash, now)
  if (!portal.signedIn) return undefined

  const { client, signIn } = portal.signedIn
  const owner = { kind: 'client' as const, id: client.id }
  if (purpose === 'step-up') return questions.toStepUp(db, site, owner, deviceHash, now)
  if (!isSteppedUp(signIn.provedAt, now)) return undefined
  const person = { name: client.name, label: words.passkeys.label(client.email, portal.studio.name) }
  return questions.toAdd(db, site, owner, person, deviceHash, now)
}

const owner = (c: Ctx): passkeys.Owner => ({ kind: 'client', id: c.var.signedIn.client.id })

async function isOwn(c: Ctx, id: string): Promise<boolean> {
  const own = await passkeys.list(c.var.db, owner(c))
  return own.some((passkey) => passkey.id === id)
}

const mayChange = (c: Ctx) => signIns.isSteppedUpNow(c.var.signedIn.signIn.id, c.var.browser.session, c.var.now)

async function changed(c: Ctx, messageId: string, note: string) {
  await c.env.DELIVERIES.send({ messageId })
  flash(c, note)
  return c.redirect(paths.clientPasskeys(c.var.portal.studio), 303)
}

type Shown = { note?: string | undefined; typed?: Record<string, string>; errors?: Record<string, string> }

async function page(c: Ctx, { note, typed, errors = {} }: Shown) {
  const { studio } = c.var.portal
  const own = await passkeys.list(c.var.db, owner(c))
  const system = systemOf(c.req.header('User-Agent') ?? '')
  const taken = own.map((passkey) => passkey.name)
  return (
    <PasskeysPage
      studio={studio}
      note={note}
      passkeys={own}
      name={typed?.name ?? suggestedName(system, taken)}
      error={errors.name}
    />
  )
}
