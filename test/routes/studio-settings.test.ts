import { describe, expect, it } from 'vitest'
import { TERMS_MAX } from '../../src/models/terms'
import { paths } from '../../src/paths'
import { type Browser, read } from '../helpers/browser'
import * as make from '../helpers/make'
import * as rows from '../helpers/rows'

const SETTINGS = paths.studioSettings()

async function desk() {
  const scene = await make.scene()
  return { ...scene, desk: await make.signedIn(scene.owner) }
}

/** Saves a text and follows to what the page says then. */
async function save(browser: Browser, terms: string): Promise<string> {
  const answer = await browser.post(SETTINGS, { terms })
  expect([answer.status, answer.headers.get('Location')]).toEqual([303, SETTINGS])
  return read(await browser.get(SETTINGS))
}

async function kept(id: string) {
  const row = (await rows.of('studios')).find((studio) => studio.id === id)
  return [row?.media_terms, row?.media_terms_version]
}

describe('the studio’s settings', () => {
  it('are one press away from every page of the studio', async () => {
    const { desk: browser, gallery } = await desk()
    for (const page of [paths.galleries(), paths.galleryPhotos(gallery.id), SETTINGS]) {
      expect(await (await browser.get(page)).text()).toContain(`href="${SETTINGS}"`)
    }
  })

  it('are of one studio alone', async () => {
    const mine = await desk()
    const theirs = await desk()
    await save(mine.desk, 'Name us.')
    expect(await kept(mine.studio.id)).toEqual(['Name us.', 1])
    expect(await kept(theirs.studio.id)).toEqual(['', 0])
    expect(await (await theirs.desk.get(SETTINGS)).text()).not.toContain('Name us.')
  })

  it('are not changed by somebody of the support', async () => {
    const { studio } = await desk()
    const support = await make.signedIn(await make.staff(studio, { role: 'support' }))
    expect((await support.get(SETTINGS)).status).toBe(200)
    expect((await support.post(SETTINGS, { terms: 'Name us.' })).status).toBe(403)
    expect(await kept(studio.id)).toEqual(['', 0])
  })
})

describe('the media usage terms in the settings', () => {
  it('are a new version with every change, and none when nothing changed', async () => {
    const { desk: browser, studio } = await desk()
    expect(await save(browser, 'Name us.')).toContain('Vendors accept the new terms before they see photographs again.')
    expect(await kept(studio.id)).toEqual(['Name us.', 1])
    expect(await save(browser, ' Name us.\r\n ')).toContain('Nothing had changed, so nobody is asked again.')
    expect(await kept(studio.id)).toEqual(['Name us.', 1])
    expect(await save(browser, 'Name us, always.')).toContain('Version 2')
    expect(await kept(studio.id)).toEqual(['Name us, always.', 2])
  })

  it('go on counting when they were taken away and come back', async () => {
    const { desk: browser, studio } = await desk()
    await save(browser, 'Name us.')
    const words = await save(browser, '   ')
    expect(words).toContain('Vendors are asked to accept nothing.')
    expect(words).not.toContain('Version')
    expect(await kept(studio.id)).toEqual(['', 1])
    expect(await save(browser, '')).toContain('Nothing had changed')
    await save(browser, 'Name us.')
    expect(await kept(studio.id)).toEqual(['Name us.', 2])
  })

  it('keep their paragraphs, and are shown again as they were typed', async () => {
    const { desk: browser, studio } = await desk()
    await save(browser, '\r\nName <us> & link to us.  \r\nAlways.\r\n\r\n\r\n\r\nNo filters.\r\n')
    expect(await kept(studio.id)).toEqual(['Name <us> & link to us.\nAlways.\n\nNo filters.', 1])
    const html = await (await browser.get(SETTINGS)).text()
    expect(html).toContain('Name &lt;us&gt; &amp; link to us.\nAlways.\n\nNo filters.</textarea>')
  })

  it('may be as long as twenty thousand characters of any script, and no longer', async () => {
    const { desk: browser, studio } = await desk()
    const long = '写'.repeat(TERMS_MAX)
    await save(browser, long)
    expect(await kept(studio.id)).toEqual([long, 1])

    const answer = await browser.post(SETTINGS, { terms: `${long}真` })
    expect(answer.status).toBe(422)
    const html = await answer.text()
    expect(html).toContain('At most 20,000 characters.')
    expect(html).toContain(`${long}真</textarea>`)
    expect(await kept(studio.id)).toEqual([long, 1])
  })

  it('are not taken away by a form without them', async () => {
    const { desk: browser, studio } = await desk()
    await save(browser, 'Name us.')
    expect((await browser.post(SETTINGS, {})).status).toBe(422)
    expect(await kept(studio.id)).toEqual(['Name us.', 1])
  })

  it('are one version when two save the same text at the same moment', async () => {
    const { desk: browser, studio } = await desk()
    await Promise.all([1, 2].map(() => browser.copy().post(SETTINGS, { terms: 'Name us.' })))
    expect(await kept(studio.id)).toEqual(['Name us.', 1])
  })

  it('say how many vendors have accepted them', async () => {
    const { desk: browser, gallery, studio } = await desk()
    const other = await make.gallery(studio)
    expect(await save(browser, 'Name us.')).toContain('none of your galleries has a vendor yet')
    await make.contact(gallery, { role: 'vendor', acceptedTermsVersion: 1 })
    expect(await read(await browser.get(SETTINGS))).toContain('your one vendor has accepted it')
    await make.contact(other, { role: 'vendor' })
    expect(await read(await browser.get(SETTINGS))).toContain('1 of 2 vendors have accepted it')

    await make.contact(gallery, { role: 'vendor', acceptedTermsVersion: 1, removedAt: new Date() })
    await make.contact(gallery, { role: 'main', acceptedTermsVersion: 1 })
    await make.contact(await make.gallery(await make.studio()), { role: 'vendor', acceptedTermsVersion: 1 })
    expect(await read(await browser.get(SETTINGS))).toContain('1 of 2 vendors have accepted it')
    expect(await save(browser, 'Name us, always.')).toContain('0 of 2 vendors have accepted it')
  })
})
