/** Browsers as people use them, and what went wrong in them. */
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

function watch(page: Page): Visitor {
  let problems: string[] = []
  let last: Response | undefined
  page.on('pageerror', (error) => problems.push(String(error)))
  page.on('response', (response) => {
    const status = response.status()
    const isPage = response.request().isNavigationRequest() && response.frame() === page.mainFrame()
    if (isPage && (status < 300 || status >= 400)) last = response
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
    takeProblems() {
      const taken = problems
      problems = []
      return taken
    },
  }
}
