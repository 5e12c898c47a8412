import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import * as schema from '../../src/db/schema'
import { WRONG_PER_SOURCE_HOUR, WRONG_PER_STUDIO_DAY } from '../../src/door/guest-code'
import { randomId } from '../../src/lib/token'
import * as guestCodes from '../../src/models/guest-codes'
import { paths } from '../../src/paths'
import { whole } from '../helpers/answer'
import { Browser, read } from '../helpers/browser'
import * as clock from '../helpers/clock'
import { countRoundTrips } from '../helpers/count'
import * as make from '../helpers/make'
import * as rows from '../helpers/rows'

const UNKNOWN = 'We know no gallery by that code.'
const secrets = { current: env.FOYER_SECRET }

/** A gallery that admits guests, with a code. */
async function scene(over: Partial<schema.Gallery> = {}, code = 'acorn melody tulip') {
  const made = await make.scene({ guests: 'by-link', ...over })
  expect(await guestCodes.set(make.db(), secrets, made.gallery, code)).toEqual({ outcome: 'saved' })
  return { ...made, home: paths.studioHome(made.studio), box: paths.guestCodes(made.studio), code }
}

/** Somebody on the studio's home page, who types a code into the box. */
async function type(studio: { slug: string }, code: string, browser = new Browser()): Promise<Response> {
  await browser.get(paths.studioHome(studio))
  return browser.post(paths.guestCodes(studio), { code })
}

function change(gallery: schema.Gallery, over: Partial<schema.Gallery>) {
  return make.db().update(schema.galleries).set(over).where(eq(schema.galleries.id, gallery.id))
}

describe('a guest code', () => {
  it('leads whoever types it on the studio’s home page into the gallery as a guest', async () => {
    const { studio, code, galleryPath, photoPath } = await scene()
    const friend = new Browser()
    const press = await type(studio, code, friend)
    expect([press.status, press.headers.get('Location')]).toEqual([303, galleryPath])
    expect(await read(await friend.get(galleryPath))).toContain('You are here as a guest')
    expect((await friend.get(photoPath)).status).toBe(200)
    const [gallery] = await rows.of('galleries')
    expect(await rows.of('visits')).toMatchObject([{ role: 'guest', guest_code_id: gallery?.guest_code_id }])
    expect(await rows.of('events')).toMatchObject([{ kind: 'guest-code-entered', contact_id: null }])
  })

  it.each([
    'ACORN MELODY TULIP',
    'acorn-melody-tulip',
    ' Acorn  melody, tulip. ',
    'acornmelodytulip',
    'acörn melódy tulip',
  ])('is understood as it is typed: %s', async (typed) => {
    const { studio } = await scene()
    expect((await type(studio, typed)).status).toBe(303)
  })

  it('is understood in full-width letters, and with ß written out', async () => {
    const { studio } = await scene({}, 'Schloßpark 26')
    for (const typed of ['schlosspark26', 'ＳＣＨＬＯＳＳＰＡＲＫ ２６', 'SCHLOSSPARK-26', 'Schloßpark26']) {
      expect((await type(studio, typed)).status).toBe(303)
    }
  })

  it('is typed at one studio: another knows no gallery by it', async () => {
    const { code } = await scene()
    const other = await make.scene({ guests: 'by-link' })
    expect((await type(other.studio, code)).status).toBe(422)
  })

  it('leads to the PIN and the email wall where the gallery has them', async () => {
    const { studio, code, galleryPath } = await scene({ asksEmail: true, pinId: 'pin' })
    const friend = new Browser()
    expect((await type(studio, code, friend)).headers.get('Location')).toBe(galleryPath)
    expect((await friend.get(galleryPath)).status).toBe(403)
  })

  it('takes a contact straight in, who stays who they are', async () => {
    const { studio, code, link, galleryPath } = await scene()
    const anna = new Browser()
    await anna.open(link)
    expect((await type(studio, code, anna)).headers.get('Location')).toBe(galleryPath)
    expect(await read(await anna.get(galleryPath))).toContain('You are here as Anna Keller')
    expect(await rows.of('visits')).toHaveLength(1)
  })

  it('is not for a browser that keeps no cookies', async () => {
    const { studio, code } = await scene()
    const answer = await new Browser().post(paths.guestCodes(studio), { code })
    expect(answer.status).toBe(403)
    expect(await read(answer)).toContain('This browser keeps no cookies')
  })

  it('is understood as well after the secret was renewed', async () => {
    const made = await make.scene({ guests: 'by-link' })
    const before = { current: env.FOYER_SECRET }
    await guestCodes.set(make.db(), before, made.gallery, 'acorn melody tulip')
    const after = { current: 'another secret, as long as it has to be', previous: env.FOYER_SECRET }
    const typist = { deviceHash: 'device', source: '10.0.0.1', session: undefined }
    const entry = await guestCodes.enter(make.db(), after, made.studio, 'acorn melody tulip', typist, new Date())
    expect(entry.outcome).toBe('entered')

    const other = await make.gallery(made.studio)
    expect(await guestCodes.set(make.db(), after, other, 'Acorn Melody Tulip')).toEqual({ outcome: 'taken' })
  })
})

