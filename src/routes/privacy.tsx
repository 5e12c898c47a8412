import { Hono } from 'hono'
import { ErasedPage, ErasurePage, ErasureWaitsPage } from '../../views/portal/erasure-pages'
import { PrivacyPage } from '../../views/portal/privacy-page'
import { stepUpNeeded } from '../answers/problem'
import type { App } from '../context'
import { takeFlash } from '../middleware/browser'
import * as erasures from '../models/erasures'
import * as personalData from '../models/personal-data'
import { forget } from '../outside/outbox'

/** What a studio knows about its client: to see, and to take along. */
export const privacyRoutes = new Hono<App>()
  .get('/', async (c) => {
    const { client } = c.var.signedIn
    const data = await personalData.of(c.var.db, client)
    return c.html(<PrivacyPage studio={c.var.portal.studio} data={data} note={takeFlash(c)} />)
  })

  .get('/export', async (c) => {
    const { studio } = c.var.portal
    const data = await personalData.of(c.var.db, c.var.signedIn.client)
    c.header('Content-Type', 'application/json; charset=utf-8')
    c.header('Content-Disposition', `attachment; filename="${studio.slug}.json"`)
    return c.body(personalData.asJson(data, studio, c.var.now))
  })

/** Everything that a studio knows about its client is erased, behind a step-up. */
export const erasureRoutes = new Hono<App>()
  .get('/', async (c) => {
    const { studio } = c.var.portal
    const until = await erasures.waitsUntil(c.var.db, c.var.signedIn.client, c.var.now)
    return c.html(until ? <ErasureWaitsPage studio={studio} until={until} /> : <ErasurePage studio={studio} />)
  })

  .post('/', async (c) => {
    const { studio } = c.var.portal
    const { db, signedIn, browser, now } = c.var
    const result = await erasures.erase(db, signedIn, browser.session, now)
    switch (result.outcome) {
      case 'erased':
        if (c.var.settings.LOCAL) await forget(c.env.PHOTOS, result.messages)
        await c.env.DELIVERIES.send({ messageId: result.messageId })
        return c.html(<ErasedPage studio={studio} />)
      case 'too-early':
        return c.html(<ErasureWaitsPage studio={studio} until={result.until} />, 409)
      case 'refused':
        return stepUpNeeded(c, studio)
    }
  })
