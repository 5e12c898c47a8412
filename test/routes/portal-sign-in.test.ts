import { describe, expect, it } from 'vitest'
import { paths } from '../../src/paths'
import { Browser, read } from '../helpers/browser'
import * as make from '../helpers/make'
import * as outside from '../helpers/outside'
import * as portal from '../helpers/portal'
import * as rows from '../helpers/rows'

const PASSWORD = 'meadow lantern copper violin'

async function known() {
  const scene = await make.scene()
  return { ...scene, client: scene.contact.client, at: paths.portal(scene.studio) }
}

describe('the way into the portal', () => {
  it('begins with one field, and leads to a code or a password', async () => {
    const { studio, client, at } = await known()
    const browser = new Browser()
    const first = await read(await browser.get(at))
    expect(first).toContain('Email Continue')
    expect((await browser.post(paths.portalSignIn(studio), { email: client.email })).headers.get('location')).toBe(
      paths.portalSignIn(studio),
    )
    const ways = await read(await browser.get(paths.portalSignIn(studio)))
    expect(ways).toContain('Email me a login code')
    expect(ways).toContain('Password Sign in')
  })

  it('lets in whoever types the code that was sent, and nobody with another browser', async () => {
    const { studio, client, at } = await known()
    const browser = await portal.signedIn(studio, client)
    expect(await read(await browser.get(at))).toContain(client.name)
    expect(await read(await new Browser().get(at))).not.toContain(client.name)
  })

  it('lets in whoever knows the password, and begins a new session', async () => {
    const { studio, client, at } = await known()
    await make.password(client, PASSWORD)
    const browser = new Browser()
    await browser.post(paths.portalSignIn(studio), { email: client.email })
    expect((await browser.post(paths.portalPassword(studio), { password: 'something else here' })).status).toBe(422)
    expect((await browser.post(paths.portalPassword(studio), { password: PASSWORD })).headers.get('location')).toBe(at)
    expect(await read(await browser.get(at))).toContain(client.name)
  })

  it('keeps the browser’s own cookie for as long anew, since the session is one with it', async () => {
    const { studio, client } = await known()
    await make.password(client, PASSWORD)
    const browser = new Browser()
    await browser.post(paths.portalSignIn(studio), { email: client.email })
    const device = browser.cookies.get('__Host-device')?.value
    const answer = await browser.post(paths.portalPassword(studio), { password: PASSWORD })
    const again = answer.headers.getSetCookie().filter((cookie) => cookie.startsWith('__Host-device='))
    expect(again).toEqual([
      `__Host-device=${device}; Max-Age=${400 * 24 * 60 * 60}; Path=/; HttpOnly; Secure; SameSite=Lax`,
    ])
    expect(answer.headers.getSetCookie().filter((cookie) => cookie.startsWith('__Host-session='))).toHaveLength(1)
  })

  it('is the same for an address that nobody has: status, page, rows and mail', async () => {
    const { studio, client } = await known()
    const counts = async () => Object.entries(await rows.all()).map(([table, all]) => [table, all.length])
    const answers = async (email: string) => {
      const browser = new Browser()
      const before = await counts()
      await portal.ask(browser, studio, email)
      const page = (await read(await browser.get(paths.portalCode(studio)))).replaceAll(/\S•+@\S•+\.\w+/g, '')
      const after = await counts()
      return { page, added: after.map(([table, count], at) => [table, Number(count) - Number(before[at]?.[1])]) }
    }
    const right = await answers(client.email)
    const wrong = await answers('nobody@example.com')
    expect(wrong.page).toBe(right.page)
    const sum = (added: unknown[][]) => added.reduce((total, [, count]) => total + Number(count), 0)
    expect(sum(wrong.added)).toBe(sum(right.added))
    expect(outside.mails().map(({ to }) => to)).toEqual([client.email])
  })
})

describe('a code or a password at a gallery’s door', () => {
  it('signs in to the portal as well', async () => {
    const { studio, gallery, client, at } = await known()
    await make.password(client, PASSWORD)
    const browser = new Browser()
    await browser.post(paths.password(studio, gallery), { email: client.email, password: PASSWORD })
    expect(await read(await browser.get(at))).toContain(client.name)
  })
})

describe('a magic link into a gallery', () => {
  it('does not open the portal: it may have been passed on', async () => {
    const { link, at, client } = await known()
    const browser = new Browser()
    await browser.open(link)
    expect(await read(await browser.get(at))).not.toContain(client.name)
  })
})
