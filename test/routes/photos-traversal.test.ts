import { describe, expect, it } from 'vitest'
import { Browser } from '../helpers/browser'
import * as make from '../helpers/make'

describe('a photograph of another gallery', () => {
  it('is not reached by a detour through one’s own, though it was just looked at', async () => {
    const theirs = await make.scene()
    const ours = await make.scene()
    const anna = new Browser()
    await anna.open(theirs.link)
    await anna.get(theirs.galleryPath)
    expect(await (await anna.get(theirs.photoPath)).arrayBuffer()).toHaveProperty('byteLength', 8)
    expect((await anna.get(theirs.photoPath)).status).toBe(200)

    const mallory = new Browser()
    await mallory.open(ours.link)
    await mallory.get(ours.galleryPath)
    expect((await mallory.get(ours.photoPath)).status).toBe(200)
    const [a, b, photo] = [ours.gallery.id, theirs.gallery.id, theirs.photo.id]
    const detours = [
      `/photos/${a}/..%2F${b}%2F${photo}/480`,
      `/photos/${a}/..%5C${b}%5C${photo}/480`,
      `/photos/${a}/..%2F${b}%2F${photo}%2F480%23/480`,
      `/photos/${a}/%2e%2e%2F${b}%2F${photo}/480`,
      `/photos/${a}/../${b}/${photo}/480`,
    ]
    for (const detour of detours) expect([detour, (await mallory.get(detour)).status]).toEqual([detour, 404])
  })

  it('is nothing, and no failure of ours, when its name is endless', async () => {
    const { link, gallery, galleryPath } = await make.scene()
    const anna = new Browser()
    await anna.open(link)
    await anna.get(galleryPath)
    expect((await anna.get(`/photos/${gallery.id}/${'a'.repeat(1100)}/480`)).status).toBe(404)
  })
})
