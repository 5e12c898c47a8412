/** One person on several devices: one lets another in by three words, or by a code to scan, with script and without. Told in order. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { textIn } from '../helpers/qr'
import { isInOrder } from './screen'
import { type Server, startServer } from './server'
import * as steps from './steps'
import { DESKTOP, launch, PHONE, type Visitor, visit } from './visitor'

const PHOTOGRAPHS = 4
const PORTAL = '/atelier-sonnenberg/portal'
const GALLERY = '/atelier-sonnenberg/anna-and-ben'

let server: Server
let browser: Browser
let marie: Visitor
let desk: Visitor
let phone: Visitor
let link: string

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
  link = await steps.copyLink(marie.page)
  desk = await visit(browser, server.origin)
  await desk.page.goto(link)
  await press(desk, 'View the gallery')
  await desk.page.locator('.grid').waitFor()
})

afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

const press = (visitor: Visitor, name: string) => visitor.page.getByRole('button', { name, exact: true }).click()

/** Somebody whose link was opened elsewhere asks there; the words on the screen. */
async function asks(visitor: Visitor): Promise<string> {
  await visitor.page.goto(link)
  await press(visitor, 'View the gallery')
  await press(visitor, 'Approve it on the device where you are signed in')
  await visitor.page.getByRole('heading', { name: 'Look at your other device' }).waitFor()
  return (await visitor.page.locator('p.three-words').textContent())?.trim() ?? ''
}

it('a link that was opened on another device offers to ask that one', async () => {
  phone = await visit(browser, server.origin)
  await phone.page.goto(link)
  await press(phone, 'View the gallery')
  await phone.page.getByRole('button', { name: 'Approve it on the device' }).waitFor()
  await isInOrder(phone, 'stuck-with-approval')
  await asks(phone)
  await isInOrder(phone, 'approval-asked')
})

it('the device that is in sees who asks, picks the three words, and the other one goes in by itself', async () => {
  const words = await asks(phone)
  await desk.page.goto(GALLERY)
  await desk.page.getByText('Somebody wants to come in as you.').waitFor()
  await isInOrder(desk, 'gallery-with-approval')
  await desk.page.getByRole('link', { name: 'See who' }).click()
  await isInOrder(desk, 'approval')
  await press(desk, words)
  await desk.page.getByText('Approved. Your other device goes in now.').waitFor()
  await phone.page.locator('.grid').waitFor()
  await phone.page.locator('.bar summary').click()
  await phone.page.getByText(`You are here as ${steps.ANNA.name}`).waitFor()
})

it('the same without script, by a press; and a refusal', async () => {
  const plain = await visit(browser, server.origin, { ...DESKTOP, javaScriptEnabled: false })
  const words = await asks(plain)
  await press(plain, 'Continue')
  await plain.page.getByText('Not approved yet.').waitFor()
  await desk.page.goto(GALLERY)
  await desk.page.getByRole('link', { name: 'See who' }).click()
  await press(desk, words)
  await desk.page.getByText('Approved.').waitFor()
  await press(plain, 'Continue')
  await plain.page.locator('.grid').waitFor()
  expect(plain.takeProblems()).toEqual([])

  const stranger = await visit(browser, server.origin)
  await asks(stranger)
  await desk.page.goto(GALLERY)
  await desk.page.getByRole('link', { name: 'See who' }).click()
  const page = desk.page.url()
  await press(desk, 'That’s not me')
  await desk.page.getByText('Refused: nobody was let in.').waitFor()
  await stranger.page.getByRole('heading', { name: 'Not approved' }).waitFor()
  await isInOrder(stranger, 'approval-refused')
  await desk.page.goto(page)
  await isInOrder(desk, 'approval-settled')
})

it('a code on the one screen opens the same gallery on the phone', async () => {
  await desk.page.goto(GALLERY)
  await desk.page.locator('.bar summary').click()
  await isInOrder(desk, 'gallery-menu-client')
  await press(desk, 'Continue on another device')
  await desk.page.getByText('seconds more').waitFor()
  await isInOrder(desk, 'continuation')
  const scanned = textIn(await desk.page.content())
  const tablet = await visit(browser, server.origin, PHONE)
  await tablet.page.goto(scanned)
  await isInOrder(tablet, 'continuation-scanned')
  await press(tablet, `Continue as ${steps.ANNA.name}`)
  await tablet.page.locator('.grid').waitFor()
  const late = await visit(browser, server.origin, { ...PHONE, javaScriptEnabled: false })
  await late.page.goto(scanned)
  await late.page.getByRole('heading', { name: 'This code has run out' }).waitFor()
  expect(late.answer().status()).toBe(410)
})

it('the code is taken away when its minute is over', async () => {
  await desk.page.goto(GALLERY)
  await desk.page.locator('.bar summary').click()
  await desk.page.clock.install()
  await press(desk, 'Continue on another device')
  await desk.page.locator('.qr').waitFor()
  await steps.hasScripts(desk.page)
  await desk.page.clock.runFor(61_000)
  await desk.page.getByText('This code has run out.').waitFor()
  expect(await desk.page.locator('.qr').count()).toBe(0)
  await isInOrder(desk, 'continuation-over')
  await desk.page.clock.resume()
})

it('who is signed in to the portal sees all devices, and signs out one and all others', async () => {
  const anna = await visit(browser, server.origin)
  await anna.page.goto(PORTAL)
  await anna.page.getByLabel('Email').fill(steps.ANNA.email)
  await press(anna, 'Continue')
  await press(anna, 'Email me a login code')
  const mail = await steps.readMail(marie.page, / is your login code$/)
  const code = /\d{6}/.exec(await mail.title())?.[0] ?? ''
  await mail.close()
  await anna.page.getByLabel('Login code').fill(code)
  await anna.page.getByRole('heading', { name: 'Your galleries' }).waitFor()
  await isInOrder(anna, 'overview-signed-in')
  await press(anna, 'Continue on another device')
  await isInOrder(anna, 'continuation-portal')

  await anna.page.goto(`${PORTAL}/devices`)
  const lines = anna.page.locator('.lines .line')
  expect(await lines.count()).toBe(5)
  expect(await lines.first().textContent()).toContain('This device')
  await isInOrder(anna, 'devices')
  await lines.nth(1).getByRole('button').click()
  await anna.page.getByText('That device is signed out.').waitFor()
  expect(await lines.count()).toBe(4)
  await press(anna, 'Sign out everywhere else')
  await anna.page.getByText('You are signed out everywhere but here.').waitFor()
  await isInOrder(anna, 'devices-one')
  await phone.page.goto(GALLERY)
  expect(phone.answer().status()).toBe(403)
})

it('the studio’s own people see theirs', async () => {
  await marie.page.goto('/studio/devices')
  await marie.page.getByText('This device').waitFor()
  await isInOrder(marie, 'staff-devices')
})

it('has logged no error on the server', () => {
  expect(server.errors()).toEqual([])
})
