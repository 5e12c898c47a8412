import { Hono } from 'hono'
import * as z from 'zod'
import { momentInFull } from '../../views/components/dates'
import { SchedulePage } from '../../views/studio/schedule-page'
import type { App, Ctx } from '../context'
import { day, readForm, time } from '../form'
import { dayIn, instantOf, plusDays, timeIn } from '../lib/zone'
import { flash } from '../middleware/browser'
import * as schedules from '../models/schedules'
import { paths } from '../paths'

const shape = z.object({ day, time })
type Moment = z.output<typeof shape>

/** When weddings are shown: what an empty form suggests, for the next day. */
const USUAL_TIME = '18:00'

/** A gallery's opening by itself, on a day and time in the studio's time zone (R45). */
export const scheduleRoutes = new Hono<App>()
  .get('/:gallery/schedule', (c) => {
    const { studio, gallery, now } = c.var
    const opensAt = gallery.publishedAt && gallery.publishedAt > now ? gallery.publishedAt : undefined
    const typed = {
      day: opensAt ? dayIn(opensAt, studio.timeZone) : plusDays(dayIn(now, studio.timeZone), 1),
      time: opensAt ? timeIn(opensAt, studio.timeZone) : USUAL_TIME,
    }
    return c.html(<SchedulePage {...{ studio, gallery, now, typed }} errors={{}} />)
  })

  .post('/:gallery/schedule', async (c) => {
    const { studio, gallery, now } = c.var
    const form = await readForm(c, shape)
    if (!form.ok) return c.html(<SchedulePage {...{ studio, gallery, now }} {...form} />, 422)

    const opensAt = instantOf(form.values.day, form.values.time, studio.timeZone)
    const { outcome } = await schedules.schedule(c.var.db, gallery, opensAt, now)
    switch (outcome) {
      case 'scheduled':
        flash(c, `It opens by itself on ${momentInFull(opensAt, studio.timeZone)}.`)
        return c.redirect(paths.galleryPhotos(gallery.id), 303)
      case 'open-already':
        flash(c, 'The gallery is open already.')
        return c.redirect(paths.galleryPhotos(gallery.id), 303)
      case 'past':
        return returned(c, form.values, { day: 'This moment has passed. To open it now, publish it.' })
      case 'after-closing':
        return returned(c, form.values, { day: 'It closes before that: change “Open until” in the settings first.' })
    }
  })

function returned(c: Ctx, typed: Moment, errors: Record<string, string>) {
  const { studio, gallery, now } = c.var
  return c.html(<SchedulePage {...{ studio, gallery, now, typed, errors }} />, 422)
}
