import { Hono } from 'hono'
import * as z from 'zod'
import { AddressPage, WaysPage } from '../../views/portal/sign-in-page'
import { words } from '../../views/words/en'
import { codeAsked } from '../answers/code'
import { tooOften } from '../answers/too-often'
import type { App, Ctx } from '../context'
import { email, readForm, readPasskey, wanted } from '../form'
import { ensureDevice, takeFlash } from '../middleware/browser'
import { stopProving } from '../middleware/code-flow'
import { entering } from '../middleware/device'
import { askAtPortal, enterPortal, portalAddressAt } from '../middleware/portal-code'
import * as passkeyUses from '../models/passkey-uses'
import * as passwords from '../models/passwords'
import { paths } from '../paths'
import { sendsSms, siteOf } from '../settings'

const addressForm = z.object({ email, for: wanted })
const wantedForm = z.object({ for: wanted })
const passwordForm = z.object({ password: z.string().min(1, words.password.missing) })

/** Signing in to a studio's portal: an address, then one of the ways, which are the same for every address (R41, P6). */
export const portalSignIn = new Hono<App>()
  .post('/', async (c) => {
    const { studio } = c.var.portal
    const form = await readForm(c, addressForm)
    if (!form.ok) {
      const typed = { typed: form.typed.email, wanted: wanted.parse(form.typed.for) }
      return c.html(<AddressPage studio={studio} {...typed} error={form.errors.email} />, 422)
    }
    await ensureDevice(c)
    stopProving(c, 'portalCode')
    c.var.session?.set('portalEmail', { studioId: studio.id, email: form.values.email, wanted: form.values.for })
    return c.redirect(paths.portalSignIn(studio), 303)
  })

  .get('/', (c) => {
    const address = portalAddressAt(c)
    return address ? c.html(ways(c, address)) : c.redirect(paths.portal(c.var.portal.studio), 303)
  })

  .get('/password', (c) => c.redirect(paths.portalSignIn(c.var.portal.studio), 303))

  .post('/password', async (c) => {
    const { studio } = c.var.portal
    const address = portalAddressAt(c)
    if (!address) return c.redirect(paths.portal(studio), 303)
    const form = await readForm(c, passwordForm)
    if (!form.ok) return c.html(ways(c, address, form.errors.password), 422)

    const { db, secrets, now } = c.var
    const browser = await entering(c)
    const typed = { email: address, typed: form.values.password }
    const result = await passwords.signInToPortal(db, secrets, studio, typed, browser, now)
    switch (result.outcome) {
      case 'entered':
        return enterPortal(c, result.session)
      case 'unproved':
        return codeAsked(
          c,
          await askAtPortal(c, { email: address, channel: 'email', proves: result.credential }),
          paths.portalCode(c.var.portal.studio),
        )
      case 'wrong':
        return c.html(ways(c, address, words.portal.signIn.wrong), 422)
      case 'wait':
        return tooOften(c, ways(c, address, words.password.wait))
    }
  })

  .get('/passkey', (c) => c.redirect(paths.portalSignIn(c.var.portal.studio), 303))

  .post('/passkey', async (c) => {
    const { db, settings, now, portal } = c.var
    const browser = await entering(c)
    const answer = await readPasskey(c)
    const result = answer && (await passkeyUses.signIn(db, siteOf(settings), portal.studio, answer, browser, now))
    const form = await readForm(c, wantedForm)
    switch (result?.outcome) {
      case 'entered':
        return enterPortal(c, result.session, form.ok ? form.values.for : undefined)
      case 'unproved': {
        // Whose it is says the passkey, whatever was typed before.
        c.var.session?.forget('portalEmail')
        const wait = await askAtPortal(c, { email: result.email, channel: 'email', proves: result.credential })
        return codeAsked(c, wait, paths.portalCode(portal.studio))
      }
      case 'refused':
      case undefined:
        return passkeyRefused(c)
    }
  })

function passkeyRefused(c: Ctx) {
  const address = portalAddressAt(c)
  const note = words.passkeys.refused
  const { studio } = c.var.portal
  return c.html(address ? ways(c, address, undefined, note) : <AddressPage studio={studio} note={note} />, 422)
}

function ways(c: Ctx, address: string, error?: string, note = takeFlash(c)) {
  return (
    <WaysPage
      studio={c.var.portal.studio}
      email={address}
      hasSms={sendsSms(c.var.settings)}
      note={note}
      error={error}
    />
  )
}
