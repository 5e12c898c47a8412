import { Hono } from 'hono'
import * as z from 'zod'
import { words } from '../../views/words/en'
import { problem } from '../answers/problem'
import type { App, Ctx } from '../context'
import { isSteppedUp } from '../door/step-up'
import { readForm } from '../form'
import { ensureDevice } from '../middleware/browser'
import { throttle } from '../middleware/throttle'
import * as questions from '../models/passkey-questions'
import * as staff from '../models/staff'
import { siteOf } from '../settings'

const shape = z.object({ purpose: z.enum(['sign-in', 'step-up', 'add']) })

/** The questions that a browser answers with a passkey of somebody of the studio. */
export const staffChallenges = new Hono<App>().post('/', throttle('WIDE_FENCE'), async (c) => {
  const form = await readForm(c, shape)
  const question = form.ok ? await ask(c, form.values.purpose) : undefined
  return question ? c.json(question) : problem(c, 403)
})

/** @returns undefined when whoever asks may not: a sign-in is for anybody, the rest for who is signed in, a new passkey for who stepped up */
async function ask(c: Ctx, purpose: z.output<typeof shape>['purpose']) {
  const { db, now, browser } = c.var
  const site = siteOf(c.var.settings)
  const deviceHash = await ensureDevice(c)
  if (purpose === 'sign-in') return questions.toSignIn(db, site, 'staff', deviceHash, now)
  const found = await staff.bySession(db, browser.session, now)
  if (!found) return undefined

  const { id, name, email } = found.staff
  const owner = { kind: 'staff' as const, id }
  if (purpose === 'step-up') return questions.toStepUp(db, site, owner, deviceHash, now)
  if (!isSteppedUp(found.session.staffProvedAt, now)) return undefined
  const person = { name, label: words.passkeys.staffLabel(email, found.studio.name) }
  return questions.toAdd(db, site, owner, person, deviceHash, now)
}
