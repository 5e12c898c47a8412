import { Hono } from 'hono'
import * as z from 'zod'
import { CodePage } from '../../views/door/code-page'
import { StepUpPage } from '../../views/portal/step-up-pages'
import { words } from '../../views/words/en'
import { codeRefused } from '../answers/code'
import type { AccountPart, App, Ctx, StepUpFlow } from '../context'
import { isSteppedUp } from '../door/step-up'
import { readCode, readForm, readPasskey } from '../form'
import { maskEmail, maskPhone } from '../lib/mask'
import { carry, ensureDevice, flash, presenting, takeFlash } from '../middleware/browser'
import { beginStepUp, waitOf } from '../middleware/code-flow'
import * as passkeys from '../models/passkeys'
import * as stepUps from '../models/step-ups'
import { paths } from '../paths'
import { sendsSms, siteOf } from '../settings'

const askForm = z.object({ channel: z.enum(['email', 'sms']).default('email') })

const PAGES: Record<AccountPart, (studio: { slug: string }) => string> = {
  details: paths.clientDetails,
  password: paths.clientPassword,
  email: paths.clientEmail,
  passkeys: paths.clientPasskeys,
  privacy: paths.privacy,
  erasure: paths.erasure,
}

/** Before an account is changed, whoever is signed in proves once more who they are (R43). */
export const stepUpRoutes = new Hono<App>()
  .get('/', async (c) => {
    if (isSteppedUp(c.var.signedIn.signIn.provedAt, c.var.now)) return afterStepUp(c)
    await ensureDevice(c)
    return c.html(await page(c, takeFlash(c)))
  })

  .get('/passkey', (c) => c.redirect(paths.stepUp(c.var.portal.studio), 303))

  .post('/passkey', async (c) => {
    const { db, settings, now } = c.var
    const browser = await presenting(c)
    const answer = await readPasskey(c)
    const session = answer && (await stepUps.byPasskey(db, siteOf(settings), who(c), answer, browser, now))
    if (!session) return c.html(await page(c, words.passkeys.refused), 422)
    carry(c, session)
    return afterStepUp(c)
  })

  .get('/codes', (c) => c.redirect(paths.stepUp(c.var.portal.studio), 303))

  .post('/codes', async (c) => {
    const { signedIn, db, secrets, now } = c.var
    const form = await readForm(c, askForm)
    const channel = form.ok && onFile(c).maskedPhone ? form.values.channel : 'email'
    const asked = await stepUps.ask(db, secrets, who(c), channel, now)
    await beginStepUp(c, asked, { email: signedIn.client.email, channel, signInId: signedIn.signIn.id })
    if (!asked.sent) flash(c, words.code.tooOften(words.wait.after(asked.wait)))
    return c.redirect(paths.stepUpCode(c.var.portal.studio), 303)
  })

  .get('/code', async (c) => {
    const flow = flowAt(c)
    if (!flow) return c.redirect(paths.stepUp(c.var.portal.studio), 303)
    return c.html(codePage(c, flow, await hasPasskey(c), { note: takeFlash(c) }))
  })

  .post('/code', async (c) => {
    const flow = flowAt(c)
    if (!flow) return c.redirect(paths.stepUp(c.var.portal.studio), 303)
    const digits = await readCode(c)
    const refused = async (because: Parameters<typeof codeRefused>[1]) => {
      const isOffered = await hasPasskey(c)
      return codeRefused(c, because, (shown) => codePage(c, flow, isOffered, shown))
    }
    if (!digits) return refused('six')

    const browser = await presenting(c)
    const result = await stepUps.byCode(c.var.db, who(c), flow, digits, browser, c.var.now)
    switch (result.outcome) {
      case 'proved':
        carry(c, result.session)
        c.var.session?.forget('stepUp')
        return afterStepUp(c)
      case 'wrong':
      case 'over':
      case 'wait':
        return refused(result.outcome)
    }
  })

const who = (c: Ctx): stepUps.Who => ({ kind: 'client', ...c.var.signedIn })

/** Sends on who has stepped up: back to the page that asked for it, else to the account. */
function afterStepUp(c: Ctx) {
  const { studio } = c.var.portal
  const page = c.var.session?.get('stepUpFor')
  if (page === 'privacy') flash(c, words.portal.privacy.confirmed)
  const path = page && PAGES[page]
  return c.redirect((path ?? paths.clientAccount)(studio), 303)
}

/** The ways to prove it: a passkey for who has one, and codes. */
async function page(c: Ctx, note: string | undefined) {
  return <StepUpPage studio={c.var.portal.studio} {...onFile(c)} hasPasskey={await hasPasskey(c)} note={note} />
}

async function hasPasskey(c: Ctx): Promise<boolean> {
  const own = await passkeys.list(c.var.db, { kind: 'client', id: c.var.signedIn.client.id })
  return own.some(({ galleryId }) => galleryId === null)
}

/** The code that this very sign-in asked for: another one's proves nothing here. */
function flowAt(c: Ctx): StepUpFlow | undefined {
  const flow = c.var.session?.get('stepUp')
  return flow?.signInId === c.var.signedIn.signIn.id ? flow : undefined
}

/** Where a code can go. */
function onFile(c: Ctx) {
  const { email, phone } = c.var.signedIn.client
  return { maskedEmail: maskEmail(email), maskedPhone: phone && sendsSms(c.var.settings) ? maskPhone(phone) : null }
}

type Shown = { error?: string; note?: string | undefined }

function codePage(c: Ctx, flow: StepUpFlow, hasPasskey: boolean, over: Shown) {
  const { studio } = c.var.portal
  const { other, notNow } = words.portal.stepUp
  const { maskedEmail, maskedPhone } = onFile(c)
  return (
    <CodePage
      studio={studio}
      action={paths.stepUpCode(studio)}
      again={paths.stepUpCodes(studio)}
      enter={words.portal.stepUp.enter}
      channel={flow.channel}
      reason={words.portal.stepUp.sent(flow.channel === 'sms' && maskedPhone ? maskedPhone : maskedEmail)}
      wait={waitOf(c, flow)}
      outbox={c.var.settings.LOCAL}
      {...over}
    >
      <p>
        {hasPasskey || maskedPhone ? (
          <a href={paths.stepUp(studio)}>{other}</a>
        ) : (
          <a href={paths.clientAccount(studio)}>{notNow}</a>
        )}
      </p>
    </CodePage>
  )
}
