/** Nothing here is clicked or touched. */
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { type Server, startServer } from './server'
import * as steps from './steps'
import { launch, type Visitor, visit } from './visitor'

const MOST_TABS = 40

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
  await steps.upload(marie.page, inject('photographs').slice(0, 4))
  await steps.untilReady(marie.page, 4)
  await steps.publish(marie.page)
  await steps.addContact(marie.page)
  anna = await visit(browser, server.origin)
  const mail = await steps.readMail(marie.page, /your photographs$/)
  await anna.page.goto(await steps.linkIn(mail))
  await mail.close()
})

afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

it('leads from the cover into the gallery', async () => {
  await tabTo(anna.page, anna.page.getByRole('button', { name: 'View the gallery' }))
  await anna.page.keyboard.press('Enter')
  await anna.page.locator('.grid').waitFor()
})

it('opens a photograph, turns, stays inside, and comes back to the one looked at last', async () => {
  const { page } = anna
  const second = page.locator('.grid a').nth(1)
  await tabTo(page, second)
  await page.keyboard.press('Enter')
  const counter = page.locator('.pswp__counter')
  await expect.poll(() => counter.textContent()).toBe('2 / 4')
  await page.keyboard.press('ArrowRight')
  await expect.poll(() => counter.textContent()).toBe('3 / 4')

  for (let press = 0; press < 8; press++) {
    await page.keyboard.press('Tab')
    expect(await page.locator('.bar :focus, main :focus').count()).toBe(0)
  }
  await page.keyboard.press('Escape')
  await page.locator('.pswp').waitFor({ state: 'detached' })
  await expect.poll(() => page.locator('.grid a').nth(2).evaluate(hasFocus)).toBe(true)
})

it('opens the client’s menu and closes it with Escape', async () => {
  await anna.page.reload()
  await opensAndCloses(anna.page, anna.page.locator('.bar summary'))
})

it('opens a contact’s menu, closes it with Escape, and reaches what is in it', async () => {
  const { page } = marie
  const summary = page.locator('summary[aria-label="More for Anna Keller"]')
  await page.reload()
  await opensAndCloses(page, summary)
  await page.keyboard.press('Enter')
  await tabTo(page, page.locator('.line').getByRole('link', { name: 'Edit' }))
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Edit the contact' }).waitFor()
})

it('opens a photograph’s menu in the studio and makes it the cover', async () => {
  const { page } = marie
  await tabTo(page, page.getByRole('link', { name: 'Photographs' }))
  await page.keyboard.press('Enter')
  const thumb = page.locator('.thumb').nth(2)
  await thumb.waitFor()
  await opensAndCloses(page, thumb.locator('.menu > summary'))
  await page.keyboard.press('Enter')
  await tabTo(page, thumb.getByRole('button', { name: 'Make it the cover' }))
  await page.keyboard.press('Enter')
  await page.getByText(/is the cover now\.$/).waitFor()
  expect(await page.locator('.thumb').nth(2).locator('.tag').count()).toBe(1)
})

/** Presses Tab until the element has the focus, which must then be seen. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await steps.hasScripts(page)
  for (let press = 0; press < MOST_TABS; press++) {
    if (await target.evaluate(hasFocus)) {
      const outline = await target.evaluate((element) => element.computedStyleMap().get('outline-style').toString())
      expect(outline).not.toBe('none')
      return
    }
    await page.keyboard.press('Tab')
  }
  throw new Error(`${target} is not reached by Tab`)
}

async function opensAndCloses(page: Page, summary: Locator): Promise<void> {
  const menu = page.locator('details[open] .menu-body')
  await tabTo(page, summary)
  await page.keyboard.press('Enter')
  await menu.waitFor()
  await page.keyboard.press('Escape')
  await menu.waitFor({ state: 'hidden' })
  expect(await summary.evaluate(hasFocus)).toBe(true)
}

const hasFocus = (element: { ownerDocument: { activeElement: unknown } }) =>
  element.ownerDocument.activeElement === element
