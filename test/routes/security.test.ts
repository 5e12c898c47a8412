import { describe, expect, it } from 'vitest'
import app from '../../src/app'
import { paths } from '../../src/paths'
import { whole } from '../helpers/answer'
import { Browser, ORIGIN, read } from '../helpers/browser'
import * as make from '../helpers/make'
import * as rows from '../helpers/rows'

type Names = Record<
  | 'studio'
  | 'gallery'
  | 'contact'
  | 'client'
  | 'photo'
  | 'session'
  | 'passkey'
  | 'token'
  | 'variant'
  | 'key'
  | 'id'
  | 'message'
  | 'role',
  string
>
type Route = { method: string; path: string }

/** Every route there is, once; middleware is none. */
const ROUTES: Route[] = [
  ...new Map(
    app.routes
      .filter(({ method }) => method !== 'ALL')
      .map(({ method, path }) => [`${method} ${path}`, { method, path: path.replace(/(?<=.)\/$/, '') }]),
  ).values(),
]
const CHANGES = ROUTES.filter(({ method }) => method !== 'GET')
const OPEN_TO_ALL = [
  '/studio/setup',
  '/studio/sign-in',
  '/studio/sign-in/code',
  '/studio/sign-in/codes',
  '/studio/sign-in/passkey',
  // Of a sign-in; for the rest it asks who is there by itself.
  '/studio/challenges',
  '/studio/session/removal',
]
const STAFF = ROUTES.filter(({ path }) => path.startsWith('/studio') && !OPEN_TO_ALL.includes(path))
const OF_SOMETHING = STAFF.filter(({ path }) => path.includes(':'))

const called = ({ method, path }: Route) => ({ method, path, name: `${method} ${path}` })
const filled = (path: string, names: Names) => path.replaceAll(/:(\w+)/g, (_, name: keyof Names) => names[name])

/** A form of many parts, which every route that takes forms reads. */
/** Whose fields are in order where there is one alone: what is asked of it must be whose it is. */
const form = () => new URLSearchParams({ name: 'Somebody' })

function send(browser: Browser, { method, path }: Route, headers: Record<string, string> = {}) {
  return method === 'GET'
    ? browser.get(path, headers)
    : browser.send(method, path, { headers, body: method === 'PUT' ? 'no photo' : form() })
}

async function somebody() {
  const scene = await make.scene()
  const { studio, gallery, contact, photo, link, owner } = scene
  const desk = await make.signedIn(owner)
  const session = (await rows.of('sessions')).find(({ staff_id }) => staff_id === owner.id)
  await make.steppedUp(owner)
  const names: Names = {
    ...{ studio: studio.slug, gallery: gallery.id, contact: contact.id, photo: photo.id },
    ...{ client: contact.clientId, session: String(session?.id), passkey: await make.passkey({ staffId: owner.id }) },
    ...{ token: link.slice('/l/'.length), variant: '480', key: 'none', id: 'none', message: 'none', role: 'guest' },
  }
  return { ...scene, names, desk }
}

describe('the routes', () => {
  it('are all known to these tests', () => {
    expect(ROUTES.length).toBeGreaterThan(30)
    expect(CHANGES.length).toBeGreaterThan(15)
    expect(OF_SOMETHING.length).toBeGreaterThan(14)
  })
})

describe('another studio’s gallery, contact, client or photograph', () => {
  const NOT_THERE = 'abcdefghijkmnpqr'

  it.each(OF_SOMETHING.map(called))('is nothing here, as if there were none: $name', async (route) => {
    const { desk, names: own } = await somebody()
    const { names: theirs } = await somebody()
    const none = {
      ...own,
      ...{ gallery: NOT_THERE, contact: NOT_THERE, client: NOT_THERE, photo: NOT_THERE, session: NOT_THERE },
      passkey: NOT_THERE,
    }
    const before = await rows.all()

    const foreign = await whole(await send(desk, { ...route, path: filled(route.path, theirs) }))
    expect(foreign.status).toBe(404)
    expect(foreign).toEqual(await whole(await send(desk, { ...route, path: filled(route.path, none) })))
    expect(await rows.all()).toEqual(before)

    const mine = await send(desk, { ...route, path: filled(route.path, own) })
    expect(mine.status).not.toBe(404)
    expect(mine.status).toBeLessThan(500)
  })
})

