import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import * as schema from '../../src/db/schema'
import { type DoorSettings, FILLED, GUESTS, isAsFilled, PRESETS, type Preset } from '../../src/door/preset'
import * as doorSettings from '../../src/models/door-settings'
import { paths } from '../../src/paths'
import { Browser, read } from '../helpers/browser'
import * as make from '../helpers/make'

const SETTINGS = { guests: 'by-link', asksBeforeDownload: 'nothing', asksBeforeShare: 'nothing' }

/** A photographer at a gallery's door page. */
async function desk(over: Partial<schema.Gallery> = {}) {
  const made = await make.scene({ guests: 'by-link', ...over })
  const browser = await make.signedIn(made.owner)
  const door = paths.galleryDoor(made.gallery.id)
  return {
    ...{ ...made, browser, door },
    page: async () => read(await browser.get(door)),
    use: (preset: string) => browser.post(paths.galleryPreset(made.gallery.id), { preset }),
    save: (form: Record<string, string>) => browser.post(door, { ...SETTINGS, ...form }),
    row: async () => {
      const [row] = await make.db().select().from(schema.galleries).where(eq(schema.galleries.id, made.gallery.id))
      return row as schema.Gallery
    },
  }
}

/** What a kind of visitor meets, as the page says it: each step on its own. */
function meets(html: string, who: string): string[] {
  const row = html.split('<tr>').find((each) => each.includes(`>${who}<`)) ?? ''
  const text = (item: string) => item.replaceAll(/<[^>]+>/g, '')
  const steps = [...row.matchAll(/<li>(.*?)<\/li>/g)].map(([, item = '']) => text(item))
  return steps.length > 0 ? steps : [text(row.slice(row.indexOf('<td>')))]
}

describe('a preset', () => {
  it('is Effortless for a new gallery, and the page says so', async () => {
    const owner = await make.staff(await make.studio())
    const browser = await make.signedIn(owner)
    const made = await browser.post(paths.newGallery(), { title: 'Anna & Ben' })
    const [, id = ''] = /galleries\/(\w+)\//.exec(made.headers.get('Location') ?? '') ?? []
    const page = await browser.get(paths.galleryDoor(id))
    expect(page.status).toBe(200)
    expect(await read(page)).toContain('Now: Effortless Effortless')
  })

  it.each(PRESETS)('fills the settings, and they can be changed one by one afterwards: %s', async (preset) => {
    const { use, page, row, save, door } = await desk({ isListed: true, asksBeforeShare: 'email' })
    const done = await use(preset)
    expect([done.status, done.headers.get('Location')]).toEqual([303, door])
    const filled = await row()
    expect({ preset: filled.preset, ...doorSettings.settingsOf(filled) }).toEqual({ preset, ...FILLED[preset] })
    expect(filled.asksBeforeShare).toBe('email')
    expect(await page()).not.toContain(', changed')

    const other = FILLED[preset].guests === 'anyone' ? 'by-link' : 'anyone'
    expect((await save({ guests: other })).status).toBe(303)
    expect((await row()).preset).toBe(preset)
    expect(await page()).toMatch(/Now: \w+, changed/)
  })

  it('Sensitive switches off both links and the guest code, and takes the gallery from the home page', async () => {
    const { studio, gallery, browser, use, page, save, row } = await desk()
    await browser.post(paths.roleLink(gallery.id, 'guest'))
    await browser.post(paths.roleLink(gallery.id, 'invited'))
    await browser.post(paths.guestCode(gallery.id), { code: 'summer26' })
    await save({ guests: 'anyone', isListed: 'yes' })
    expect(await (await new Browser().get(paths.studioHome(studio))).text()).toContain(paths.gallery(studio, gallery))

    await use('sensitive')
    const text = await page()
    for (const words of ['There is no guest link', 'There is no invited link', 'There is no guest code']) {
      expect(text).toContain(words)
    }
    expect(await row()).toMatchObject({ guestCode: null, guestCodeHash: null, guestCodeId: null, isListed: false })
    const home = await new Browser().get(paths.studioHome(studio))
    expect(await home.text()).not.toContain(paths.gallery(studio, gallery))
  })

  it.each(['effortless', 'identified', 'public'])('leaves links and guest code as they are: %s', async (preset) => {
    const { gallery, browser, use } = await desk()
    const link = await make.roleLink(gallery, 'guest')
    await browser.post(paths.guestCode(gallery.id), { code: 'summer26' })
    await use(preset)
    expect((await new Browser().open(link)).status).toBe(303)
    const html = await (await browser.get(paths.galleryDoor(gallery.id))).text()
    expect(html).toContain('value="summer26"')
  })

  it('is one of five: the page comes back at anything else, and nothing is changed', async () => {
    const { use, row, gallery } = await desk()
    for (const none of ['', 'none']) {
      const answer = await use(none)
      expect(answer.status).toBe(422)
      expect(await read(answer)).toContain('Choose a preset.')
    }
    expect(await row()).toEqual(gallery)
  })
})

