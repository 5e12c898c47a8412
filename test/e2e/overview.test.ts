/** A client’s portal: signed in by a code, into a gallery by one tap, out again; with script and without. Told in order. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { lookThrough } from './images'
import { isInOrder } from './screen'
import { type Server, startServer } from './server'
import * as steps from './steps'
import { DESKTOP, launch, PHONE, type Visitor, visit } from './visitor'

const PORTAL = '/atelier-sonnenberg/portal'
const GALLERY_PATH = '/atelier-sonnenberg/anna-and-ben'
const DAY_MS = 86_400_000

let server: Server
let browser: Browser
let marie: Visitor

/** A gallery of Anna's, with photographs or without. */
async function has(title: string, photographs: string[]): Promise<void> {
  const { page } = marie
  await steps.makeGallery(page, title)
  if (photographs.length > 0) {
    await steps.upload(page, photographs)
    await steps.untilReady(page, photographs.length)
  }
  await steps.publish(page)
  await steps.addContact(page, steps.ANNA, 'Add')
}

beforeAll(async () => {
  server = await startServer()
  browser = await launch()
  marie = await visit(browser, server.origin)
  await steps.setUp(marie.page)
  await has(steps.GALLERY, inject('photographs').slice(0, 4))
})

afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

const press = (page: Page, name: string) => page.getByRole('button', { name }).click()

/** With the code from the newest mail. With script the sixth digit sends it; without, the button does. */
async function signIn(page: Page, hasScript: boolean): Promise<void> {
  await page.goto(PORTAL)
  await page.getByLabel('Email').fill(steps.ANNA.email)
  await press(page, 'Continue')
  await press(page, 'Email me a login code')
  await page.getByRole('heading', { name: 'Check your email' }).waitFor()
  const mail = await steps.readMail(marie.page, / is your login code$/)
  const code = /\d{6}/.exec(await mail.title())?.[0] ?? ''
  await mail.close()
  await page.getByLabel('Login code').fill(code)
  if (!hasScript) await press(page, 'Sign in')
  await page.getByRole('heading', { name: 'Your galleries' }).waitFor()
}

describe.each([
  ['on a phone, without script', false, PHONE],
  ['with script', true, DESKTOP],
])('a client, %s', (_, hasScript, options) => {
  const screen = (visitor: Visitor, what: string) =>
    hasScript ? isInOrder(visitor, what) : Promise.resolve(expect(visitor.takeProblems()).toEqual([]))
  let anna: Visitor

  it('signs in to their portal, and sees the gallery that is theirs', async () => {
    anna = await visit(browser, server.origin, { ...options, javaScriptEnabled: hasScript })
    await signIn(anna.page, hasScript)
    await anna.page.getByText(`You are signed in as ${steps.ANNA.name}.`).waitFor()
    await lookThrough(anna.page.locator('.tile img'))
    await screen(anna, 'portal-one')
  })

  it('goes on as themselves at the gallery’s door, without another code', async () => {
    await anna.page.goto(GALLERY_PATH)
    expect(anna.answer().status()).toBe(403)
    await screen(anna, 'door-continue')
    await press(anna.page, `Continue as ${steps.ANNA.name}`)
    await anna.page.locator('.grid').waitFor()
  })

  it('comes back to all their galleries from the account icon', async () => {
    await anna.page.locator('.bar summary').click()
    await screen(anna, 'gallery-account')
    await anna.page.getByRole('link', { name: 'All my galleries' }).click()
    await anna.page.getByRole('link', { name: steps.GALLERY }).waitFor()
  })

  it('signs out, and is out of the gallery too', async () => {
    await press(anna.page, 'Sign out')
    await anna.page.getByText('You are signed out.').waitFor()
    await screen(anna, 'portal-signed-out')
    await anna.page.goto(GALLERY_PATH)
    expect(anna.answer().status()).toBe(403)
    await anna.page.context().close()
  })

  it('opens a gallery with one tap', async () => {
    // Another code, asked for at once, would have to wait.
    await server.change('delete from codes')
    anna = await visit(browser, server.origin, { ...options, javaScriptEnabled: hasScript })
    await signIn(anna.page, hasScript)
    await press(anna.page, steps.GALLERY)
    const seen = await lookThrough(anna.page.locator('.grid img'))
    expect(seen.map(({ isPainted }) => isPainted)).toEqual(Array(4).fill(true))
    expect(anna.takeProblems()).toEqual([])
    await anna.page.context().close()
    await server.change('delete from codes')
  })
})

it('a client with many galleries sees which are open, which will be, and which have closed', async () => {
  await has('Eva, newborn', inject('photographs').slice(4, 6))
  await has('The Kellers at the lake', inject('photographs').slice(6, 8))
  await has('Silver wedding of Margarethe and Johann von Hohenembs-Waldburg', [])
  await has('Engagement in the vineyards', [])
  await has('First birthday', [])
  const at = (days: number) => Date.now() + days * DAY_MS
  const of = (title: string, set: string) => server.change(`update galleries set ${set} where title like '${title}%'`)
  await of('Eva', `event_on = '2026-08-02', closes_at = ${at(3)}`)
  await of('The Kellers', `event_on = '2026-06-20', closes_at = ${at(90)}`)
  await of('Silver', `event_on = '2025-10-11'`)
  await of('Engagement', `event_on = '2027-01-02', takes_registrations = 1, published_at = ${at(9)}`)
  await of('First', `event_on = '2025-05-05', closes_at = ${at(-30)}`)

  const anna = await visit(browser, server.origin)
  await signIn(anna.page, true)
  await lookThrough(anna.page.locator('.tile img'))
  await isInOrder(anna, 'portal-many')
  await anna.page.getByRole('link', { name: 'First birthday' }).click()
  expect(anna.answer().status()).toBe(410)
})