describe('a code that opens nothing', () => {
  it('gets one answer, whether nobody has it or its gallery is closed, unpublished or refuses guests', async () => {
    const { studio, gallery, code } = await scene()
    const answers = []
    const states: Partial<schema.Gallery>[] = [
      { guests: 'refused' },
      { guests: 'by-link', closesAt: new Date() },
      { closesAt: null, publishedAt: null },
    ]
    for (const state of states) {
      await change(gallery, state)
      const answer = await type(studio, code)
      expect(answer.status).toBe(422)
      answers.push(await whole(answer, [code]))
    }
    const unknown = await whole(await type(studio, 'nobody has this'), ['nobody has this'])
    expect(unknown.body).toContain(UNKNOWN)
    for (const answer of answers) expect(answer).toEqual(unknown)
    expect(await rows.of('visits')).toEqual([])
  })

  it.each(['', 'short', '-----', 'x'.repeat(41), 'y'.repeat(300)])(
    'gets the same when none is like that: %s',
    async (typed) => {
      const { studio } = await scene()
      const answer = await type(studio, typed)
      expect(answer.status).toBe(422)
      expect(await read(answer)).toContain(UNKNOWN)
      expect(await rows.of('code_tries')).toEqual([])
    },
  )

  it('comes back with what was typed', async () => {
    const { studio } = await scene()
    expect(await (await type(studio, 'acorn "melody" poppy')).text()).toContain(
      'value="acorn &quot;melody&quot; poppy"',
    )
  })

  it('is nothing at a studio that there is not, and its address leads to the home page', async () => {
    const { studio } = await scene()
    expect((await type({ slug: 'nobody' }, 'acorn melody tulip')).status).toBe(404)
    const looked = await new Browser().get(paths.guestCodes(studio))
    expect([looked.status, looked.headers.get('Location')]).toEqual([303, paths.studioHome(studio)])
  })
})

describe('a code that was changed', () => {
  it.each(['changed', 'set again', 'removed'])(
    'opens nothing once it is %s, and whoever came by it is out',
    async (how) => {
      clock.stop()
      const { studio, owner, gallery, code, link, galleryPath, photoPath } = await scene()
      const [anna, friend] = [new Browser(), new Browser()]
      await anna.open(link)
      await type(studio, code, friend)
      await friend.get(galleryPath)
      expect((await friend.get(photoPath)).status).toBe(200)

      const desk = await make.signedIn(owner)
      if (how === 'removed') await desk.post(paths.guestCodeRemoval(gallery.id))
      else await desk.post(paths.guestCode(gallery.id), { code: how === 'changed' ? 'poppy window lemon' : code })

      expect((await friend.get(galleryPath)).status).toBe(403)
      clock.pass({ seconds: 61 })
      expect((await friend.get(photoPath)).status).toBe(404)
      expect((await anna.get(galleryPath)).status).toBe(200)
      expect((await type(studio, code)).status).toBe(how === 'set again' ? 303 : 422)
    },
  )
})

