import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import type * as schema from '../../src/db/schema'
import { randomId } from '../../src/lib/token'
import { paths } from '../../src/paths'
import { Browser, read } from '../helpers/browser'
import * as make from '../helpers/make'
import * as rows from '../helpers/rows'

async function desk(over: Partial<schema.Gallery> = {}) {
  const scene = await make.scene({ guests: 'by-link', ...over })
  const marie = await make.signedIn(scene.owner)
  const set = (pin: string) => marie.post(paths.galleryPin(scene.gallery.id), { pin })
  const door = async () => (await marie.get(paths.galleryDoor(scene.gallery.id))).text()
  return { ...scene, marie, set, door }
}

/** The PIN that a page shows to its photographer. */
const shown = (html: string) => /id="pin-now" value="(\d+)"/.exec(html)?.[1]

/** How a browser is answered that types a PIN at the door. */
async function typedAt({ studio, gallery }: { studio: schema.Studio; gallery: schema.Gallery }, pin: string) {
  const phone = new Browser()
  await phone.get(paths.gallery(studio, gallery))
  return (await phone.post(paths.pin(studio, gallery), { pin })).status
}

describe('the photographer', () => {
  it('sets a PIN in one go, reads it again, and it opens the gallery', async () => {
    const scene = await desk()
    expect(shown(await scene.door())).toBeUndefined()
    const answer = await scene.set('48 29-13')
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, paths.galleryDoor(scene.gallery.id)])
    const html = await scene.door()
    expect(html).toContain('The PIN is set.')
    expect(shown(html)).toBe('482913')
    expect(await typedAt(scene, '482913')).toBe(303)
  })

  it('is offered six digits made up, and gets such a PIN when the field is left empty', async () => {
    const { set, door } = await desk()
    const offered = [await door(), await door()].map((html) => /name="pin"[^>]*value="(\d{6})"/.exec(html)?.[1])
    expect(offered[0]).toMatch(/^\d{6}$/)
    expect(offered[0]).not.toBe(offered[1])
    await set('')
    expect(shown(await door())).toMatch(/^\d{6}$/)
  })

  it('changes it; the old one no longer opens, and she reads who is asked again', async () => {
    const scene = await desk()
    await scene.set('482913')
    expect(await scene.door()).toContain('Whoever came in by the old one is asked again.')
    await scene.set('7712')
    expect(shown(await scene.door())).toBe('7712')
    expect(await typedAt(scene, '482913')).toBe(422)
    expect(await typedAt(scene, '7712')).toBe(303)
  })

  it('removes it: the address asks who is there, and what it opened is over', async () => {
    const scene = await desk()
    await scene.set('482913')
    const phone = new Browser()
    await phone.get(scene.galleryPath)
    await phone.post(paths.pin(scene.studio, scene.gallery), { pin: '482913' })
    const answer = await scene.marie.post(paths.galleryPinRemoval(scene.gallery.id))
    expect(answer.status).toBe(303)
    expect(await scene.door()).toContain('The PIN is removed.')
    expect(await read(await phone.get(scene.galleryPath))).toContain('Private gallery')
    expect(await rows.of('galleries')).toMatchObject([{ pin: null, pin_id: null }])
  })

  it.each([
    ['effortless', '123', 'Give 4 to 12 digits.'],
    ['effortless', '1234567890123', 'Give 4 to 12 digits.'],
    ['effortless', 'Ab 12', 'Give 4 to 12 digits.'],
    ['sensitive', '12345', 'has 6 digits or more'],
  ] as const)('of a gallery that is %s gets %j back, with the reason', async (preset, typed, reason) => {
    const scene = await desk({ preset })
    await scene.set('482913')
    const answer = await scene.set(typed)
    expect(answer.status).toBe(422)
    const html = await answer.text()
    expect(html).toContain(`value="${typed}"`)
    expect(html.replaceAll('&#39;', '’')).toContain(reason)
    expect(shown(html)).toBe('482913')
    expect(shown(await scene.door())).toBe('482913')
  })

  it('may have four digits, and five where nothing forbids it', async () => {
    const { set, door } = await desk()
    for (const pin of ['4829', '48291', '482913771204']) {
      await set(pin)
      expect(shown(await door())).toBe(pin)
    }
  })

  it('reads that a PIN opens nothing where only named contacts come in', async () => {
    const { door } = await desk({ guests: 'refused' })
    expect(await door()).toContain('a PIN opens nothing')
  })

  it('has a page of the PIN alone, where the notice leads', async () => {
    const { set, marie, gallery } = await desk()
    await set('482913')
    const page = await marie.get(paths.galleryPin(gallery.id))
    expect(page.status).toBe(200)
    expect(shown(await page.text())).toBe('482913')
  })

  it('is told so when the PIN can no longer be read, and sets a new one', async () => {
    const { set, door, gallery } = await desk()
    await set('482913')
    await env.DB.prepare('update galleries set pin = ? where id = ?').bind(`${randomId()}.AAAA.AAAA`, gallery.id).run()
    expect(await door()).toContain('The PIN can no longer be read.')
    await set('771204')
    expect(shown(await door())).toBe('771204')
  })
})

describe('a PIN of the studio', () => {
  it('is not for support to change', async () => {
    const { studio, gallery, set, door } = await desk()
    await set('482913')
    const support = await make.signedIn(await make.staff(studio, { role: 'support' }))
    expect((await support.post(paths.galleryPin(gallery.id), { pin: '771204' })).status).toBe(403)
    expect((await support.post(paths.galleryPinRemoval(gallery.id))).status).toBe(403)
    expect(shown(await door())).toBe('482913')
  })

  it('is nobody else’s to see or to change', async () => {
    const { gallery, set, door } = await desk()
    await set('482913')
    const other = await make.signedIn(await make.staff(await make.studio()))
    for (const browser of [other, new Browser()]) {
      expect((await browser.get(paths.galleryPin(gallery.id))).status).not.toBe(200)
      expect((await browser.post(paths.galleryPin(gallery.id), { pin: '771204' })).status).toBeGreaterThanOrEqual(400)
      expect((await browser.post(paths.galleryPinRemoval(gallery.id))).status).toBeGreaterThanOrEqual(400)
    }
    expect(shown(await door())).toBe('482913')
  })

  it('is in no copy of the database, nor is what was typed at the door, and no other gallery’s row opens it', async () => {
    const scene = await desk()
    await scene.set('482913771204')
    expect(await typedAt(scene, '482913771205')).toBe(422)
    expect(await typedAt(scene, '482913771204')).toBe(303)
    expect(JSON.stringify(await rows.all())).not.toMatch(/48291377120[45]/)

    const other = await make.gallery(scene.studio, { guests: 'by-link' })
    await env.DB.prepare('update galleries set pin = (select pin from galleries where id = ?1) where id = ?2')
      .bind(scene.gallery.id, other.id)
      .run()
    expect(shown(await (await scene.marie.get(paths.galleryDoor(other.id))).text())).toBeUndefined()
  })
})
