/** Browsers as people use them, and what went wrong in them. */
import { gzipSync } from 'node:zlib'
import { type Browser, type BrowserContextOptions, chromium, type Page, type Response } from 'playwright-core'
import { inject } from 'vitest'

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export const DESKTOP = { viewport: { width: 1440, height: 900 }, deviceScaleFactor: 1 }
export const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 3, isMobile: true, hasTouch: true }

/** One person's browser, with cookies of its own. */
export type Visitor = {
  page: Page
  /** The last page that the server answered with, redirects aside. */
  answer(): Response
  /** Bytes of that page on the wire: its head and body, style and script, compressed; without photographs. */
  weight(): Promise<number>
  /** Console errors, refused scripts and styles, exceptions: empty on a page that works. Taken once. */
  takeProblems(): string[]
}

export function launch(): Promise<Browser> {
  const { executable, env } = inject('chromium')
  return chromium.launch({ executablePath: executable, args: FLAGS, env: { ...process.env, ...env } })
}

export async function visit(browser: Browser, origin: string, options: BrowserContextOptions = DESKTOP) {
  const context = await browser.newContext({ baseURL: origin, reducedMotion: 'reduce', ...options })
  return watch(await context.newPage())
}

/** Another tab of the same browser. */
export async function newTab(visitor: Visitor): Promise<Visitor> {
  return watch(await visitor.page.context().newPage())
}

const PARTS = ['document', 'stylesheet', 'script']

async function weightOf(response: Response): Promise<number> {
  const head = (await response.headersArray()).map(({ name, value }) => `${name}: ${value}`).join('\r\n')
  return head.length + gzipSync(await response.body()).byteLength
}

function watch(page: Page): Visitor {
  let problems: string[] = []
  let last: Response | undefined
  let parts: Response[] = []
  page.on('pageerror', (error) => problems.push(String(error)))
  page.on('response', (response) => {
    const status = response.status()
    const isPage = response.request().isNavigationRequest() && response.frame() === page.mainFrame()
    if (isPage && (status < 300 || status >= 400)) {
      last = response
      parts = []
    }
    if (PARTS.includes(response.request().resourceType()) && (response === last || !isPage)) parts.push(response)
    if (!isPage && status >= 400) problems.push(`${status} for ${new URL(response.url()).pathname}`)
  })
  page.on('console', (message) => {
    // Chromium repeats every status of 400 or more here; those of pages are asserted on, the others noted above.
    const isStatus = message.text().startsWith('Failed to load resource')
    if (message.type() === 'error' && !isStatus) problems.push(message.text())
  })
  return {
    page,
    answer() {
      if (!last) throw new Error('no page was opened yet')
      return last
    },
    async weight() {
      const weights = await Promise.all(parts.map(weightOf))
      return weights.reduce((sum, bytes) => sum + bytes, 0)
    },
    takeProblems() {
      const taken = problems
      problems = []
      return taken
    },
  }
}
