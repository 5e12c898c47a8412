/** Before a gallery opens and after it closed, with script and without; told in order. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { lookThrough } from './images'
import { isInOrder } from './screen'
import { type Server, startServer } from './server'
import * as steps from './steps'
import { DESKTOP, launch, type Visitor, visit } from './visitor'

const GALLERY_PATH = '/atelier-sonnenberg/anna-and-ben'

let server: Server
let browser: Browser
let marie: Visitor
let link: string

beforeAll(async () => {
  server = await startServer()
  browser = await launch()
  marie = await visit(browser, server.origin)
  await steps.setUp(marie.page)
  await steps.makeGallery(marie.page)
  await steps.upload(marie.page, inject('photographs').slice(0, 3))
  await steps.untilReady(marie.page, 3)
  await steps.addContact(marie.page)
  link = await steps.copyLink(marie.page)
})

afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

/** Somebody at the gallery's address, or by a link. */
async function somebody(javaScriptEnabled: boolean, path = GALLERY_PATH): Promise<Visitor> {
  const visitor = await visit(browser, server.origin, { ...DESKTOP, javaScriptEnabled })
  await visitor.page.goto(path)
  return visitor
}

async function settings(change: () => Promise<void>): Promise<void> {
  await steps.openTab(marie.page, 'Settings')
  await change()
  await marie.page.getByRole('button', { name: 'Save', exact: true }).click()
  await marie.page.getByText('Saved.').waitFor()
}

const WAYS = [
  ['with script', true],
  ['without script', false],
] as const

it('the photographer sets a day and time, has it refused, changes it, and shows a page before', async () => {
  await marie.page.getByRole('link', { name: 'Schedule' }).click()
  await isInOrder(marie, 'schedule')
  await marie.page.getByLabel('Day').fill('2026-01-01')
  await marie.page.getByRole('button', { name: 'Schedule' }).click()
  await marie.page.getByText('This moment has passed.').waitFor()
  await isInOrder(marie, 'schedule-returned')
  await marie.page.getByLabel('Day').fill('2190-06-12')
  await marie.page.getByRole('button', { name: 'Schedule' }).click()
  await marie.page.getByText('It opens by itself on').waitFor()
  await isInOrder(marie, 'scheduled')
  await marie.page.getByRole('link', { name: 'Reschedule' }).click()
  await isInOrder(marie, 'schedule-set')
  await settings(() => marie.page.getByLabel('A page before it opens').check())
})

/** Looked at with script; without, it is the same page. */
const screen = (visitor: Visitor, what: string, hasScript: boolean) =>
  hasScript ? isInOrder(visitor, what) : Promise.resolve(expect(visitor.takeProblems()).toEqual([]))

describe.each(WAYS)('before it opens, %s', (_, hasScript) => {
  it('whoever comes leaves an email', async () => {
    const ada = await somebody(hasScript)
    expect(ada.answer().status()).toBe(403)
    if (hasScript) await lookThrough(ada.page.locator('.cover-photo'))
    await screen(ada, 'not-open-yet', hasScript)
    await ada.page.getByLabel('Email').fill('ada@nowhere')
    await ada.page.keyboard.press('Enter')
    await ada.page.getByText('This is not an email address.').waitFor()
    await screen(ada, 'not-open-returned', hasScript)
    await ada.page.getByLabel('Email').fill(`ada.${hasScript}@example.com`)
    await ada.page.keyboard.press('Enter')
    await ada.page.getByText('You will get one email when it opens.').waitFor()
    await screen(ada, 'registered', hasScript)
    await ada.page.getByText('Use another address').click()
    expect(await ada.page.getByLabel('Email').isVisible()).toBe(true)
    await ada.page.context().close()
  })

  it('a client presses one button', async () => {
    const anna = await somebody(hasScript, link)
    await screen(anna, 'not-open-by-link', hasScript)
    await anna.page.getByRole('button', { name: 'Tell me when it opens' }).click()
    await anna.page.getByText('You will get one email when it opens.').waitFor()
    await anna.page.context().close()
  })
})

it('the photographer sees who waits, and opens it', async () => {
  await steps.openTab(marie.page, 'Contacts')
  await marie.page.getByText('Show the addresses').click()
  await isInOrder(marie, 'registrations')
  await marie.page.getByRole('button', { name: 'Publish now' }).click()
  await marie.page.getByText('Published.').waitFor()
})

it('it closes', async () => {
  await settings(() => marie.page.getByLabel('Open until').fill('2026-01-01'))
})

describe.each(WAYS)('once it has closed, %s', (_, hasScript) => {
  it('whoever comes asks for more time', async () => {
    const ada = await somebody(hasScript)
    expect(ada.answer().status()).toBe(410)
    await screen(ada, 'closed-ask', hasScript)
    await ada.page.getByLabel('Email').fill(`ada.${hasScript}@example.com`)
    await ada.page.keyboard.press('Enter')
    await ada.page.getByText('has been told').waitFor()
    await screen(ada, 'closed-asked', hasScript)
    await ada.page.context().close()
  })

  it('a client presses one button', async () => {
    const anna = await somebody(hasScript, link)
    expect(anna.answer().status()).toBe(410)
    await screen(anna, 'closed-by-link', hasScript)
    await anna.page.getByRole('button', { name: 'Ask for more time' }).click()
    await anna.page.getByText('has been told').waitFor()
    await anna.page.context().close()
  })
})

it('the photographer declines one, and keeps it open for the others', async () => {
  await steps.openTab(marie.page, 'Contacts')
  await isInOrder(marie, 'time-requests')
  await marie.page.getByRole('button', { name: 'Decline' }).first().click()
  await marie.page.getByText('Declined.').waitFor()
  await marie.page.getByRole('button', { name: 'Keep it open 14 days more' }).click()
  await marie.page.getByText('Emails are on their way to 2 who asked.').waitFor()
  const mail = await steps.readMail(marie.page, /the gallery is open$/)
  expect(await mail.locator('.mail-text').textContent()).toContain('You can look at it until')
  await mail.close()
})

it('has logged no error on the server', () => {
  expect(server.errors()).toEqual([])
})
