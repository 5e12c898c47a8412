import { Hono } from 'hono'
import { dayInWords } from '../../views/components/dates'
import type { App } from '../context'
import { dayEndingAt } from '../lib/zone'
import { flash } from '../middleware/browser'
import * as timeRequests from '../models/time-requests'
import { paths } from '../paths'

/** What the photographer answers to who asks for more time (R46). */
export const studioRequests = new Hono<App>()
  .post('/:gallery/extension', async (c) => {
    const { db, secrets, studio, gallery, now } = c.var
    const extended = await timeRequests.extend(db, c.env.TOKENS, secrets, { gallery, studio }, now)
    switch (extended.outcome) {
      case 'extended':
        for (const messageId of extended.messageIds) await c.env.DELIVERIES.send({ messageId })
        flash(c, `${openUntil(extended.closesAt, studio.timeZone)} ${written(extended.messageIds.length)}`)
        break
      case 'not-published':
        flash(c, 'It is not published: publish it first.')
        break
    }
    return c.redirect(paths.galleryContacts(gallery.id), 303)
  })

  .post('/:gallery/time-requests/:request/removal', async (c) => {
    const { db, gallery, now } = c.var
    await timeRequests.decline(db, gallery.id, c.req.param('request'), now)
    flash(c, 'Declined. Nobody was written to.')
    return c.redirect(paths.galleryContacts(gallery.id), 303)
  })

function openUntil(closesAt: Date | null, timeZone: string): string {
  return closesAt ? `Open until ${dayInWords(dayEndingAt(closesAt, timeZone))}.` : 'Open without an end.'
}

function written(count: number): string {
  if (count === 0) return 'Nobody was waiting.'
  return count === 1 ? 'An email is on its way to who asked.' : `Emails are on their way to ${count} who asked.`
}
