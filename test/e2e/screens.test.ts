/**
 * Every screen can be read and used by everybody (P9): axe finds nothing in light and dark, on a phone and a desktop;
 * nothing runs over the edge at 320, 390 and 1440 pixels; the HTML is valid; the console stays silent. Told in order.
 */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { lookThrough } from './images'
import { isInOrder } from './screen'
import { type Server, startServer } from './server'
import * as steps from './steps'
import { launch, type Visitor, visit } from './visitor'

const NOWHERE = '/l/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'

const FLORA = { name: 'Flora Vogt', email: 'flora@example.com' }
const TERMS = `You may show these photographs on your own website and on your own social media accounts, to present your work at this wedding.

Each time, name the photographer where the photograph is seen: “Photograph: Atelier Sonnenberg”.
On Instagram, tag @ateliersonnenberg in the photograph and in its text.

You may not crop them, put filters on them, sell them, or hand them on to others: magazines, fairs and other vendors write to us.

If the couple asks for a photograph to be taken down, it is taken down within a day.`

const photographs = inject('photographs').slice(0, 9)
let server: Server
let browser: Browser
let marie: Visitor
let anna: Visitor
let stranger: Visitor
let link: string

beforeAll(async () => {
  server = await startServer()
  browser = await launch()
  marie = await visit(browser, server.origin)
  anna = await visit(browser, server.origin)
  stranger = await visit(browser, server.origin)
})

afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

it('setup, empty and returned', async () => {
  await marie.page.goto('/studio/setup')
  await isInOrder(marie, 'setup')
  await marie.page.locator('form').evaluate((form) => form.setAttribute('novalidate', ''))
  await marie.page.getByLabel('Time zone').fill('Atlantis')
  await marie.page.getByRole('button', { name: 'Set up' }).click()
  await marie.page.locator('.error').first().waitFor()
  await isInOrder(marie, 'setup-returned')
})

it('the list of galleries while there is none', async () => {
  await steps.setUp(marie.page)
  await isInOrder(marie, 'galleries-empty')
})

it('a new gallery, empty and returned', async () => {
  await marie.page.goto('/studio/galleries/new')
  await isInOrder(marie, 'new-gallery')
  await marie.page.locator('main form').evaluate((form) => form.setAttribute('novalidate', ''))
  await marie.page.getByRole('button', { name: 'Make the gallery' }).click()
  await marie.page.locator('.error').first().waitFor()
  await isInOrder(marie, 'new-gallery-returned')
})

it('photographs: none, while they arrive, and when all are ready', async () => {
  await steps.makeGallery(marie.page)
  await isInOrder(marie, 'photos-empty')
  const noPhoto = { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('no photograph at all') }
  await steps.upload(marie.page, photographs)
  await marie.page.getByText('9 of 9 done').waitFor()
  await marie.page.getByLabel('Drop photographs here, or choose them').setInputFiles(noPhoto)
  await marie.page.getByText('9 of 10 done, 1 not saved').waitFor()
  expect(marie.takeProblems().map((line) => line.slice(0, 7))).toEqual(['422 for'])
  await steps.untilReady(marie.page, 9)
  await isInOrder(marie, 'photos-uploaded')

  await marie.page.reload()
  await lookThrough(marie.page.locator('.thumbs img'))
  await isInOrder(marie, 'photos')
  await marie.page.locator('.thumb summary').first().click()
  await isInOrder(marie, 'photos-menu')
})

it('settings', async () => {
  await steps.openTab(marie.page, 'Settings')
  await marie.page.getByRole('button', { name: 'Save' }).click()
  await marie.page.getByText('Saved.').waitFor()
  await isInOrder(marie, 'settings')
})

it('contacts: none, the form, and each in its state', async () => {
  await marie.page.getByRole('link', { name: 'Contacts' }).click()
  await isInOrder(marie, 'contacts-empty')
  await marie.page.getByRole('link', { name: 'Add a contact' }).click()
  await isInOrder(marie, 'contact-form')
  await marie.page.locator('main form.stack').evaluate((form) => form.setAttribute('novalidate', ''))
  await marie.page.getByLabel('Phone').fill('12')
  await marie.page.getByRole('button', { name: 'Add', exact: true }).click()
  await marie.page.locator('.error').first().waitFor()
  await isInOrder(marie, 'contact-form-returned')

  await steps.addContact(marie.page)
  await steps.addContact(marie.page, { name: 'Ben', email: 'ben@example.com' }, 'Add')
  await isInOrder(marie, 'contacts')
})

