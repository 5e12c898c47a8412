/** A client's own account: looked at, changed behind a step-up, moved to another address and back. Told in order. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { isInOrder } from './screen'
import { type Server, startServer } from './server'
import * as steps from './steps'
import { DESKTOP, launch, type Visitor, visit } from './visitor'

const PORTAL = '/atelier-sonnenberg/portal'
const ACCOUNT = `${PORTAL}/account`
const BEN = { name: 'Ben Keller', email: 'ben@example.com' }
const NEW_EMAIL = 'anna.berg@example.org'

let server: Server
let browser: Browser
let marie: Visitor
let anna: Visitor

beforeAll(async () => {
  server = await startServer()
  browser = await launch()
  marie = await visit(browser, server.origin)
  await steps.setUp(marie.page)
  await steps.makeGallery(marie.page)
  await steps.publish(marie.page)
  await steps.addContact(marie.page, { ...steps.ANNA, phone: '+43 660 1234542' }, 'Add')
  await steps.addContact(marie.page, BEN, 'Add')
  anna = await visit(browser, server.origin)
})

afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).click()

/** With the code from the newest mail of this subject. With script the sixth digit sends it; without, the button does. */
async function typeCode(page: Page, subject: RegExp, button?: string): Promise<void> {
  await page.getByLabel('Login code').waitFor()
  const mail = await steps.readMail(marie.page, subject)
  const code = /\d{6}/.exec(await mail.title())?.[0] ?? ''
  await mail.close()
  await page.getByLabel('Login code').fill(code)
  if (button) await press(page, button)
}

async function signIn(page: Page, email: string, button?: string): Promise<void> {
  await page.goto(PORTAL)
  await page.getByLabel('Email').fill(email)
  await press(page, 'Continue')
  await press(page, 'Email me a login code')
  await typeCode(page, / is your login code$/, button)
  await page.getByRole('button', { name: 'Sign out' }).waitFor()
}

/** The link in the newest mail of a subject; with `name`, its picture too. */
async function linkIn(subject: RegExp, name: string): Promise<string> {
  const mail = await steps.readMail(marie.page, subject)
  const link = (await mail.locator('.mail-text a').first().getAttribute('href')) ?? ''
  await mail.getByRole('link', { name: 'As the HTML that would be sent' }).click()
  if (process.env.SCREENSHOTS) await mail.screenshot({ path: `${process.env.SCREENSHOTS}/${name}.png` })
  await mail.close()
  return link
}

it('the account is there to read, and asks for a step-up before anything is changed', async () => {
  const { page } = anna
  await signIn(page, steps.ANNA.email)
  await page.getByRole('navigation', { name: 'Portal' }).getByRole('link', { name: 'Account' }).click()
  await page.getByRole('heading', { name: 'Account', exact: true }).waitFor()
  await isInOrder(anna, 'client-account')
  await page.getByRole('link', { name: 'Change your name' }).click()
  await page.getByRole('heading', { name: 'Confirm that it’s you' }).waitFor()
  await isInOrder(anna, 'step-up')
  await press(page, /^Email a code to a•••@/)
  await page.getByRole('heading', { name: 'Check your email' }).waitFor()
  await isInOrder(anna, 'step-up-code')
  await typeCode(page, / confirms that it’s you$/)
  await page.getByRole('heading', { name: 'Name and phone' }).waitFor()
})

it('name and phone, with what the photographer saves at the same time', async () => {
  const { page } = anna
  await isInOrder(anna, 'client-details')
  await page.locator('main form.stack').evaluate((form) => form.setAttribute('novalidate', ''))
  await page.getByLabel('Phone').fill('0660')
  await press(page, 'Save')
  await page.locator('.error').waitFor()
  await isInOrder(anna, 'client-details-returned')

  await marie.page.goto('/studio/galleries')
  await marie.page.getByRole('link', { name: steps.GALLERY }).click()
  await marie.page.getByRole('link', { name: 'Contacts' }).click()
  await marie.page.locator(`summary[aria-label="More for ${steps.ANNA.name}"]`).click()
  await marie.page.getByRole('link', { name: 'Edit', exact: true }).click()
  await marie.page.getByLabel('Name').fill('Anna Berg')
  await press(marie.page, 'Save')
  await marie.page.getByText('Saved.').waitFor()

  await page.getByLabel('Name').fill('Anna Bergmann')
  await page.getByLabel('Phone').fill('')
  await press(page, 'Save')
  await page.getByText('On file now: Anna Berg', { exact: true }).waitFor()
  expect(anna.answer().status()).toBe(409)
  await isInOrder(anna, 'client-details-meanwhile')
  await press(page, 'Save')
  await page.getByText('Saved.').waitFor()
  await page.getByText('Anna Bergmann').waitFor()
})

