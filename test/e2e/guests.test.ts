/** A main client shares her gallery, and guests say who they are, with script and without; told in order. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { isInOrder } from './screen'
import { type Server, startServer } from './server'
import * as steps from './steps'
import { DESKTOP, launch, type Visitor, visit } from './visitor'

const PHOTOGRAPHS = 9

let server: Server
let browser: Browser
let marie: Visitor
let anna: Visitor
let guestLink: string

beforeAll(async () => {
  server = await startServer()
  browser = await launch()
  marie = await visit(browser, server.origin)
  await steps.setUp(marie.page)
  await steps.makeGallery(marie.page)
  await steps.upload(marie.page, inject('photographs').slice(0, PHOTOGRAPHS))
  await steps.untilReady(marie.page, PHOTOGRAPHS)
  await steps.publish(marie.page)
  await steps.addContact(marie.page)
  anna = await visit(browser, server.origin)
  await anna.page.goto(await steps.copyLink(marie.page))
  await anna.page.getByRole('button', { name: 'View the gallery' }).click()
  await anna.page.locator('.grid').waitFor()
})

afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

const press = (page: Page, name: string) => page.getByRole('button', { name }).click()

describe('a main client', () => {
  it('shares the gallery from its bar', async () => {
    await isInOrder(anna, 'gallery-with-share')
    await anna.page.getByRole('link', { name: 'Share' }).click()
    await anna.page.getByRole('button', { name: 'Copy' }).waitFor()
    await isInOrder(anna, 'share')
    guestLink = await anna.page.getByLabel('Guest link').inputValue()
  })

  it('invites somebody by email', async () => {
    await anna.page.locator('main form').evaluate((form) => form.setAttribute('novalidate', ''))
    await press(anna.page, 'Send an invitation')
    await anna.page.locator('.error').first().waitFor()
    await isInOrder(anna, 'share-returned')
    await anna.page.getByLabel('Their name').fill('Erika Keller')
    await anna.page.getByLabel('Their email').fill('erika.keller@example.com')
    await press(anna.page, 'Send an invitation')
    await anna.page.getByText('An invitation is on its way to Erika Keller.').waitFor()
    await isInOrder(anna, 'share-invited')
    const mail = await steps.readMail(marie.page, /the photographs$/)
    await mail.getByText('you are invited to see the photographs').first().waitFor()
    await mail.close()
  })
})

describe.each([
  ['with script', true],
  ['without script', false],
])('a guest, %s', (_, hasScript) => {
  const screen = (visitor: Visitor, what: string) =>
    hasScript ? isInOrder(visitor, what) : Promise.resolve(expect(visitor.takeProblems()).toEqual([]))
  const email = hasScript ? 'lena.vogt@example.com' : 'noor.vogt@example.com'
  let lena: Visitor

  it('comes by the guest link, and says who they are from the menu', async () => {
    lena = await visit(browser, server.origin, { ...DESKTOP, javaScriptEnabled: hasScript })
    await lena.page.goto(guestLink)
    await press(lena.page, 'View the gallery')
    await lena.page.locator('.grid').waitFor()
    await lena.page.locator('.bar summary').click()
    await screen(lena, 'guest-menu')
    await lena.page.getByRole('link', { name: 'Tell us who you are' }).click()
    await screen(lena, 'identity')
    await lena.page.getByLabel('Name').fill('Lena Vogt')
    await lena.page.getByLabel('Email').fill(email)
    await press(lena.page, 'Leave my name')
    await lena.page.getByText('Thank you, Lena Vogt.').waitFor()
    await screen(lena, 'gallery-thanks')
  })

  it('reads what is asked before an act', async () => {
    for (const act of ['favourite', 'cart', 'save-design', 'order']) {
      await lena.page.goto(`/atelier-sonnenberg/anna-and-ben/identity?for=${act}`)
      await screen(lena, `identity-${act}`)
    }
  })

  it('makes an account by a code to their email', async () => {
    await lena.page.goto('/atelier-sonnenberg/anna-and-ben')
    await lena.page.locator('.bar summary').click()
    await lena.page.getByRole('link', { name: 'Make an account or sign in' }).click()
    expect(await lena.page.getByLabel('Email').inputValue()).toBe(email)
    await screen(lena, 'identity-account')
    await press(lena.page, 'Send me a code')
    await lena.page.getByRole('heading', { name: 'Check your email' }).waitFor()
    await screen(lena, 'upgrade-code')
    const mail = await steps.readMail(marie.page, / is your login code$/)
    const code = /\d{6}/.exec(await mail.title())?.[0] ?? ''
    await mail.close()
    await lena.page.getByLabel('Login code').fill(code)
    if (!hasScript) await press(lena.page, 'Go in')
    await lena.page.getByRole('heading', { name: 'Add a password' }).waitFor()
    await screen(lena, 'upgrade-password')
    await lena.page.getByRole('link', { name: 'Back to the photographs' }).click()
    await lena.page.locator('.grid').waitFor()
    await lena.page.locator('.bar summary').click()
    await lena.page.getByText('You are here as Lena Vogt').waitFor()
    await lena.page.context().close()
  })
})

describe('the photographer', () => {
  it('reads who came and left a name, and makes a contact of one', async () => {
    const friend = await visit(browser, server.origin)
    await friend.page.goto(guestLink)
    await press(friend.page, 'View the gallery')
    await friend.page.goto('/atelier-sonnenberg/anna-and-ben/identity')
    await friend.page.getByLabel('Name').fill('Tante Margarethe von Hohenembs-Waldburg')
    await friend.page.getByLabel('Email').fill('margarethe.von.hohenembs-waldburg@example.com')
    await press(friend.page, 'Leave my name')
    await friend.page.locator('.grid').waitFor()

    await marie.page.goto('/studio/galleries')
    await marie.page.getByRole('link', { name: steps.GALLERY }).click()
    await marie.page.getByRole('link', { name: 'Contacts' }).click()
    await isInOrder(marie, 'contacts-guests')
    await marie.page.getByRole('link', { name: 'Add as a contact' }).click()
    expect(await marie.page.getByLabel('Name').inputValue()).toBe('Tante Margarethe von Hohenembs-Waldburg')
    await isInOrder(marie, 'contact-form-guest')
  })
})

describe('the email wall', () => {
  beforeAll(async () => {
    await marie.page.getByRole('link', { name: 'Door' }).click()
    await marie.page.getByRole('radio', { name: 'Identified' }).check()
    await marie.page.getByRole('button', { name: 'Use this preset' }).click()
    await marie.page.getByText('Identified is set.').waitFor()
  })

  it.each([true, false])('lets in whoever leaves name and email; with script: %s', async (javaScriptEnabled) => {
    const guest = await visit(browser, server.origin, { ...DESKTOP, javaScriptEnabled })
    await guest.page.goto(guestLink)
    await press(guest.page, 'View the gallery')
    await guest.page.getByRole('heading', { name: 'Welcome' }).waitFor()
    expect(guest.answer().status()).toBe(403)
    if (javaScriptEnabled) await isInOrder(guest, 'identify')
    await guest.page.getByLabel('Name').fill('Look at evil.example')
    await guest.page.getByLabel('Email').fill('guest@example.com')
    await press(guest.page, 'See the photographs')
    await guest.page.getByText('Write the name alone, please.').waitFor()
    if (javaScriptEnabled) await isInOrder(guest, 'identify-returned')
    await guest.page.getByLabel('Name').fill('Clara')
    await guest.page.keyboard.press('Enter')
    await guest.page.locator('.grid').waitFor()
    expect(guest.takeProblems()).toEqual([])
    await guest.page.context().close()
  })
})
