import { Hono } from 'hono'
import * as z from 'zod'
import { words } from '../../views/words/en'
import { problem } from '../answers/problem'
import type { App, Ctx } from '../context'
import { readForm } from '../form'
import { ensureDevice } from '../middleware/browser'
import { throttle } from '../middleware/throttle'
import * as questions from '../models/passkey-questions'
import * as staff from '../models/staff'
import { siteOf } from '../settings'

const shape = z.object({ purpose: z.enum(questions.PURPOSES) })

/** The questions that a browser answers with a passkey of somebody of the studio. */
export const staffChallenges = new Hono<App>().post('/', throttle('WIDE_FENCE'), async (c) => {
  const form = await readForm(c, shape)
  if (!form.ok) return problem(c, 403)
  const { db, settings, now } = c.var
  const { purpose } = form.values
  const asker = purpose === 'sign-in' ? undefined : await findAsker(c)
  const asking = { subject: 'staff', asker, deviceHash: await ensureDevice(c) }
  const question = await questions.ask(db, siteOf(settings), purpose, asking, now)
  return question ? c.json(question) : problem(c, 403)
})

async function findAsker(c: Ctx): Promise<questions.Asker | undefined> {
  const found = await staff.bySession(c.var.db, c.var.browser.session, c.var.now)
  if (!found) return undefined
  const { id, name, email } = found.staff
  const person = { name, label: words.passkeys.staffLabel(email, found.studio.name) }
  return { owner: { kind: 'staff', id }, person, provedAt: found.session.staffProvedAt }
}
