import { describe, expect, it } from 'vitest'
import { paths } from '../../src/paths'
import { whole } from '../helpers/answer'
import { Browser, read } from '../helpers/browser'
import * as clock from '../helpers/clock'
import * as make from '../helpers/make'
import * as rows from '../helpers/rows'

describe('a gallery’s address', () => {
  it('says to whoever is not inside that it is private, and whom to ask', async () => {
    const { studio, gallery, galleryPath } = await make.scene()
    const page = await new Browser().get(galleryPath)
    expect(page.status).toBe(403)
    const html = await page.text()
    expect(html).toContain('Private gallery')
    expect(html).toContain(`mailto:${studio.replyTo}`)
    expect(html).not.toContain(gallery.title.replace('&', '&amp;'))
    expect(html).not.toContain('/photos/')
    expect(page.headers.getSetCookie()).toEqual([])
  })

  it('is nothing while the gallery is not published, as if there were none', async () => {
    const { studio, galleryPath } = await make.scene({ publishedAt: null })
    const hidden = await whole(await new Browser().get(galleryPath))
    expect(hidden.status).toBe(404)
    expect(hidden).toEqual(await whole(await new Browser().get(`/${studio.slug}/none`)))
    expect(hidden).toEqual(await whole(await new Browser().get('/nobody/none')))
  })

  it('does not tell by the button for leaving, either, that there is an unpublished gallery', async () => {
    const { studio, gallery } = await make.scene({ publishedAt: null })
    const hidden = await whole(await new Browser().post(paths.visitRemoval(studio, gallery)))
    expect(hidden).toEqual(await whole(await new Browser().post(paths.visitRemoval(studio, { slug: 'none' }))))
  })

  it('is gone once the gallery has closed, and says so', async () => {
    const { galleryPath } = await make.scene({ closesAt: new Date() })
    const page = await new Browser().get(galleryPath)
    expect(page.status).toBe(410)
    expect(await read(page)).toContain('This gallery is closed')
  })

  it('is of one studio: the same address at another is another gallery', async () => {
    const mine = await make.scene({ slug: 'wedding' })
    const theirs = await make.scene({ slug: 'wedding' })
    const phone = new Browser()
    await phone.open(mine.link)
    expect((await phone.get(mine.galleryPath)).status).toBe(200)
    expect((await phone.get(theirs.galleryPath)).status).toBe(403)
    expect((await phone.get(theirs.photoPath)).status).toBe(404)
  })
})

describe('whoever is inside', () => {
  async function inside() {
    const scene = await make.scene()
    const phone = new Browser()
    await phone.open(scene.link)
    return { ...scene, phone }
  }

  it('sees the photographs that are ready, in the order of their names, and no others', async () => {
    const { phone, gallery, galleryPath, photo } = await inside()
    const second = await make.photo(gallery)
    const html = await (await phone.get(galleryPath)).text()
    const shown = [...html.matchAll(/href="\/photos\/\w+\/(\w+)\//g)].map(([, id]) => id)
    expect(shown).toEqual([photo.id, second.id])
    expect(html).not.toContain(photo.fileName)
  })

  it('reads that the photographs will come where there are none yet', async () => {
    const studio = await make.studio()
    const gallery = await make.gallery(studio)
    const phone = new Browser()
    await phone.open(await make.link(await make.contact(gallery)))
    const page = await phone.get(paths.gallery(studio, gallery))
    expect(await read(page)).toContain('The photographs will be here soon.')
  })

  it('leaves on this device, and comes back by the link', async () => {
    clock.stop()
    const { phone, studio, gallery, galleryPath, photoPath, link } = await inside()
    await phone.get(galleryPath)
    const left = await phone.post(paths.visitRemoval(studio, gallery))
    expect(left.headers.get('Location')).toBe(galleryPath)

    const page = await phone.get(galleryPath)
    expect(page.status).toBe(403)
    expect(await read(page)).toContain('You have left this gallery on this device.')
    expect(await read(await phone.get(galleryPath))).not.toContain('You have left')
    clock.pass({ seconds: 61 })
    expect((await phone.get(photoPath)).status).toBe(404)

    await phone.open(link)
    expect((await phone.get(galleryPath)).status).toBe(200)
  })

  it('cannot be put out by another browser', async () => {
    const { phone, studio, gallery, galleryPath } = await inside()
    await new Browser().post(paths.visitRemoval(studio, gallery))
    expect((await phone.get(galleryPath)).status).toBe(200)
    expect(await rows.of('visits')).toMatchObject([{ ended_at: null }])
  })

  it('has no rights in the studio', async () => {
    const { phone } = await inside()
    expect((await phone.get(paths.galleries())).headers.get('Location')).toBe(paths.signIn())
  })
})

describe('the home page', () => {
  it('is the studio’s where there is one, the demo not counted', async () => {
    expect(await read(await new Browser().get('/'))).toContain('Foyer')
    const studio = await make.studio()
    expect(await read(await new Browser().get('/'))).toContain(studio.name)
    await make.studio({ isDemo: true })
    expect(await read(await new Browser().get('/'))).toContain(studio.name)
    await make.studio()
    expect(await read(await new Browser().get('/'))).not.toContain(studio.name)
  })

  it('is at the studio’s own address too, and nowhere else', async () => {
    const studio = await make.studio()
    expect(await read(await new Browser().get(paths.studioHome(studio)))).toContain(studio.name)
    expect((await new Browser().get('/nobody')).status).toBe(404)
  })
})
