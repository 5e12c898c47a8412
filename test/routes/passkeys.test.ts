import { describe, expect, it } from 'vitest'
import { paths } from '../../src/paths'
import { Passkey } from '../helpers/authenticator'
import { Browser, read } from '../helpers/browser'
import * as clock from '../helpers/clock'
import * as make from '../helpers/make'
import * as outside from '../helpers/outside'
import * as passkeys from '../helpers/passkeys'
import * as portal from '../helpers/portal'
import * as rows from '../helpers/rows'

/** A client who is signed in and has stepped up. */
async function steppedUp() {
  clock.stop()
  const studio = await make.studio()
  const { client } = await make.contact(await make.gallery(studio))
  const browser = await portal.steppedUp(studio, client)
  return { studio, client, browser, at: paths.clientPasskeys(studio) }
}

/** A client with a passkey. */
async function withPasskey(passkey = new Passkey()) {
  const scene = await steppedUp()
  await passkeys.add(scene.browser, scene.studio, { passkey })
  return { ...scene, passkey }
}

const isRefused = async (answer: Response) => {
  expect(answer.status).toBe(422)
  expect(await read(answer)).toContain('That passkey was not accepted here.')
}

describe('a client’s passkeys', () => {
  it('are added with a name, listed, and told of by mail', async () => {
    const { studio, client, browser, at } = await steppedUp()
    expect(await read(await browser.get(at))).toContain('You have no passkey yet.')
    await passkeys.add(browser, studio, { name: 'Anna’s iPhone' })
    const page = await read(await browser.get(at))
    expect(page).toContain('“Anna’s iPhone” is added.')
    expect(page).toContain('not used yet')
    const mail = outside.mails().at(-1)
    expect(mail?.to).toBe(client.email)
    expect(mail?.subject).toBe(`${studio.name}: your passkeys have changed`)
    expect(mail?.text).toContain('There are now: “Anna’s iPhone”.')
  })

  it('are suggested the name of the device', async () => {
    const { browser, at } = await steppedUp()
    const html = await (await browser.get(at, { 'User-Agent': 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_1)' })).text()
    expect(html).toContain('value="iPhone"')
  })

  it('are asked of the browser to be found without an address, and never twice in one device', async () => {
    const { studio, client, browser, passkey } = await withPasskey()
    const question = await passkeys.asked(browser, studio, 'add')
    expect(question.rp).toEqual({ name: 'foyer.test', id: 'foyer.test' })
    expect(question.authenticatorSelection).toMatchObject({ residentKey: 'required', userVerification: 'preferred' })
    expect(question.attestation).toBe('none')
    expect(question.user?.name).toBe(`${client.email} · ${studio.name}`)
    expect(question.excludeCredentials).toMatchObject([{ id: passkey.id }])
  })

  it('are renamed and removed, which is told by mail too', async () => {
    const { studio, browser, at } = await withPasskey()
    const [row] = await rows.of('passkeys')
    const id = String(row?.id)
    expect((await browser.post(paths.clientPasskey(studio, id), { name: 'The old phone' })).status).toBe(303)
    expect(await read(await browser.get(at))).toContain('The old phone')
    expect((await browser.post(paths.clientPasskeyRemoval(studio, id))).status).toBe(303)
    expect(await read(await browser.get(at))).toContain('You have no passkey yet.')
    expect((await rows.of('messages')).filter(({ kind }) => kind === 'passkeys-changed')).toHaveLength(2)
    expect((await browser.post(paths.clientPasskeyRemoval(studio, id))).status).toBe(404)
  })

  it('need a name', async () => {
    const { studio, browser, at } = await steppedUp()
    const credential = await new Passkey().make(await passkeys.asked(browser, studio, 'add'))
    const answer = await browser.post(at, { name: ' ', credential })
    expect(answer.status).toBe(422)
    expect(await read(answer)).toContain('Give a name.')
    expect(await rows.of('passkeys')).toEqual([])
  })

  it('are changed by their owner alone', async () => {
    const { studio, client } = await withPasskey()
    const [row] = await rows.of('passkeys')
    const id = String(row?.id)
    const other = await make.contact(await make.gallery(studio))
    const browser = await portal.steppedUp(studio, other.client)
    expect((await browser.post(paths.clientPasskey(studio, id), { name: 'Mine now' })).status).toBe(404)
    expect((await browser.post(paths.clientPasskeyRemoval(studio, id))).status).toBe(404)
    expect(await rows.of('passkeys')).toEqual([row])
    expect(outside.mails().filter(({ to }) => to === client.email)).toHaveLength(3)
  })

  it('are no more than twenty', async () => {
    const { studio, browser, at } = await steppedUp()
    for (let number = 1; number <= 20; number++) await passkeys.add(browser, studio, { name: `No. ${number}` })
    const credential = await new Passkey().make(await passkeys.asked(browser, studio, 'add'))
    await isRefused(await browser.post(at, { name: 'One more', credential }))
    expect(await rows.of('passkeys')).toHaveLength(20)
  })
})

describe('adding a passkey', () => {
  it('asks who is not signed in, or has not stepped up, for that first', async () => {
    const { studio, client, at } = await steppedUp()
    const stranger = new Browser()
    expect((await stranger.get(at)).headers.get('location')).toBe(paths.portalFor(studio, 'passkeys'))
    expect((await stranger.post(at)).status).toBe(403)
    expect((await stranger.post(paths.portalChallenges(studio), { purpose: 'add' })).status).toBe(403)
    expect((await stranger.post(paths.portalChallenges(studio), { purpose: 'step-up' })).status).toBe(403)
    clock.pass({ minutes: 2 })
    const signedIn = await portal.signedIn(studio, client, stranger)
    expect((await signedIn.get(at)).headers.get('location')).toBe(paths.stepUp(studio))
  })

  it('refuses what was made for another address', async () => {
    const { studio, browser, at } = await steppedUp()
    const tries = [
      { origin: 'https://foyer.test.evil.example' },
      { origin: 'https://foyer.test:444' },
      { rpId: 'evil.example' },
      { crossOrigin: true },
      { type: 'webauthn.get' },
      { isPresent: false },
    ]
    for (const twist of tries) {
      const credential = await new Passkey().make(await passkeys.asked(browser, studio, 'add'), twist)
      await isRefused(await browser.post(at, { name: 'iPhone', credential }))
    }
    expect(await rows.of('passkeys')).toEqual([])
  })

  it('refuses an answer that comes twice, late, or to another question', async () => {
    const { studio, browser, at } = await steppedUp()
    const credential = await new Passkey().make(await passkeys.asked(browser, studio, 'add'))
    expect((await browser.post(at, { name: 'iPhone', credential })).status).toBe(303)
    await isRefused(await browser.post(at, { name: 'iPhone', credential }))

    const forSignIn = await new Passkey().make(await passkeys.asked(browser, studio, 'sign-in'))
    await isRefused(await browser.post(at, { name: 'iPhone', credential: forSignIn }))
    const unknown = await new Passkey().make({ ...(await passkeys.asked(browser, studio, 'add')), challenge: 'x' })
    await isRefused(await browser.post(at, { name: 'iPhone', credential: unknown }))
    const late = await new Passkey().make(await passkeys.asked(browser, studio, 'add'))
    clock.pass({ minutes: 5 })
    await isRefused(await browser.post(at, { name: 'iPhone', credential: late }))
    await isRefused(await browser.post(at, { name: 'iPhone', credential: '{"id":' }))
    await isRefused(await browser.post(at, { name: 'iPhone' }))
    expect(await rows.of('passkeys')).toHaveLength(1)
  })

  it('refuses a passkey that is somebody’s already', async () => {
    const { studio, browser, passkey } = await withPasskey()
    const [row] = await rows.of('passkeys')
    const other = await make.contact(await make.gallery(studio))
    const theirs = await portal.steppedUp(studio, other.client)
    const again = passkey.copy()
    const credential = await again.make(await passkeys.asked(theirs, studio, 'add'))
    await isRefused(await theirs.post(paths.clientPasskeys(studio), { name: 'iPhone', credential }))
    expect(await rows.of('passkeys')).toEqual([row])
    expect((await passkeys.stepUp(browser, studio, passkey)).status).toBe(303)
  })
})
