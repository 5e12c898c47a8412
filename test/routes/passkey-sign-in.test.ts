import { describe, expect, it } from 'vitest'
import { paths } from '../../src/paths'
import { whole } from '../helpers/answer'
import { Passkey, type Twist } from '../helpers/authenticator'
import { Browser, read } from '../helpers/browser'
import * as clock from '../helpers/clock'
import * as make from '../helpers/make'
import * as passkeys from '../helpers/passkeys'
import * as portal from '../helpers/portal'
import * as rows from '../helpers/rows'

/** A client with a passkey. */
async function anna(passkey = new Passkey()) {
  clock.stop()
  const studio = await make.studio()
  const gallery = await make.gallery(studio)
  const { client } = await make.contact(gallery)
  const { browser } = await passkeys.of(studio, client, passkey)
  return { studio, gallery, client, passkey, browser }
}

/** Somebody else at the same studio, with a passkey of their own. */
async function ben(of: Awaited<ReturnType<typeof anna>>) {
  const { client } = await make.contact(of.gallery, { name: 'Ben Roth' })
  return { client, ...(await passkeys.of(of.studio, client)) }
}

async function isRefused(answer: Response): Promise<void> {
  expect(answer.status).toBe(422)
  expect(await read(answer)).toContain('That passkey was not accepted here.')
}

const WRONG: [string, Twist][] = [
  ['for another origin', { origin: 'https://foyer.test.evil.example' }],
  ['for a subdomain', { origin: 'https://portal.foyer.test' }],
  ['for the same name without encryption', { origin: 'http://foyer.test' }],
  ['for another relying party', { rpId: 'evil.example' }],
  ['in another site’s frame', { crossOrigin: true }],
  ['as if it were being made', { type: 'webauthn.create' }],
  ['for another account of the same device', { userHandle: 'c29tZWJvZHkgZWxzZQ' }],
  ['by nobody present', { isPresent: false }],
]

