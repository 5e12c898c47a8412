import { Hono } from 'hono'
import { UnknownLinkPage } from '../../views/door/refused-page'
import { ConfirmedPage, ConfirmOverPage, ConfirmPage, ConfirmRefusedPage } from '../../views/portal/email-pages'
import { RevertedPage, RevertOverPage, RevertPage } from '../../views/portal/email-revert-pages'
import type { App, Ctx } from '../context'
import { emailLinkStateOf } from '../door/email-change'
import { maskEmail } from '../lib/mask'
import * as emailChanges from '../models/email-changes'
import * as emailReverts from '../models/email-reverts'

/**
 * The link that confirms a new address, and the one that undoes it (R43). Looking at one changes nothing; its button does, once.
 * Other links are other routes' business.
 */
export const emailLinkRoutes = new Hono<App>()
  .get('/:token', async (c, next) => {
    switch (c.var.linkMeaning?.kind) {
      case 'email-confirmation':
        return confirmPage(c, await lookConfirmation(c, c.var.linkMeaning))
      case 'email-revert':
        return revertPage(c, await emailReverts.look(c.var.db, c.var.linkMeaning, c.var.now))
      default:
        return next()
    }
  })

  .post('/:token', async (c, next) => {
    switch (c.var.linkMeaning?.kind) {
      case 'email-confirmation':
        return confirm(c, await lookConfirmation(c, c.var.linkMeaning))
      case 'email-revert':
        return revert(c, await emailReverts.look(c.var.db, c.var.linkMeaning, c.var.now))
      default:
        return next()
    }
  })

  .post('/:token/refusal', async (c, next) => {
    if (c.var.linkMeaning?.kind !== 'email-confirmation') return next()
    const looked = await lookConfirmation(c, c.var.linkMeaning)
    if (!looked || stateOf(c, looked) !== 'open') return confirmOver(c, looked)
    await emailChanges.refuse(c.var.db, looked, c.var.now)
    return c.html(<ConfirmRefusedPage studio={looked.studio} />)
  })

const lookConfirmation = (c: Ctx, meaning: { id: string }) =>
  emailChanges.look(c.var.db, meaning, c.var.browser.session, c.var.now)

function confirmPage(c: Ctx, looked: emailChanges.Looked | undefined) {
  if (!looked || stateOf(c, looked) !== 'open') return confirmOver(c, looked)
  const { studio, change, name, isAsker, takesBack } = looked
  const account = { name, maskedEmail: maskEmail(change.oldEmail) }
  const page = { studio, account, newEmail: change.newEmail, isAsker, takesBack: takesBack !== undefined }
  return c.html(<ConfirmPage {...page} token={c.req.param('token') ?? ''} />)
}

async function confirm(c: Ctx, looked: emailChanges.Looked | undefined) {
  if (!looked || stateOf(c, looked) !== 'open') return confirmOver(c, looked)
  const { db, secrets, browser, now } = c.var
  const { studio, change, isAsker } = looked
  const result = await emailChanges.confirm(db, c.env.TOKENS, secrets, looked, browser.session, now)
  switch (result.outcome) {
    case 'confirmed':
      await deliver(c, result.messageIds)
      return c.html(<ConfirmedPage {...{ studio, isAsker }} newEmail={change.newEmail} />)
    case 'taken-back':
      await deliver(c, result.messageIds)
      return c.html(<RevertedPage studio={studio} email={change.newEmail} />)
    case 'refused':
      return confirmOver(c, looked)
  }
}

function revertPage(c: Ctx, looked: emailReverts.Looked | undefined) {
  if (!looked?.before || stateOf(c, looked) !== 'open') return revertOver(c, looked)
  return c.html(<RevertPage studio={looked.studio} email={looked.before.email} token={c.req.param('token') ?? ''} />)
}

async function revert(c: Ctx, looked: emailReverts.Looked | undefined) {
  if (!looked?.before || stateOf(c, looked) !== 'open') return revertOver(c, looked)
  const { db, now } = c.var
  const result = await emailReverts.revert(db, looked, looked.before, now)
  switch (result.outcome) {
    case 'reverted':
      await deliver(c, [result.messageId])
      return c.html(<RevertedPage studio={looked.studio} email={looked.before.email} />)
    case 'refused':
      return revertOver(c, (await emailReverts.look(db, looked.link, now)) ?? looked)
  }
}

async function deliver(c: Ctx, messageIds: string[]): Promise<void> {
  for (const messageId of messageIds) await c.env.DELIVERIES.send({ messageId })
}

function stateOf(c: Ctx, { link, isTaken }: Pick<emailReverts.Looked, 'link' | 'isTaken'>) {
  return emailLinkStateOf(link, isTaken, c.var.now)
}

/** Used, too late, voided by a newer one, or somebody else's address by now: which of them is not told. */
function confirmOver(c: Ctx, looked: emailChanges.Looked | undefined) {
  return looked ? c.html(<ConfirmOverPage studio={looked.studio} />, 410) : c.html(<UnknownLinkPage />, 404)
}

function revertOver(c: Ctx, looked: emailReverts.Looked | undefined) {
  if (!looked) return c.html(<UnknownLinkPage />, 404)
  const because = stateOf(c, looked) === 'taken' ? 'taken' : 'over'
  return c.html(<RevertOverPage studio={looked.studio} because={because} />, 410)
}
