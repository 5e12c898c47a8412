import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import * as schema from '../../src/db/schema'
import * as photos from '../../src/models/photos'
import { paths } from '../../src/paths'
import { Browser } from '../helpers/browser'
import * as clock from '../helpers/clock'
import * as jobs from '../helpers/jobs'
import * as make from '../helpers/make'
import * as photographs from '../helpers/photographs'
import * as stored from '../helpers/rows'
import { objects, put, rows } from '../helpers/upload'

async function office() {
  const studio = await make.studio()
  const gallery = await make.gallery(studio)
  return { gallery, browser: await make.signedIn(await make.staff(studio)) }
}

/** An upload whose end never came: a row, and what had arrived. */
async function brokenOff(gallery: schema.Gallery) {
  const photo = await photos.begin(make.db(), gallery.id, 'half.jpg', new Date())
  await env.PHOTOS.put(photos.originalKey(photo), photographs.webp())
  return photo
}

describe('a photograph whose preparing was lost', () => {
  it('is prepared after two minutes', async () => {
    const { browser, gallery } = await office()
    await put(browser, gallery, 'alps.jpg', photographs.webp())
    jobs.lose()

    clock.pass({ seconds: 110 })
    await jobs.sweep()
    expect(jobs.waitingJobs()).toEqual([])

    clock.pass({ seconds: 20 })
    await jobs.sweep()
    await jobs.run()
    expect(await rows(gallery)).toMatchObject([{ state: 'ready' }])

    clock.pass({ minutes: 10 })
    await jobs.sweep()
    expect(jobs.waitingJobs()).toEqual([])
  })

  it('waits for the photographer when it cannot be read', async () => {
    const gallery = await make.gallery(await make.studio())
    const photo = await make.photo(gallery)
    const state = { state: 'failed' as const, problem: 'damaged' }
    await make.db().update(schema.photos).set(state).where(eq(schema.photos.id, photo.id))

    clock.pass({ days: 1 })
    await jobs.sweep()

    expect(jobs.waitingJobs()).toEqual([])
    expect(await rows(gallery)).toMatchObject([state])
  })
})

describe('an upload that broke off', () => {
  it('is not seen by the photographer, and gone after an hour with all that had arrived', async () => {
    const { browser, gallery } = await office()
    const photo = await brokenOff(gallery)
    expect(await (await browser.get(paths.galleryPhotos(gallery.id))).text()).not.toContain('half.jpg')

    clock.pass({ minutes: 59 })
    await jobs.sweep()
    expect(await rows(gallery)).toMatchObject([{ id: photo.id, state: 'uploading' }])

    clock.pass({ minutes: 2 })
    await jobs.sweep()
    expect(await rows(gallery)).toEqual([])
    expect(await objects(gallery)).toEqual([])
  })

  it('takes no other photograph with it', async () => {
    const { gallery } = await office()
    const photo = await make.photo(gallery)
    await brokenOff(gallery)

    clock.pass({ minutes: 61 })
    await jobs.sweep()

    expect((await rows(gallery)).map(({ id }) => id)).toEqual([photo.id])
    expect((await objects(gallery)).sort()).toEqual(photos.objectKeys(photo).sort())
  })
})

describe('old login codes', () => {
  it('are forgotten after two days, with the tries that were made at them', async () => {
    const person = await make.staff(await make.studio())
    const ask = async () => {
      const browser = new Browser()
      await browser.get(paths.signIn())
      await browser.post(paths.signIn(), { email: person.email })
      await browser.post(paths.signInCode(), { code: '000000' })
    }
    await ask()
    clock.pass({ days: 1, hours: 12 })
    await ask()

    clock.pass({ hours: 11 })
    await jobs.sweep()
    expect(await stored.of('codes')).toHaveLength(2)
    expect(await stored.of('code_tries')).toHaveLength(2)

    clock.pass({ hours: 2 })
    await jobs.sweep()
    expect(await stored.of('codes')).toHaveLength(1)
    expect(await stored.of('code_tries')).toHaveLength(1)
  })
})

describe('the sweep', () => {
  it('changes nothing where nothing was lost', async () => {
    const { browser, gallery } = await office()
    await put(browser, gallery, 'alps.jpg', photographs.webp())
    await jobs.run()
    const before = await stored.all()

    clock.pass({ hours: 3 })
    await jobs.sweep()
    await jobs.run()

    expect(await stored.all()).toEqual(before)
  })
})