describe('signing in with a passkey', () => {
  it('is offered by the address field, and beside the other ways whatever address was typed', async () => {
    const { studio, client } = await anna()
    const browser = new Browser()
    const first = await (await browser.get(paths.portal(studio))).text()
    expect(first).toContain('autocomplete="username webauthn"')
    expect(first).toContain('data-offered')
    const pages = []
    for (const email of [client.email, 'nobody@example.com']) {
      await browser.post(paths.portalSignIn(studio), { email })
      pages.push(await whole(await browser.get(paths.portalSignIn(studio)), [email]))
    }
    expect(pages[0]?.body).toContain('Use a passkey')
    expect(pages[0]).toEqual(pages[1])
    const question = await passkeys.asked(browser, studio, 'sign-in')
    expect(question.allowCredentials).toEqual([])
    expect(question.userVerification).toBe('preferred')
  })

  it('leads into the portal, with a new session', async () => {
    const { studio, client, passkey } = await anna()
    const browser = new Browser()
    const answer = await passkeys.signIn(studio, passkey, browser)
    expect(answer.headers.get('location')).toBe(paths.portal(studio))
    expect(await read(await browser.get(paths.portal(studio)))).toContain(client.name)
    expect((await rows.of('sign_ins')).at(-1)).toMatchObject({ way: 'passkey', client_id: client.id, proved_at: null })
    expect((await rows.of('passkeys'))[0]?.used_at).toBe(Date.now())
  })

  it('needs no password and no address, and shows the way again when it is refused', async () => {
    const { studio } = await anna()
    const browser = new Browser()
    await isRefused(await passkeys.signIn(studio, await stranger(), browser))
    await browser.post(paths.portalSignIn(studio), { email: 'anna@example.com' })
    const answer = await browser.post(paths.portalPasskey(studio), { credential: 'nothing' })
    expect(answer.status).toBe(422)
    expect(await read(answer)).toContain('You sign in as anna@example.com.')
    expect((await browser.get(paths.portalPasskey(studio))).status).toBe(303)
  })

  it.each(WRONG)('is refused %s', async (_, twist) => {
    const { studio, passkey } = await anna()
    const before = await rows.of('sign_ins')
    const browser = new Browser()
    await isRefused(await passkeys.signIn(studio, passkey, browser, twist))
    expect(await rows.of('sign_ins')).toEqual(before)
    expect((await rows.of('passkeys'))[0]?.used_at).toBeNull()
    expect((await passkeys.signIn(studio, passkey, browser)).status).toBe(303)
  })

  it('is refused when the signature is another passkey’s', async () => {
    const { studio, passkey } = await anna()
    const browser = new Browser()
    const question = await passkeys.asked(browser, studio, 'sign-in')
    const forged = JSON.parse(await (await stranger()).use(question)) as { id: string; rawId: string }
    forged.id = passkey.id
    forged.rawId = passkey.id
    await isRefused(await browser.post(paths.portalPasskey(studio), { credential: JSON.stringify(forged) }))
  })

  it('is refused when an answer is replayed, by the same browser or another', async () => {
    const { studio, passkey } = await anna()
    const browser = new Browser()
    const credential = await passkey.use(await passkeys.asked(browser, studio, 'sign-in'))
    const thief = browser.copy()
    expect((await browser.post(paths.portalPasskey(studio), { credential })).status).toBe(303)
    await isRefused(await browser.post(paths.portalPasskey(studio), { credential }))
    await isRefused(await thief.post(paths.portalPasskey(studio), { credential }))
  })

  it('is refused in a browser that did not ask, and the one that did still may', async () => {
    const { studio, passkey } = await anna()
    const browser = new Browser()
    const credential = await passkey.use(await passkeys.asked(browser, studio, 'sign-in'))
    const other = new Browser()
    await other.get(paths.portal(studio))
    await isRefused(await other.post(paths.portalPasskey(studio), { credential }))
    expect((await browser.post(paths.portalPasskey(studio), { credential })).status).toBe(303)
  })

  it('is accepted at 4:59 and refused at 5:00', async () => {
    const { studio, passkey } = await anna()
    const browser = new Browser()
    const early = await passkey.use(await passkeys.asked(browser, studio, 'sign-in'))
    const late = await passkey.use(await passkeys.asked(browser, studio, 'sign-in'))
    clock.pass({ minutes: 4, seconds: 59 })
    expect((await browser.post(paths.portalPasskey(studio), { credential: early })).status).toBe(303)
    clock.pass({ seconds: 1 })
    await isRefused(await browser.post(paths.portalPasskey(studio), { credential: late }))
  })

  it('is refused when the challenge was for something else', async () => {
    const { studio, passkey, browser } = await anna()
    for (const purpose of ['add', 'step-up']) {
      const credential = await passkey.use(await passkeys.asked(browser, studio, purpose))
      await isRefused(await browser.post(paths.portalPasskey(studio), { credential }))
    }
  })

  it('opens nothing in another studio', async () => {
    const { studio, client, passkey } = await anna()
    const elsewhere = await make.studio()
    await make.contact(await make.gallery(elsewhere), { email: client.email })
    await isRefused(await passkeys.signIn(elsewhere, passkey))
    const browser = new Browser()
    const credential = await passkey.use(await passkeys.asked(browser, studio, 'sign-in'))
    await isRefused(await browser.post(paths.portalPasskey(elsewhere), { credential }))
    expect((await rows.of('sign_ins')).filter(({ way }) => way === 'passkey')).toEqual([])
  })

  it('is refused once the passkey is removed', async () => {
    const { studio, passkey, browser } = await anna()
    const [row] = await rows.of('passkeys')
    const other = new Browser()
    const credential = await passkey.use(await passkeys.asked(other, studio, 'sign-in'))
    await browser.post(paths.clientPasskeyRemoval(studio, String(row?.id)))
    await isRefused(await other.post(paths.portalPasskey(studio), { credential }))
  })

  it('is once, when an answer is sent many times at the same moment', async () => {
    const { studio, passkey } = await anna()
    const browser = new Browser()
    const credential = await passkey.use(await passkeys.asked(browser, studio, 'sign-in'))
    const tabs = Array.from({ length: 6 }, () => browser.copy())
    const answers = await Promise.all(tabs.map((tab) => tab.post(paths.portalPasskey(studio), { credential })))
    expect(answers.map(({ status }) => status).filter((status) => status === 303)).toHaveLength(1)
    expect((await rows.of('sign_ins')).filter(({ way }) => way === 'passkey')).toHaveLength(1)
  })

  it('counts the uses of a device that counts them, and refuses a copy that is behind', async () => {
    const { studio, passkey } = await anna(new Passkey(5))
    const copied = passkey.copy()
    expect((await passkeys.signIn(studio, passkey)).status).toBe(303)
    expect((await rows.of('passkeys'))[0]?.counter).toBe(6)
    await isRefused(await passkeys.signIn(studio, copied))
    await isRefused(await passkeys.signIn(studio, passkey, new Browser(), { counter: 0 }))
    expect((await passkeys.signIn(studio, passkey)).status).toBe(303)
  })

  it('lets one of two through that say the same count at the same moment', async () => {
    const { studio, passkey } = await anna(new Passkey(5))
    const twins = [passkey, passkey.copy()]
    const browsers = twins.map(() => new Browser())
    const credentials = await Promise.all(
      twins.map(async (twin, index) => twin.use(await passkeys.asked(browsers[index] as Browser, studio, 'sign-in'))),
    )
    const answers = await Promise.all(
      browsers.map((browser, index) =>
        browser.post(paths.portalPasskey(studio), { credential: String(credentials[index]) }),
      ),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 422])
  })

  it('works with a device that cannot tell who holds it', async () => {
    const { studio, passkey } = await anna()
    expect((await passkeys.signIn(studio, passkey, new Browser(), { isVerified: false })).status).toBe(303)
  })

  it('ends who was signed in there before', async () => {
    const scene = await anna()
    const { client, browser } = await ben(scene)
    await passkeys.signIn(scene.studio, scene.passkey, browser)
    const page = await read(await browser.get(paths.portal(scene.studio)))
    expect(page).toContain(scene.client.name)
    expect(page).not.toContain(client.name)
  })
})

