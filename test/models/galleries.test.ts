import { describe, expect, it } from 'vitest'
import { randomToken } from '../../src/lib/token'
import * as galleries from '../../src/models/galleries'
import * as make from '../helpers/make'

const now = async (gallery: { id: string }) => galleries.get(make.db(), gallery.id)
const lost = async () => (await galleries.withoutCover(make.db())).map(({ id }) => id)

describe('the cover of a gallery', () => {
  it('is its first photograph, unless the photographer chose another', async () => {
    const gallery = await make.gallery(await make.studio())
    expect(await galleries.chooseFirstCover(make.db(), gallery.id)).toBe(false)

    const first = await make.photo(gallery)
    const second = await make.photo(gallery)
    expect(await galleries.chooseFirstCover(make.db(), gallery.id)).toBe(true)
    expect(await now(gallery)).toMatchObject({ coverPhotoId: first.id })

    await galleries.chooseCover(make.db(), gallery.id, second.id)
    expect(await galleries.chooseFirstCover(make.db(), gallery.id)).toBe(false)
    expect(await now(gallery)).toMatchObject({ coverPhotoId: second.id })
  })

  it('is not replaced by one that was made of an older choice', async () => {
    const made = await make.gallery(await make.studio())
    const photo = await make.photo(made)
    await galleries.chooseCover(make.db(), made.id, photo.id)

    expect(await galleries.setCoverKey(make.db(), made, randomToken())).toBe(false)
    expect(await now(made)).toMatchObject({ coverKey: null })
  })

  it('is missed where it should be shown and is not there', async () => {
    const studio = await make.studio()
    const waiting = await make.gallery(studio)
    const empty = await make.gallery(studio)
    const hidden = await make.gallery(studio, { showsCover: false })
    const covered = await make.gallery(studio, { coverKey: randomToken() })
    for (const gallery of [waiting, hidden, covered]) await make.photo(gallery)

    expect(await lost()).toEqual([waiting.id])
    expect(await lost()).not.toContain(empty.id)
  })
})
