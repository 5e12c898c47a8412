/** The gallery PIN, from the photographer who sets it to guests who type it, with script and without; told in order. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { isInOrder } from './screen'
import { type Server, startServer } from './server'
import * as steps from './steps'
import { DESKTOP, launch, type Visitor, visit } from './visitor'

const GALLERY_PATH = '/atelier-sonnenberg/anna-and-ben'
const PIN = '482913'
/** As many as a gallery has slots. */
const SLOTS = 200

let server: Server
let browser: Browser
let marie: Visitor

beforeAll(async () => {
  server = await startServer()
  browser = await launch()
  marie = await visit(browser, server.origin)
  await steps.setUp(marie.page)
  await steps.makeGallery(marie.page)
  await steps.upload(marie.page, inject('photographs').slice(0, 3))
  await steps.untilReady(marie.page, 3)
  await steps.publish(marie.page)
  await steps.addContact(marie.page)
})

afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

async function newcomer(javaScriptEnabled = true, path = GALLERY_PATH): Promise<Visitor> {
  const visitor = await visit(browser, server.origin, { ...DESKTOP, javaScriptEnabled })
  await visitor.page.goto(path)
  await visitor.page.getByLabel('Gallery PIN').waitFor()
  return visitor
}

async function type({ page }: Visitor, pin: string): Promise<void> {
  await page.getByLabel('Gallery PIN').fill(pin)
  await page.getByRole('button', { name: 'Open the gallery' }).click()
}

/** Until a try is answered by a wait: right after the fourth wrong one, or somewhat later on a slow machine. */
async function typeUntilWait(visitor: Visitor): Promise<void> {
  const wait = visitor.page.getByText('This try was not looked at')
  for (let n = 0; n < 12 && (await wait.count()) === 0; n++) {
    await type(visitor, '111111')
    await visitor.page.locator('.error, [data-count]').first().waitFor()
  }
  await wait.waitFor()
}

it('the photographer sets a PIN, reads it, and changes it', async () => {
  await marie.page.getByRole('link', { name: 'Door' }).click()
  await isInOrder(marie, 'pin-none')
  await marie.page.getByRole('button', { name: 'Set the PIN' }).click()
  await marie.page.getByText('The PIN is set.').waitFor()
  expect(await marie.page.getByLabel('The PIN now').inputValue()).toMatch(/^\d{6}$/)
  await isInOrder(marie, 'pin-set')
  await marie.page.getByText('Change or remove it').click()
  await isInOrder(marie, 'pin-change')
  await marie.page.getByLabel('New PIN').fill('12')
  await marie.page.getByRole('button', { name: 'Change the PIN' }).click()
  await marie.page.getByText('Give 4 to 12 digits.').waitFor()
  await isInOrder(marie, 'pin-returned')
  await marie.page.getByLabel('New PIN').fill('4829 13')
  await marie.page.getByRole('button', { name: 'Change the PIN' }).click()
  await marie.page.getByText('The PIN is changed.').waitFor()
  expect(await marie.page.getByLabel('The PIN now').inputValue()).toBe(PIN)
})

describe.each([
  ['with script', true],
  ['without script', false],
])('%s', (_, hasScript) => {
  const screen = (visitor: Visitor, what: string) =>
    hasScript ? isInOrder(visitor, what) : Promise.resolve(expect(visitor.takeProblems()).toEqual([]))

  it('a guest errs, waits as long as the page says, and is in with the right PIN', async () => {
    const guest = await newcomer(hasScript)
    await screen(guest, 'pin')
    await type(guest, '4829')
    await guest.page.getByText('That isn’t the gallery PIN. Try again; nothing is locked.').waitFor()
    await screen(guest, 'pin-wrong')

    await typeUntilWait(guest)
    expect(guest.answer().status()).toBe(429)
    const seconds = Number(guest.answer().headers()['retry-after'])
    if (hasScript) await guest.page.getByText('Try again now.').waitFor()
    else await guest.page.waitForTimeout(seconds * 1000)
    await type(guest, PIN)
    await guest.page.locator('.grid').waitFor()
    await guest.page.context().close()
  })

  it('whoever has no PIN finds the way by email', async () => {
    const guest = await newcomer(hasScript)
    await guest.page.getByRole('link', { name: 'Sign in with your email' }).click()
    await guest.page.getByRole('button', { name: 'Send me a code' }).waitFor()
    await guest.page.context().close()
  })
})