describe('the page says that settings were changed', () => {
  const changed = (preset: Preset, over: Partial<DoorSettings>) => !isAsFilled(preset, { ...FILLED[preset], ...over })

  it.each(PRESETS)('when any of them differs from the preset: %s', (preset) => {
    const filled = FILLED[preset]
    expect(changed(preset, {})).toBe(false)
    for (const guests of GUESTS) expect(changed(preset, { guests })).toBe(guests !== filled.guests)
    expect(changed(preset, { asksEmail: !filled.asksEmail })).toBe(true)
    expect(changed(preset, { asksAccount: !filled.asksAccount })).toBe(true)
    expect(changed(preset, { hasPin: !filled.hasPin })).toBe(true)
    expect(changed(preset, { isListed: !filled.isListed })).toBe(preset !== 'public')
  })
})

describe('the single settings', () => {
  it('are kept as they are set, and shown so', async () => {
    const { save, row, browser, door } = await desk()
    const form = {
      guests: 'anyone',
      asksEmail: 'yes',
      isListed: 'yes',
      asksBeforeDownload: 'account',
      asksBeforeShare: 'email',
    }
    await save(form)
    const set = { guests: 'anyone', asksEmail: true, asksAccount: false, isListed: true }
    expect(await row()).toMatchObject({ ...set, asksBeforeDownload: 'account', asksBeforeShare: 'email' })
    const html = await (await browser.get(door)).text()
    expect(html).toMatch(/name="guests" value="anyone" checked/)
    expect(html).toMatch(/id="asksEmail"[^>]* checked/)
    expect(html).not.toMatch(/id="asksAccount"[^>]* checked/)
    expect(html).toMatch(/name="asksBeforeDownload">.*?<option value="account" selected/)
    await save({})
    expect(await row()).toMatchObject({
      guests: 'by-link',
      asksEmail: false,
      isListed: false,
      asksBeforeShare: 'nothing',
    })
  })

  it('come back when they are none of those there are', async () => {
    const { row, gallery, browser, door } = await desk()
    for (const wrong of [{ guests: 'everybody' }, { asksBeforeShare: 'blood' }]) {
      expect((await browser.post(door, { ...SETTINGS, ...wrong })).status).toBe(422)
    }
    expect(await row()).toEqual(gallery)
  })

  it('are the studio’s own to change: not its support’s, not another studio’s', async () => {
    const { gallery, studio, row, door } = await desk()
    const support = await make.signedIn(await make.staff(studio, { role: 'support' }))
    expect((await support.get(door)).status).toBe(200)
    const stranger = await make.signedIn(await make.staff(await make.studio()))
    for (const [browser, status] of [
      [support, 403],
      [stranger, 404],
    ] as const) {
      for (const path of [
        door,
        paths.galleryPreset(gallery.id),
        paths.guestCode(gallery.id),
        paths.roleLink(gallery.id, 'guest'),
      ]) {
        expect(
          (await browser.post(path, { ...SETTINGS, preset: 'public', guests: 'anyone', code: 'summer26' })).status,
        ).toBe(status)
      }
    }
    expect(await row()).toEqual(gallery)
  })
})

