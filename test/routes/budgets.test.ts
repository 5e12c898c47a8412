import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { sortKey } from '../../src/lib/sort-key'
import { randomId } from '../../src/lib/token'
import { paths } from '../../src/paths'
import { Browser } from '../helpers/browser'
import * as clock from '../helpers/clock'
import { countRoundTrips } from '../helpers/count'
import * as make from '../helpers/make'
import * as portal from '../helpers/portal'
import * as resets from '../helpers/resets'

const PHOTOS = 500
const PAGE_BYTES = 60_000

/** Anna on her phone, inside her gallery. */
async function inside() {
  const scene = await make.scene()
  const phone = new Browser()
  await phone.open(scene.link)
  return { ...scene, phone }
}

/** A wedding's worth of ready photographs, no two of one shape and colour. */
async function fill(gallery: { id: string }): Promise<void> {
  const now = Date.now()
  const rows = Array.from({ length: PHOTOS }, (_, index) => {
    const fileName = `DSC_${4000 + index}.jpg`
    const thumbhash = crypto.getRandomValues(new Uint8Array(23)).toBase64()
    const [width, height] = index % 3 === 0 ? [4000, 6000 - (index % 7)] : [6000 - (index % 11), 4000]
    return { id: randomId(), fileName, sortKey: sortKey(fileName), thumbhash, width, height }
  })
  await env.DB.prepare(
    `insert into photos (id, gallery_id, state, file_name, sort_key, sha256, thumbhash, width, height, created_at, changed_at)
     select value ->> 'id', ?1, 'ready', value ->> 'fileName', value ->> 'sortKey', value ->> 'id',
       value ->> 'thumbhash', value ->> 'width', value ->> 'height', ?2, ?2 from json_each(?3)`,
  )
    .bind(gallery.id, now, JSON.stringify(rows))
    .run()
}

async function gzipped(response: Response): Promise<number> {
  const zipped = response.body?.pipeThrough(new CompressionStream('gzip'))
  return (await new Response(zipped).arrayBuffer()).byteLength
}

describe('a gallery’s page', () => {
  it('asks the database once', async () => {
    const { phone, galleryPath } = await inside()
    const count = countRoundTrips()

    expect((await phone.get(galleryPath)).status).toBe(200)
    expect(count()).toEqual({ queries: 0, batches: 1, kvReads: 0, kvWrites: 0 })
  })

  it('asks once with five hundred photographs too, and stays small', async () => {
    const { phone, galleryPath, gallery } = await inside()
    await fill(gallery)
    const count = countRoundTrips()

    const page = await phone.get(galleryPath)

    expect(count()).toEqual({ queries: 0, batches: 1, kvReads: 0, kvWrites: 0 })
    const [measured, read] = [page.clone(), await page.text()]
    expect(read.match(/<img /g)).toHaveLength(PHOTOS + 1)
    expect(await gzipped(measured)).toBeLessThan(PAGE_BYTES)
  })

  it.each([
    ['a stranger', async () => new Browser()],
    ['somebody who is inside another gallery', async () => (await inside()).phone],
  ])('asks once for %s', async (_, browser) => {
    const visitor = await browser()
    const { galleryPath } = await make.scene()
    const count = countRoundTrips()

    expect((await visitor.get(galleryPath)).status).toBe(403)
    expect(count()).toEqual({ queries: 0, batches: 1, kvReads: 0, kvWrites: 0 })
  })
})

describe('the portal', () => {
  it('asks once for the page, however many galleries there are, and once for the tap that opens one', async () => {
    const { studio, gallery, galleryPath, contact } = await make.scene()
    const phone = await portal.signedIn(studio, contact.client)
    for (let left = 20; left > 0; left--) await make.contactOf(await make.gallery(studio), contact.client)
    const page = countRoundTrips()
    expect((await phone.get(paths.portal(studio))).status).toBe(200)
    expect(page()).toEqual({ queries: 0, batches: 1, kvReads: 0, kvWrites: 0 })

    const door = countRoundTrips()
    expect((await phone.get(galleryPath)).status).toBe(403)
    expect(door()).toEqual({ queries: 0, batches: 1, kvReads: 0, kvWrites: 0 })

    const tap = countRoundTrips()
    expect((await phone.post(paths.visits(studio, gallery))).status).toBe(303)
    expect(tap()).toEqual({ queries: 0, batches: 1, kvReads: 0, kvWrites: 0 })
  })

  it('asks once for a stranger', async () => {
    const { studio } = await make.scene()
    const count = countRoundTrips()
    expect((await new Browser().get(paths.portal(studio))).status).toBe(200)
    expect(count()).toEqual({ queries: 0, batches: 1, kvReads: 0, kvWrites: 0 })
  })
})