it('a link’s page before the gallery is open', async () => {
  const mail = await steps.readMail(marie.page, /your photographs$/)
  link = await steps.linkIn(mail)
  await mail.close()
  await anna.page.goto(link)
  await anna.page.getByText('Not open yet').waitFor()
  await isInOrder(anna, 'not-open-by-link')
})

it('a link to copy', async () => {
  await steps.publish(marie.page)
  await steps.copyLink(marie.page)
  await isInOrder(marie, 'copy-link')
})

it('the list of galleries', async () => {
  await marie.page.getByRole('link', { name: 'Galleries' }).click()
  await lookThrough(marie.page.locator('.line-cover img'))
  await isInOrder(marie, 'galleries')
})

it('the outbox, a mail, and the mail as it is sent', async () => {
  await marie.page.goto('/outbox')
  await isInOrder(marie, 'outbox')
  await marie.page.getByRole('link', { name: /your photographs$/ }).click()
  await isInOrder(marie, 'outbox-mail')
  await marie.page.getByRole('link', { name: 'As the HTML that would be sent' }).click()
  const button = marie.page.getByRole('link', { name: 'View the gallery' })
  const style = await button.evaluate((element) => String(element.computedStyleMap().get('background-color')))
  expect.soft(style).toBe('rgb(109, 76, 47)')
  expect.soft(marie.takeProblems()).toEqual([])
})

it('the cover', async () => {
  await anna.page.goto(link)
  await lookThrough(anna.page.locator('.cover-photo'))
  expect(await anna.page.getByRole('button', { name: 'It’s not me, view as a guest' }).count()).toBe(1)
  await isInOrder(anna, 'cover')
})

it('the gallery, the visitor’s menu, and one photograph large', async () => {
  await anna.page.getByRole('button', { name: 'View the gallery' }).click()
  await anna.page.locator('.grid').waitFor()
  await lookThrough(anna.page.locator('.grid img'))
  await isInOrder(anna, 'gallery')
  await anna.page.locator('.bar summary').click()
  await isInOrder(anna, 'gallery-menu')
  await anna.page.keyboard.press('Escape')
  await anna.page.locator('.grid a').first().click()
  await anna.page.locator('.pswp__counter').waitFor()
  await isInOrder(anna, 'lightbox')
})

it('the answer in another browser, and the gallery as a guest', async () => {
  await stranger.page.goto(link)
  await stranger.page.getByRole('button', { name: 'View the gallery' }).click()
  await stranger.page.getByRole('heading', { name: 'Check your email' }).waitFor()
  await isInOrder(stranger, 'client-code')
  await stranger.page.getByRole('button', { name: 'It’s not me, view as a guest' }).click()
  await stranger.page.locator('.grid').waitFor()
  await isInOrder(stranger, 'gallery-as-guest')
})

it('the contacts once somebody was refused', async () => {
  await marie.page.goto('/studio/galleries')
  await marie.page.getByRole('link', { name: steps.GALLERY }).click()
  await marie.page.getByRole('link', { name: 'Contacts' }).click()
  await marie.page.locator('summary[aria-label="More for Anna Keller"]').click()
  await isInOrder(marie, 'contacts-menu')
})

it('a link that never was', async () => {
  await stranger.page.goto(NOWHERE)
  expect(stranger.answer().status()).toBe(404)
  await isInOrder(stranger, 'unknown-link')
})

it('the gallery’s door for whoever has no link', async () => {
  await stranger.page.context().clearCookies()
  await stranger.page.goto('/atelier-sonnenberg/anna-and-ben')
  expect(stranger.answer().status()).toBe(403)
  await isInOrder(stranger, 'private-door')
})

it('the studio’s home and an address where nothing is', async () => {
  await stranger.page.goto('/')
  await isInOrder(stranger, 'home')
  await stranger.page.goto('/atelier-sonnenberg/nobody')
  expect(stranger.answer().status()).toBe(404)
  await isInOrder(stranger, 'not-found')
})

