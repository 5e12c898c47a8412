import { beforeEach, describe, expect, it } from 'vitest'
import { paths } from '../../src/paths'
import { Browser } from '../helpers/browser'
import * as clientCode from '../helpers/client-code'
import { mailedTo } from '../helpers/client-code'
import * as clock from '../helpers/clock'
import * as jobs from '../helpers/jobs'
import * as passedOn from '../helpers/passed-on'
import * as portal from '../helpers/portal'
import * as rows from '../helpers/rows'
import * as scrypt from '../helpers/scrypt'

beforeEach(() => scrypt.makeCheap())

const KINDS = [
  ['password', passedOn.password],
  ['passkey', passedOn.passkey],
] as const

const signedIn = async () => (await rows.of('sign_ins')).filter(({ ended_at }) => ended_at === null)
const unproved = async () => [
  ...(await rows.of('passkeys')).map((row) => row.gallery_id),
  ...(await rows.of('clients')).filter((row) => row.password_hash).map((row) => row.password_gallery_id),
]

describe.each(KINDS)('an unproved %s that was right in a browser', (_, make_) => {
  async function begin() {
    const scene = await passedOn.scene()
    return { ...scene, made: await make_(scene) }
  }

  it.each([
    ['is proved by a code that is asked for again', { minutes: 14, seconds: 59 }, true],
    ['is not proved by one that is asked for a quarter of an hour later', { minutes: 15 }, false],
  ])('%s', async (_, wait, isProved) => {
    const { studio, gallery, client, made } = await begin()
    const browser = new Browser()
    await made.atPortal(browser)
    clock.pass(wait)
    await browser.post(paths.portalCodes(studio), { channel: 'email' })
    await jobs.run()
    const entry = await browser.post(paths.portalCode(studio), { code: mailedTo(client.email) })
    expect(entry.headers.get('location')).toBe(paths.portal(studio))
    expect(await unproved()).toEqual([isProved ? null : gallery.id])
  })

  it('is not proved by the code of whoever types the address anew in that browser, at the portal or at a door', async () => {
    const { studio, gallery, other, client, made } = await begin()
    const shared = new Browser()
    await made.atPortal(shared)
    await portal.ask(shared, studio, client.email)
    await shared.post(paths.portalCode(studio), { code: mailedTo(client.email) })
    expect(await signedIn()).toHaveLength(1)

    clock.pass({ minutes: 2 })
    const tablet = new Browser()
    await made.atDoor(other, tablet)
    await clientCode.ask(tablet, { studio, gallery: other }, client.email)
    await clientCode.type(tablet, { studio, gallery: other }, mailedTo(client.email))
    expect((await tablet.get(paths.gallery(studio, other))).status).toBe(200)
    expect(await unproved()).toEqual([gallery.id])
  })
})