describe('the studio', () => {
  it('is closed to whoever is not signed in, by every route', async () => {
    const { names, link } = await somebody()
    const client = new Browser()
    await client.open(link)
    const before = await rows.all()

    for (const { method, path, name } of STAFF.map(called)) {
      for (const browser of [new Browser(), client]) {
        const answer = await send(browser, { method, path: filled(path, names) })
        const told = [name, answer.status, method === 'GET' ? answer.headers.get('Location') : null]
        expect(told).toEqual([name, method === 'GET' ? 303 : 403, method === 'GET' ? paths.signIn() : null])
      }
    }
    expect(await rows.all()).toEqual(before)
  })
})

describe('a form that was not sent from this site', () => {
  const FROM: [string, Record<string, string>][] = [
    ['nothing said', { 'Sec-Fetch-Site': '' }],
    ['another site', { 'Sec-Fetch-Site': 'cross-site' }],
    ['a site beside', { 'Sec-Fetch-Site': 'same-site' }],
    ['typed by hand', { 'Sec-Fetch-Site': 'none' }],
    ['another site that names ours as its origin', { 'Sec-Fetch-Site': 'cross-site', Origin: ORIGIN }],
    ['another origin', { 'Sec-Fetch-Site': '', Origin: 'https://evil.example' }],
    ['another scheme', { 'Sec-Fetch-Site': '', Origin: ORIGIN.replace('https', 'http') }],
    ['an origin that begins with ours', { 'Sec-Fetch-Site': '', Origin: `${ORIGIN}.evil.example` }],
    ['no origin', { 'Sec-Fetch-Site': '', Origin: 'null' }],
  ]

  it('changes nothing, by any route', async () => {
    const { desk, names } = await somebody()
    const before = await rows.all()
    for (const route of CHANGES.map(called)) {
      for (const [from, headers] of FROM) {
        const answer = await send(desk, { ...route, path: filled(route.path, names) }, headers)
        expect([route.name, from, answer.status]).toEqual([route.name, from, 403])
        expect(await read(answer)).toContain('This was not sent from a page of ours')
      }
    }
    expect(await rows.all()).toEqual(before)
  })

  it('is none when the browser gives its origin alone', async () => {
    const { link, galleryPath } = await make.scene()
    const old = new Browser()
    await old.get(link)
    const answer = await old.send('POST', link, { headers: { 'Sec-Fetch-Site': '', Origin: ORIGIN } })
    expect(answer.headers.get('Location')).toBe(galleryPath)
  })
})

describe('a form that is too large', () => {
  const BYTES = 257 * 1024
  const isForm = ({ path }: Route) => path !== '/studio/galleries/:gallery/photos'

  it('is not taken by any route, whether it says its size or not', async () => {
    const { desk, names } = await somebody()
    const before = await rows.all()
    const body = `name=${'x'.repeat(BYTES)}`
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' }

    for (const route of CHANGES.filter(isForm).map(called)) {
      const path = filled(route.path, names)
      for (const answer of [
        await desk.send('POST', path, { headers: { ...headers, 'Content-Length': String(body.length) }, body }),
        await desk.send('POST', path, { headers, body: new Response(body).body ?? '' }),
      ]) {
        expect([route.name, answer.status]).toEqual([route.name, 413])
        expect(await read(answer)).toContain('Too large')
      }
    }
    expect(await rows.all()).toEqual(before)
  })
})

describe('whoever sends too much', () => {
  const AT_ONCE = 40

  /** Twice what the fence lets through in a minute, for a minute may end meanwhile. */
  it.each([
    [paths.setup(), 125],
    [paths.signIn(), 125],
    [paths.signInCode(), 125],
    ['/l/none', 1201],
    ['/none/portal/continuations', 125],
    ['/none/portal/erasure', 125],
    ['/none/portal/devices/none/removal', 125],
    ['/none/portal/session/removal', 125],
    ['/none/none/visits', 1201],
  ])('is asked to wait: %s', async (path, requests) => {
    const flood = new Browser()
    let refused: Response | undefined
    for (let sent = 0; !refused && sent < requests; sent += AT_ONCE) {
      const answers = await Promise.all(Array.from({ length: AT_ONCE }, () => flood.post(path)))
      refused = answers.find(({ status }) => status === 429)
    }
    expect(refused?.headers.get('Retry-After')).toBe('60')
    expect(await read(refused ?? new Response())).toContain('Try again in a minute')

    expect((await flood.get(paths.signIn())).status).toBe(200)
    expect((await new Browser().post(path)).status).not.toBe(429)
  })
})