describe('a step-up with a passkey', () => {
  it('is offered to who has one, and to nobody else', async () => {
    const scene = await anna()
    const { client } = await make.contact(scene.gallery)
    const without = await portal.signedIn(scene.studio, client)
    expect(await read(await without.get(paths.stepUp(scene.studio)))).not.toContain('Use a passkey')
    const browser = new Browser()
    await passkeys.signIn(scene.studio, scene.passkey, browser)
    expect(await read(await browser.get(paths.stepUp(scene.studio)))).toContain('Use a passkey')
    const question = await passkeys.asked(browser, scene.studio, 'step-up')
    expect(question.allowCredentials).toMatchObject([{ id: scene.passkey.id }])
    expect(question.userVerification).toBe('required')
  })

  it('leads back to what was to be changed, and the cookie of before is dead', async () => {
    const { studio, client, passkey } = await anna()
    const browser = new Browser()
    await passkeys.signIn(studio, passkey, browser)
    const stolen = browser.copy()
    await browser.get(paths.clientPasskeys(studio))
    const answer = await passkeys.stepUp(browser, studio, passkey)
    expect(answer.headers.get('location')).toBe(paths.clientPasskeys(studio))
    expect((await browser.get(paths.clientPasskeys(studio))).status).toBe(200)
    expect(await read(await stolen.get(paths.portal(studio)))).not.toContain(client.name)
  })

  it('is refused without a check of who holds the device', async () => {
    const { studio, passkey } = await anna()
    const browser = new Browser()
    await passkeys.signIn(studio, passkey, browser)
    await isRefused(await passkeys.stepUp(browser, studio, passkey, { isVerified: false }))
    expect((await browser.get(paths.clientPasskeys(studio))).headers.get('location')).toBe(paths.stepUp(studio))
  })

  it('is refused with somebody else’s passkey, of this studio or another', async () => {
    const scene = await anna()
    const other = await ben(scene)
    const elsewhere = await anna()
    const browser = new Browser()
    await passkeys.signIn(scene.studio, scene.passkey, browser)
    await isRefused(await passkeys.stepUp(browser, scene.studio, other.passkey))
    await isRefused(await passkeys.stepUp(browser, scene.studio, elsewhere.passkey))
    expect((await passkeys.stepUp(browser, scene.studio, scene.passkey)).status).toBe(303)
  })

  it('is refused with an answer to another question: of a sign-in, of another client, of another browser', async () => {
    const scene = await anna()
    const { studio, passkey } = scene
    const other = await ben(scene)
    const browser = new Browser()
    await passkeys.signIn(studio, passkey, browser)
    for (const [asking, purpose] of [
      [browser, 'sign-in'],
      [other.browser, 'step-up'],
      [scene.browser, 'step-up'],
    ] as const) {
      const credential = await passkey.use(await passkeys.asked(asking, studio, purpose))
      await isRefused(await browser.post(paths.stepUpPasskey(studio), { credential }))
    }
    await isRefused(await passkeys.stepUp(browser, studio, passkey, { origin: 'https://evil.example' }))
    const credential = await passkey.use(await passkeys.asked(browser, studio, 'step-up'))
    expect((await browser.post(paths.stepUpPasskey(studio), { credential })).status).toBe(303)
    await isRefused(await browser.post(paths.stepUpPasskey(studio), { credential }))
  })
})

