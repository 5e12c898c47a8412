import { beforeEach, describe, expect, it } from 'vitest'
import type { Staff, Studio } from '../../src/db/schema'
import { paths } from '../../src/paths'
import { Browser, read } from '../helpers/browser'
import * as clientCode from '../helpers/client-code'
import * as clock from '../helpers/clock'
import * as emailChange from '../helpers/email-change'
import { computer, iPhone } from '../helpers/looks'
import * as make from '../helpers/make'
import * as portal from '../helpers/portal'
import * as resets from '../helpers/resets'
import * as rows from '../helpers/rows'
import * as scrypt from '../helpers/scrypt'
import * as signIn from '../helpers/sign-in'

const PASSWORD = 'meadow lantern copper violin'
const OTHER = 'quiet harbor ribbon walnut'

beforeEach(() => {
  clock.stop()
  scrypt.makeCheap()
})

/** Anna, who has a password, and Mallory, who is a guest of hers and has one too. */
async function scene() {
  const made = await make.scene()
  const anna = made.contact.client
  const mallory = (await make.contact(made.gallery, { name: 'Mallory', role: 'guest' })).client
  await make.password(anna, OTHER)
  await make.password(mallory, PASSWORD)
  return { ...made, anna, mallory }
}

type Person = { email: string }

/** Gives a browser another device cookie, of its own making. */
function hop(browser: Browser, number: number): void {
  browser.cookies.set('__Host-device', { value: `${number}`.padStart(43, 'd'), path: '/' })
}

async function byPassword(browser: Browser, studio: Studio, { email }: Person, password: string) {
  await browser.post(paths.portalSignIn(studio), { email })
  return browser.post(paths.portalPassword(studio), { password })
}

/** How many of so many wrong passwords are looked at. */
async function wrongPasswords(browser: Browser, studio: Studio, client: Person, times: number): Promise<number> {
  let lookedAt = 0
  for (let turn = 0; turn < times; turn++) {
    if ((await byPassword(browser, studio, client, `wrong ${turn}`)).status === 422) lookedAt++
  }
  return lookedAt
}

/** Strangers spend the tries at a password that there are for strangers. */
const besiege = (studio: Studio, client: Person) => wrongPasswords(new Browser(), studio, client, 11)

/** Whether a browser has tries left where strangers have none. */
const isKnown = async (browser: Browser, studio: Studio, client: Person) =>
  (await wrongPasswords(browser, studio, client, 1)) === 1

/** Whether somebody is signed in to the portal. */
const isIn = async (browser: Browser, studio: Studio) => (await browser.get(paths.clientAccount(studio))).status === 200

describe('a session under another device cookie', () => {
  it('is none: in the portal, in a gallery, and at the studio', async () => {
    const { studio, owner, anna, galleryPath, link } = await scene()
    const phone = await portal.signedIn(studio, anna)
    const tablet = new Browser()
    await tablet.open(link)
    const desk = await make.signedIn(owner)
    const look = async () => [
      (await phone.get(paths.clientAccount(studio))).status,
      (await tablet.get(galleryPath)).status,
      (await desk.get(paths.galleries())).status,
    ]
    expect(await look()).toEqual([200, 200, 200])
    for (const browser of [phone, tablet, desk]) hop(browser, 1)
    expect(await look()).toEqual([303, 403, 303])
    for (const browser of [phone, tablet, desk]) browser.cookies.delete('__Host-device')
    expect(await look()).toEqual([303, 403, 303])
  })

  it('takes nothing along to whoever signs in with it', async () => {
    const { studio, anna, mallory } = await scene()
    const elsewhere = await make.scene()
    await make.password(elsewhere.contact.client, PASSWORD)
    const thief = await portal.signedIn(studio, anna)
    hop(thief, 1)
    await byPassword(thief, elsewhere.studio, elsewhere.contact.client, PASSWORD)
    expect([await isIn(thief, studio), await isIn(thief, elsewhere.studio)]).toEqual([false, true])
    await byPassword(thief, studio, mallory, PASSWORD)
    expect(await read(await thief.get(paths.portal(studio)))).not.toContain(anna.name)
  })

  it('is a stranger’s: a sign-in that is over makes no new browsers that are known', async () => {
    const { studio, anna, mallory } = await scene()
    const thief = await portal.signedIn(studio, anna)
    clock.pass({ minutes: 2 })
    const own = await portal.signedIn(studio, anna)
    await own.post(paths.otherDevicesRemoval(studio))

    let lookedAt = 0
    for (let number = 1; number <= 4; number++) {
      hop(thief, number)
      await byPassword(thief, studio, mallory, PASSWORD)
      lookedAt += await wrongPasswords(thief, studio, anna, 6)
    }
    expect(lookedAt).toBe(10)
    expect(await isKnown(own, studio, anna)).toBe(true)
  })
})

