import { Hono } from 'hono'
import * as z from 'zod'
import { CodePage } from '../../views/door/code-page'
import { IdentifyPage, type IdentifyProps } from '../../views/door/identify-page'
import { words } from '../../views/words/en'
import { codeRefused } from '../answers/code'
import type { App, Ctx, UpgradeFlow } from '../context'
import { email, personName, readCode, readForm } from '../form'
import { maskEmail } from '../lib/mask'
import { carry, ensureDevice, flash, takeFlash } from '../middleware/browser'
import { beginUpgrade, waitFor, waitOf } from '../middleware/code-flow'
import { entering } from '../middleware/device'
import { throttle } from '../middleware/throttle'
import { askingOf, guestsOnly, toGallery, visiting } from '../middleware/visiting'
import type { Person } from '../models/identities'
import * as upgrades from '../models/upgrades'
import { paths } from '../paths'

const askForm = z.object({ name: personName('your name'), email })

/** A guest makes an account or signs in, by a code to their email; what they did as a guest stays theirs (R27). */
export const upgradeRoutes = new Hono<App>()
  .use('/:studio/:gallery/identity/codes', throttle(), visiting(), guestsOnly())
  .use('/:studio/:gallery/identity/code', throttle(), visiting(), guestsOnly())

  .get('/:studio/:gallery/identity/codes', (c) => {
    const { guestName, guestEmail } = c.var.visiting.visit?.visit ?? {}
    return c.html(askPage(c, { typed: { name: guestName ?? '', email: guestEmail ?? '' }, errors: {} }))
  })

  .post('/:studio/:gallery/identity/codes', async (c) => {
    const form = await readForm(c, askForm)
    // "Send another code" names nobody.
    const person = form.ok ? form.values : 'email' in form.typed ? undefined : flowAt(c)
    if (person) await ask(c, person)
    else if (!form.ok) return c.html(askPage(c, form), 422)
    return c.redirect(paths.identityCode(c.var.visiting.studio, c.var.visiting.gallery), 303)
  })

  .get('/:studio/:gallery/identity/code', (c) => {
    const flow = flowAt(c)
    return flow ? c.html(codePage(c, flow, { note: takeFlash(c) })) : toGallery(c)
  })

  .post('/:studio/:gallery/identity/code', async (c) => {
    const flow = flowAt(c)
    if (!flow) return toGallery(c)
    const digits = await readCode(c)
    if (!digits) return codeRefused(c, 'six', (shown) => codePage(c, flow, shown))

    const browser = await entering(c)
    const upgrade = await upgrades.tryCode(c.var.db, c.var.visiting, flow, digits, browser, c.var.now)
    switch (upgrade.outcome) {
      case 'entered':
        carry(c, upgrade.session)
        c.var.session?.forget('upgrade')
        // A password is offered there; whoever has one is sent on to the photographs.
        return c.redirect(paths.account(c.var.visiting.studio, c.var.visiting.gallery), 303)
      case 'refused':
        c.var.session?.forget('upgrade')
        return toGallery(c)
      case 'wrong':
      case 'over':
      case 'wait':
        return codeRefused(c, upgrade.outcome, (shown) => codePage(c, flow, shown))
    }
  })

function flowAt(c: Ctx): UpgradeFlow | undefined {
  const flow = c.var.session?.get('upgrade')
  return flow?.galleryId === c.var.visiting.gallery.id ? flow : undefined
}

async function ask(c: Ctx, person: Person): Promise<void> {
  const { gallery } = c.var.visiting
  const flow = flowAt(c)
  const wait = waitFor(c, flow?.email === person.email ? flow : undefined, 'email')
  if (wait > 0) return flash(c, words.code.tooOften(words.wait.after(wait)))

  const device = await ensureDevice(c)
  const asked = await upgrades.ask(c.var.db, c.var.secrets, c.var.visiting, person.email, device, c.var.now)
  await beginUpgrade(c, asked, { ...person, galleryId: gallery.id })
}

/** The form for name and email; after an act that asked for an account, in that act's words. */
function askPage(c: Ctx, returned: Pick<IdentifyProps, 'typed' | 'errors'>) {
  const asking = askingOf(c.var.visiting, returned.typed.for)
  const when = asking.when === 'wall' ? 'own' : asking.when
  const skippable = asking.kind === 'ask' && asking.skippable
  return <IdentifyPage {...c.var.visiting} {...returned} {...{ when, skippable }} what="account" />
}

function codePage(c: Ctx, flow: UpgradeFlow, over: { error?: string; note?: string | undefined }) {
  const { studio, gallery } = c.var.visiting
  return (
    <CodePage
      studio={studio}
      action={paths.identityCode(studio, gallery)}
      again={paths.identityCodes(studio, gallery)}
      reason={words.identify.sent(maskEmail(flow.email))}
      wait={waitOf(c, flow)}
      outbox={c.var.settings.LOCAL}
      {...over}
    >
      <ul class="ways">
        <li>
          <a href={paths.identityCodes(studio, gallery)}>{words.code.other}</a>
        </li>
        <li>
          <a href={paths.gallery(studio, gallery)}>{words.identify.back}</a>
        </li>
      </ul>
    </CodePage>
  )
}
