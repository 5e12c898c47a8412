/** An SMS service that fails in its ways, as a server of its own: the page goes on, email is there, and nothing goes out twice. */
import { createServer, type Server as HttpServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Server, startServer } from './server'
import * as steps from './steps'
import { launch, PHONE, type Visitor, visit } from './visitor'

const SILENT_MS = 30_000
const ACCOUNT = `AC${'0'.repeat(32)}`

/** Alike when masked. */
const person = (name: string, number: number) => ({
  ...{ name: `Anna ${name}`, email: `anna.${name.toLowerCase()}@example.com`, phone: `+43660123${number}42` },
})
const FAILING = person('Failing', 10)
const BUSY = person('Busy', 20)
const GARBLED = person('Garbled', 30)
const DROPPED = person('Dropped', 40)
const SILENT = person('Silent', 50)
const IMPATIENT = person('Impatient', 60)
const ANSWERED = [FAILING, BUSY, GARBLED, DROPPED]
const UNANSWERED = [IMPATIENT, SILENT]
const PEOPLE = [...ANSWERED, ...UNANSWERED]

/** How the first request for each number is answered; a second one is accepted. */
const FAILURES: Record<string, (response: ServerResponse) => void> = {
  [FAILING.phone]: (response) => response.writeHead(500).end('{"code":20500,"message":"Internal Server Error"}'),
  [BUSY.phone]: (response) =>
    response.writeHead(429, { 'Retry-After': '1' }).end('{"code":20429,"message":"Too Many Requests"}'),
  [GARBLED.phone]: (response) => response.writeHead(201).end('<html>not what was asked for'),
  [DROPPED.phone]: (response) => response.destroy(),
  [SILENT.phone]: (response) => setTimeout(() => response.destroy(), SILENT_MS).unref(),
  [IMPATIENT.phone]: (response) => {
    held = response
  },
}

/** Gets no answer for as long as a test wants. */
let held: ServerResponse | undefined

const asked: string[] = []
const accepted: string[] = []
const laptops = new Map<string, Page>()
let smsService: HttpServer
let server: Server
let browser: Browser
let marie: Visitor

beforeAll(async () => {
  smsService = createServer(async (request, response) => {
    const chunks = await Array.fromAsync(request)
    const to = new URLSearchParams(Buffer.concat(chunks).toString()).get('To') ?? ''
    const isFirst = !asked.includes(to)
    asked.push(to)
    if (isFirst) return FAILURES[to]?.(response)
    accepted.push(to)
    response.writeHead(201, { 'Content-Type': 'application/json' }).end(`{"sid":"SM${'0'.repeat(32)}"}`)
  })
  await new Promise<void>((resolve) => smsService.listen(0, '127.0.0.1', resolve))
  const { port } = smsService.address() as AddressInfo
  server = await startServer({
    ...{ TWILIO_ACCOUNT_SID: ACCOUNT, TWILIO_AUTH_TOKEN: 'of the tests', TWILIO_FROM: '+43720000000' },
    TWILIO_BASE_URL: `http://127.0.0.1:${port}`,
  })
  browser = await launch()
  marie = await visit(browser, server.origin)
  const { page } = marie
  await steps.setUp(page)
  await steps.makeGallery(page)
  await steps.publish(page)
  for (const anna of PEOPLE) {
    await steps.addContact(page, anna, 'Add')
    laptops.set(anna.name, await stuck(await steps.copyLink(page, anna)))
    await steps.openTab(page, 'Contacts')
  }
})

afterAll(async () => {
  await browser?.close()
  await server?.stop()
  smsService?.closeAllConnections()
  smsService?.close()
})

/** A browser in which a link does not open, since another one was first: it asks how the code shall travel. */
async function stuck(link: string): Promise<Page> {
  const first = await fetch(link)
  const cookie = first.headers.getSetCookie().map((line) => line.split(';')[0])
  await fetch(link, {
    method: 'POST',
    headers: { origin: server.origin, cookie: cookie.join('; ') },
    redirect: 'manual',
  })
  const { page } = await visit(browser, server.origin, PHONE)
  await page.goto(link)
  await page.getByRole('button', { name: 'View the gallery' }).click()
  await page.getByRole('heading', { name: 'A code lets you in' }).waitFor()
  return page
}

const laptopOf = ({ name }: { name: string }) => laptops.get(name) as Page

it('shows everybody the same page, whatever becomes of the SMS, and waits for none', async () => {
  const choose = async (anna: { name: string }) => {
    const page = laptopOf(anna)
    await page.getByRole('button', { name: 'By SMS to ••• 42' }).click()
    await page.getByRole('heading', { name: 'Check your phone' }).waitFor()
    await steps.hasScripts(page)
    return page.locator('main').innerText()
  }
  const texts = [...(await Promise.all(ANSWERED.map(choose))), ...(await Promise.all(UNANSWERED.map(choose)))]
  expect(texts[0]).toContain('We have sent a six-digit code to ••• 42')
  expect(texts[0]).toContain('Send it to a•••@e•••.com instead')
  for (const text of texts) expect(text.replace(/in \d+ seconds/, '')).toBe(texts[0]?.replace(/in \d+ seconds/, ''))
})

it('sends the code by email at once instead, while the SMS service still says nothing', async () => {
  await expect.poll(() => held !== undefined, { timeout: SILENT_MS }).toBe(true)
  await enterByEmail(IMPATIENT)
  expect(held?.writableEnded).toBe(false)
  expect(held?.destroyed).toBe(false)
  held?.destroy()
})

async function enterByEmail(anna: { name: string }): Promise<void> {
  const page = laptopOf(anna)
  await page.getByRole('button', { name: 'Send it to a•••@e•••.com instead' }).click()
  await page.getByRole('heading', { name: 'Check your email' }).waitFor()
  const mail = await steps.readMail(page, / is your login code$/)
  await page.getByLabel('Login code').fill(/\d{6}/.exec(await mail.title())?.[0] ?? '')
  await page.getByText(`You are here as ${anna.name}`).first().waitFor({ state: 'attached' })
}

it.each([
  [FAILING, 'a login code by SMS could not be sent: The SMS service had a failure.'],
  [GARBLED, 'a login code by SMS could not be sent: The SMS service had a failure.'],
  [DROPPED, 'a login code by SMS could not be sent: The SMS service'],
  [SILENT, 'a login code by SMS could not be sent: The SMS service did not answer.'],
  [BUSY, 'a login code by SMS was sent'],
])('tells the photographer what became of the SMS to $name', async ({ name }, words) => {
  const { page } = marie
  const line = page.locator('.line', { hasText: name })
  const state = async () => (await line.locator('.line-state').textContent()) ?? ''
  await steps.reloadUntil(page, async () => !(await state()).includes('on its way'))
  expect(await state()).toContain(words)
})

it('has asked the SMS service once for each, and again only when it was too busy to take it', () => {
  expect(accepted).toEqual([BUSY.phone])
  const times = PEOPLE.map(({ phone }) => asked.filter((to) => to === phone).length)
  expect(times).toEqual(PEOPLE.map((anna) => (anna === BUSY ? 2 : 1)))
})

it('logs nothing as an error: a service that fails is no fault of ours', () => {
  expect(server.errors()).toEqual([])
})
