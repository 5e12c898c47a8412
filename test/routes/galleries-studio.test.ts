import { describe, expect, it } from 'vitest'
import { paths } from '../../src/paths'
import { Browser, read } from '../helpers/browser'
import * as clock from '../helpers/clock'
import * as make from '../helpers/make'
import * as rows from '../helpers/rows'

const FORM = {
  title: 'Clara & David',
  eventOn: '2026-06-20',
  place: 'Hallstatt',
  slug: '',
  closesOn: '',
  showsCover: 'yes',
}

async function studio() {
  const ofStudio = await make.studio()
  const owner = await make.staff(ofStudio)
  return { studio: ofStudio, owner, desk: await make.signedIn(owner) }
}

/** The value of a field as it stands on a page. */
function typed(html: string, name: string): string | undefined {
  const input = new RegExp(`<input[^>]* name="${name}"[^>]*>`).exec(html)?.[0]
  return /value="([^"]*)"/.exec(input ?? '')?.[1]
}

const idIn = (answer: Response) => /galleries\/(\w+)/.exec(answer.headers.get('Location') ?? '')?.[1] ?? ''

describe('a new gallery', () => {
  it('takes its address from the title, and is seen by nobody before it is published', async () => {
    const { studio: of, desk } = await studio()
    const made = await desk.post(paths.newGallery(), FORM)
    expect(made.status).toBe(303)
    expect((await new Browser().get(`/${of.slug}/clara-and-david`)).status).toBe(404)

    const settings = await (await desk.get(paths.gallerySettings(idIn(made)))).text()
    expect(typed(settings, 'slug')).toBe('clara-and-david')
    expect(typed(settings, 'eventOn')).toBe('2026-06-20')
    expect(typed(settings, 'place')).toBe('Hallstatt')

    const published = await desk.post(paths.publication(idIn(made)))
    expect(published.headers.get('Location')).toBe(paths.galleryContacts(idIn(made)))
    expect(await read(await desk.get(paths.galleryContacts(idIn(made))))).toContain('Published.')
    expect((await new Browser().get(`/${of.slug}/clara-and-david`)).status).toBe(403)
  })

  it('has an address even when nothing of the title can be one', async () => {
    const { studio: of, desk } = await studio()
    const made = await desk.post(paths.newGallery(), { ...FORM, title: '婚礼' })
    await desk.post(paths.publication(idIn(made)))
    expect((await new Browser().get(`/${of.slug}/${idIn(made)}`)).status).toBe(403)
  })

  it('is in the list with its photographs', async () => {
    const { studio: of, desk } = await studio()
    expect(await read(await desk.get(paths.galleries()))).toContain('Your galleries will be here')
    const gallery = await make.gallery(of, { title: 'Clara & David' })
    await make.gallery(of, { title: 'Empty one' })
    for (const _ of [1, 2]) await make.photo(gallery)
    const words = await read(await desk.get(paths.galleries()))
    expect(words).toMatch(/Clara & David[^A-Z]*12[^·]*· 2 photographs|Clara & David .*2 photographs/)
    expect(words).toMatch(/Empty one .*0 photographs/)
  })
})

const WRONG = [
  ['title', '', 'Give a title.'],
  ['title', '   ', 'Give a title.'],
  ['title', 'x'.repeat(121), 'At most 120 characters.'],
  ['slug', 'x'.repeat(61), 'At most 60 characters.'],
  ['place', 'x'.repeat(121), 'At most 120 characters.'],
  ['eventOn', '2026-02-30', 'This is not a date.'],
  ['closesOn', 'tomorrow', 'This is not a date.'],
] as const

describe('a gallery’s form that cannot be taken', () => {
  it.each(WRONG)('comes back with what was typed and why: a new one, %s %j', async (field, value, reason) => {
    const { desk } = await studio()
    const answer = await desk.post(paths.newGallery(), { ...FORM, [field]: value })
    expect(answer.status).toBe(422)
    await expectReturned(answer, field, value, reason)
    expect(await rows.of('galleries')).toEqual([])
  })

  it.each(WRONG)('comes back with what was typed and why: the settings, %s %j', async (field, value, reason) => {
    const { owner, gallery } = await make.scene()
    const desk = await make.signedIn(owner)
    const before = await rows.of('galleries')
    const answer = await desk.post(paths.gallerySettings(gallery.id), { ...FORM, [field]: value })
    expect(answer.status).toBe(422)
    await expectReturned(answer, field, value, reason)
    expect(await rows.of('galleries')).toEqual(before)
  })

  async function expectReturned(answer: Response, field: string, value: string, reason: string) {
    const html = await answer.text()
    expect(html).toContain(reason)
    expect(html).toContain(`aria-describedby="${field}-`)
    expect(html).toContain(`id="${field}-error"`)
    for (const [name, text] of Object.entries({ ...FORM, [field]: value })) {
      if (name !== 'showsCover') expect([name, typed(html, name)]).toEqual([name, text.replace('&', '&amp;')])
    }
    expect(html).toMatch(/name="showsCover"[^>]* checked/)
  }
})

