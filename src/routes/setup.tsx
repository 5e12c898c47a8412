import { Hono } from 'hono'
import * as z from 'zod'
import { SetupPage } from '../../views/studio/setup-page'
import { problem } from '../answers/problem'
import type { App, Ctx } from '../context'
import { email, line, readForm } from '../form'
import { slugify } from '../lib/slug'
import { equal } from '../lib/token'
import { isTimeZone } from '../lib/zone'
import { carry, ensureDevice, flash } from '../middleware/browser'
import { entering } from '../middleware/device'
import * as staff from '../models/staff'
import { paths, RESERVED_STUDIO_SLUGS } from '../paths'

const shape = (settings: Ctx['var']['settings']) =>
  z
    .object({
      key: z.string().default(''),
      studioName: line('the studio’s name', 80),
      slug: z.string().trim().max(60).default(''),
      name: line('your name', 80),
      email,
      timeZone: z
        .string()
        .trim()
        .refine(isTimeZone, 'This is not a time zone we know. Try one like Europe/Vienna or America/New_York.'),
    })
    .transform((form) => ({ ...form, slug: slugify(form.slug || form.studioName) }))
    .refine((form) => form.slug !== '' && !RESERVED_STUDIO_SLUGS.has(form.slug), {
      path: ['slug'],
      error: 'Choose another address.',
    })
    .refine((form) => settings.LOCAL || equal(form.key, settings.SETUP_KEY ?? ''), {
      path: ['key'],
      error: 'This is not the setup key.',
    })

/** The first studio and its owner, once; afterwards there is nothing here. */
export const setup = new Hono<App>()
  .use(async function onlyOnce(c, next) {
    const { LOCAL, SETUP_KEY } = c.var.settings
    if (!(LOCAL || SETUP_KEY) || !(await staff.isUnset(c.var.db))) return problem(c, 404)
    await next()
  })

  .get('/', async (c) => {
    await ensureDevice(c)
    const timeZone = String(c.req.raw.cf?.timezone ?? 'UTC')
    return c.html(<SetupPage asksForKey={!c.var.settings.LOCAL} typed={{ timeZone }} errors={{}} />)
  })

  .post('/', async (c) => {
    const form = await readForm(c, shape(c.var.settings))
    if (!form.ok) return c.html(<SetupPage asksForKey={!c.var.settings.LOCAL} {...form} />, 422)

    const browser = await entering(c)
    const session = await staff.setUp(c.var.db, form.values, browser, c.var.now)
    if (!session) {
      const isKnown = await staff.isKnown(c.var.db, form.values.email)
      const errors: Record<string, string> = isKnown
        ? { email: 'Somebody signs in with this email here already. Take another one.' }
        : { slug: 'This address is taken, or setup was done at this moment by somebody else.' }
      return c.html(<SetupPage asksForKey={!c.var.settings.LOCAL} typed={typedOf(form.values)} errors={errors} />, 422)
    }
    carry(c, session)
    flash(c, `${form.values.studioName} is set up. From now on you sign in with codes sent to ${form.values.email}.`)
    return c.redirect(paths.galleries(), 303)
  })

function typedOf({ key: _, ...values }: Record<string, string>): Record<string, string> {
  return values
}
