import { Hono } from 'hono'
import * as z from 'zod'
import { CodePage } from '../../views/door/code-page'
import { SignInPage } from '../../views/studio/sign-in-page'
import { words } from '../../views/words/en'
import { codeRefused } from '../answers/code'
import type { App, CodeFlow, Ctx } from '../context'
import { email, readCode, readForm, readPasskey } from '../form'
import { maskEmail } from '../lib/mask'
import { carry, ensureDevice, flash, forget, takeFlash } from '../middleware/browser'
import { beginStaffCode, waitOf } from '../middleware/code-flow'
import { entering } from '../middleware/device'
import { end } from '../models/sessions'
import * as staff from '../models/staff'
import * as staffPasskeys from '../models/staff-passkeys'
import { paths } from '../paths'
import { siteOf } from '../settings'

const emailForm = z.object({ email })

/** Signing in to the studio, by a login code, or a passkey where there is one; the same pages for every address (P6). */
export const signIn = new Hono<App>()
  .get('/sign-in', async (c) => {
    await ensureDevice(c)
    return c.html(<SignInPage typed={{}} errors={{}} note={takeFlash(c)} />)
  })

  .post('/sign-in', async (c) => {
    const form = await readForm(c, emailForm)
    if (!form.ok) return c.html(<SignInPage {...form} />, 422)
    await ask(c, form.values.email)
    return c.redirect(paths.signInCode(), 303)
  })

  .get('/sign-in/passkey', (c) => c.redirect(paths.signIn(), 303))

  .post('/sign-in/passkey', async (c) => {
    const answer = await readPasskey(c)
    const { db, settings, now } = c.var
    const session = answer && (await staffPasskeys.signIn(db, siteOf(settings), answer, await entering(c), now))
    if (!session) return c.html(<SignInPage typed={{}} errors={{}} note={words.passkeys.refused} />, 422)
    carry(c, session)
    c.var.session?.forget('staffCode')
    return c.redirect(paths.galleries(), 303)
  })

  .get('/sign-in/code', (c) => {
    const flow = c.var.session?.get('staffCode')
    return flow ? c.html(page(c, flow, { note: takeFlash(c) })) : c.redirect(paths.signIn(), 303)
  })

  .post('/sign-in/code', async (c) => {
    const flow = c.var.session?.get('staffCode')
    if (!flow) return c.redirect(paths.signIn(), 303)

    const digits = await readCode(c)
    if (!digits) return codeRefused(c, 'six', (shown) => page(c, flow, shown))

    const browser = await entering(c)
    const result = await staff.tryCode(c.var.db, flow, digits, browser, c.var.now)
    switch (result.outcome) {
      case 'signed-in':
        carry(c, result.session)
        c.var.session?.forget('staffCode')
        return c.redirect(paths.galleries(), 303)
      case 'wrong':
      case 'over':
      case 'wait':
        return codeRefused(c, result.outcome, (shown) => page(c, flow, shown))
    }
  })

  .post('/sign-in/codes', async (c) => {
    const flow = c.var.session?.get('staffCode')
    if (flow) await ask(c, flow.email)
    return c.redirect(flow ? paths.signInCode() : paths.signIn(), 303)
  })

  .post('/session/removal', async (c) => {
    if (c.var.browser.session) await end(c.var.db, c.var.browser.session, c.var.now)
    forget(c)
    flash(c, 'You are signed out.')
    return c.redirect(paths.signIn(), 303)
  })

async function ask(c: Ctx, to: string): Promise<void> {
  const flow = c.var.session?.get('staffCode')
  const wait = waitOf(c, flow?.email === to ? flow : undefined)
  if (wait > 0) return flash(c, words.code.tooOften(words.wait.after(wait)))

  const asked = await staff.askCode(c.var.db, c.var.secrets, to, await ensureDevice(c), c.var.now)
  await beginStaffCode(c, asked, to)
}

function page(c: Ctx, flow: CodeFlow, over: { error?: string; note?: string | undefined }) {
  return (
    <CodePage
      action={paths.signInCode()}
      again={paths.signInCodes()}
      enter="Sign in"
      reason={words.code.askedByStaff(maskEmail(flow.email))}
      wait={waitOf(c, flow)}
      outbox={c.var.settings.LOCAL}
      {...over}
    >
      <p>
        <a href={paths.signIn()}>{words.code.other}</a>
      </p>
    </CodePage>
  )
}