describe('the photographer', () => {
  async function desk() {
    const made = await make.scene({ guests: 'by-link' })
    const browser = await make.signedIn(made.owner)
    const door = async () => (await browser.get(paths.galleryDoor(made.gallery.id))).text()
    return { ...made, browser, door, path: paths.guestCode(made.gallery.id) }
  }

  it('is suggested a code of three words, takes it, and reads it again with where it is typed', async () => {
    const { studio, browser, door, path } = await desk()
    const [, suggested = ''] = /name="code"[^>]*value="([^"]+)"/.exec(await door()) ?? []
    expect(suggested).toMatch(/^[a-z]+ [a-z]+ [a-z]+$/)
    await browser.post(path, { code: suggested })
    const html = await door()
    expect(html).toContain(`id="guest-code" value="${suggested}"`)
    expect(html).toContain(`https://foyer.test${paths.studioHome(studio)}`)
    expect((await type(studio, suggested)).status).toBe(303)
  })

  it.each([
    ['', 'Give a code.'],
    ['abc12', 'A guest code has 6 to 40 letters and digits.'],
    ['a - b - c - d', 'A guest code has 6 to 40 letters and digits.'],
    ['x'.repeat(41), 'A guest code has 6 to 40 letters and digits.'],
    ['x'.repeat(61), 'At most 60 characters.'],
  ])('is told what a code needs: %s', async (code, words) => {
    const { browser, path } = await desk()
    const answer = await browser.post(path, { code })
    expect(answer.status).toBe(422)
    expect(await read(answer)).toContain(words)
    expect(await rows.of('galleries')).toMatchObject([{ guest_code: null, guest_code_hash: null, guest_code_id: null }])
  })

  it('may not give two galleries one code, however it is written; another studio may', async () => {
    const { studio, browser, path } = await desk()
    const other = await make.gallery(studio)
    await browser.post(path, { code: 'Summer 26' })
    const answer = await browser.post(paths.guestCode(other.id), { code: 'SUMMER-26' })
    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain('value="SUMMER-26"')
    expect((await scene({}, 'summer26')).code).toBe('summer26')
  })

  it('gives one of two galleries a code that both are given at one moment', async () => {
    const { studio, browser, path } = await desk()
    const other = await make.gallery(studio)
    const answers = await Promise.all(
      [path, paths.guestCode(other.id)].map((each) => browser.copy().post(each, { code: 'summer26' })),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 422])
  })
})

describe('guessing', () => {
  /** So many wrong tries that others made just now. */
  async function wrong(count: number, budget: string, at = Date.now()): Promise<void> {
    const ids = JSON.stringify(Array.from({ length: count }, randomId))
    await env.DB.prepare(`insert into code_tries (id, budget, at) select value, ?1, ?2 from json_each(?3)`)
      .bind(budget, at, ids)
      .run()
  }

  it('is over for an address after sixty wrong codes in an hour, also in other browsers; not for others', async () => {
    clock.stop()
    const { studio, code } = await scene()
    const friend = new Browser()
    expect((await type(studio, 'wrong code one', friend)).status).toBe(422)
    const source = (await rows.of('code_tries')).find(({ budget }) => !String(budget).startsWith('guest-code'))
    await wrong(WRONG_PER_SOURCE_HOUR - 2, String(source?.budget))

    expect((await type(studio, 'wrong code two', friend)).status).toBe(422)
    friend.cookies.clear()
    const refused = await type(studio, code, friend)
    expect(refused.status).toBe(429)
    expect(refused.headers.get('Retry-After')).toBe('3600')
    expect(await read(refused)).toContain('That was too often for now.')
    expect(await rows.of('visits')).toEqual([])
    expect((await type(studio, code)).status).toBe(303)

    clock.pass({ hours: 1, seconds: 1 })
    expect((await type(studio, code, friend)).status).toBe(303)
  })

  it('is over at a studio after a thousand wrong codes in a day, whoever sends them; not at others', async () => {
    clock.stop()
    const { studio, code } = await scene()
    const other = await scene()
    await wrong(WRONG_PER_STUDIO_DAY - 1, `guest-code ${studio.id} stranger`)
    expect((await type(studio, 'the last wrong one')).status).toBe(422)
    const tries = (await rows.of('code_tries')).length
    expect((await type(studio, code)).status).toBe(429)
    expect((await rows.of('code_tries')).length).toBe(tries)
    expect((await type(other.studio, other.code)).status).toBe(303)

    clock.pass({ hours: 24, seconds: 1 })
    expect((await type(studio, code)).status).toBe(303)
  })

  it('by strangers does not hold up a browser that has been in as a contact', async () => {
    const { studio, code, link } = await scene()
    const anna = new Browser()
    await anna.open(link)
    await wrong(WRONG_PER_STUDIO_DAY, `guest-code ${studio.id} stranger`)
    expect((await type(studio, code)).status).toBe(429)
    expect((await type(studio, code, anna)).status).toBe(303)
    await wrong(WRONG_PER_STUDIO_DAY, `guest-code ${studio.id} known`)
    expect((await type(studio, code, anna)).status).toBe(429)
  })

  it('is not made free by knowing a code: right ones cost nothing, and refund nothing', async () => {
    const { studio, code } = await scene()
    const friend = new Browser()
    for (const typed of ['wrong code one', code, 'wrong code two', code]) await type(studio, typed, friend)
    const studioTries = (await rows.of('code_tries')).filter(({ budget }) => String(budget).endsWith('stranger'))
    expect(studioTries.map(({ right }) => right)).toEqual([0, 1, 0, 1])
  })

  it('in parallel is counted one by one', async () => {
    const { studio } = await scene()
    await wrong(WRONG_PER_STUDIO_DAY - 5, `guest-code ${studio.id} stranger`)
    const browsers = Array.from({ length: 20 }, () => new Browser())
    const answers = await Promise.all(browsers.map((browser, n) => type(studio, `wrong code ${n}`, browser)))
    const statuses = answers.map(({ status }) => status)
    expect(statuses.filter((status) => status === 422)).toHaveLength(5)
    expect(statuses.filter((status) => status === 429)).toHaveLength(15)
  })

  it('leaves no address behind that could be read', async () => {
    const { studio } = await scene()
    await type(studio, 'wrong code one')
    expect(JSON.stringify(await rows.of('code_tries'))).not.toMatch(/10\.\d+\.\d+\.\d+/)
  })
})

