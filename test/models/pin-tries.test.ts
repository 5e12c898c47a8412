import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import * as schema from '../../src/db/schema'
import * as meetings from '../../src/models/meetings'
import * as pinTries from '../../src/models/pin-tries'
import { secretsOf, settings } from '../../src/settings'
import * as make from '../helpers/make'
import * as rows from '../helpers/rows'

/** Somebody with the right PIN, whose request has read the gallery and does not yet try. */
async function underway() {
  const scene = await make.scene({ guests: 'by-link' })
  const digits = await make.pin(scene.gallery)
  const stores = { db: make.db(), guards: env.PIN_GUARD, secrets: secretsOf(settings(env)) }
  const at = { studio: scene.studio.slug, gallery: scene.gallery.slug }
  const entered = await meetings.enter(stores.db, at, undefined, new Date())
  if (!entered) throw new Error('no gallery')
  const browser = { deviceHash: 'device', prefix: 'net', session: undefined }
  const attempt = () => pinTries.attempt(stores, entered, { digits, proof: undefined }, browser, new Date())
  const change = (over: Partial<schema.Gallery>) =>
    stores.db.update(schema.galleries).set(over).where(eq(schema.galleries.id, scene.gallery.id))
  return { ...scene, attempt, change }
}

describe('a right PIN', () => {
  it('opens a visit', async () => {
    const { attempt } = await underway()
    expect(await attempt()).toMatchObject({ outcome: 'opened' })
    expect(await rows.of('visits')).toHaveLength(1)
  })

  it('opens nothing when the PIN was changed after it was looked up', async () => {
    const { attempt, gallery } = await underway()
    await make.pin(gallery, '771204')
    expect(await attempt()).toEqual({ outcome: 'changed' })
    expect(await rows.of('visits')).toEqual([])
    expect(await rows.of('sessions')).toEqual([])
    expect(await rows.of('events')).toEqual([])
  })

  it.each([
    ['unpublished', { publishedAt: null }],
    ['closed', { closesAt: new Date() }],
    ['closed to guests', { guests: 'refused' as const }],
    ['rid of its PIN', { pin: null, pinId: null }],
  ])('opens nothing when the gallery was %s meanwhile', async (_, over) => {
    const { attempt, change } = await underway()
    await change(over)
    expect(await attempt()).toEqual({ outcome: 'changed' })
    expect(await rows.of('visits')).toEqual([])
  })
})

it('a PIN whose key is gone opens to nobody, and is an error, not a wrong PIN', async () => {
  const scene = await make.scene({ guests: 'by-link' })
  await make.pin(scene.gallery)
  const at = { studio: scene.studio.slug, gallery: scene.gallery.slug }
  const entered = await meetings.enter(make.db(), at, undefined, new Date())
  if (!entered) throw new Error('no gallery')
  const stores = {
    db: make.db(),
    guards: env.PIN_GUARD,
    secrets: { current: 'another secret altogether, long enough' },
  }
  const browser = { deviceHash: 'device', prefix: 'net', session: undefined }
  const attempt = pinTries.attempt(stores, entered, { digits: '482913', proof: undefined }, browser, new Date())
  await expect(attempt).rejects.toThrow('its key is gone')
  expect(await rows.of('visits')).toEqual([])
})
