import { describe, expect, it } from 'vitest'
import * as photos from '../../src/models/photos'
import * as clock from '../helpers/clock'
import * as make from '../helpers/make'
import { rows } from '../helpers/upload'

const ORIGINAL = { contentType: 'image/jpeg', size: 8, crc32: 1, sha256: 'a'.repeat(64), width: 3000, height: 2000 }

async function begun(name = 'IMG_1.jpg') {
  const gallery = await make.gallery(await make.studio())
  return { gallery, photo: await photos.begin(make.db(), gallery.id, name, new Date()) }
}

describe('two uploads of one photograph at the same moment', () => {
  it('make one photograph', async () => {
    const { gallery, photo } = await begun()
    const others = await Promise.all(
      [2, 3, 4, 5].map((number) => photos.begin(make.db(), gallery.id, `IMG_${number}.jpg`, new Date())),
    )

    const outcomes = await Promise.all(
      [photo, ...others].map((upload) => photos.finish(make.db(), upload, ORIGINAL, new Date())),
    )

    expect(outcomes.filter((outcome) => outcome === 'saved')).toHaveLength(1)
    expect(outcomes.filter((outcome) => outcome === 'duplicate')).toHaveLength(4)
    expect(await rows(gallery)).toMatchObject([{ state: 'received', ...ORIGINAL }])
  })
})

describe('a photograph', () => {
  it('is found by its own studio alone', async () => {
    const studio = await make.studio()
    const photo = await make.photo(await make.gallery(studio))

    expect(await photos.find(make.db(), studio, photo.id)).toMatchObject({ id: photo.id })
    expect(await photos.find(make.db(), await make.studio(), photo.id)).toBeUndefined()
  })

  it('that is ready does not fail any more, and one that failed does not become ready by itself', async () => {
    const gallery = await make.gallery(await make.studio())
    const ready = await make.photo(gallery)
    await photos.fail(make.db(), ready, 'too late', new Date())
    expect(await photos.get(make.db(), ready.id)).toMatchObject({ state: 'ready', problem: null })

    const { photo } = await begun()
    await photos.finish(make.db(), photo, ORIGINAL, new Date())
    const failed = await photos.get(make.db(), photo.id)
    if (!failed) throw new Error('the photograph is gone')
    await photos.fail(make.db(), failed, 'damaged', new Date())
    await photos.makeReady(make.db(), failed, { width: 1, height: 1, thumbhash: '' }, new Date())
    expect(await photos.get(make.db(), photo.id)).toMatchObject({ state: 'failed', problem: 'damaged', width: 3000 })
  })
})

describe('an upload', () => {
  it('is stuck once nothing has happened to it for a while', async () => {
    const { photo } = await begun()
    const since = new Date(Date.now() + 1)
    expect(await photos.stuck(make.db(), 'uploading', since)).toEqual([photo])

    clock.pass({ minutes: 1 })
    await photos.finish(make.db(), photo, ORIGINAL, new Date())
    expect(await photos.stuck(make.db(), 'uploading', since)).toEqual([])
    expect(await photos.stuck(make.db(), 'received', since)).toEqual([])
  })
})