describe('a link’s page', () => {
  it('reads one key and asks the database once', async () => {
    const { link } = await make.scene()
    const count = countRoundTrips()

    expect((await new Browser().get(link)).status).toBe(200)
    expect(count()).toEqual({ queries: 0, batches: 1, kvReads: 1, kvWrites: 0 })
  })

  it('costs the same for whoever is inside already', async () => {
    const { link, phone } = await inside()
    const count = countRoundTrips()

    expect((await phone.get(link)).status).toBe(303)
    expect(count()).toEqual({ queries: 0, batches: 1, kvReads: 1, kvWrites: 0 })
  })

  it('reads one key and asks nothing when there is no such link', async () => {
    const count = countRoundTrips()

    expect((await new Browser().get(paths.link('A'.repeat(43)))).status).toBe(404)
    expect(count()).toEqual({ queries: 0, batches: 0, kvReads: 1, kvWrites: 0 })
  })

  it('asks nobody about what cannot be a link', async () => {
    const count = countRoundTrips()

    expect((await new Browser().get(paths.link('short'))).status).toBe(404)
    expect(count()).toEqual({ queries: 0, batches: 0, kvReads: 0, kvWrites: 0 })
  })
})

describe('a role link', () => {
  it('reads one key and asks the database once for its page, once more for its button', async () => {
    const { gallery } = await make.scene({ guests: 'by-link' })
    const link = await make.roleLink(gallery, 'guest')
    const phone = new Browser()
    const page = countRoundTrips()
    expect((await phone.get(link)).status).toBe(200)
    expect(page()).toEqual({ queries: 0, batches: 1, kvReads: 1, kvWrites: 0 })

    const button = countRoundTrips()
    expect((await phone.post(link)).status).toBe(303)
    expect(button()).toEqual({ queries: 0, batches: 2, kvReads: 1, kvWrites: 0 })
  })
})

describe('a reset link', () => {
  it('reads one key and asks the database once', async () => {
    const { studio, contact } = await make.scene()
    await resets.ask(studio, contact.client.email)
    const count = countRoundTrips()

    expect((await new Browser().get(resets.newest())).status).toBe(200)
    expect(count()).toEqual({ queries: 0, batches: 1, kvReads: 1, kvWrites: 0 })
  })
})

describe('a link’s button', () => {
  it('reads one key and asks the database twice', async () => {
    const { link } = await make.scene()
    const phone = new Browser()
    await phone.get(link)
    const count = countRoundTrips()

    expect((await phone.post(link)).status).toBe(303)
    expect(count()).toEqual({ queries: 0, batches: 2, kvReads: 1, kvWrites: 0 })
  })

  it('costs the same in a browser that has a session', async () => {
    const { phone } = await inside()
    const { link } = await make.scene()
    await phone.get(link)
    const count = countRoundTrips()

    expect((await phone.post(link)).status).toBe(303)
    expect(count()).toEqual({ queries: 0, batches: 2, kvReads: 1, kvWrites: 0 })
  })
})

describe('a gallery’s PIN', () => {
  it('asks once for the page; for a try once more, and once to note it or to let in', async () => {
    const { studio, gallery, galleryPath } = await make.scene({ guests: 'by-link' })
    const pin = await make.pin(gallery)
    const phone = new Browser()
    const page = countRoundTrips()
    expect((await phone.get(galleryPath)).status).toBe(403)
    expect(page()).toEqual({ queries: 0, batches: 1, kvReads: 0, kvWrites: 0 })

    const wrong = countRoundTrips()
    expect((await phone.post(paths.pin(studio, gallery), { pin: '111111' })).status).toBe(422)
    expect(wrong()).toEqual({ queries: 1, batches: 2, kvReads: 0, kvWrites: 0 })
    const right = countRoundTrips()
    expect((await phone.post(paths.pin(studio, gallery), { pin })).status).toBe(303)
    expect(right()).toEqual({ queries: 0, batches: 3, kvReads: 0, kvWrites: 0 })
  })
})

describe('a photograph', () => {
  it('asks nothing with a pass, and once when the pass has run out', async () => {
    const { phone, galleryPath, photoPath } = await inside()
    await phone.get(galleryPath)

    const fresh = countRoundTrips()
    expect((await phone.get(photoPath)).status).toBe(200)
    expect(fresh()).toEqual({ queries: 0, batches: 0, kvReads: 0, kvWrites: 0 })

    clock.pass({ minutes: 2 })
    const stale = countRoundTrips()
    expect((await phone.get(photoPath)).status).toBe(200)
    expect(stale()).toEqual({ queries: 1, batches: 0, kvReads: 0, kvWrites: 0 })
  })
})
