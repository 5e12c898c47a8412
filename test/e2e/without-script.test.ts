/** The main job where browsers run no script at all: every step is a plain form or a plain link. Told in order. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { lookThrough } from './images'
import { type Server, startServer } from './server'
import * as steps from './steps'
import { DESKTOP, launch, type Visitor, visit } from './visitor'

const photographs = inject('photographs').slice(0, 6)
const plain = { ...DESKTOP, javaScriptEnabled: false }
let server: Server
let browser: Browser
let marie: Visitor
let anna: Visitor
let link: string

beforeAll(async () => {
  server = await startServer()
  browser = await launch()
  marie = await visit(browser, server.origin, plain)
  anna = await visit(browser, server.origin, plain)
})

afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

it('lets the photographer set up her studio, sign out, and sign in with the code from her mail', async () => {
  await steps.setUp(marie.page)
  await steps.signOut(marie.page)
  await steps.signIn(marie.page, false)
  expect(await marie.page.locator('main').textContent()).toContain('Your galleries will be here')
})

it('takes many photographs from one form and says what became of each', async () => {
  await steps.makeGallery(marie.page)
  const notAPhoto = { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('no photograph at all') }
  await steps.upload(marie.page, photographs, false)
  expect(await marie.page.locator('.uploads .words').allTextContents()).toEqual(Array(6).fill('Saved'))

  await marie.page.getByLabel('Drop photographs here, or choose them').setInputFiles(notAPhoto)
  await marie.page.getByRole('button', { name: 'Upload' }).click()
  const [refused] = await marie.page.locator('.uploads .bad').allTextContents()
  expect(refused).toBe('notes.txt Not a photograph we can read: JPEG, PNG, WebP or AVIF')
  expect(marie.answer().status()).toBe(422)
})

it('shows by itself when the photographs are ready', async () => {
  await steps.untilReady(marie.page, 6)
  const thumbs = await lookThrough(marie.page.locator('.thumbs img'))
  expect(thumbs.map(({ isPainted }) => isPainted)).toEqual(Array(6).fill(true))
})

it('publishes the gallery, adds a contact and sends her link', async () => {
  await steps.publish(marie.page)
  await steps.addContact(marie.page)
  const mail = await steps.readMail(marie.page, /^Anna & Ben: your photographs$/)
  link = await steps.linkIn(mail)
  await mail.close()
  expect(link).toContain(`${server.origin}/l/`)
})

it('shows the photographer’s menus and a link to copy', async () => {
  expect(await steps.copyLink(marie.page)).toContain(`${server.origin}/l/`)
  expect(await marie.page.locator('.qr svg').isVisible()).toBe(true)
})

it('leads the client from the cover, by one press, to her photographs', async () => {
  await anna.page.goto(link)
  await anna.page.getByRole('button', { name: 'View the gallery' }).click()
  const seen = await lookThrough(anna.page.locator('.grid img'))
  expect(seen.map(({ isPainted }) => isPainted)).toEqual(Array(6).fill(true))
})

it('opens one photograph by a plain link', async () => {
  await anna.page.locator('.grid a').first().click()
  await expect.poll(() => anna.page.url()).toContain('/photos/')
  expect(anna.answer().status()).toBe(200)
  expect(anna.answer().headers()['content-type']).toBe('image/webp')
  await anna.page.goBack()
  expect(await anna.page.locator('.grid a').count()).toBe(6)
})

it('lets the client leave by the menu', async () => {
  await anna.page.locator('.bar summary').click()
  await anna.page.getByRole('button', { name: 'Sign out on this device' }).click()
  await anna.page.getByText('You have left this gallery on this device.').waitFor()
})

it('has logged no error on the server', () => {
  expect(server.errors()).toEqual([])
})
