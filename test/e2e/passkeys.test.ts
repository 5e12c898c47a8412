/** Passkeys in a real browser with a virtual authenticator: added, used to sign in, used to step up. Told in order. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import * as authenticator from './authenticator'
import { isInOrder } from './screen'
import { type Server, startServer } from './server'
import * as steps from './steps'
import { DESKTOP, launch, type Visitor, visit } from './visitor'

const PORTAL = '/atelier-sonnenberg/portal'

let server: Server
let browser: Browser
let marie: Visitor
let anna: Visitor
let device: authenticator.Device
let laptop: authenticator.Device

beforeAll(async () => {
  server = await startServer()
  browser = await launch()
  marie = await visit(browser, server.origin)
  await steps.setUp(marie.page)
  await steps.makeGallery(marie.page)
  await steps.publish(marie.page)
  await steps.addContact(marie.page)
  anna = await visit(browser, server.origin)
  device = await authenticator.attach(anna.page)
})

afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

/** Types the code from the newest mail, which the script sends. */
async function typeCode(page: Page, subject = / is your login code$/): Promise<void> {
  await page.getByLabel('Login code').waitFor()
  const mail = await steps.readMail(marie.page, subject)
  const code = /\d{6}/.exec(await mail.title())?.[0] ?? ''
  await mail.close()
  await page.getByLabel('Login code').fill(code)
}

it('a passkey is added after a step-up by code', async () => {
  const { page } = anna
  await page.goto(PORTAL)
  await isInOrder(anna, 'portal-address')
  await page.getByLabel('Email').fill(steps.ANNA.email)
  await page.getByRole('button', { name: 'Continue' }).click()
  await isInOrder(anna, 'portal-ways')
  await page.getByRole('button', { name: 'Email me a login code' }).click()
  await typeCode(page)
  await page.getByRole('button', { name: 'Sign out' }).waitFor()

  await page.goto(`${PORTAL}/passkeys`)
  await page.getByRole('button', { name: /^Email a code/ }).click()
  await typeCode(page, / confirms that it’s you$/)
  await page.getByRole('heading', { name: 'Passkeys' }).waitFor()
  await isInOrder(anna, 'passkeys-none')
  await page.getByLabel('Name').fill('Anna’s laptop')
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await page.getByText('“Anna’s laptop” is added.').waitFor()
  await isInOrder(anna, 'passkeys')
  expect(await device.passkeys()).toHaveLength(1)
})

it('the same device adds no second one', async () => {
  const { page } = anna
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await page.getByText('This device has a passkey of yours already.').waitFor()
  expect(await page.locator('.line').count()).toBe(1)
  expect(anna.takeProblems()).toEqual([])
})

it('it is renamed', async () => {
  const { page } = anna
  await page.getByText('Rename', { exact: true }).click()
  await isInOrder(anna, 'passkeys-rename')
  await page.locator('.line').getByRole('textbox', { name: 'Name' }).fill('The laptop')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.locator('.line-title', { hasText: 'The laptop' }).waitFor()
})

it('it signs in, from the page of the ways', async () => {
  const { page } = anna
  await device.setPresent(false)
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByLabel('Email').fill(steps.ANNA.email)
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('button', { name: 'Use a passkey' }).waitFor()
  await device.setPresent(true)
  await page.getByRole('button', { name: 'Use a passkey' }).click()
  await page.getByRole('button', { name: 'Sign out' }).waitFor()
  expect(anna.takeProblems()).toEqual([])
})

it('it signs in from the address field, where the browser offers it by itself', async () => {
  const { page } = anna
  await page.getByRole('button', { name: 'Sign out' }).click()
  // Whoever is there takes what is offered: at once, as far as this authenticator goes.
  await page.getByText('You are signed out.').waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Sign out' }).waitFor()
  expect(await device.uses()).toBeGreaterThan(1)
  expect(anna.takeProblems()).toEqual([])
})

it('it steps up', async () => {
  const { page } = anna
  await page.goto(`${PORTAL}/passkeys`)
  await page.getByRole('button', { name: 'Use a passkey' }).waitFor()
  await isInOrder(anna, 'step-up-with-passkey')
  await page.getByRole('button', { name: 'Use a passkey' }).click()
  await page.locator('.line-title', { hasText: 'The laptop' }).waitFor()
  expect(anna.takeProblems()).toEqual([])
})

it('who has none reads so, and the other ways are there', async () => {
  const stranger = await visit(browser, server.origin)
  const { page } = stranger
  const empty = await authenticator.attach(page)
  await empty.setVerified(false)
  await page.goto(PORTAL)
  await page.getByRole('button', { name: 'Use a passkey' }).click()
  await page.getByText('No passkey was used.').waitFor()
  await isInOrder(stranger, 'portal-no-passkey')
  await page.context().close()
})

it('it opens the gallery at its door', async () => {
  const { page } = anna
  await page.getByRole('button', { name: 'Sign out' }).waitFor()
  await page.context().clearCookies()
  await page.goto('/atelier-sonnenberg/anna-and-ben')
  await isInOrder(anna, 'door-with-passkey')
  await page.getByRole('button', { name: 'Use a passkey' }).click()
  await page.getByRole('heading', { name: steps.GALLERY }).waitFor()
  await page.locator('.bar').waitFor()
  expect(anna.takeProblems()).toEqual([])
})

it('somebody of the studio adds one after a step-up by code', async () => {
  const { page } = marie
  laptop = await authenticator.attach(page)
  await page.goto('/studio/account')
  await isInOrder(marie, 'staff-account')
  await page.getByRole('link', { name: 'Confirm that it’s you, to change them' }).click()
  await isInOrder(marie, 'staff-step-up')
  await page.getByRole('button', { name: /^Email a code/ }).click()
  await typeCode(page, / confirms that it’s you$/)
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await page.getByText('is added. We have sent you an email').waitFor()
  await isInOrder(marie, 'staff-account-passkey')
})

it('and signs in by it, steps up by it, and removes it', async () => {
  const { page } = marie
  await laptop.setPresent(false)
  await steps.signOut(page)
  await isInOrder(marie, 'staff-sign-in')
  await laptop.setPresent(true)
  await page.getByRole('button', { name: 'Use a passkey' }).click()
  await page.getByRole('heading', { name: 'Galleries' }).waitFor()
  await page.goto('/studio/step-up')
  await isInOrder(marie, 'staff-step-up-passkey')
  await page.getByRole('button', { name: 'Use a passkey' }).click()
  await page.locator('.sure > summary').click()
  await page.getByRole('button', { name: 'Remove' }).click()
  await page.getByText('The passkey is removed.').waitFor()
  expect(marie.takeProblems()).toEqual([])
})

it('without script no passkey is spoken of', async () => {
  const without = await visit(browser, server.origin, { ...DESKTOP, javaScriptEnabled: false })
  const { page } = without
  await page.goto(PORTAL)
  expect(await page.getByText('passkey').filter({ visible: true }).count()).toBe(0)
  await page.getByLabel('Email').fill(steps.ANNA.email)
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('button', { name: 'Email me a login code' }).waitFor()
  expect(await page.getByRole('button', { name: 'Use a passkey' }).isVisible()).toBe(false)
  await page.context().close()
})

it('has logged no error on the server', () => {
  expect(server.errors()).toEqual([])
})
