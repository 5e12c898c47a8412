import { Hono } from 'hono'
import * as z from 'zod'
import { PinPage, type PinProps } from '../../views/door/pin-page'
import { RefusedPage } from '../../views/door/refused-page'
import { words } from '../../views/words/en'
import { problem } from '../answers/problem'
import { tooOften } from '../answers/too-often'
import type { App, Ctx } from '../context'
import { normalise } from '../door/pin'
import { challenge, check, PROOF_VALID_MINUTES } from '../door/proof'
import { readForm } from '../form'
import { carry } from '../middleware/browser'
import { meetKnown } from '../middleware/enter'
import { addressOf, throttle } from '../middleware/throttle'
import type * as meetings from '../models/meetings'
import * as pinTries from '../models/pin-tries'
import { paths } from '../paths'

const pinForm = z.object({ pin: z.string().default(''), proof: z.string().default('') })

/** The gallery PIN at the door (R14–R18). The gallery's own URL shows the form, and sets the device cookie it needs. */
export const pinRoutes = new Hono<App>()
  .use('/:studio/:gallery/pin', throttle('WIDE_FENCE'))

  .get('/:studio/:gallery/pin', async (c) => {
    const met = await meetKnown(c)
    return met ? goIn(c, met) : problem(c, 404)
  })

  .post('/:studio/:gallery/pin', async (c) => {
    const met = await meetKnown(c)
    if (!met) return problem(c, 404)
    const { decision, studio } = met
    if (decision.kind !== 'ask' || decision.step !== 'pin') return goIn(c, met)
    const { deviceHash, session } = c.var.browser
    if (!deviceHash) return c.html(<RefusedPage because="no-cookies" studio={studio} />, 403)

    const form = await readForm(c, pinForm)
    const { pin = '', proof = '' } = form.ok ? form.values : {}
    const digits = normalise(pin)
    if (!digits) return c.html(page(met, pin, { error: words.pin.digits }), 422)

    const stores = { db: c.var.db, guards: c.env.PIN_GUARD, secrets: c.var.secrets }
    const tried = { digits, proof: await check(c.var.secrets, met.gallery.id, proof, c.var.now) }
    const browser = { deviceHash, prefix: addressOf(c), session }
    return answer(c, met, pin, await pinTries.attempt(stores, met, tried, browser, c.var.now))
  })

/** What came of a try. */
async function answer(c: Ctx, met: meetings.Met, typed: string, attempt: pinTries.Attempt) {
  switch (attempt.outcome) {
    case 'opened':
      carry(c, attempt.session)
      return goIn(c, met)
    case 'changed':
      return goIn(c, met)
    case 'wrong':
      if (attempt.notice) await tell(c, met, attempt.notice)
      return c.html(page(met, typed, { error: words.pin[attempt.other ?? 'wrong'] }), 422)
    case 'wait':
      if (attempt.because === 'gallery') return showAttacked(c, met, typed, attempt.seconds)
      return tooOften(c, page(met, typed, { note: words.pin.wait, wait: attempt.seconds }), attempt.seconds)
    case 'prove':
      return showAttacked(c, met, typed, attempt.seconds)
  }
}

/** A longer wait would leave too little of a challenge's time: it is then given at the next try. */
const LONGEST_WAIT_WITH_CHALLENGE = (PROOF_VALID_MINUTES * 60) / 2

/** Under attack a newcomer's next try needs a proof of work. */
async function showAttacked(c: Ctx, met: meetings.Met, typed: string, wait: number) {
  const isSoon = wait <= LONGEST_WAIT_WITH_CHALLENGE
  const given = isSoon ? await challenge(c.var.secrets, met.gallery.id, c.var.now) : undefined
  const note = wait > 0 ? words.pin.attacked : words.pin.prove
  return tooOften(c, page(met, typed, { note, wait, challenge: given }), wait)
}

function page({ studio, gallery }: meetings.Met, typed: string, over: Partial<PinProps>) {
  return <PinPage {...{ studio, gallery, typed }} {...over} />
}

/** The photographer is told before the guard takes it as done: a request that fails on the way loses nothing. */
async function tell(c: Ctx, { gallery }: meetings.Met, notice: pinTries.Notice): Promise<void> {
  await c.env.DELIVERIES.send({ messageId: notice.messageId })
  await pinTries.noticed(c.env.PIN_GUARD, gallery, notice, c.var.now)
}

function goIn(c: Ctx, { studio, gallery }: meetings.Met) {
  return c.redirect(paths.gallery(studio, gallery), 303)
}
