import { Hono } from 'hono'
import * as z from 'zod'
import { IdentifyPage } from '../../views/door/identify-page'
import { RefusedPage } from '../../views/door/refused-page'
import { words } from '../../views/words/en'
import type { App } from '../context'
import { email, personName, readForm } from '../form'
import { carry, ensureDevice, flash } from '../middleware/browser'
import { throttle } from '../middleware/throttle'
import { askingOf, guestsOnly, toGallery, visiting } from '../middleware/visiting'
import * as identities from '../models/identities'

const shape = z.object({ name: personName('your name'), email })

/** Who a guest is, by their own word: at the email wall (R20), before an act that asks for it (R26), or unasked. */
export const identityRoutes = new Hono<App>()
  .use('/:studio/:gallery/identity', throttle('WIDE_FENCE'), visiting(), guestsOnly())

  .get('/:studio/:gallery/identity', async (c) => {
    const { visit } = c.var.visiting
    const asking = askingOf(c.var.visiting, c.req.query('for'))
    // At the email wall the gallery's own address asks.
    if (asking.when === 'wall' || asking.kind === 'go') return toGallery(c)
    await ensureDevice(c)
    const typed = { name: visit?.visit.guestName ?? '', email: visit?.visit.guestEmail ?? '' }
    return c.html(<IdentifyPage {...c.var.visiting} {...asking} typed={typed} errors={{}} />)
  })

  .post('/:studio/:gallery/identity', async (c) => {
    const form = await readForm(c, shape)
    if (!form.ok) {
      const { when } = askingOf(c.var.visiting, form.typed.for)
      return c.html(<IdentifyPage {...c.var.visiting} {...form} when={when} what="email" />, 422)
    }
    const { deviceHash, session } = c.var.browser
    if (!deviceHash) return c.html(<RefusedPage because="no-cookies" studio={c.var.visiting.studio} />, 403)
    const browser = { deviceHash, session }
    const identified = await identities.identify(c.var.db, c.var.visiting, form.values, browser, c.var.now)
    if (identified.outcome === 'identified') {
      carry(c, identified.session)
      if (c.var.visiting.decision.kind === 'inside') flash(c, words.identify.thanks(form.values.name))
    }
    return toGallery(c)
  })