describe('what each visitor will meet', () => {
  it('is, in Effortless, the photographs at once, and a question at the address alone', async () => {
    const { gallery, browser, door } = await desk()
    await browser.post(paths.roleLink(gallery.id, 'guest'))
    const html = await (await browser.get(door)).text()
    const expected = {
      'Main client, new': ['Opens the link', 'sees the photographs as main client'],
      'Main client with a password': ['Opens the link', 'sees the photographs as main client'],
      'Invited contact, new': ['Opens the link', 'sees the photographs as invited'],
      'Vendor, new': ['Opens the link', 'sees the photographs as vendor'],
      'By the guest link': ['Opens the guest link', 'sees the photographs as guest'],
      'By the invited link': ['There is no invited link'],
      'By the guest code': ['There is no guest code'],
      '“It’s not me”': ['Presses it on a main client’s link', 'sees the photographs as guest'],
      'By the address alone': ['Opens the gallery’s address', 'is asked to sign in; only your contacts get further'],
    }
    for (const [who, steps] of Object.entries(expected)) expect([who, meets(html, who)]).toEqual([who, steps])
  })

  it('is, in Identified, an account or a name first', async () => {
    const { gallery, browser, door, use } = await desk()
    await make.db().update(schema.studios).set({ mediaTerms: 'Credit us.', mediaTermsVersion: 1 })
    await browser.post(paths.roleLink(gallery.id, 'invited'))
    await browser.post(paths.guestCode(gallery.id), { code: 'summer26' })
    await use('identified')
    const html = await (await browser.get(door)).text()
    const expected = {
      'Main client, new': ['Opens the link', 'makes an account', 'sees the photographs as main client'],
      'Main client with a password': ['Opens the link', 'sees the photographs as main client'],
      'Vendor, new': [
        ...['Opens the link', 'makes an account', 'accepts your media usage terms', 'sees the photographs as vendor'],
      ],
      'By the invited link': ['Opens the invited link', 'gives name and email', 'sees the photographs as invited'],
      'By the guest code': ['Types it on your home page', 'gives name and email', 'sees the photographs as guest'],
    }
    for (const [who, steps] of Object.entries(expected)) expect([who, meets(html, who)]).toEqual([who, steps])
  })

  it('is the PIN for whoever comes without a personal link, where there is one', async () => {
    const { gallery, browser, door } = await desk({ pinId: 'pin' })
    await browser.post(paths.roleLink(gallery.id, 'guest'))
    const html = await (await browser.get(door)).text()
    expect(meets(html, 'By the guest link')).toEqual([
      ...['Opens the guest link', 'enters the gallery PIN', 'sees the photographs as guest'],
    ])
    expect(meets(html, 'By the address alone')[1]).toBe('enters the gallery PIN')
    expect(meets(html, 'Main client, new')).toHaveLength(2)
  })

  it('is refusal in Sensitive, for all but named contacts', async () => {
    const { browser, door, use } = await desk()
    await use('sensitive')
    const html = await (await browser.get(door)).text()
    expect(meets(html, 'Invited contact, new')[1]).toBe('makes an account')
    expect(meets(html, '“It’s not me”')).toEqual(['It is not offered'])
    expect(meets(html, 'By the guest link')).toEqual(['There is no guest link'])
  })

  it('says of a link that guests are refused where the settings refuse them', async () => {
    const { gallery, browser, door, save } = await desk()
    await browser.post(paths.roleLink(gallery.id, 'guest'))
    await save({ guests: 'refused' })
    const html = await (await browser.get(door)).text()
    expect(meets(html, 'By the guest link')).toEqual(['Opens the guest link', 'reads that no guests are admitted'])
    expect(html).toContain('Guests are refused: no link and no code opens the gallery')
  })

  it('speaks of the gallery as if it were open, and says when it is not', async () => {
    const { browser, door } = await desk({ publishedAt: null })
    const html = await (await browser.get(door)).text()
    expect(html).toContain('Once the gallery is open.')
    expect(meets(html, 'Main client, new')[1]).toBe('sees the photographs as main client')
  })
})

describe('the gallery PIN and the presets', () => {
  const PIN = /id="pin-now" value="(\d+)"/

  it('is made by PIN, six digits, stays at a second press, and opens the gallery', async () => {
    const { studio, gallery, browser, door, use } = await desk()
    await use('pin')
    const html = await (await browser.get(door)).text()
    expect(html).toContain('The gallery has a PIN now')
    const [, pin = ''] = PIN.exec(html) ?? []
    expect(pin).toMatch(/^\d{6}$/)
    await Promise.all(
      [browser.copy(), browser.copy()].map((each) => each.post(paths.galleryPreset(gallery.id), { preset: 'pin' })),
    )
    expect(PIN.exec(await (await browser.get(door)).text())?.[1]).toBe(pin)

    const friend = new Browser()
    expect(await read(await friend.get(paths.gallery(studio, gallery)))).toContain('Enter the PIN')
    expect((await friend.post(paths.pin(studio, gallery), { pin })).status).toBe(303)
    expect((await friend.get(paths.gallery(studio, gallery))).status).toBe(200)
  })

  it.each(PRESETS.filter((preset) => preset !== 'pin'))(
    'is taken away by %s, and what it opened is over',
    async (preset) => {
      const { studio, gallery, browser, door, use } = await desk()
      await use('pin')
      const [, pin = ''] = PIN.exec(await (await browser.get(door)).text()) ?? []
      const friend = new Browser()
      await friend.get(paths.gallery(studio, gallery))
      await friend.post(paths.pin(studio, gallery), { pin })

      await use(preset)
      expect(await read(await browser.get(door))).toContain('The gallery PIN was taken away.')
      expect((await friend.get(paths.gallery(studio, gallery))).status).toBe(preset === 'public' ? 200 : 403)
    },
  )

  it('makes the settings differ where it is set or removed by itself', async () => {
    const { gallery, browser, page, use } = await desk()
    await browser.post(paths.galleryPin(gallery.id), { pin: '482913' })
    expect(await page()).toContain('Now: Effortless, changed')
    await use('pin')
    expect(await page()).toContain('Now: PIN Effortless')
    await browser.post(paths.galleryPinRemoval(gallery.id))
    expect(await page()).toContain('Now: PIN, changed')
  })
})
