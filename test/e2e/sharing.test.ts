/** The door as its photographer sets it, and guests by link and by code, with script and without; told in order. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { lookThrough } from './images'
import { isInOrder } from './screen'
import { type Server, startServer } from './server'
import * as steps from './steps'
import { DESKTOP, launch, type Visitor, visit } from './visitor'

const HOME = '/atelier-sonnenberg'

let server: Server
let browser: Browser
let marie: Visitor

beforeAll(async () => {
  server = await startServer()
  browser = await launch()
  marie = await visit(browser, server.origin)
  await steps.setUp(marie.page)
})

afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

const newcomer = (hasScript: boolean) => visit(browser, server.origin, { ...DESKTOP, javaScriptEnabled: hasScript })

it('a studio’s home while nothing is listed', async () => {
  const guest = await newcomer(true)
  await guest.page.goto(HOME)
  await isInOrder(guest, 'home-bare')
  await guest.page.context().close()
})

it('the door of a new gallery, by each of two presets, and with everything open', async () => {
  await steps.makeGallery(marie.page)
  await steps.upload(marie.page, inject('photographs').slice(0, 3))
  await steps.untilReady(marie.page, 3)
  await marie.page.getByRole('link', { name: 'Door' }).click()
  await marie.page.getByText('Now: Effortless').waitFor()
  await isInOrder(marie, 'studio-door')
  for (const preset of ['Sensitive', 'PIN']) {
    await marie.page.locator(`[name=preset][value=${preset.toLowerCase()}]`).check()
    await marie.page.getByRole('button', { name: 'Use this preset' }).click()
    await marie.page.getByText(`${preset} is set.`).waitFor()
    await isInOrder(marie, `studio-door-${preset.toLowerCase()}`)
  }
})

describe.each([
  ['with script', true],
  ['without script', false],
])('%s', (name, hasScript) => {
  const screen = (visitor: Visitor, what: string) =>
    hasScript ? isInOrder(visitor, what) : Promise.resolve(expect(visitor.takeProblems()).toEqual([]))

  it('the photographer sets the door, and finds a link and a code to share', async () => {
    const title = `Anna & Ben, ${name}`
    await steps.makeGallery(marie.page, title)
    await steps.upload(marie.page, inject('photographs').slice(0, 3))
    await steps.untilReady(marie.page, 3)
    await steps.publish(marie.page)
    // The session passes to a browser as this describe has it.
    const cookies = await marie.page.context().cookies()
    const address = marie.page.url().replace('/contacts', '/door')
    const desk = await newcomer(hasScript)
    await desk.page.context().addCookies(cookies)
    await desk.page.goto(address)

    await desk.page.getByRole('radio', { name: 'Identified' }).check()
    await desk.page.getByRole('button', { name: 'Use this preset' }).click()
    await desk.page.getByText('Identified is set.').waitFor()
    await desk.page.getByRole('checkbox', { name: 'Ask guests for name and email' }).uncheck()
    await desk.page.getByRole('checkbox', { name: 'On your home page' }).check()
    await desk.page.getByRole('button', { name: 'Save', exact: true }).click()
    await desk.page.getByText('Now: Identified, changed').waitFor()
    await desk.page.getByLabel('Code', { exact: true }).fill(`Sommer ${name}`)
    await desk.page.getByRole('button', { name: 'Set the code' }).click()
    await desk.page.getByText('The guest code is set.').waitFor()
    for (const fold of await desk.page.locator('.columns .fold > summary').all()) await fold.click()
    expect(await desk.page.locator('.qr svg').count()).toBe(2)
    await screen(desk, 'studio-door-open')

    const link = await desk.page.locator('#guest-link').inputValue()
    const guest = await newcomer(hasScript)
    await guest.page.goto(link)
    await lookThrough(guest.page.locator('.cover-photo'))
    await screen(guest, 'cover-of-role-link')
    await guest.page.getByRole('button', { name: 'View the gallery' }).click()
    await guest.page.locator('.grid').waitFor()

    await desk.page.locator('form[action$="/role-links/guest"] button').click()
    await desk.page.getByText('There is a new guest link.').waitFor()
    await guest.page.reload()
    expect(guest.answer().status()).toBe(403)
    await guest.page.goto(link)
    expect(guest.answer().status()).toBe(404)
    await Promise.all([desk, guest].map(({ page }) => page.context().close()))
  })

  it('a guest finds the gallery by its code on the studio’s home', async () => {
    const guest = await newcomer(hasScript)
    await guest.page.goto(HOME)
    await lookThrough(guest.page.locator('.listed img'))
    await screen(guest, 'home')
    const box = guest.page.getByRole('textbox', { name: 'Guest code' })
    await box.fill('nobody has this')
    await guest.page.keyboard.press('Enter')
    await guest.page.getByText('We know no gallery by that code.').waitFor()
    expect(await box.inputValue()).toBe('nobody has this')
    await screen(guest, 'home-unknown-code')
    await box.fill(`SOMMER-${name}`)
    await guest.page.keyboard.press('Enter')
    await guest.page.locator('.grid').waitFor()
    await guest.page.context().close()
  })
})