it('the wait holds the button back, and counts down in words', async () => {
  const guest = await newcomer()
  const { page } = guest
  const button = page.getByRole('button', { name: 'Open the gallery' })
  await typeUntilWait(guest)
  await page.getByText('Try again now.').waitFor()
  expect(await button.isEnabled()).toBe(true)
  await type(guest, '111111')
  await page.getByText('That isn’t the gallery PIN').waitFor()

  // The page's clock stands still, however long a machine takes to look at it.
  const now = Date.now()
  await page.clock.setFixedTime(now)
  await typeUntilWait(guest)
  await steps.hasScripts(page)
  const seconds = Number(guest.answer().headers()['retry-after'])
  expect(await button.isDisabled()).toBe(true)
  expect(await page.locator('[data-count]').textContent()).toBe(`Try again in ${seconds} seconds.`)
  await isInOrder(guest, 'pin-wait')
  await page.clock.setFixedTime(now + 1000)
  await page.getByText(new RegExp(`^Try again in ${seconds - 1} seconds?\\.$`)).waitFor()
  expect(await button.isDisabled()).toBe(true)
  await page.clock.setFixedTime(now + seconds * 1000)
  await page.getByText('Try again now.').waitFor()
  expect(await button.isEnabled()).toBe(true)
  await page.context().close()
})

it('the PIN has changed since a guest was here', async () => {
  const guest = await newcomer()
  await type(guest, PIN)
  await guest.page.locator('.grid').waitFor()
  await marie.page.getByText('Change or remove it').click()
  await marie.page.getByLabel('New PIN').fill(PIN)
  await marie.page.getByRole('button', { name: 'Change the PIN' }).click()
  await marie.page.getByText('The PIN is changed.').waitFor()
  await guest.page.reload()
  await guest.page.getByText('The PIN has changed since you were here.').waitFor()
  await isInOrder(guest, 'pin-changed')
  await guest.page.context().close()
})

describe('under attack', () => {
  const attacked = '/atelier-sonnenberg/portraits'

  /** All slots but the one that half an hour gave back are taken. */
  async function attack(): Promise<void> {
    const galleryId = /galleries\/(\w+)/.exec(marie.page.url())?.[1] ?? ''
    const guard = (await server.env()).PIN_GUARD.getByName(galleryId)
    const halfAnHourAgo = new Date(Date.now() - 31 * 60_000)
    for (let n = 0; n < SLOTS; n++) {
      await guard.admit({ device: `bot ${n}`, prefix: `net ${n}`, trusted: false }, halfAnHourAgo)
    }
  }

  beforeAll(async () => {
    await steps.makeGallery(marie.page, 'Portraits')
    await steps.publish(marie.page)
    await marie.page.getByRole('link', { name: 'Door' }).click()
    await marie.page.getByLabel('PIN', { exact: true }).fill(PIN)
    await marie.page.getByRole('button', { name: 'Set the PIN' }).click()
    await marie.page.getByText('The PIN is set.').waitFor()
    await attack()
  })

  it('a newcomer comes in by a little work that the browser does', async () => {
    const guest = await newcomer(true, attacked)
    await type(guest, PIN)
    await guest.page.getByText('Your browser does a little work first').waitFor()
    await guest.page.getByText('Ready.').waitFor()
    expect(await guest.page.getByLabel('Gallery PIN').inputValue()).toBe(PIN)
    await isInOrder(guest, 'pin-prove')
    await guest.page.getByRole('button', { name: 'Open the gallery' }).click()
    await guest.page.getByText('The photographs will be here soon.').waitFor()
  })

  it('whose browser runs no script reads so, and finds the way by email', async () => {
    const guest = await newcomer(false, attacked)
    await type(guest, PIN)
    await guest.page.getByText('This browser does not run the script that it takes.').waitFor()
    await guest.page.getByRole('link', { name: 'Sign in with your email' }).click()
    await guest.page.getByRole('button', { name: 'Send me a code' }).waitFor()
  })

  it('another one reads how long it takes; the photographer is told, and has the cure in hand', async () => {
    const guest = await newcomer(true, attacked)
    await type(guest, '111111')
    await guest.page.getByText('Ready.').waitFor()
    await guest.page.getByRole('button', { name: 'Open the gallery' }).click()
    await guest.page.getByText('That isn’t the gallery PIN').waitFor()
    await type(guest, PIN)
    await guest.page.getByText('newcomers have to wait').waitFor()
    expect(await guest.page.locator('[data-count]').textContent()).toMatch(/^Try again in (28|29|30) minutes\.$/)
    await isInOrder(guest, 'pin-attacked')

    const mail = await steps.readMail(marie.page, /^Somebody is guessing the PIN of Portraits$/)
    await mail.goto(await steps.linkIn(mail))
    await mail.getByRole('button', { name: 'Change the PIN' }).waitFor()
  })
})

it('has logged no error on the server', () => {
  expect(server.errors()).toEqual([])
})
