/** Clients' passwords: invited to, asked for, forgotten and changed, with script and without. Told in order. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { lookThrough } from './images'
import { isInOrder } from './screen'
import { type Server, startServer } from './server'
import * as steps from './steps'
import { DESKTOP, launch, type Visitor, visit } from './visitor'

const AMELIE = { name: 'Amélie Roth', email: 'amelie@example.com' }
const BEN = { name: 'Ben Keller', email: 'ben@example.com' }
const WORDS = 'meadow lantern copper violin'
const STUDIO_PATH = '/atelier-sonnenberg'
const PANEL = { name: 'Come back without a link' }

let server: Server
let browser: Browser
let marie: Visitor
let anna: Visitor
let amelie: Visitor

beforeAll(async () => {
  server = await startServer()
  browser = await launch()
  marie = await visit(browser, server.origin)
  await steps.setUp(marie.page)
  await steps.makeGallery(marie.page)
  await steps.upload(marie.page, inject('photographs').slice(0, 9))
  await steps.untilReady(marie.page, 9)
  await steps.publish(marie.page)
  for (const person of [steps.ANNA, AMELIE, BEN]) await steps.addContact(marie.page, person)
})

afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

/** Somebody who presses the button of their own link. */
async function comesIn(person: typeof steps.ANNA, options = {}): Promise<Visitor> {
  await marie.page.goto('/studio/galleries')
  await marie.page.getByRole('link', { name: steps.GALLERY }).click()
  await marie.page.getByRole('link', { name: 'Contacts' }).click()
  const visitor = await visit(browser, server.origin, { ...DESKTOP, ...options })
  await visitor.page.clock.install()
  await visitor.page.goto(await steps.copyLink(marie.page, person))
  await visitor.page.getByRole('button', { name: 'View the gallery' }).click()
  return visitor
}

type Places = { photographs: Place[]; panels: Place[] }
type Place = { top: number; bottom: number }

/** Where the photographs stand on the page, and the panel if it is shown. */
const PLACES = `(() => {
  const places = (selector) => [...document.querySelectorAll(selector)].map((element) => {
    const { top, bottom } = element.getBoundingClientRect()
    return { top: top + scrollY, bottom: bottom + scrollY }
  })
  return { photographs: places('.grid a'), panels: places('.invitation:not([hidden])') }
})()`

const places = (page: Page) => page.evaluate<Places>(PLACES)

/** Lets time pass for a page whose scripts have begun to count it. */
async function passes(page: Page, seconds: number): Promise<void> {
  await page.waitForLoadState('load')
  await page.clock.fastForward(seconds * 1000)
}

it('the invitation comes after half a minute and three photographs, below them all, and moves none', async () => {
  anna = await comesIn(steps.ANNA)
  const { page } = anna
  await lookThrough(page.locator('.grid img'))
  await page.evaluate('scrollTo(0, 0)')
  const before = await places(page)
  expect(before.panels).toEqual([])

  await passes(page, 25)
  expect((await places(page)).panels).toEqual([])
  const isNoted = page.waitForResponse((response) => response.url().endsWith('/account/invitation'))
  await passes(page, 6)
  await page.getByRole('complementary', PANEL).waitFor()
  const after = await places(page)
  expect(after.photographs).toEqual(before.photographs)
  const lowest = Math.max(...after.photographs.map(({ bottom }) => bottom))
  expect(after.panels[0]?.top).toBeGreaterThan(lowest)

  await page.getByRole('complementary', PANEL).scrollIntoViewIfNeeded()
  expect((await isNoted).status()).toBe(204)
  await isInOrder(anna, 'invitation-panel')
})

it('the invitation goes by Escape, which is the menu’s and the lightbox’s first, and stays away in this visit', async () => {
  const { page } = anna
  const panel = page.getByRole('complementary', PANEL)
  await page.locator('.bar summary').click()
  await page.keyboard.press('Escape')
  await page.locator('details.menu[open]').waitFor({ state: 'detached' })
  expect(await panel.isVisible()).toBe(true)
  await page.locator('.grid a').first().click()
  await page.locator('.pswp__counter').waitFor()
  await page.keyboard.press('Escape')
  await page.locator('.pswp').waitFor({ state: 'detached' })
  expect(await panel.isVisible()).toBe(true)

  await panel.getByLabel('New password').focus()
  await page.keyboard.press('Escape')
  await panel.waitFor({ state: 'hidden' })
  expect(await page.evaluate('document.activeElement.closest(".grid") !== null')).toBe(true)
  await page.reload()
  expect(await page.locator('.invitation').count()).toBe(0)
  expect(anna.takeProblems()).toEqual([])
})