describe('an address that another gallery has', () => {
  it('is refused to a new gallery, with what was typed', async () => {
    const { studio: of, desk } = await studio()
    await make.gallery(of, { slug: 'wedding' })
    for (const form of [
      { ...FORM, slug: 'Wedding' },
      { ...FORM, title: 'Wedding!' },
    ]) {
      const answer = await desk.post(paths.newGallery(), form)
      expect(answer.status).toBe(422)
      const html = await answer.text()
      expect(html).toContain('Another gallery has this address.')
      expect(typed(html, 'title')).toBe(form.title.replace('&', '&amp;'))
      expect(typed(html, 'place')).toBe('Hallstatt')
    }
    expect(await rows.of('galleries')).toHaveLength(1)
  })

  it('is refused to a gallery that changes, which keeps its own', async () => {
    const { studio: of, desk } = await studio()
    await make.gallery(of, { slug: 'wedding' })
    const other = await make.gallery(of, { slug: 'portraits' })
    const before = await rows.of('galleries')
    const answer = await desk.post(paths.gallerySettings(other.id), { ...FORM, slug: 'wedding' })
    expect(answer.status).toBe(422)
    expect(await read(answer)).toContain('Another gallery has this address.')
    expect(await rows.of('galleries')).toEqual(before)

    expect((await desk.post(paths.gallerySettings(other.id), { ...FORM, slug: 'portraits' })).status).toBe(303)
  })

  it('is free at another studio', async () => {
    await make.gallery(await make.studio(), { slug: 'wedding' })
    const { desk } = await studio()
    expect((await desk.post(paths.newGallery(), { ...FORM, slug: 'wedding' })).status).toBe(303)
  })

  it('goes to exactly one of two that ask at the same moment', async () => {
    const { desk } = await studio()
    const answers = await Promise.all([1, 2].map(() => desk.post(paths.newGallery(), { ...FORM, slug: 'wedding' })))
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 422])
  })
})

describe('the ways of the studio', () => {
  it.each([
    [paths.galleries, 'Galleries'],
    [paths.newGallery, 'Galleries'],
    [paths.clients, 'Clients'],
    [paths.studioSettings, 'Settings'],
    [paths.staffDevices, 'Account'],
  ])('say where one is', async (at, way) => {
    const { owner } = await make.scene()
    const html = await (await (await make.signedIn(owner)).get(at())).text()
    expect(html.match(/aria-current="page">[^<]*/g)).toEqual([`aria-current="page">${way}`])
  })

  it('lead to a gallery’s schedule by its settings', async () => {
    const { owner, gallery } = await make.scene({ publishedAt: null })
    const html = await (await (await make.signedIn(owner)).get(paths.schedule(gallery.id))).text()
    expect(html).toContain('<title>Schedule · ')
    expect(html).toContain('aria-current="true">Settings')
  })
})

describe('the day a gallery is open until', () => {
  it('ends at midnight where the studio is, and comes back as typed', async () => {
    const { owner, gallery, galleryPath } = await make.scene()
    const desk = await make.signedIn(owner)
    await desk.post(paths.gallerySettings(gallery.id), { ...FORM, slug: gallery.slug, closesOn: '2030-10-27' })
    const settings = await desk.get(paths.gallerySettings(gallery.id))
    expect(typed(await settings.text(), 'closesOn')).toBe('2030-10-27')

    clock.stop(new Date('2030-10-27T22:59:59Z'))
    expect((await new Browser().get(galleryPath)).status).toBe(403)
    clock.pass({ seconds: 1 })
    expect((await new Browser().get(galleryPath)).status).toBe(410)
  })

  it('may be taken away again', async () => {
    const { owner, gallery, galleryPath } = await make.scene({ closesAt: new Date() })
    const desk = await make.signedIn(owner)
    expect((await new Browser().get(galleryPath)).status).toBe(410)
    await desk.post(paths.gallerySettings(gallery.id), { ...FORM, slug: gallery.slug })
    expect((await new Browser().get(galleryPath)).status).toBe(403)
  })
})