it('a password', async () => {
  const { page } = anna
  await page.getByRole('link', { name: 'Set a password' }).click()
  await page.getByLabel('New password').waitFor()
  await isInOrder(anna, 'client-password')
  await press(page, 'Save this password')
  await page.getByText('Your password is saved.').waitFor()
  await linkIn(/your password was changed$/, 'password-mail')
})

it('another address, confirmed from its mailbox where it was asked for', async () => {
  const { page } = anna
  await page.getByRole('link', { name: 'Change your email' }).click()
  await page.getByLabel('New email').fill(steps.ANNA.email)
  await press(page, 'Send the link')
  await page.getByText('This is the address on file.').waitFor()
  await isInOrder(anna, 'client-email')
  await page.getByLabel('New email').fill(NEW_EMAIL)
  await press(page, 'Send the link')
  await page.getByText(`A link is on its way to ${NEW_EMAIL}. Open it`).waitFor()
  await isInOrder(anna, 'client-account-pending')

  await page.goto(await linkIn(/confirm your email$/, 'confirm-mail'))
  await page.getByRole('heading', { name: 'Confirm your new email' }).waitFor()
  await isInOrder(anna, 'confirm-here')
  await press(page, 'Confirm this address')
  await page.getByRole('heading', { name: 'Your email is changed' }).waitFor()
  await isInOrder(anna, 'confirmed-here')
  await page.goto(`${PORTAL}/erasure`)
  await page.getByRole('heading', { name: 'Your data can’t be erased yet' }).waitFor()
  await isInOrder(anna, 'erasure-waits')
  await page.goto(ACCOUNT)
  await page.getByText(NEW_EMAIL).waitFor()
})

it('the pages of the two links, and the way back', async () => {
  const screen = await visit(browser, server.origin)
  await screen.page.goto(await linkIn(/confirm your email$/, 'confirm-mail'))
  await screen.page.getByRole('heading', { name: 'This link no longer works' }).waitFor()
  await isInOrder(screen, 'confirm-over')
  const undo = await linkIn(/your email was changed$/, 'changed-mail')
  await screen.page.goto(undo)
  await screen.page.getByRole('heading', { name: 'Take back the change' }).waitFor()
  await isInOrder(screen, 'revert')
  await press(screen.page, 'Take it back and sign everyone out')
  await screen.page.getByRole('heading', { name: 'The change is taken back' }).waitFor()
  await isInOrder(screen, 'reverted')
  await screen.page.goto(undo)
  await isInOrder(screen, 'revert-over')

  await anna.page.goto(ACCOUNT)
  await anna.page.getByLabel('Email').waitFor()
})

it('without script: a step-up, a new address on its page, and erasing: the photographer is left with a line without a name', async () => {
  const plain = await visit(browser, server.origin, { ...DESKTOP, javaScriptEnabled: false })
  const { page } = plain
  await signIn(page, BEN.email, 'Sign in')
  await page.goto(`${ACCOUNT}/email`)
  await press(page, /^Email a code/)
  await typeCode(page, / confirms that it’s you$/, 'Confirm')
  await page.getByLabel('New email').fill('ben.keller@example.org')
  await press(page, 'Send the link')
  await page.getByText('A link is on its way to ben.keller@example.org. Open it').waitFor()

  const screen = await visit(browser, server.origin)
  const link = await linkIn(/confirm your email$/, 'confirm-mail')
  await screen.page.goto(link)
  await isInOrder(screen, 'confirm')
  const mailbox = await visit(browser, server.origin, { ...DESKTOP, javaScriptEnabled: false })
  await mailbox.page.goto(link)
  await press(screen.page, 'No, I did not ask for this')
  await screen.page.getByRole('heading', { name: 'Nothing was changed' }).waitFor()
  await isInOrder(screen, 'confirm-refused')
  await press(mailbox.page, 'Yes, this is my account')
  await mailbox.page.getByRole('heading', { name: 'This link no longer works' }).waitFor()

  await page.goto(`${PORTAL}/erasure`)
  await press(page, 'Erase all of it')
  await page.getByRole('heading', { name: 'It is erased' }).waitFor()
  await (await steps.readMail(marie.page, /your data is erased$/)).close()

  await marie.page.goto('/studio/galleries')
  await marie.page.getByRole('link', { name: steps.GALLERY }).click()
  await marie.page.getByRole('link', { name: 'Contacts' }).click()
  await marie.page.getByText(/^A contact, erased/).waitFor()
  await isInOrder(marie, 'contacts-erased')
  await marie.page.goto('/studio/clients')
  await marie.page.getByText(/^One client had their data erased/).waitFor()
  await isInOrder(marie, 'clients-erased')
})
