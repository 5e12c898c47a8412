import { describe, expect, it } from 'vitest'
import { paths } from '../../src/paths'
import { Browser, read } from '../helpers/browser'
import * as clock from '../helpers/clock'
import { countRoundTrips } from '../helpers/count'
import * as make from '../helpers/make'
import * as rows from '../helpers/rows'

describe('the studio at its own gallery', () => {
  it.each([
    ['published', {}],
    ['not yet published', { publishedAt: null }],
    ['closed', { closesAt: new Date(Date.now() - 1000) }],
  ])('looks at it and its photographs when it is %s, and leaves no visit', async (_, over) => {
    const { owner, galleryPath, photoPath } = await make.scene(over)
    const desk = await make.signedIn(owner)
    const page = await desk.get(galleryPath)
    expect(page.status).toBe(200)
    expect(await read(page)).toContain('You look at it as the studio')
    expect((await desk.get(photoPath)).status).toBe(200)
    expect(await rows.of('visits')).toEqual([])
  })

  it('asks the database once', async () => {
    const { owner, galleryPath } = await make.scene()
    const desk = await make.signedIn(owner)
    const count = countRoundTrips()
    await desk.get(galleryPath)
    expect(count()).toMatchObject({ queries: 0, batches: 1 })
  })

  it('sees nothing of another studio’s, nor after signing out', async () => {
    const ours = await make.scene()
    const theirs = await make.scene({ publishedAt: null })
    const desk = await make.signedIn(ours.owner)
    expect((await desk.get(theirs.galleryPath)).status).toBe(404)
    expect((await desk.get(theirs.photoPath)).status).toBe(404)

    await desk.get(ours.galleryPath)
    await desk.post(paths.signOut())
    expect((await desk.get(ours.galleryPath)).status).toBe(403)
    clock.pass({ seconds: 61 })
    expect((await desk.get(ours.photoPath)).status).toBe(404)
  })
})

describe('a contact who is inside', () => {
  it('is still read to have been inside when a new link was made for them', async () => {
    const { owner, contact, gallery, link } = await make.scene()
    await new Browser().open(link)
    clock.pass({ minutes: 1 })
    const desk = await make.signedIn(owner)
    await desk.post(paths.contactLinks(contact.id))
    const words = await read(await desk.get(paths.galleryContacts(gallery.id)))
    expect(words).toContain('Link made')
    expect(words).toContain('Was inside')
  })
})
