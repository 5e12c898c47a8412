/** A link that its client passed on: who opened it made a password or a passkey in the visit, which nothing has proved. */
import type { Gallery, Studio } from '../../src/db/schema'
import { paths } from '../../src/paths'
import { Passkey } from './authenticator'
import { Browser } from './browser'
import { mailedTo } from './client-code'
import * as clock from './clock'
import * as jobs from './jobs'
import * as make from './make'
import * as passkeys from './passkeys'

export const PASSWORD = 'meadow lantern copper violin'

/** A client of two galleries, and the browser of whoever opened her link to one of them. */
export async function scene() {
  clock.stop()
  const made = await make.scene()
  const other = await make.gallery(made.studio)
  await make.contactOf(other, made.contact.client)
  const aunt = new Browser()
  await aunt.open(made.link)
  return { ...made, other, aunt, client: made.contact.client }
}

export type Scene = Awaited<ReturnType<typeof scene>>

/** The way back in that was made in the visit, and how it is used: at the portal, or at a gallery's door. */
export type Made = {
  word: 'password' | 'passkey'
  atPortal: (browser?: Browser) => Promise<Response>
  atDoor: (gallery: Gallery, browser?: Browser) => Promise<Response>
}

export async function password({ studio, gallery, aunt, client: { email } }: Scene, text = PASSWORD): Promise<Made> {
  await aunt.post(paths.account(studio, gallery), { password: text })
  await jobs.run()
  return {
    word: 'password',
    async atPortal(browser = new Browser()) {
      await browser.post(paths.portalSignIn(studio), { email })
      return browser.post(paths.portalPassword(studio), { password: text })
    },
    atDoor: (at, browser = new Browser()) => browser.post(paths.password(studio, at), { email, password: text }),
  }
}

export async function passkey({ studio, gallery, aunt }: Scene): Promise<Made & { passkey: Passkey }> {
  const made = await makePasskey(aunt, { studio, gallery })
  return {
    word: 'passkey',
    passkey: made,
    atPortal: (browser) => passkeys.signIn(studio, made, browser),
    atDoor: (at, browser) => passkeys.enter({ studio, gallery: at }, made, browser),
  }
}

/** A first passkey, made inside a gallery. */
export async function makePasskey(browser: Browser, { studio, gallery }: { studio: Studio; gallery: Gallery }) {
  const made = new Passkey()
  const asked = await browser.post(paths.accountChallenges(studio, gallery))
  if (asked.status !== 200) throw new Error(`no question: ${asked.status}`)
  await browser.post(paths.accountPasskeys(studio, gallery), { credential: await made.make(await asked.json()) })
  await jobs.run()
  return made
}

/** A browser in which a code proved what was made. */
export async function proved({ studio, client }: Scene, made: Made, browser = new Browser()): Promise<Browser> {
  await made.atPortal(browser)
  await jobs.run()
  const answer = await browser.post(paths.portalCode(studio), { code: mailedTo(client.email) })
  if (answer.headers.get('location') !== paths.portal(studio)) throw new Error(`not proved: ${answer.status}`)
  return browser
}
