/** The main job, end to end: from an empty deployment to a client who looks at her photographs. Told in order. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { blurred, lookThrough, noteShifts, shifted } from './images'
import { type Server, startServer } from './server'
import * as steps from './steps'
import { launch, newTab, PHONE, type Visitor, visit } from './visitor'

const photographs = inject('photographs')
let server: Server
let browser: Browser
let marie: Visitor
let anna: Visitor
let link: string

beforeAll(async () => {
  server = await startServer()
  browser = await launch()
  marie = await visit(browser, server.origin)
})

afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

it('lets the photographer set up her studio, sign out, and sign in with the code from her mail', async () => {
  await steps.setUp(marie.page)
  await steps.signOut(marie.page)
  await steps.signIn(marie.page)
  expect(await marie.page.locator('main').textContent()).toContain('Your galleries will be here')
  expect(marie.takeProblems()).toEqual([])
})

it('shows thirty photographs, chosen at once, as they arrive and when all are ready', async () => {
  const { page } = marie
  await steps.makeGallery(page)
  await steps.upload(page, photographs)
  await page.getByText('30 of 30 done').waitFor({ timeout: 120_000 })
  expect(await page.locator('.uploads li.good').count()).toBe(30)
  await steps.untilReady(page, 30)

  const thumbs = await lookThrough(page.locator('.thumbs img'))
  expect(thumbs).toHaveLength(30)
  expect(thumbs.filter(({ isPainted }) => !isPainted)).toEqual([])
  expect(marie.takeProblems()).toEqual([])
})

it('skips photographs that are there already', async () => {
  await marie.page.reload()
  await steps.upload(marie.page, photographs.slice(0, 3))
  await marie.page.getByText('3 of 3 done').waitFor()
  expect(await marie.page.locator('.uploads .words').allTextContents()).toEqual(Array(3).fill('Here already, skipped'))
  await steps.untilReady(marie.page, 30)
})

it('publishes the gallery and sends the client a mail with her link', async () => {
  await steps.publish(marie.page)
  await steps.addContact(marie.page)
  const mail = await steps.readMail(marie.page, /^Anna & Ben: your photographs$/)
  link = await steps.linkIn(mail)
  await mail.close()
  expect(link).toMatch(new RegExp(`^${server.origin}/l/[\\w-]{43}$`))

  const state = marie.page.locator('.line-state', { hasText: 'Email sent' })
  await expect.poll(() => marie.page.reload().then(() => state.textContent())).toContain('not opened yet')
  expect(marie.takeProblems()).toEqual([])
})

it('shows the client the cover, and after one press her photographs, sharp and without anything moving', async () => {
  anna = await visit(browser, server.origin)
  await noteShifts(anna.page)
  await anna.page.goto(link)
  expect(await anna.page.getByRole('heading').textContent()).toBe(steps.GALLERY)
  expect(await anna.page.locator('main').textContent()).toContain('12 September 2026 · 30 photographs')
  expect((await lookThrough(anna.page.locator('.cover-photo')))[0]?.isPainted).toBe(true)
  expect(await shifted(anna.page)).toBe(0)

  await anna.page.getByRole('button', { name: 'View the gallery' }).click()
  await anna.page.locator('.grid').waitFor()
  const seen = await lookThrough(anna.page.locator('.grid img'))
  expect(seen).toHaveLength(30)
  expect(seen.filter(({ isPainted }) => !isPainted)).toEqual([])
  expect(blurred(seen)).toEqual([])
  expect(await shifted(anna.page)).toBe(0)
  expect(anna.takeProblems()).toEqual([])
})

it('opens a photograph by a click, turns with the arrow keys, closes with Escape', async () => {
  const { page } = anna
  const tiles = page.locator('.grid a')
  await steps.hasScripts(page)
  await tiles.nth(2).click()
  const counter = page.locator('.pswp__counter')
  await expect.poll(() => counter.textContent()).toBe('3 / 30')
  await page.keyboard.press('ArrowRight')
  await expect.poll(() => counter.textContent()).toBe('4 / 30')
  expect(new URL(page.url()).hash).toBe(`#${await tiles.nth(3).getAttribute('id')}`)

  const large = page.locator('.pswp__item[aria-hidden=false] img.pswp__img:not(.pswp__img--placeholder)')
  await large.waitFor()
  const [shown] = await lookThrough(large)
  expect(shown).toMatchObject({ isPainted: true })
  expect(blurred(shown ? [shown] : [])).toEqual([])

  await page.keyboard.press('ArrowLeft')
  await expect.poll(() => counter.textContent()).toBe('3 / 30')
  await page.keyboard.press('Escape')
  await page.locator('.pswp').waitFor({ state: 'detached' })
  expect(new URL(page.url()).hash).toBe('')
  expect(anna.takeProblems()).toEqual([])
})

it('opens the photograph that the address names', async () => {
  const id = await anna.page.locator('.grid a').nth(20).getAttribute('id')
  const tab = await newTab(anna)
  await tab.page.goto(`${new URL(anna.page.url()).pathname}#${id}`)
  await expect.poll(() => tab.page.locator('.pswp__counter').textContent()).toBe('21 / 30')
  await tab.page.close()
})

it('takes the client straight in when she opens her link again', async () => {
  const tab = await newTab(anna)
  await tab.page.goto(link)
  expect(new URL(tab.page.url()).pathname).toBe('/atelier-sonnenberg/anna-and-ben')
  expect(await tab.page.locator('.grid a').count()).toBe(30)
  await tab.page.close()
})

it('tells a second browser why the same link does not open, and gives it no photograph before the code from the mail', async () => {
  const photo = (await anna.page.locator('.grid a').first().getAttribute('href')) ?? ''
  const gallery = new URL(anna.page.url()).pathname
  const other = await visit(browser, server.origin)
  await other.page.goto(link)
  await other.page.getByRole('button', { name: 'View the gallery' }).click()
  await other.page.getByRole('heading', { name: 'Check your email' }).waitFor()
  const words = await other.page.locator('main').textContent()
  expect(words).toContain('This link was opened before, in another browser or on another device.')
  expect(words).toContain('a•••@e•••.com')
  expect(await other.page.locator('img').count()).toBe(0)

  await other.page.goto(gallery)
  expect(other.answer().status()).toBe(403)
  expect(await other.page.content()).not.toContain('/photos/')
  for (const variant of [480, 1080, 2048, 'original']) {
    await other.page.goto(photo.replace(/\d+$/, String(variant)))
    expect(other.answer().status()).toBe(404)
  }
  await other.page.goto('/studio/galleries')
  expect(new URL(other.page.url()).pathname).toBe('/studio/sign-in')

  const mail = await steps.readMail(other.page, / is your login code$/)
  const code = /\d{6}/.exec(await mail.title())?.[0] ?? ''
  await mail.close()
  await other.page.goto(`${gallery}/code`)
  await other.page.getByLabel('Login code').fill(code)
  await other.page.locator('.grid').waitFor()
  expect(new URL(other.page.url()).pathname).toBe(gallery)
  await other.page.context().close()
})

it('shows the photographer that the client came in by a code, and sends her a new link', async () => {
  await marie.page.reload()
  expect(await marie.page.locator('.line-state').textContent()).toContain('Inside by login code')
  await marie.page.locator('summary[aria-label="More for Anna Keller"]').click()
  await marie.page.getByRole('button', { name: 'Send email' }).click()
  await marie.page.getByText('An email with a new link is on its way to Anna Keller.').waitFor()
})

it('shows sharp photographs on a phone, and nothing moves while they arrive', async () => {
  const phone = await visit(browser, server.origin, PHONE)
  await noteShifts(phone.page)
  await phone.page.goto(await steps.copyLink(marie.page))
  await phone.page.getByRole('button', { name: 'View the gallery' }).click()
  await phone.page.locator('.grid').waitFor()
  const seen = await lookThrough(phone.page.locator('.grid img'))
  expect(seen.filter(({ isPainted }) => !isPainted)).toEqual([])
  expect(blurred(seen)).toEqual([])
  expect(await shifted(phone.page)).toBe(0)
  expect(phone.takeProblems()).toEqual([])
  await phone.page.context().close()
})

it('ends the visit on this device when the client leaves', async () => {
  await anna.page.locator('.bar summary').click()
  expect(await anna.page.locator('.menu-body').textContent()).toContain('You are here as Anna Keller')
  await anna.page.getByRole('button', { name: 'Sign out on this device' }).click()
  await anna.page.getByText('You have left this gallery on this device.').waitFor()
  expect(anna.answer().status()).toBe(403)
})

it('has logged no error on the server', () => {
  expect(server.errors()).toEqual([])
})
