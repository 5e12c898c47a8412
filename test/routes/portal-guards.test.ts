import { describe, expect, it } from 'vitest'
import app from '../../src/app'
import { paths } from '../../src/paths'
import { Browser } from '../helpers/browser'
import * as make from '../helpers/make'
import * as portal from '../helpers/portal'
import * as rows from '../helpers/rows'

const BELOW = '/:studio/portal'

/** What whoever comes may have, or what asks by itself who is there. */
const OPEN_TO_ALL = [
  '',
  '/sign-in',
  '/sign-in/code',
  '/sign-in/codes',
  '/sign-in/passkey',
  '/sign-in/password',
  '/resets',
  '/challenges',
  '/approvals/:approval',
  '/continuations/:continuation',
]
/** What takes away, or goes on elsewhere, or is itself the step-up: for whoever is signed in. */
const WITHOUT_STEP_UP = [
  '/session/removal',
  '/devices/others/removal',
  '/devices/:session/removal',
  '/continuations',
  '/step-up/passkey',
  '/step-up/codes',
  '/step-up/code',
]

/** Every route of the portal, once; middleware is none. */
const ROUTES = [
  ...new Map(
    app.routes
      .filter(({ method, path }) => method !== 'ALL' && (path === BELOW || path.startsWith(`${BELOW}/`)))
      .map(({ method, path }) => [`${method} ${path}`, { method, part: path.slice(BELOW.length) }]),
  ).values(),
]
const INSIDE = ROUTES.filter(({ part }) => !OPEN_TO_ALL.includes(part))
const CHANGES = INSIDE.filter(({ method, part }) => method !== 'GET' && !WITHOUT_STEP_UP.includes(part))

const at = (studio: { slug: string }, part: string) =>
  paths.portal(studio) + part.replaceAll(/:\w+/g, 'abcdefghijkmnpqr')

describe('the portal', () => {
  it('has routes that these tests know', () => {
    const parts = ROUTES.map(({ part }) => part)
    for (const named of [...OPEN_TO_ALL, ...WITHOUT_STEP_UP]) expect(parts).toContain(named)
    expect(CHANGES.length).toBeGreaterThan(6)
  })

  it('is closed to whoever is not signed in, by every route', async () => {
    const { studio, link } = await make.scene()
    const guest = new Browser()
    await guest.open(link)
    const before = await rows.all()

    for (const { method, part } of INSIDE) {
      for (const browser of [new Browser(), guest]) {
        const answer = await browser.send(method, at(studio, part), method === 'GET' ? {} : { body: new FormData() })
        const [leadsTo = null] = answer.headers.get('Location')?.split('?') ?? []
        const closed = method === 'GET' ? [303, paths.portal(studio)] : [403, null]
        expect([method, part, answer.status, leadsTo]).toEqual([method, part, ...closed])
      }
    }
    expect(await rows.all()).toEqual(before)
  })

  it('changes nothing for whoever is signed in and has not stepped up', async () => {
    const { studio, contact } = await make.scene()
    const browser = await portal.signedIn(studio, contact.client)
    const before = await rows.all()

    for (const { method, part } of CHANGES) {
      const answer = await browser.send(method, at(studio, part), { body: new FormData() })
      expect([method, part, answer.status]).toEqual([method, part, 403])
    }
    expect(await rows.all()).toEqual(before)
  })
})
