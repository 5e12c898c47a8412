import { describe, expect, it } from 'vitest'
import { paths } from '../../src/paths'
import { words } from '../../views/words/en'
import { Passkey, type Question } from '../helpers/authenticator'
import { Browser, read } from '../helpers/browser'
import * as clock from '../helpers/clock'
import * as jobs from '../helpers/jobs'
import * as make from '../helpers/make'
import * as outside from '../helpers/outside'
import * as passkeys from '../helpers/passkeys'
import * as portal from '../helpers/portal'
import * as rows from '../helpers/rows'

/** A client who pressed the button of their link. */
async function inside(over: Parameters<typeof make.scene>[0] = {}) {
  clock.stop()
  const scene = await make.scene(over)
  const browser = new Browser()
  await browser.open(scene.link)
  return { ...scene, browser, client: scene.contact.client, at: paths.accountPasskeys(scene.studio, scene.gallery) }
}

type Scene = Awaited<ReturnType<typeof inside>>

async function asked({ studio, gallery }: Scene, browser: Browser): Promise<Question> {
  const answer = await browser.post(paths.accountChallenges(studio, gallery))
  if (answer.status !== 200) throw new Error(`no question: ${answer.status}`)
  return answer.json()
}

async function add(scene: Scene, browser = scene.browser, passkey = new Passkey()) {
  const answer = await browser.post(scene.at, { credential: await passkey.make(await asked(scene, browser)) })
  await jobs.run()
  return { passkey, answer }
}

describe('a first passkey', () => {
  it('makes the account that a gallery asks for before the first photo', async () => {
    const scene = await inside({ asksAccount: true })
    expect(await read(await scene.browser.get(scene.galleryPath))).toContain('Add a passkey instead')
    const before = scene.browser.copy()
    const { passkey, answer } = await add(scene)
    expect(answer.headers.get('location')).toBe(scene.galleryPath)
    expect((await scene.browser.get(scene.galleryPath)).status).toBe(200)
    expect((await before.get(scene.galleryPath)).status).toBe(403)
    expect((await rows.of('events')).map(({ kind }) => kind)).toContain('account-made')
    expect(outside.mails().at(-1)?.subject).toContain('your passkeys have changed')
    expect((await passkeys.enter(scene, passkey)).headers.get('location')).toBe(scene.galleryPath)
  })

  it('is added from inside, where a password could be; then neither is spoken of any more', async () => {
    const scene = await inside()
    expect(await (await scene.browser.get(scene.galleryPath)).text()).toContain('class="invitation"')
    await add(scene)
    const page = await (await scene.browser.get(scene.galleryPath)).text()
    expect(page).toContain('Your passkey is saved.')
    expect(page).not.toContain('class="invitation"')
    expect(page).not.toContain('Add a password')
    const account = paths.account(scene.studio, scene.gallery)
    expect((await scene.browser.get(account)).headers.get('location')).toBe(scene.galleryPath)
  })

  it('is the only thing that a link alone can add: no password beside it, no second one', async () => {
    const scene = await inside()
    const second = await new Passkey().make(await asked(scene, scene.browser))
    await add(scene)
    const before = await rows.of('passkeys')
    await scene.browser.post(scene.at, { credential: second })
    await scene.browser.post(paths.account(scene.studio, scene.gallery), { password: 'meadow lantern copper violin' })
    expect((await scene.browser.post(paths.accountChallenges(scene.studio, scene.gallery))).status).toBe(403)
    expect(await rows.of('passkeys')).toEqual(before)
    expect((await rows.of('clients'))[0]?.password_hash).toBeNull()
  })

  it('steps nobody up: whoever holds the link could have made it', async () => {
    const scene = await inside()
    const { studio, client } = scene
    const { passkey } = await add(scene)
    const browser = await portal.signedIn(studio, client)
    expect((await passkeys.stepUp(browser, studio, passkey)).status).toBe(422)
    expect(await read(await browser.get(paths.stepUp(studio)))).not.toContain(words.passkeys.use)
    expect((await passkeys.asked(browser, studio, 'step-up')).allowCredentials).toEqual([])
    expect((await rows.of('sign_ins')).map(({ proved_at }) => proved_at)).toEqual([null])
    expect((await browser.get(paths.personalDataExport(studio))).headers.get('location')).toBe(paths.stepUp(studio))
  })

  it('is not added beside a password', async () => {
    const scene = await inside()
    const credential = await new Passkey().make(await asked(scene, scene.browser))
    await make.password(scene.client, 'meadow lantern copper violin')
    await scene.browser.post(scene.at, { credential })
    expect(await rows.of('passkeys')).toEqual([])
  })

  it('is one of two that are sent at the same moment', async () => {
    const scene = await inside()
    const credentials = [
      await new Passkey().make(await asked(scene, scene.browser)),
      await new Passkey().make(await asked(scene, scene.browser)),
    ]
    const tabs = credentials.map((credential) => scene.browser.copy().post(scene.at, { credential }))
    await Promise.all(tabs)
    expect(await rows.of('passkeys')).toHaveLength(1)
  })

  it('comes from its own browser, and from here', async () => {
    const scene = await inside({ asksAccount: true })
    const credential = await new Passkey().make(await asked(scene, scene.browser), { origin: 'https://evil.example' })
    const refused = await scene.browser.post(scene.at, { credential })
    expect(refused.status).toBe(422)
    expect(await read(refused)).toContain('That passkey was not accepted here.')
    const proper = await new Passkey().make(await asked(scene, scene.browser))
    await new Browser().post(scene.at, { credential: proper })
    expect(await rows.of('passkeys')).toEqual([])
  })

  it('is not for guests', async () => {
    const scene = await inside({ guests: 'anyone' })
    const guest = new Browser()
    await guest.get(scene.galleryPath)
    expect((await guest.post(paths.accountChallenges(scene.studio, scene.gallery))).status).toBe(403)
  })
})
