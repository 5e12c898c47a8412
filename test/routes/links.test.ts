import { describe, expect, it } from 'vitest'
import { Browser, read } from '../helpers/browser'
import * as make from '../helpers/make'

describe('a magic link', () => {
  it('shows the cover with one button, and the press leads to the photographs', async () => {
    const { link, galleryPath, gallery, photoPath } = await make.scene()
    const phone = new Browser()

    const cover = await phone.get(link)
    expect(cover.status).toBe(200)
    expect(await read(cover)).toContain('View the gallery')

    const press = await phone.post(link)
    expect(press.status).toBe(303)
    expect(press.headers.get('Location')).toBe(galleryPath)

    const page = await phone.get(galleryPath)
    expect(page.status).toBe(200)
    expect(await read(page)).toContain(gallery.title)
    expect((await phone.get(photoPath)).status).toBe(200)
  })

  it('tells a second browser why it does not open, and gives it no photo', async () => {
    const { link, galleryPath, photoPath } = await make.scene()
    await new Browser().open(link)

    const other = new Browser()
    const answer = await other.open(link)
    expect(answer.status).toBe(403)
    expect(await read(answer)).toContain('Opened in another browser')
    expect((await other.get(galleryPath)).status).toBe(403)
    expect((await other.get(photoPath)).status).toBe(404)
  })
})
