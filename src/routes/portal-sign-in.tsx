import { Hono } from 'hono'
import * as z from 'zod'
import { CodePage } from '../../views/door/code-page'
import { AddressPage, WaysPage } from '../../views/portal/sign-in-page'
import { words } from '../../views/words/en'
import { codeAsked, codeRefused } from '../answers/code'
import { tooOften } from '../answers/too-often'
import type { AccountPart, App, Ctx, PortalCodeFlow } from '../context'
import type { Channel } from '../door/code'
import { email, readCode, readForm, readPasskey, wanted } from '../form'
import { maskEmail } from '../lib/mask'
import { carry, ensureDevice, takeFlash } from '../middleware/browser'
import { beginPortalCode, keepProving, waitFor, waitOf } from '../middleware/code-flow'
import { entering } from '../middleware/device'
import type { Credential } from '../models/credentials'
import * as passkeyUses from '../models/passkey-uses'
import * as passwords from '../models/passwords'
import * as portalCodes from '../models/portal-codes'
import { paths } from '../paths'
import { sendsSms, siteOf } from '../settings'

const addressForm = z.object({ email, for: wanted })
const wantedForm = z.object({ for: wanted })
const askForm = z.object({ channel: z.enum(['email', 'sms']).default('email') })
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
    c.var.session?.set('portalEmail', { studioId: studio.id, email: form.values.email, wanted: form.values.for })
    return c.redirect(paths.portalSignIn(studio), 303)
  })

  .get('/', (c) => {
    const address = addressAt(c)
    return address ? c.html(ways(c, address)) : c.redirect(paths.portal(c.var.portal.studio), 303)
  })

  .get('/password', (c) => c.redirect(paths.portalSignIn(c.var.portal.studio), 303))

  .post('/password', async (c) => {
    const { studio } = c.var.portal
    const address = addressAt(c)
    if (!address) return c.redirect(paths.portal(studio), 303)
    const form = await readForm(c, passwordForm)
    if (!form.ok) return c.html(ways(c, address, form.errors.password), 422)

    const { db, secrets, now } = c.var
    const browser = await entering(c)
    const typed = { email: address, typed: form.values.password }
    const result = await passwords.signInToPortal(db, secrets, studio, typed, browser, now)
    switch (result.outcome) {
      case 'entered':
        return enter(c, result.session)
      case 'unproved':
        return ask(c, { email: address, channel: 'email', proves: result.credential })
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
        return enter(c, result.session, form.ok ? form.values.for : undefined)
      case 'unproved':
        // Whose it is says the passkey, whatever was typed before.
        c.var.session?.forget('portalEmail')
        return ask(c, { email: result.email, channel: 'email', proves: result.credential })
      case 'refused':
      case undefined:
        return passkeyRefused(c)
    }
  })

  .post('/codes', async (c) => {
    const { studio } = c.var.portal
    const address = flowAt(c)?.email ?? addressAt(c)
    if (!address) return c.redirect(paths.portal(studio), 303)
    const form = await readForm(c, askForm)
    return ask(c, { email: address, channel: form.ok && sendsSms(c.var.settings) ? form.values.channel : 'email' })
  })

  .get('/code', (c) => {
    const flow = flowAt(c)
    if (!flow) return c.redirect(paths.portal(c.var.portal.studio), 303)
    return c.html(codePage(c, flow, { note: takeFlash(c) }))
  })

  .post('/code', async (c) => {
    const flow = flowAt(c)
    if (!flow) return c.redirect(paths.portal(c.var.portal.studio), 303)
    const digits = await readCode(c)
    if (!digits) return codeRefused(c, 'six', (shown) => codePage(c, flow, shown))

    const browser = await entering(c)
    const result = await portalCodes.tryCode(c.var.db, flow, digits, browser, c.var.now)
    switch (result.outcome) {
      case 'entered':
        return enter(c, result.session)
      case 'wrong':
      case 'over':
      case 'wait':
        return codeRefused(c, result.outcome, (shown) => codePage(c, flow, shown))
    }
  })

/** On to what the sign-in was for, by way of the step-up that it asks for; else to the portal's first page. */
function enter(c: Ctx, session: { id: string; secret: string }, part = partAt(c)) {
  const { studio } = c.var.portal
  carry(c, session)
  c.var.session?.forget('portalCode')
  c.var.session?.forget('portalEmail')
  if (part) c.var.session?.set('stepUpFor', part)
  return c.redirect(part ? paths.stepUp(studio) : paths.portal(studio), 303)
}

function partAt(c: Ctx): AccountPart | undefined {
  const typed = c.var.session?.get('portalEmail')
  return typed?.studioId === c.var.portal.studio.id ? typed.wanted : undefined
}

/** The address that was typed in this browser at this portal. */
function addressAt(c: Ctx): string | undefined {
  const typed = c.var.session?.get('portalEmail')
  return typed?.studioId === c.var.portal.studio.id ? typed.email : undefined
}

function flowAt(c: Ctx): PortalCodeFlow | undefined {
  const flow = c.var.session?.get('portalCode')
  const address = addressAt(c)
  return flow?.studioId === c.var.portal.studio.id && (!address || flow.email === address) ? flow : undefined
}

/** @param to with `proves`, an unproved password or passkey of that address, which was right: the code proves it */
async function ask(c: Ctx, to: { email: string; channel: Channel; proves?: Credential }) {
  const { studio } = c.var.portal
  const flow = flowAt(c)
  const before = flow?.email === to.email ? flow : undefined
  const wait = waitFor(c, before, to.channel)
  if (wait > 0) keepProving(c, 'portalCode', before, to.proves)
  else {
    const asked = await portalCodes.ask(c.var.db, c.var.secrets, studio, to, await ensureDevice(c), c.var.now)
    await beginPortalCode(c, asked, { ...to, studioId: studio.id })
  }
  return codeAsked(c, wait, paths.portalCode(studio))
}

function passkeyRefused(c: Ctx) {
  const address = addressAt(c)
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

/** Where the code went: the same for every address. */
function codePage(c: Ctx, flow: PortalCodeFlow, over: { error?: string; note?: string | undefined }) {
  const { studio } = c.var.portal
  return (
    <CodePage
      studio={studio}
      action={paths.portalCode(studio)}
      again={paths.portalCodes(studio)}
      enter={words.portal.signIn.enter}
      channel={flow.channel}
      because={flow.proves && words.code.proves[flow.proves.kind]}
      reason={words.portal.signIn.asked(maskEmail(flow.email), flow.channel)}
      wait={waitOf(c, flow)}
      outbox={c.var.settings.LOCAL}
      {...over}
    >
      <p>
        <a href={paths.portalSignIn(studio)}>{words.portal.signIn.withPassword}</a>
      </p>
    </CodePage>
  )
}