describe('all browsers in which a client is known', () => {
  /** Browsers in which somebody signed in by a password that they have, and out again. */
  async function jars(count: number) {
    const made = await scene()
    const browsers = Array.from({ length: count }, () => new Browser())
    for (const browser of browsers) {
      await byPassword(browser, made.studio, made.anna, OTHER)
      await browser.post(paths.portalSignOut(made.studio))
    }
    return { ...made, browsers }
  }

  it('have ten wrong passwords an hour between them, and strangers have ten', async () => {
    const { studio, anna, browsers } = await jars(4)
    const lookedAt: number[] = []
    for (const browser of browsers) lookedAt.push(await wrongPasswords(browser, studio, anna, 4))
    expect(lookedAt).toEqual([4, 4, 2, 0])
    expect(await wrongPasswords(new Browser(), studio, anna, 12)).toBe(10)
  })

  it('have ten wrong codes an hour between them, and one code at a time', async () => {
    const { studio, anna, browsers } = await jars(3)
    const answers: number[] = []
    for (const browser of browsers) {
      await portal.ask(browser, studio, anna.email)
      const code = clientCode.mailedTo(anna.email)
      for (let turn = 1; turn <= 4; turn++) {
        answers.push((await browser.post(paths.portalCode(studio), { code: signIn.wrong(code, turn) })).status)
      }
      clock.pass({ seconds: 61 })
    }
    expect(answers).toEqual([...Array(10).fill(422), 429, 429])
    expect((await rows.of('codes')).filter(({ subject, voided_at }) => subject && voided_at === null)).toHaveLength(1)
  })

  it('are no more than one for those who send codes', async () => {
    const { studio, anna, browsers } = await jars(4)
    for (const browser of browsers) await portal.ask(browser, studio, anna.email)
    expect(signIn.mailsTo(anna.email).filter(({ subject }) => /\d{6}/.test(subject))).toHaveLength(1)
  })
})

describe('a browser that a client was signed out of from elsewhere', () => {
  /** Anna at home, and another browser in which somebody is signed in as her, or was. */
  async function two() {
    const made = await scene()
    const other = await portal.signedIn(made.studio, made.anna, computer())
    clock.pass({ hours: 80 })
    const own = await portal.signedIn(made.studio, made.anna, iPhone())
    return { ...made, own, other }
  }
  type Two = Awaited<ReturnType<typeof two>>

  const removalOfOther = async ({ own, studio }: Two) => {
    const page = await (await own.get(paths.clientDevices(studio))).text()
    return [...page.matchAll(/action="([^"]+\/removal)"/g)]
      .map(([, action = '']) => action)
      .filter((action) => /devices\/(?!others)/.test(action))
      .at(-1)
  }

  type Way = (two: Two) => Promise<unknown>
  const ONE: Record<string, Way> = {
    'by signing that device out': async (two) => two.own.post((await removalOfOther(two)) ?? ''),
  }
  const ALL: Record<string, Way> = {
    'by signing all others out': ({ own, studio }) => own.post(paths.otherDevicesRemoval(studio)),
    'by a new password': async ({ own, studio, anna }) => {
      clock.pass({ minutes: 2 })
      await portal.stepUp(own, studio, anna)
      await own.post(paths.clientPassword(studio), { password: 'orchid tunnel velvet marble' })
    },
    'by a reset link': async ({ own, studio, anna }) => {
      await resets.ask(studio, anna.email)
      await own.post(resets.newest(), { password: 'orchid tunnel velvet marble' })
    },
  }

  it.each(Object.entries({ ...ONE, ...ALL }))('is a stranger’s again, %s; hers is not', async (_, sign) => {
    const made = await two()
    await sign(made)
    expect(await isIn(made.other, made.studio)).toBe(false)
    await besiege(made.studio, made.anna)
    expect(await isKnown(made.other, made.studio, made.anna)).toBe(false)
    expect(await isKnown(made.own, made.studio, made.anna)).toBe(true)
  })

  it.each(Object.entries(ALL))('is a stranger’s again though they had signed out there before, %s', async (_, sign) => {
    const made = await two()
    await made.other.post(paths.portalSignOut(made.studio))
    await sign(made)
    await besiege(made.studio, made.anna)
    expect(await isKnown(made.other, made.studio, made.anna)).toBe(false)
  })

  it('is a stranger’s again for the link that was claimed there', async () => {
    const { studio, contact, anna } = await scene()
    const thief = new Browser()
    await thief.open(await make.link(contact))
    const own = await portal.signedIn(studio, anna)
    await own.post(paths.otherDevicesRemoval(studio))
    await besiege(studio, anna)
    expect(await isKnown(thief, studio, anna)).toBe(false)
  })

  it('is a stranger’s again once the mailbox before took the address back, as all are', async () => {
    const made = await two()
    clock.pass({ minutes: 2 })
    await portal.stepUp(made.other, made.studio, made.anna)
    const undo = await emailChange.change(made.other, made.studio, made.anna.email, 'thief@example.net')
    await make.password(made.anna, OTHER)
    await emailChange.press(undo)
    await besiege(made.studio, made.anna)
    expect(await isKnown(made.other, made.studio, made.anna)).toBe(false)
    expect((await rows.of('devices')).every(({ is_known }) => is_known === 0)).toBe(true)
  })

  it('is found by a press on its line though it has another session by now', async () => {
    const made = await two()
    const removal = await removalOfOther(made)
    const elsewhere = await make.scene()
    await portal.signedIn(elsewhere.studio, elsewhere.contact.client, made.other)
    expect((await made.own.post(removal ?? '')).status).toBe(303)
    expect([await isIn(made.other, made.studio), await isIn(made.other, elsewhere.studio)]).toEqual([false, true])
  })
})

