import { Hono } from 'hono'
import { CodePage } from '../../views/door/code-page'
import { StaffStepUpPage } from '../../views/studio/step-up-pages'
import { words } from '../../views/words/en'
import { codeRefused } from '../answers/code'
import type { App, CodeFlow, Ctx } from '../context'
import { isSteppedUp } from '../door/step-up'
import { readCode, readPasskey } from '../form'
import { maskEmail } from '../lib/mask'
import { carry, ensureDevice, flash, presenting, takeFlash } from '../middleware/browser'
import { beginStaffStepUp, waitOf } from '../middleware/code-flow'
import { throttle } from '../middleware/throttle'
import * as passkeys from '../models/passkeys'
import * as stepUps from '../models/step-ups'
import { paths } from '../paths'
import { siteOf } from '../settings'

/** Before somebody of the studio changes their own account, they prove once more who they are: by a passkey, or a code if they have none. */
export const staffStepUp = new Hono<App>()
  .use('/*', throttle())

  .get('/', async (c) => {
    if (isSteppedUp(c.var.staffProvedAt, c.var.now)) return c.redirect(paths.staffAccount(), 303)
    await ensureDevice(c)
    return c.html(await page(c, takeFlash(c)))
  })

  .get('/passkey', (c) => c.redirect(paths.staffStepUp(), 303))

  .post('/passkey', async (c) => {
    const { db, settings, now } = c.var
    const browser = await presenting(c)
    const answer = await readPasskey(c)
    const session = answer && (await stepUps.byPasskey(db, siteOf(settings), who(c), answer, browser, now))
    return session ? proved(c, session) : c.html(await page(c, words.passkeys.refused), 422)
  })

  .get('/codes', (c) => c.redirect(paths.staffStepUp(), 303))

  .post('/codes', async (c) => {
    const { db, secrets, staff, now } = c.var
    const asked = await stepUps.ask(db, secrets, who(c), 'email', now)
    await beginStaffStepUp(c, asked, staff.email)
    if (!asked.sent) flash(c, words.code.tooOften(words.wait.after(asked.wait)))
    return c.redirect(paths.staffStepUpCode(), 303)
  })

  .get('/code', (c) => {
    const flow = flowAt(c)
    return flow ? c.html(codePage(c, flow, { note: takeFlash(c) })) : c.redirect(paths.staffStepUp(), 303)
  })

  .post('/code', async (c) => {
    const flow = flowAt(c)
    if (!flow) return c.redirect(paths.staffStepUp(), 303)
    const digits = await readCode(c)
    if (!digits) return codeRefused(c, 'six', (shown) => codePage(c, flow, shown))

    const result = await stepUps.byCode(c.var.db, who(c), flow, digits, await presenting(c), c.var.now)
    switch (result.outcome) {
      case 'proved':
        return proved(c, result.session)
      case 'wrong':
      case 'over':
      case 'wait':
        return codeRefused(c, result.outcome, (shown) => codePage(c, flow, shown))
    }
  })

const who = (c: Ctx): stepUps.Who => ({ kind: 'staff', staff: c.var.staff })

function proved(c: Ctx, session: { id: string; secret: string }) {
  carry(c, session)
  c.var.session?.forget('staffStepUp')
  return c.redirect(paths.staffAccount(), 303)
}

/** The code that this person asked for: another one's proves nothing here. */
function flowAt(c: Ctx): CodeFlow | undefined {
  const flow = c.var.session?.get('staffStepUp')
  return flow?.email === c.var.staff.email ? flow : undefined
}

async function page(c: Ctx, note: string | undefined) {
  const own = await passkeys.list(c.var.db, { kind: 'staff', id: c.var.staff.id })
  return <StaffStepUpPage maskedEmail={maskEmail(c.var.staff.email)} hasPasskey={own.length > 0} note={note} />
}

function codePage(c: Ctx, flow: CodeFlow, over: { error?: string; note?: string | undefined }) {
  return (
    <CodePage
      action={paths.staffStepUpCode()}
      again={paths.staffStepUpCodes()}
      enter={words.portal.stepUp.enter}
      reason={words.portal.stepUp.sent(maskEmail(flow.email))}
      wait={waitOf(c, flow)}
      outbox={c.var.settings.LOCAL}
      {...over}
    >
      <p>
        <a href={paths.staffAccount()}>{words.portal.stepUp.notNow}</a>
      </p>
    </CodePage>
  )
}
