import { Hono } from 'hono'
import * as z from 'zod'
import { ChannelPage } from '../../views/door/channel-page'
import { CodePage } from '../../views/door/code-page'
import { OtherWays } from '../../views/door/other-ways'
import { PrivatePage } from '../../views/door/private-page'
import { words } from '../../views/words/en'
import { codeAsked, codeRefused } from '../answers/code'
import type { App, ClientCodeFlow, Ctx } from '../context'
import { email, readCode, readForm } from '../form'
import { maskEmail } from '../lib/mask'
import { carry, takeFlash } from '../middleware/browser'
import { clientCodeAt, stopProving, waitOf } from '../middleware/code-flow'
import { entering } from '../middleware/device'
import { askByEmail, askByLink } from '../middleware/door-code'
import { place } from '../middleware/place'
import { stuckLinkAt } from '../middleware/stuck-link'
import { throttle } from '../middleware/throttle'
import * as clientCodes from '../models/client-codes'
import { paths } from '../paths'
import { sendsSms } from '../settings'

const askForm = z.object({ email: email.optional(), channel: z.enum(['email', 'sms']).default('email') })

/** Login codes for clients, at the door of a gallery (R10–R13). */
export const codeRoutes = new Hono<App>()
  .use('/:studio/:gallery/code', throttle(), place())
  .use('/:studio/:gallery/codes', throttle(), place())
  .use('/:studio/:gallery/sign-in', place())

  .get('/:studio/:gallery/sign-in', (c) => c.html(<PrivatePage {...c.var.place} note={takeFlash(c)} />))

  .get('/:studio/:gallery/codes', (c) => {
    const { studio, gallery } = c.var.place
    const link = stuckLinkAt(c, gallery)
    if (!link?.maskedPhone) return c.redirect(paths.doorSignIn(studio, gallery), 303)
    return c.html(<ChannelPage {...c.var.place} link={link} note={takeFlash(c)} />)
  })

  .post('/:studio/:gallery/codes', async (c) => {
    const { studio, gallery } = c.var.place
    const form = await readForm(c, askForm)
    const channel = form.ok && sendsSms(c.var.settings) ? form.values.channel : 'email'
    const typed = form.ok ? form.values.email : undefined
    const flow = clientCodeAt(c, gallery)
    if (!form.ok)
      return c.html(<PrivatePage {...c.var.place} typed={form.typed.email} error={form.errors.email} />, 422)

    if (!typed && stuckLinkAt(c, gallery)) return codeAsked(c, await askByLink(c, channel), paths.code(studio, gallery))
    if (typed) stopProving(c, 'clientCode')
    const address = typed ?? flow?.email
    if (!address) return c.redirect(paths.doorSignIn(studio, gallery), 303)
    return codeAsked(c, await askByEmail(c, { email: address, channel }), paths.code(studio, gallery))
  })

  .get('/:studio/:gallery/code', (c) => {
    const { studio, gallery } = c.var.place
    const flow = clientCodeAt(c, gallery)
    return flow ? c.html(page(c, flow, { note: takeFlash(c) })) : c.redirect(paths.gallery(studio, gallery), 303)
  })

  .post('/:studio/:gallery/code', async (c) => {
    const { studio, gallery } = c.var.place
    const flow = clientCodeAt(c, gallery)
    if (!flow) return c.redirect(paths.gallery(studio, gallery), 303)

    const digits = await readCode(c)
    if (!digits) return codeRefused(c, 'six', (shown) => page(c, flow, shown))

    const browser = await entering(c)
    const entry = await clientCodes.tryCode(c.var.db, gallery, flow, digits, browser, c.var.now)
    switch (entry.outcome) {
      case 'entered':
        carry(c, entry.session)
        c.var.session?.forget('clientCode')
        c.var.session?.forget('stuckLink')
        return c.redirect(paths.gallery(studio, gallery), 303)
      case 'wrong':
      case 'over':
      case 'wait':
        return codeRefused(c, entry.outcome, (shown) => page(c, flow, shown))
    }
  })

/** Where the code went, and which other ways there are; a typed address is offered the same ones, known or not (P6). */
function page(c: Ctx, flow: ClientCodeFlow, over: { error?: string; note?: string | undefined }) {
  const { studio, gallery } = c.var.place
  const link = flow.isByLink ? stuckLinkAt(c, gallery) : undefined
  const hasSms = link ? link.maskedPhone !== null : sendsSms(c.var.settings)
  return (
    <CodePage
      studio={studio}
      action={paths.code(studio, gallery)}
      again={paths.codes(studio, gallery)}
      channel={flow.channel}
      because={flow.proves && words.code.proves[flow.proves.kind]}
      reason={link ? words.code.sent(link, flow.channel) : words.code.asked(maskEmail(flow.email), flow.channel)}
      wait={waitOf(c, flow)}
      outbox={c.var.settings.LOCAL}
      {...over}
    >
      <OtherWays
        studio={studio}
        gallery={gallery}
        link={link}
        channel={hasSms ? (flow.channel === 'sms' ? 'email' : 'sms') : undefined}
        hasPassword={link?.hasPassword ?? true}
      />
    </CodePage>
  )
}