it('signing in: the address, the code, and a wrong code', async () => {
  await stranger.page.goto('/studio/sign-in')
  await isInOrder(stranger, 'sign-in')
  await stranger.page.getByLabel('Email').fill(steps.OWNER.email)
  await stranger.page.getByRole('button', { name: 'Send the code' }).click()
  await stranger.page.getByLabel('Login code').waitFor()
  await isInOrder(stranger, 'code')
  await stranger.page.getByLabel('Login code').fill('12')
  await stranger.page.getByRole('button', { name: 'Sign in' }).click()
  await stranger.page.locator('.error').waitFor()
  await isInOrder(stranger, 'code-returned')
})

it('the studio’s settings, with the media usage terms', async () => {
  await marie.page.getByRole('navigation', { name: 'Studio' }).getByRole('link', { name: 'Settings' }).click()
  await isInOrder(marie, 'studio-settings-empty')
  await marie.page.getByLabel('What vendors may do with your photographs').fill(TERMS)
  await marie.page.getByRole('button', { name: 'Save' }).click()
  await marie.page.getByText('Saved.').waitFor()
  await isInOrder(marie, 'studio-settings')
})

it('the photographs that a vendor sees, all of them and chosen ones', async () => {
  await marie.page.getByRole('link', { name: 'Galleries' }).click()
  await marie.page.getByRole('link', { name: steps.GALLERY }).click()
  await steps.addContact(marie.page, FLORA, 'Add', 'vendor')
  await marie.page.locator(`summary[aria-label="More for ${FLORA.name}"]`).click()
  await marie.page.getByRole('link', { name: 'Choose photographs' }).click()
  await isInOrder(marie, 'vendor-photos-all')

  await marie.page.getByLabel('Only those ticked below').check()
  await marie.page.getByRole('button', { name: 'Save' }).click()
  await marie.page.locator('.error').waitFor()
  await isInOrder(marie, 'vendor-photos-returned')

  await marie.page.getByRole('button', { name: 'Choose all' }).click()
  await marie.page.getByText('9 of 9 chosen').waitFor()
  await marie.page.getByRole('button', { name: 'Choose none' }).click()
  const boxes = marie.page.getByRole('checkbox')
  await boxes.nth(1).check()
  await boxes.nth(4).click({ modifiers: ['Shift'] })
  await marie.page.getByText('4 of 9 chosen').waitFor()
  await lookThrough(marie.page.locator('.thumbs img'))
  await isInOrder(marie, 'vendor-photos')
  await marie.page.getByRole('button', { name: 'Save' }).click()
  await marie.page.getByText('vendor, 4 photographs').waitFor()
})

it('the media usage terms at the door, as they were, and as they are changed', async () => {
  const flora = await visit(browser, server.origin)
  await flora.page.goto(await steps.copyLink(marie.page, FLORA))
  await flora.page.getByRole('button', { name: 'View the gallery' }).click()
  await flora.page.getByRole('heading', { name: 'Media usage terms' }).waitFor()
  await isInOrder(flora, 'terms')

  await marie.page.goto('/studio/settings')
  await marie.page.getByLabel('What vendors may do with your photographs').fill(`${TERMS}\n\nAlways.`)
  await marie.page.getByRole('button', { name: 'Save' }).click()
  await flora.page.getByRole('button', { name: 'I accept these terms' }).click()
  await flora.page.getByText('The terms were changed while you were reading').waitFor()
  await isInOrder(flora, 'terms-returned')

  await flora.page.getByRole('button', { name: 'I accept these terms' }).click()
  const seen = await lookThrough(flora.page.locator('.grid img'))
  expect(seen.map(({ isPainted }) => isPainted)).toEqual(Array(4).fill(true))
})

it('a gallery that has closed', async () => {
  await marie.page.goto('/studio/galleries')
  await marie.page.getByRole('link', { name: steps.GALLERY }).click()
  await steps.openTab(marie.page, 'Settings')
  await marie.page.getByLabel('Open until').fill('2026-01-01')
  await marie.page.getByRole('button', { name: 'Save' }).click()
  await marie.page.getByText('Saved.').waitFor()
  await anna.page.goto('/atelier-sonnenberg/anna-and-ben')
  expect(anna.answer().status()).toBe(410)
  await isInOrder(anna, 'closed')
})