describe('a passkey at a gallery’s door', () => {
  it('is offered beside the code and the password, and lets the contact in, signed in to the portal as well', async () => {
    const scene = await anna()
    const { studio, gallery, client, passkey } = scene
    const browser = new Browser()
    const at = paths.gallery(studio, gallery)
    expect(await read(await browser.get(at))).toContain('Use a passkey')
    expect(await read(await browser.get(paths.password(studio, gallery)))).toContain('Use a passkey')
    expect((await passkeys.enter(scene, passkey, browser)).headers.get('location')).toBe(at)
    expect((await browser.get(at)).status).toBe(200)
    expect(await read(await browser.get(paths.portal(studio)))).toContain(client.name)
    expect((await rows.of('events')).at(-1)).toMatchObject({ kind: 'passkey-entered' })
    const desk = await make.signedIn(await make.staff(studio))
    expect(await read(await desk.get(paths.galleryContacts(gallery.id)))).toContain('Inside by passkey')
  })

  it('opens no gallery of which its owner is no contact, and none of another studio', async () => {
    const { studio, passkey } = await anna()
    const other = await make.gallery(studio)
    await isRefused(await passkeys.enter({ studio, gallery: other }, passkey))
    const elsewhere = await make.studio()
    await isRefused(await passkeys.enter({ studio: elsewhere, gallery: await make.gallery(elsewhere) }, passkey))
    expect(await rows.of('visits')).toEqual([])
  })

  it('is refused from another origin, and when it is replayed', async () => {
    const scene = await anna()
    const browser = new Browser()
    await isRefused(await passkeys.enter(scene, scene.passkey, browser, { origin: 'https://evil.example' }))
    const credential = await scene.passkey.use(await passkeys.asked(browser, scene.studio, 'sign-in'))
    const at = paths.doorPasskey(scene.studio, scene.gallery)
    expect((await browser.post(at, { credential })).status).toBe(303)
    await isRefused(await browser.post(at, { credential }))
    expect((await browser.get(at)).status).toBe(303)
  })
})

/** A passkey that was made elsewhere and is known here to nobody. */
async function stranger(): Promise<Passkey> {
  const passkey = new Passkey()
  await passkey.make({
    challenge: 'x',
    rp: { id: 'foyer.test', name: '' },
    user: { id: 'eA', name: '', displayName: '' },
  })
  return passkey
}