describe('a browser in which a client signed out themselves', () => {
  it('is known, whatever strangers try', async () => {
    const { studio, anna } = await scene()
    const own = await portal.signedIn(studio, anna)
    await own.post(paths.portalSignOut(studio))
    await besiege(studio, anna)
    expect(await isKnown(own, studio, anna)).toBe(true)
  })

  it('is known at that studio alone, and for nobody else there', async () => {
    const { studio, anna, mallory } = await scene()
    const own = await portal.signedIn(studio, anna)
    await besiege(studio, mallory)
    expect(await isKnown(own, studio, mallory)).toBe(false)
  })
})

describe('the browsers of a person of the studio', () => {
  async function boss() {
    const { owner } = await make.scene()
    const stolen = await make.signedIn(owner)
    clock.pass({ minutes: 2 })
    const desk = await make.signedIn(owner)
    clock.pass({ minutes: 2 })
    return { owner, desk, stolen }
  }

  /** Asks for a code and tries wrong ones; how many are looked at. */
  async function wrongCodes(browser: Browser, { email }: Staff, times: number): Promise<number> {
    await signIn.ask(browser, email)
    const code = signIn.codeFor(email)
    let lookedAt = 0
    for (let turn = 1; turn <= times; turn++) {
      if ((await signIn.type(browser, signIn.wrong(code, turn))).status === 422) lookedAt++
    }
    clock.pass({ seconds: 61 })
    return lookedAt
  }

  it('have ten wrong codes an hour between them', async () => {
    const { owner, desk, stolen } = await boss()
    await stolen.post(paths.signOut())
    const answers: number[] = []
    for (const browser of [stolen, desk, stolen]) answers.push(await wrongCodes(browser, owner, 4))
    expect(answers).toEqual([4, 4, 2])
  })

  it('are not made more by another device cookie', async () => {
    const { owner, stolen } = await boss()
    let lookedAt = 0
    for (let number = 1; number <= 4; number++) {
      hop(stolen, number)
      lookedAt += await wrongCodes(stolen, owner, 5)
    }
    expect(lookedAt).toBe(10)
  })

  it('are a stranger’s again once signed out from elsewhere; the one at hand is not', async () => {
    const { owner, desk, stolen } = await boss()
    await desk.post(paths.otherStaffDevicesRemoval())
    for (const _ of [1, 2]) await wrongCodes(new Browser(), owner, 5)
    expect(await wrongCodes(stolen, owner, 1)).toBe(0)
    expect(await wrongCodes(desk, owner, 1)).toBe(1)
  })
})

describe('a thief who has a client’s password alone', () => {
  it('makes them no stranger in their own browser by signing it out', async () => {
    const { studio, anna } = await scene()
    const phone = await portal.signedIn(studio, anna)
    clock.pass({ minutes: 2 })
    const thief = new Browser()
    await byPassword(thief, studio, anna, OTHER)
    expect((await thief.post(paths.otherDevicesRemoval(studio))).status).toBe(303)
    expect(await isIn(phone, studio)).toBe(false)
    await besiege(studio, anna)
    expect(await isKnown(phone, studio, anna)).toBe(true)
  })
})

describe('a friend to whom a client passed their link on', () => {
  it('uses up what the link has, and not what the client’s own browsers have', async () => {
    const { studio, anna, link } = await scene()
    const phone = await portal.signedIn(studio, anna)
    await phone.post(paths.portalSignOut(studio))
    const friend = new Browser()
    await friend.open(link)
    await besiege(studio, anna)
    expect(await wrongPasswords(friend, studio, anna, 11)).toBe(10)
    expect(await isKnown(phone, studio, anna)).toBe(true)
  })
})