describe('the studio’s home', () => {
  it('leads nowhere else by an address that was made up', async () => {
    for (const slug of ['%2Felsewhere.example', '%5Celsewhere.example', 'nobody']) {
      const answer = await new Browser().get(`/${slug}/guest-codes`)
      expect([answer.status, answer.headers.get('Location')]).toEqual([404, null])
    }
  })

  it('lists the galleries that the photographer wants listed, while they are open and admit guests', async () => {
    const studio = await make.studio()
    const cover = { coverKey: 'a-cover-key' }
    const listed = await make.gallery(studio, { isListed: true, guests: 'anyone', title: 'Listed', ...cover })
    const byPin = await make.gallery(studio, {
      isListed: true,
      guests: 'by-link',
      title: 'Behind a PIN',
      showsCover: false,
      coverKey: 'b',
    })
    const hidden: Partial<schema.Gallery>[] = [
      { isListed: false, guests: 'anyone' },
      { isListed: true, guests: 'refused' },
      { isListed: true, guests: 'anyone', publishedAt: null },
      { isListed: true, guests: 'anyone', closesAt: new Date() },
    ]
    for (const each of hidden) await make.gallery(studio, { ...each, title: 'Hidden' })
    await make.gallery(await make.studio(), { isListed: true, guests: 'anyone', title: 'Another studio’s' })

    const html = await (await new Browser().get(paths.studioHome(studio))).text()
    expect(html).toContain(`href="${paths.gallery(studio, listed)}"`)
    expect(html).toContain(`href="${paths.gallery(studio, byPin)}"`)
    expect(html.match(/\/covers\//g)).toHaveLength(1)
    for (const words of ['Hidden', 'Another']) expect(html).not.toContain(words)
  })

  it('is at the root as well where there is one studio, with the same list and box', async () => {
    const { studio, code } = await scene({ isListed: true })
    const friend = new Browser()
    const html = await (await friend.get('/')).text()
    expect(html).toContain(`action="${paths.guestCodes(studio)}"`)
    expect(html).toContain('Anna &amp; Ben')
    expect((await friend.post(paths.guestCodes(studio), { code })).status).toBe(303)
  })

  it('has the box while a code leads somewhere, and the portal always', async () => {
    const { studio, gallery, home, box } = await scene()
    const page = async () => (await new Browser().get(home)).text()
    const portal = `<a class="button primary" href="${paths.portal(studio)}">Your galleries</a>`
    for (const said of [portal, `action="${box}"`]) expect(await page()).toContain(said)

    for (const over of [{ guests: 'refused' as const }, { guests: 'by-link' as const, publishedAt: null }]) {
      await change(gallery, over)
      expect(await page()).toContain(portal)
      expect(await page()).not.toContain(`action="${box}"`)
    }
    const typed = await type(studio, 'nobody has this')
    expect(typed.status).toBe(422)
    expect(await typed.text()).toContain(`action="${box}"`)
  })

  it('changes nothing when it is looked at', async () => {
    const { home } = await scene()
    const before = await rows.all()
    for (const path of [home, '/', `${home}/guest-codes`]) await new Browser().get(path)
    expect(await rows.all()).toEqual(before)
  })

  it('asks the database once, a code a few times more', async () => {
    const { studio, home, code } = await scene({ isListed: true })
    const friend = new Browser()
    for (const path of [home, '/']) {
      const page = countRoundTrips()
      expect((await friend.get(path)).status).toBe(200)
      expect(page()).toEqual({ queries: 0, batches: 1, kvReads: 0, kvWrites: 0 })
    }
    const unknown = countRoundTrips()
    await friend.post(paths.guestCodes(studio), { code: 'nobody has this' })
    expect(unknown()).toEqual({ queries: 0, batches: 2, kvReads: 0, kvWrites: 0 })
    const right = countRoundTrips()
    await friend.post(paths.guestCodes(studio), { code })
    expect(right()).toEqual({ queries: 1, batches: 3, kvReads: 0, kvWrites: 0 })
  })
})
