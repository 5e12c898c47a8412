/** The work at the door, in a browser, under the policy of Foyer's own pages; the library makes and checks it. */
import { createChallenge, verifySolution } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/web/pbkdf2'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Server, startServer } from './server'
import { launch, type Visitor, visit } from './visitor'

const DOOR = '**/attacked-door'
const SECRETS = { hmacSignatureSecret: 'signs', hmacKeySignatureSecret: 'signs what solves it' }
let server: Server
let browser: Browser

beforeAll(async () => {
  server = await startServer()
  browser = await launch()
})

afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

/** Somebody at a door whose challenge is solved by this number; what the form sends comes back as JSON. */
async function atTheDoor(counter: number): Promise<Visitor> {
  const visitor = await visit(browser, server.origin)
  const challenge = await createChallenge({ algorithm: 'PBKDF2/SHA-256', cost: 5000, counter, deriveKey, ...SECRETS })
  await visitor.page.route(DOOR, async (route) => {
    const form = route.request().postData()
    if (form) return route.fulfill({ json: Object.fromEntries(new URLSearchParams(form)) })
    const response = await route.fetch({ url: `${server.origin}/` })
    return route.fulfill({ response, status: 200, contentType: 'text/html', body: door(JSON.stringify(challenge)) })
  })
  return visitor
}

const door = (challenge: string) => `<!doctype html>
  <html lang="en"><title>PIN</title><script type="module" src="/proof.js"></script>
  <form method="post" data-challenge="${challenge.replaceAll('"', '&quot;')}">
    <input name="pin"><input type="hidden" name="proof"><button name="way" value="pin">Open</button>
    <p role="status" data-working="Working" data-ready="Ready" data-failed="Failed"></p>
  </form></html>`

/** In the browser: nothing can be derived before `go()`. */
const HOLD = `
  const { importKey } = SubtleCrypto.prototype
  const gone = new Promise((resolve) => { window.go = resolve })
  SubtleCrypto.prototype.importKey = function (...args) { return gone.then(() => importKey.apply(this, args)) }`

const status = (page: Page) => page.getByRole('status')
/** What came back, in the browser's own view of JSON. */
const sent = async (page: Page) => JSON.parse((await page.locator('pre').textContent()) ?? '')

async function sentAndVerified(page: Page) {
  const { proof, ...form } = await sent(page)
  const { verified } = await verifySolution({ ...JSON.parse(proof), deriveKey, ...SECRETS })
  return { ...form, verified }
}

it('is done while the PIN is typed', async () => {
  const visitor = await atTheDoor(40)
  await visitor.page.goto('/attacked-door')
  expect(visitor.answer().headers()['content-security-policy']).toContain("default-src 'none'")
  await status(visitor.page).getByText('Ready').waitFor()
  await visitor.page.fill('[name=pin]', '123456')
  await visitor.page.click('button')
  expect(await sentAndVerified(visitor.page)).toEqual({ pin: '123456', way: 'pin', verified: true })
  expect(visitor.takeProblems()).toEqual([])
})

it('sends a form by itself that was sent before it was done', async () => {
  const visitor = await atTheDoor(40)
  await visitor.page.addInitScript(HOLD)
  await visitor.page.goto('/attacked-door')
  await visitor.page.fill('[name=pin]', '123456')
  await visitor.page.press('[name=pin]', 'Enter')
  expect(await status(visitor.page).textContent()).toBe('Working')
  await visitor.page.evaluate('go()')
  expect(await sentAndVerified(visitor.page)).toEqual({ pin: '123456', way: 'pin', verified: true })
  expect(visitor.takeProblems()).toEqual([])
})

it('says so in a browser that can’t do it, and the form can still be sent', async () => {
  const visitor = await atTheDoor(1)
  await visitor.page.addInitScript(() => Reflect.deleteProperty(Crypto.prototype, 'subtle'))
  await visitor.page.goto('/attacked-door')
  await status(visitor.page).getByText('Failed').waitFor()
  await visitor.page.click('button')
  expect(await sent(visitor.page)).toEqual({ pin: '', way: 'pin', proof: '' })
})
