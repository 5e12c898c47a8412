import { Hono } from 'hono'
import * as z from 'zod'
import { FoyerPage, HomePage } from '../../views/door/home-page'
import { RefusedPage } from '../../views/door/refused-page'
import { words } from '../../views/words/en'
import { problem } from '../answers/problem'
import { tooOften } from '../answers/too-often'
import type { App } from '../context'
import { readForm } from '../form'
import { carry, ensureDevice } from '../middleware/browser'
import { addressOf, throttle } from '../middleware/throttle'
import * as guestCodes from '../models/guest-codes'
import * as homes from '../models/homes'
import * as studios from '../models/studios'
import { paths } from '../paths'

const codeForm = z.object({ code: z.string().max(200).default('') })

/** The studio's home: at the root when there is one studio, and at its own address. A guest code leads on (R21). */
export const home = new Hono<App>()
  .use('/:studio/guest-codes', throttle('WIDE_FENCE'))

  .get('/', async (c) => {
    const found = await homes.onlyOne(c.var.db, c.var.now)
    if (!found) return c.html(<FoyerPage />)
    await ensureDevice(c)
    return c.html(<HomePage {...found} />)
  })

  .get('/:studio', async (c) => {
    const found = await homes.at(c.var.db, c.req.param('studio'), c.var.now)
    if (!found) return problem(c, 404)
    await ensureDevice(c)
    return c.html(<HomePage {...found} />)
  })

  .get('/:studio/guest-codes', async (c) => {
    // Only to what exists: an address made up of `%2F` would lead elsewhere.
    const studio = await studios.bySlug(c.var.db, c.req.param('studio'))
    return studio ? c.redirect(paths.studioHome(studio), 303) : problem(c, 404)
  })

  .post('/:studio/guest-codes', async (c) => {
    const found = await homes.at(c.var.db, c.req.param('studio'), c.var.now)
    if (!found) return problem(c, 404)
    const { deviceHash, session } = c.var.browser
    if (!deviceHash) return c.html(<RefusedPage because="no-cookies" studio={found.studio} />, 403)

    const form = await readForm(c, codeForm)
    const code = form.ok ? form.values.code : ''
    const typist = { deviceHash, session, source: addressOf(c) }
    const entry = await guestCodes.enter(c.var.db, c.var.secrets, found.studio, code, typist, c.var.now)
    switch (entry.outcome) {
      case 'entered':
        carry(c, entry.session)
        return c.redirect(paths.gallery(found.studio, entry.gallery), 303)
      case 'unknown':
        return c.html(<HomePage {...found} typed={code} error={words.home.unknown} />, 422)
      case 'wait':
        return tooOften(c, <HomePage {...found} typed={code} error={words.home.wait} />)
    }
  })
