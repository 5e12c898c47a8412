import { Hono } from 'hono'
import * as z from 'zod'
import { words } from '../../views/words/en'
import { problem } from '../answers/problem'
import type { App, Ctx } from '../context'
import { newShape, suggestedName } from '../door/passkey'
import { json, personName, readForm } from '../form'
import { randomId } from '../lib/token'
import { systemOf } from '../lib/user-agent'
import { ensureDevice, flash } from '../middleware/browser'
import * as passkeys from '../models/passkeys'
import { siteOf } from '../settings'

const NAME_LETTERS = 60
const name = personName(words.passkeys.aName, NAME_LETTERS)
const addForm = z.object({ name, credential: json(newShape) })
const renameForm = z.object({ name })

/** What the page of the passkeys shows besides them: a note, and what was typed with what is wrong with it. */
export type Shown = { note?: string | undefined; typed?: Record<string, string>; errors?: Record<string, string> }

/** Whose passkeys they are, and the page on which they stand. */
type Place = {
  owner(c: Ctx): passkeys.Owner
  /** That they may be changed, in the statement that does it. */
  mayChange(c: Ctx): Parameters<typeof passkeys.rename>[3]
  path(c: Ctx): string
  page(c: Ctx, shown: Shown): Promise<string | Promise<string>>
}

/** Adding, renaming and removing passkeys (R43): of a client, or of somebody of the studio. */
export const passkeyChanges = ({ owner, mayChange, path, page }: Place) =>
  new Hono<App>()
    .post('/', async (c) => {
      const { db, now } = c.var
      const form = await readForm(c, addForm)
      const { refused } = words.passkeys
      if (!form.ok) return c.html(await page(c, { ...form, note: form.errors.name ? undefined : refused }), 422)

      const { name, credential } = form.values
      const kept = await passkeys.made(db, siteOf(c.var.settings), owner(c), credential, await ensureDevice(c), now)
      const messageId = kept && (await passkeys.add(db, owner(c), { id: randomId(), kept, name }, mayChange(c), now))
      if (!messageId) return c.html(await page(c, { typed: { name }, note: refused }), 422)
      return changed(c, path(c), messageId, words.passkeys.added(name))
    })

    .post('/:passkey', async (c) => {
      const form = await readForm(c, renameForm)
      if (!form.ok) return c.html(await page(c, { note: form.errors.name }), 422)
      const renamed = { id: c.req.param('passkey'), ...form.values }
      const isRenamed = await passkeys.rename(c.var.db, owner(c), renamed, mayChange(c))
      return isRenamed ? c.redirect(path(c), 303) : problem(c, 404)
    })

    .post('/:passkey/removal', async (c) => {
      const messageId = await passkeys.remove(c.var.db, owner(c), c.req.param('passkey'), mayChange(c), c.var.now)
      return messageId ? changed(c, path(c), messageId, words.passkeys.removed) : problem(c, 404)
    })

async function changed(c: Ctx, path: string, messageId: string, note: string) {
  await c.env.DELIVERIES.send({ messageId })
  flash(c, note)
  return c.redirect(path, 303)
}

/** Somebody's passkeys with the name of the next: as typed, or one that tells its system and is not there yet. */
export async function passkeysOf(c: Ctx, owner: passkeys.Owner, typed: string | undefined) {
  const own = await passkeys.list(c.var.db, owner)
  const system = systemOf(c.req.header('User-Agent') ?? '')
  const names = own.map((passkey) => passkey.name)
  return { passkeys: own, name: typed ?? suggestedName(system, names) }
}
