/** Every way in at the door, with script and without; told in order. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { isInOrder } from './screen'
import { type Server, startServer } from './server'
import * as steps from './steps'
import { DESKTOP, launch, type Visitor, visit } from './visitor'

const ANNA = { ...steps.ANNA, phone: '+43 660 1234542' }
const AMELIE = { name: 'Amélie Roth', email: 'amelie@example.com', phone: '+43 660 7654342' }
const GALLERY_PATH = '/atelier-sonnenberg/anna-and-ben'

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
  for (const person of [ANNA, AMELIE]) await steps.addContact(marie.page, person)
})

afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

/** A browser in which somebody's own link does not open, since another one was first. */
async function stuck(person: typeof ANNA, javaScriptEnabled: boolean): Promise<Visitor> {
  await marie.page.goto('/studio/galleries')
  await marie.page.getByRole('link', { name: steps.GALLERY }).click()
  await marie.page.getByRole('link', { name: 'Contacts' }).click()
  const link = await steps.copyLink(marie.page, person)
  const first = await visit(browser, server.origin)
  await first.page.goto(link)
  await first.page.getByRole('button', { name: 'View the gallery' }).click()
  await first.page.locator('.grid').waitFor()
  await first.page.context().close()
  const second = await visit(browser, server.origin, { ...DESKTOP, javaScriptEnabled })
  await second.page.goto(link)
  await second.page.getByRole('button', { name: 'View the gallery' }).click()
  return second
}

/** Types the code of the newest message; with script the sixth digit sends it. */
async function typeCode(page: Page, subject: RegExp, hasScript: boolean): Promise<void> {
  const message = await steps.readMail(marie.page, subject)
  const code = /\d{6}/.exec((await message.locator('main').textContent()) ?? '')?.[0] ?? ''
  await message.close()
  await page.getByLabel('Login code').fill(code)
  if (!hasScript) await page.getByRole('button', { name: 'Go in' }).click()
  await page.locator('.grid').waitFor()
}

describe.each([
  ['with script', true],
  ['without script', false],
])('%s', (name, hasScript) => {
  const screen = (visitor: Visitor, what: string) =>
    hasScript ? isInOrder(visitor, what) : Promise.resolve(expect(visitor.takeProblems()).toEqual([]))

  it('a link that does not open asks how the code shall travel, and lets in by SMS', async () => {
    const anna = await stuck(hasScript ? ANNA : AMELIE, hasScript)
    await anna.page.getByRole('heading', { name: 'A code lets you in' }).waitFor()
    await screen(anna, 'door-channel')
    await anna.page.getByRole('button', { name: 'By SMS to ••• 42' }).click()
    await anna.page.getByRole('heading', { name: 'Check your phone' }).waitFor()
    await screen(anna, 'door-code-sms')
    await anna.page.getByRole('button', { name: 'Send it to a•••@e•••.com instead' }).click()
    await anna.page.getByRole('heading', { name: 'Check your email' }).waitFor()
    await screen(anna, 'door-code-instead')
    await typeCode(anna.page, / is your login code$/, hasScript)
    await anna.page.context().close()
  })

  it('whoever types an address gets a code too, and reads the same when it is nobody’s', async () => {
    const anna = await visit(browser, server.origin, { ...DESKTOP, javaScriptEnabled: hasScript })
    await anna.page.goto(GALLERY_PATH)
    await screen(anna, `door-email-${name}`)
    await anna.page.getByLabel('Email').fill('nobody@example.com')
    await anna.page.keyboard.press('Enter')
    await anna.page.getByText('If n•••@e•••.com is invited to this gallery').waitFor()
    await screen(anna, 'door-code-asked')
    await anna.page.getByLabel('Login code').fill('123456')
    if (!hasScript) await anna.page.keyboard.press('Enter')
    await anna.page.getByText('That isn’t the code').waitFor()
    await screen(anna, 'door-code-wrong')
    await anna.page.getByRole('link', { name: 'Use your password' }).click()
    await anna.page.getByLabel('Password').fill('a password of nobody')
    await anna.page.getByLabel('Email').fill('nobody@example.com')
    await anna.page.keyboard.press('Enter')
    await anna.page.getByText('do not open this gallery').waitFor()
    await screen(anna, 'door-password-wrong')
    await anna.page.context().close()
  })
})
