import { Hono } from 'hono'
import { renderSVG } from 'uqr'
import * as z from 'zod'
import { GalleryDoorPage, type GalleryDoorProps } from '../../views/studio/door-page'
import { PRESET_WORDS } from '../../views/studio/door-words'
import { words } from '../../views/words/en'
import { problem } from '../answers/problem'
import type { App, Ctx } from '../context'
import { suggest } from '../door/guest-code'
import { ASKS, FILLED, GUESTS, isAsFilled, PRESETS, type Preset, suggestPin } from '../door/preset'
import { checkbox, line, readForm } from '../form'
import { flash, takeFlash } from '../middleware/browser'
import * as doorSettings from '../models/door-settings'
import { doorOf } from '../models/galleries'
import * as guestCodes from '../models/guest-codes'
import * as pins from '../models/pins'
import * as roleLinks from '../models/role-links'
import { paths } from '../paths'

const presetForm = z.object({ preset: z.enum(PRESETS, 'Choose a preset.') })

const settingsForm = z.object({
  guests: z.enum(GUESTS, 'Choose who may come.'),
  asksEmail: checkbox,
  asksAccount: checkbox,
  isListed: checkbox,
  asksBeforeDownload: z.enum(ASKS, 'Choose one.'),
  asksBeforeShare: z.enum(ASKS, 'Choose one.'),
})

const codeForm = z.object({ code: line('a code', 60) })

const CODE_ERRORS = {
  'not-usable': 'A guest code has 6 to 40 letters and digits.',
  taken: 'Another gallery of yours has this code. Choose one of its own.',
}

/** A gallery's door: presets, settings, what each visitor meets, links and code to share (R19, R21, R23). */
export const studioDoor = new Hono<App>()
  .get('/:gallery/door', (c) => showDoor(c))

  .post('/:gallery/door/preset', async (c) => {
    const form = await readForm(c, presetForm)
    if (!form.ok) return showDoor(c, { errors: form.errors })
    const { preset } = form.values
    const { db, secrets, gallery, now } = c.var
    await doorSettings.fill(db, secrets, gallery, preset, now)
    return toDoor(c, presetSaid(preset, gallery.pinId !== null))
  })

  .post('/:gallery/door', async (c) => {
    const form = await readForm(c, settingsForm)
    if (!form.ok) return showDoor(c, { errors: form.errors })
    await doorSettings.save(c.var.db, c.var.gallery, form.values)
    return toDoor(c, 'Saved.')
  })

  .post('/:gallery/role-links/:role', async (c) => {
    const role = roleOf(c)
    if (!role) return problem(c, 404)
    const { db, secrets, gallery, now } = c.var
    await roleLinks.rotate(db, c.env.TOKENS, secrets, gallery, role, now)
    return toDoor(c, `There is a new ${role} link. One from before no longer works, and whoever came by it is out.`)
  })

  .post('/:gallery/role-links/:role/removal', async (c) => {
    const role = roleOf(c)
    if (!role) return problem(c, 404)
    await roleLinks.switchOff(c.var.db, c.var.gallery, role, c.var.now)
    return toDoor(c, `The ${role} link is switched off, and whoever came by it is out.`)
  })

  .post('/:gallery/guest-code', async (c) => {
    const { db, secrets, gallery } = c.var
    const form = await readForm(c, codeForm)
    if (!form.ok) return showDoor(c, form)
    const saved = await guestCodes.set(db, secrets, gallery, form.values.code)
    if (saved.outcome === 'saved') return toDoor(c, 'The guest code is set.')
    return showDoor(c, { typed: form.values, errors: { code: CODE_ERRORS[saved.outcome] } })
  })

  .post('/:gallery/guest-code/removal', async (c) => {
    await guestCodes.remove(c.var.db, c.var.gallery.id)
    return toDoor(c, 'The guest code was removed, and whoever came by it is out.')
  })

function roleOf(c: Ctx) {
  return roleLinks.LINK_ROLES.find((role) => role === c.req.param('role'))
}

function presetSaid(preset: Preset, hadPin: boolean): string {
  const said = `${PRESET_WORDS[preset].name} is set.`
  const { hasPin } = FILLED[preset]
  if (hasPin === hadPin) return said
  return hasPin ? `${said} The gallery has a PIN now: you find it below.` : `${said} The gallery PIN was taken away.`
}

function toDoor(c: Ctx, said: string) {
  flash(c, said)
  return c.redirect(paths.galleryDoor(c.var.gallery.id), 303)
}

/** The page, or the page with what was wrong. */
async function showDoor(c: Ctx, returned?: Partial<Pick<GalleryDoorProps, 'typed' | 'errors'>>) {
  const { secrets, studio, gallery, now } = c.var
  const code = await guestCodes.shown(secrets, gallery)
  const page = {
    ...{ studio, gallery, now, flash: takeFlash(c), door: doorOf(gallery, studio) },
    isAsFilled: isAsFilled(gallery.preset, doorSettings.settingsOf(gallery)),
    ...{ links: await linksOf(c), guestCode: guestCodeOf(c, code) },
    ...{ pin: await pins.read(secrets, gallery), suggestedPin: suggestPin() },
    ...{ typed: { code: suggest(), ...returned?.typed }, errors: returned?.errors ?? {} },
  }
  return c.html(<GalleryDoorPage {...page} />, returned ? 422 : 200)
}

/** The role links that there are, each as a link, a text and a QR code. */
async function linksOf(c: Ctx): Promise<GalleryDoorProps['links']> {
  const { db, secrets, gallery, settings } = c.var
  const live = await roleLinks.live(db, secrets, gallery)
  const shown = live.map(({ role, token }) => {
    if (!token) return [role, 'unreadable']
    const url = settings.PUBLIC_ORIGIN + paths.link(token)
    return [role, { url, text: words.share[role](gallery.title, url), qr: renderSVG(url, { border: 2 }) }]
  })
  return Object.fromEntries(shown)
}

function guestCodeOf(c: Ctx, code: string | undefined): GalleryDoorProps['guestCode'] {
  const { studio, gallery, settings } = c.var
  if (!gallery.guestCodeId) return undefined
  const home = settings.PUBLIC_ORIGIN + paths.studioHome(studio)
  return code ? { code, home, text: words.share.guestCode(gallery.title, home, code) } : 'unreadable'
}
