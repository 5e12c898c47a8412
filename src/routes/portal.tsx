import { Hono } from 'hono'
import { OverviewPage } from '../../views/portal/overview-page'
import { AddressPage } from '../../views/portal/sign-in-page'
import { words } from '../../views/words/en'
import { problem } from '../answers/problem'
import type { App } from '../context'
import { wanted } from '../form'
import { dayIn } from '../lib/zone'
import { carry, ensureDevice, flash, presenting, takeFlash } from '../middleware/browser'
import { noteLooking } from '../middleware/device'
import { takePasses } from '../middleware/pass'
import * as overviews from '../models/overviews'
import * as signOuts from '../models/sign-outs'
import { paths } from '../paths'

/** A studio's page for its clients: who is signed in sees their galleries; anyone else signs in (R41, R42). */
export const portalRoutes = new Hono<App>().get('/', async (c) => {
  const { db, browser, now } = c.var
  const found = await overviews.at(db, c.req.param('studio') ?? '', browser.session, now)
  if (!found) return problem(c, 404)

  const { studio, signedIn, galleries, approvalId } = found
  const note = takeFlash(c)
  if (signedIn) {
    noteLooking(c, signedIn.client.id, found.seenAt)
    const today = dayIn(now, studio.timeZone)
    return c.html(<OverviewPage client={signedIn.client} {...{ studio, galleries, today, now, approvalId, note }} />)
  }
  await ensureDevice(c)
  return c.html(<AddressPage studio={studio} note={note} wanted={wanted.parse(c.req.query('for'))} />)
})

/** Signs out of it, on this device. */
export const portalSession = new Hono<App>().post('/removal', async (c) => {
  const browser = await presenting(c)
  const ended = await signOuts.here(c.var.db, c.var.signedIn.client.id, browser, c.var.now)
  carry(c, ended.session)
  takePasses(c, ended.galleryIds)
  flash(c, words.portal.signIn.out)
  return c.redirect(paths.portal(c.var.portal.studio), 303)
})
