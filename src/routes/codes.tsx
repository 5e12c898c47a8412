import { Hono } from 'hono'
import * as z from 'zod'
import { CodePage } from '../../views/door/code-page'
import { PrivatePage } from '../../views/door/private-page'
import { words } from '../../views/words/en'
import type { App, ClientCodeFlow, Ctx } from '../context'
import type { Gallery, Studio } from '../db/schema'
import { normalise } from '../door/code'
import { email, readForm } from '../form'
import { maskEmail } from '../lib/mask'
import { carry, ensureDevice, flash, takeFlash } from '../middleware/browser'
import { beginClientCode, beginLinkCode, waitOf } from '../middleware/code-flow'
import { throttle } from '../middleware/throttle'
import * as clientCodes from '../models/client-codes'
import * as galleries from '../models/galleries'
import * as links from '../models/links'
import { paths } from '../paths'
import { problem } from '../problem'

const emailForm = z.object({ email })
const codeForm = z.object({ code: z.string().default('') })

type Place = { gallery: Gallery; studio: Studio }

/** Login codes for clients, at the door of a gallery (R10–R13). */
export const codeRoutes = new Hono<App>()
  .use('/:studio/:gallery/code', throttle())
  .use('/:studio/:gallery/codes', throttle())

  .get('/:studio/:gallery/code', async (c) => {
    const place = await find(c)
    if (!place) return problem(c, 404)
    const flow = flowAt(c, place)
    return flow
      ? c.html(page(c, place, flow, { note: takeFlash(c) }))
      : c.redirect(paths.gallery(place.studio, place.gallery), 303)
  })

  .post('/:studio/:gallery/code', async (c) => {
    const place = await find(c)
    if (!place) return problem(c, 404)
    const flow = flowAt(c, place)
    if (!flow) return c.redirect(paths.gallery(place.studio, place.gallery), 303)

    const form = await readForm(c, codeForm)
    const digits = normalise(form.ok ? form.values.code : '')
    if (!digits) return c.html(page(c, place, flow, { error: words.code.six }), 422)

    const browser = { deviceHash: await ensureDevice(c), session: c.var.browser.session }
    const entry = await clientCodes.tryCode(c.var.db, place.gallery, flow, digits, browser, c.var.now)
    switch (entry.outcome) {
      case 'entered':
        carry(c, entry.session)
        c.var.session?.forget('clientCode')
        return c.redirect(paths.gallery(place.studio, place.gallery), 303)
      case 'wrong':
        return c.html(page(c, place, flow, { error: words.code.wrong }), 422)
      case 'over':
        return c.html(page(c, place, flow, { error: words.code.over }), 422)
      case 'wait':
        c.header('Retry-After', '3600')
        return c.html(page(c, place, flow, { error: words.code.wait }), 429)
    }
  })

  .post('/:studio/:gallery/codes', async (c) => {
    const place = await find(c)
    if (!place) return problem(c, 404)
    const flow = flowAt(c, place)
    const form = await readForm(c, emailForm)

    if (form.ok) await askByEmail(c, place, form.values.email, flow)
    else if (flow?.token) await askByLink(c, flow)
    else if (flow) await askByEmail(c, place, flow.email, flow)
    else return c.html(<PrivatePage {...place} typed={form.typed.email} error={form.errors.email} />, 422)
    return c.redirect(paths.code(place.studio, place.gallery), 303)
  })

/** The gallery, if it is open: codes lead nowhere else. */
async function find(c: Ctx): Promise<Place | undefined> {
  const at = { studio: c.req.param('studio') ?? '', gallery: c.req.param('gallery') ?? '' }
  return galleries.findOpen(c.var.db, at, c.var.now)
}

function flowAt(c: Ctx, { gallery }: Place): ClientCodeFlow | undefined {
  const flow = c.var.session?.get('clientCode')
  return flow?.galleryId === gallery.id ? flow : undefined
}

async function askByEmail(
  c: Ctx,
  { gallery }: Place,
  address: string,
  flow: ClientCodeFlow | undefined,
): Promise<void> {
  const wait = waitOf(c, flow?.email === address ? flow : undefined)
  if (wait > 0) return flash(c, words.code.tooOften(words.code.in(wait)))

  const device = await ensureDevice(c)
  const asked = await clientCodes.askByEmail(c.var.db, c.var.secrets, gallery, address, device, c.var.now)
  await beginClientCode(c, asked, { email: address, galleryId: gallery.id })
}

async function askByLink(c: Ctx, flow: ClientCodeFlow): Promise<void> {
  const looked = await links.look(c.var.db, c.env.TOKENS, flow.token ?? '', c.var.browser.session, c.var.now)
  if (!looked || looked.contact.removedAt) return
  const asked = await clientCodes.askByLink(c.var.db, c.var.secrets, looked, c.var.now)
  await beginLinkCode(c, asked, { ...flow, email: looked.clientEmail })
  if (!asked.sent) flash(c, words.code.tooOften(words.code.in(asked.wait)))
}

function page(
  c: Ctx,
  { studio, gallery }: Place,
  flow: ClientCodeFlow,
  over: { error?: string; note?: string | undefined },
) {
  const address = maskEmail(flow.email)
  const { because, sentTo, asked, other } = words.code
  return (
    <CodePage
      studio={studio}
      action={paths.code(studio, gallery)}
      again={paths.codes(studio, gallery)}
      reason={flow.because === 'asked' ? asked(address) : `${because[flow.because]} ${sentTo(address)}`}
      wait={waitOf(c, flow)}
      outbox={c.var.settings.LOCAL}
      {...over}
    >
      {flow.because === 'asked' && (
        <p>
          <a href={paths.gallery(studio, gallery)}>{other}</a>
        </p>
      )}
      {flow.token && flow.admitsGuest && (
        <form method="post" action={paths.linkGuest(flow.token)}>
          <button class="link">{words.cover.notMe}</button>
        </form>
      )}
    </CodePage>
  )
}
