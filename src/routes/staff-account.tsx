import { Hono } from 'hono'
import * as z from 'zod'
import { StaffAccountPage } from '../../views/studio/account-page'
import { words } from '../../views/words/en'
import { problem } from '../answers/problem'
import type { App, Ctx } from '../context'
import { newShape, suggestedName } from '../door/passkey'
import { isSteppedUp } from '../door/step-up'
import { json, line, readForm } from '../form'
import { randomId } from '../lib/token'
import { systemOf } from '../lib/user-agent'
import { ensureDevice, flash, takeFlash } from '../middleware/browser'
import { requireStaffStepUp } from '../middleware/staff'
import { throttle } from '../middleware/throttle'
import * as passkeys from '../models/passkeys'
import { isSteppedUpNow } from '../models/staff-passkeys'
import { paths } from '../paths'
import { siteOf } from '../settings'

const NAME_LETTERS = 60
const name = line(words.passkeys.aName, NAME_LETTERS)
const addForm = z.object({ name, credential: json(newShape) })
const renameForm = z.object({ name })

/** What is one's own in the studio, whatever one's role: passkeys, changed after a step-up alone. */
export const staffAccount = new Hono<App>()
  .use('/*', throttle(), requireStaffStepUp())

  .get('/', async (c) => {
    await ensureDevice(c)
    return c.html(await page(c, { flash: takeFlash(c) }))
  })

  .get('/passkeys', (c) => c.redirect(paths.staffAccount(), 303))

  .post('/passkeys', async (c) => {
    const { db, now } = c.var
    const form = await readForm(c, addForm)
    if (!form.ok) {
      const flash = form.errors.name ? undefined : words.passkeys.refused
      return c.html(await page(c, { ...form, flash }), 422)
    }

    const { name, credential } = form.values
    const kept = await passkeys.made(db, siteOf(c.var.settings), owner(c), credential, await ensureDevice(c), now)
    const messageId = kept && (await passkeys.add(db, owner(c), { id: randomId(), kept, name }, mayChange(c), now))
    if (!messageId) return c.html(await page(c, { typed: { name }, flash: words.passkeys.refused }), 422)
    return changed(c, messageId, words.passkeys.added(name))
  })

  .post('/passkeys/:passkey', async (c) => {
    const id = c.req.param('passkey')
    if (!(await isOwn(c, id))) return problem(c, 404)
    const form = await readForm(c, renameForm)
    if (!form.ok) return c.html(await page(c, { flash: form.errors.name }), 422)
    const isRenamed = await passkeys.rename(c.var.db, owner(c), { id, ...form.values }, mayChange(c))
    return isRenamed ? c.redirect(paths.staffAccount(), 303) : problem(c, 404)
  })

  .post('/passkeys/:passkey/removal', async (c) => {
    const messageId = await passkeys.remove(c.var.db, owner(c), c.req.param('passkey'), mayChange(c), c.var.now)
    return messageId ? changed(c, messageId, words.passkeys.removed) : problem(c, 404)
  })

const owner = (c: Ctx): passkeys.Owner => ({ kind: 'staff', id: c.var.staff.id })

async function isOwn(c: Ctx, id: string): Promise<boolean> {
  const own = await passkeys.list(c.var.db, owner(c))
  return own.some((passkey) => passkey.id === id)
}

const mayChange = (c: Ctx) => isSteppedUpNow(c.var.staff.id, c.var.browser.session, c.var.now)

async function changed(c: Ctx, messageId: string, note: string) {
  await c.env.DELIVERIES.send({ messageId })
  flash(c, note)
  return c.redirect(paths.staffAccount(), 303)
}

type Shown = { flash?: string | undefined; typed?: Record<string, string>; errors?: Record<string, string> }

async function page(c: Ctx, { flash, typed, errors = {} }: Shown) {
  const { studio, staff, staffProvedAt, now } = c.var
  const own = await passkeys.list(c.var.db, owner(c))
  const system = systemOf(c.req.header('User-Agent') ?? '')
  const taken = own.map((passkey) => passkey.name)
  return (
    <StaffAccountPage
      studio={studio}
      staff={staff}
      passkeys={own}
      mayChange={isSteppedUp(staffProvedAt, now)}
      name={typed?.name ?? suggestedName(system, taken)}
      error={errors.name}
      flash={flash}
    />
  )
}
