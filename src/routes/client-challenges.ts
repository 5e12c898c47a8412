import { Hono } from 'hono'
import * as z from 'zod'
import { words } from '../../views/words/en'
import { problem } from '../answers/problem'
import type { App, Ctx } from '../context'
import { isSteppedUp } from '../door/step-up'
import { readForm } from '../form'
import { ensureDevice } from '../middleware/browser'
import * as questions from '../models/passkey-questions'
import { siteOf } from '../settings'

const shape = z.object({ purpose: z.enum(['sign-in', 'step-up', 'add']) })

/** The questions that a browser answers with a client's passkey (R41, R43). */
export const clientChallenges = new Hono<App>().post('/', async (c) => {
  const form = await readForm(c, shape)
  const question = form.ok ? await ask(c, form.values.purpose) : undefined
  return question ? c.json(question) : problem(c, 403)
})

/** @returns undefined when whoever asks may not: a sign-in is for anybody, the rest for who is signed in, a new passkey for who stepped up */
async function ask(c: Ctx, purpose: z.output<typeof shape>['purpose']) {
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
