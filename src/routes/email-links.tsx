import { Hono } from 'hono'
import { UnknownLinkPage } from '../../views/door/refused-page'
import {
  ConfirmedPage,
  ConfirmOverPage,
  ConfirmPage,
  RevertedPage,
  RevertOverPage,
  RevertPage,
} from '../../views/portal/email-pages'
import type { App, Ctx } from '../context'
import { emailLinkStateOf } from '../door/email-change'
import * as emailChanges from '../models/email-changes'
import * as emailReverts from '../models/email-reverts'

/**
 * The link that confirms a new address, and the one that undoes it (R43). Looking at one changes nothing; its button does, once.
 * Other links are other routes' business.
 */
export const emailLinkRoutes = new Hono<App>()
  .get('/:token', async (c, next) => {
    switch (c.var.linkMeaning?.kind) {
      case 'email-confirmation': {
        const looked = await emailChanges.look(c.var.db, c.var.linkMeaning, c.var.now)
        return isOpen(c, looked)
          ? c.html(<ConfirmPage {...looked} token={c.req.param('token')} />)
          : confirmOver(c, looked)
      }
      case 'email-revert': {
        const looked = await emailReverts.look(c.var.db, c.var.linkMeaning)
        return isOpen(c, looked)
          ? c.html(<RevertPage {...looked} token={c.req.param('token')} />)
          : revertOver(c, looked)
      }
      default:
        return next()
    }
  })

  .post('/:token', async (c, next) => {
    switch (c.var.linkMeaning?.kind) {
      case 'email-confirmation':
        return confirm(c, await emailChanges.look(c.var.db, c.var.linkMeaning, c.var.now))
      case 'email-revert':
        return revert(c, await emailReverts.look(c.var.db, c.var.linkMeaning))
      default:
        return next()
    }
  })

async function confirm(c: Ctx, looked: emailChanges.Looked | undefined) {
  if (!isOpen(c, looked)) return confirmOver(c, looked)
  const { db, secrets, now } = c.var
  const result = await emailChanges.confirm(db, c.env.TOKENS, secrets, looked, now)
  switch (result.outcome) {
    case 'confirmed':
      await c.env.DELIVERIES.send({ messageId: result.messageId })
      return c.html(<ConfirmedPage {...looked} />)
    case 'refused':
      return confirmOver(c, looked)
  }
}

async function revert(c: Ctx, looked: emailReverts.Looked | undefined) {
  if (!isOpen(c, looked)) return revertOver(c, looked)
  const result = await emailReverts.revert(c.var.db, looked, c.var.now)
  switch (result) {
    case 'reverted':
      return c.html(<RevertedPage {...looked} />)
    case 'refused':
      return revertOver(c, (await emailReverts.look(c.var.db, looked.link)) ?? looked)
  }
}

function isOpen<L extends emailReverts.Looked>(c: Ctx, looked: L | undefined): looked is L {
  return looked !== undefined && stateOf(c, looked) === 'open'
}

function stateOf(c: Ctx, { link, isTaken }: Pick<emailReverts.Looked, 'link' | 'isTaken'>) {
  return emailLinkStateOf(link, isTaken, c.var.now)
}

/** Used, too late, voided by a newer one, or somebody else's address by now: which of them is not told. */
function confirmOver(c: Ctx, looked: emailChanges.Looked | undefined) {
  return looked ? c.html(<ConfirmOverPage {...looked} />, 410) : c.html(<UnknownLinkPage />, 404)
}

function revertOver(c: Ctx, looked: emailReverts.Looked | undefined) {
  if (!looked) return c.html(<UnknownLinkPage />, 404)
  return c.html(<RevertOverPage {...looked} because={stateOf(c, looked) === 'taken' ? 'taken' : 'over'} />, 410)
}
