/** A mail service that fails in its ways, as a server of its own: the page goes on, and every mail comes once. */
import { createServer, type Server as HttpServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Server, startServer } from './server'
import * as steps from './steps'
import { launch, type Visitor, visit } from './visitor'

const SILENT_MS = 30_000
const TIMES = 2

/** How the first requests for each address are answered; every later one is accepted. */
const FAILURES: Record<string, (response: ServerResponse) => void> = {
  'failing@example.com': (response) => response.writeHead(500).end('{"message":"Internal error"}'),
  'busy@example.com': (response) =>
    response
      .writeHead(429, { 'Retry-After': '1' })
      .end('{"name":"rate_limit_exceeded","message":"Slow down","statusCode":429}'),
  'garbled@example.com': (response) => response.writeHead(200).end('<html>not what was asked for'),
  'silent@example.com': (response) => setTimeout(() => response.destroy(), SILENT_MS).unref(),
}

type Sent = { key: string; to: string; body: string }

const asked: Sent[] = []
const accepted: Sent[] = []
let mailService: HttpServer
let server: Server
let browser: Browser
let marie: Visitor

beforeAll(async () => {
  mailService = createServer(async (request, response) => {
    const chunks = await Array.fromAsync(request)
    const body = Buffer.concat(chunks).toString()
    const sent = { key: String(request.headers['idempotency-key']), to: JSON.parse(body).to, body }
    const before = asked.filter(({ to }) => to === sent.to).length
    asked.push(sent)
    if (before < TIMES) return FAILURES[sent.to]?.(response)
    accepted.push(sent)
    response.writeHead(200, { 'Content-Type': 'application/json' }).end('{"id":"accepted"}')
  })
  await new Promise<void>((resolve) => mailService.listen(0, '127.0.0.1', resolve))
  const { port } = mailService.address() as AddressInfo
  server = await startServer({ RESEND_API_KEY: 're_test', RESEND_BASE_URL: `http://127.0.0.1:${port}` })
  browser = await launch()
  marie = await visit(browser, server.origin)
})

afterAll(async () => {
  await browser?.close()
  await server?.stop()
  mailService?.closeAllConnections()
  mailService?.close()
})

it('does not keep the photographer waiting: every invitation is on its way at once', async () => {
  const { page } = marie
  await steps.setUp(page)
  await steps.makeGallery(page)
  await steps.publish(page)
  for (const email of Object.keys(FAILURES)) await steps.addContact(page, { name: `To ${email}`, email })
  expect(await page.locator('.line').count()).toBe(4)
})

it.each([
  ['failing@example.com', 'The mail service had a failure.'],
  ['busy@example.com', 'The mail service is busy.'],
  ['garbled@example.com', 'The mail service'],
  ['silent@example.com', 'The mail service did not answer.'],
])('shows what keeps the mail to %s', async (email, words) => {
  const line = marie.page.locator('.line', { hasText: email })
  const state = async () => (await line.locator('.line-state').textContent()) ?? ''
  await steps.reloadUntil(marie.page, async () => !(await state()).includes('on its way'))
  expect(await state()).toContain(`Email waiting: ${words}`)
})

it('delivers each mail once when the service is back, as the same message', async () => {
  const { page } = marie
  const sent = page.locator('.state', { hasText: 'Email sent' })
  await steps.reloadUntil(page, async () => (await sent.count()) === 4)

  expect(accepted.map(({ to }) => to).sort()).toEqual(Object.keys(FAILURES).sort())
  for (const email of Object.keys(FAILURES)) {
    const attempts = asked.filter(({ to }) => to === email)
    expect(attempts).toHaveLength(TIMES + 1)
    for (const attempt of attempts) expect(attempt).toEqual(attempts[0])
  }
})
