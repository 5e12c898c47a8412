import { Hono } from 'hono'
import { PasswordPage } from '../../views/door/password-page'
import { words } from '../../views/words/en'
import { codeAsked } from '../answers/code'
import type { App, Ctx } from '../context'
import { readPasskey } from '../form'
import { carry } from '../middleware/browser'
import { entering } from '../middleware/device'
import { askByEmail } from '../middleware/door-code'
import { place } from '../middleware/place'
import { stuckLinkAt } from '../middleware/stuck-link'
import { throttle } from '../middleware/throttle'
import * as passkeyUses from '../models/passkey-uses'
import { paths } from '../paths'
import { siteOf } from '../settings'

/** Passkeys at the door of a gallery. */
export const doorPasskeys = new Hono<App>()
  .use('/:studio/:gallery/passkey', throttle(), place())

  .get('/:studio/:gallery/passkey', (c) => c.redirect(paths.password(c.var.place.studio, c.var.place.gallery), 303))

  .post('/:studio/:gallery/passkey', async (c) => {
    const { studio, gallery } = c.var.place
    const browser = await entering(c)
    const answer = await readPasskey(c)
    const { db, settings, now } = c.var
    const result = answer && (await passkeyUses.enter(db, siteOf(settings), gallery, answer, browser, now))
    switch (result?.outcome) {
      case 'entered':
        carry(c, result.session)
        c.var.session?.forget('stuckLink')
        return c.redirect(paths.gallery(studio, gallery), 303)
      case 'unproved': {
        const wait = await askByEmail(c, { email: result.email, channel: 'email' }, result.credential)
        return codeAsked(c, wait, paths.code(studio, gallery))
      }
      case 'refused':
      case undefined:
        return c.html(page(c), 422)
    }
  })

/** Where the passkey was asked for, with the password beside it. */
function page(c: Ctx) {
  const { refused } = words.passkeys
  return (
    <PasswordPage {...c.var.place} link={stuckLinkAt(c, c.var.place.gallery)} note={refused} typed={{}} errors={{}} />
  )
}
