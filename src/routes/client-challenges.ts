import { Hono } from 'hono'
import * as z from 'zod'
import { words } from '../../views/words/en'
import { problem } from '../answers/problem'
import type { App, Ctx } from '../context'
import { readForm } from '../form'
import { ensureDevice } from '../middleware/browser'
import * as questions from '../models/passkey-questions'
import { siteOf } from '../settings'

const shape = z.object({ purpose: z.enum(questions.PURPOSES) })

/** The questions that a browser answers with a client's passkey (R41, R43). */
export const clientChallenges = new Hono<App>().post('/', async (c) => {
  const form = await readForm(c, shape)
  if (!form.ok) return problem(c, 403)
  const { db, settings, portal, now } = c.var
  const asking = { subject: portal.studio.id, asker: askerAt(c), deviceHash: await ensureDevice(c) }
  const question = await questions.ask(db, siteOf(settings), form.values.purpose, asking, now)
  return question ? c.json(question) : problem(c, 403)
})

function askerAt(c: Ctx): questions.Asker | undefined {
  const { studio, signedIn } = c.var.portal
  if (!signedIn) return undefined
  const { id, name, email } = signedIn.client
  const person = { name, label: words.passkeys.label(email, studio.name) }
  return { owner: { kind: 'client', id }, person, provedAt: signedIn.signIn.provedAt }
}