it('"Not now" is remembered', async () => {
  amelie = await comesIn(AMELIE)
  const { page } = amelie
  await page.locator('.grid').waitFor()
  await steps.hasScripts(page)
  await passes(page, 31)
  const isNoted = page.waitForResponse((response) => response.url().endsWith('/invitation/removal'))
  await page.getByRole('button', { name: 'Not now' }).click()
  await page.getByRole('complementary', PANEL).waitFor({ state: 'hidden' })
  await isNoted
  await page.reload()
  expect(await page.locator('.invitation').count()).toBe(0)
  expect(amelie.takeProblems()).toEqual([])
})

it('the menu leads to the same, any time', async () => {
  const { page } = anna
  await page.locator('.bar summary').click()
  await isInOrder(anna, 'gallery-menu-without-password')
  await page.getByRole('link', { name: 'Add a password' }).click()
  await isInOrder(anna, 'account-later')
  const words = await page.getByLabel('New password').inputValue()
  await page.getByRole('link', { name: 'Suggest other words' }).click()
  expect(await page.getByLabel('New password').inputValue()).not.toBe(words)
  await page.getByLabel('New password').fill(WORDS)
  await page.getByRole('button', { name: 'Save this password' }).click()
  await page.getByText('Your password is saved').waitFor()
  await isInOrder(anna, 'account-saved')
})

it('a gallery that asks for an account shows no photograph before', async () => {
  await server.change('update galleries set asks_account = 1')
  const { page } = amelie
  await page.reload()
  expect(amelie.answer().status()).toBe(403)
  await isInOrder(amelie, 'account')
  await page.getByLabel('New password').fill('password12345')
  await page.getByRole('button', { name: 'Make my account and see the photographs' }).click()
  await page.getByText('Many people think of this one').waitFor()
  expect(await page.getByLabel('New password').inputValue()).toBe('password12345')
  await isInOrder(amelie, 'account-refused')
  await page.getByLabel('New password').fill(WORDS)
  await page.keyboard.press('Enter')
  await page.locator('.grid').waitFor()
  await page.context().close()
})

it('the account is made without script, too, with the words that stand there', async () => {
  const ben = await comesIn(BEN, { javaScriptEnabled: false })
  const { page } = ben
  const words = await page.getByLabel('New password').inputValue()
  await page.getByRole('link', { name: 'Suggest other words' }).click()
  expect(await page.getByLabel('New password').inputValue()).not.toBe(words)
  await page.getByRole('button', { name: 'Make my account and see the photographs' }).click()
  await page.locator('.grid').waitFor()
  expect(await page.locator('.invitation').count()).toBe(0)
  await page.context().close()
})

it('a forgotten password: asked for, sent, set by the link, and the link afterwards', async () => {
  const { page } = anna
  await page.goto(`${STUDIO_PATH}/portal/resets`)
  await isInOrder(anna, 'reset-ask')
  await page.getByLabel('Email').fill(steps.ANNA.email)
  await page.getByRole('button', { name: 'Send me the link' }).click()
  await page.getByRole('heading', { name: 'Check your email' }).waitFor()
  await isInOrder(anna, 'reset-sent')

  const mail = await steps.readMail(marie.page, /: your password$/)
  const link = await steps.linkIn(mail)
  await mail.close()
  await page.goto(link)
  await isInOrder(anna, 'reset')
  await page.getByLabel('New password').fill(`${WORDS} again`)
  await page.getByRole('button', { name: 'Set this password' }).click()
  await page.getByRole('heading', { name: 'Your password is set' }).waitFor()
  await isInOrder(anna, 'reset-done')
  await page.goto(link)
  expect(anna.answer().status()).toBe(410)
  await isInOrder(anna, 'reset-over')
})

it('has logged no error on the server', () => {
  expect(server.errors()).toEqual([])
})
