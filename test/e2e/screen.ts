/** What holds for every screen, whatever is on it. */
import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type axe from 'axe-core'
import { HtmlValidate } from 'html-validate'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import type { Visitor } from './visitor'

/** Nothing may be cut off at it; the others are looked at in every way. */
const NARROWEST = 320
const WIDTHS = [NARROWEST, 390, 1440]
/** Small and large, light and dark: each seen once by axe, whose time is most of what a screen takes. */
const LOOKED_AT: Record<number, 'light' | 'dark'> = { 390: 'light', 1440: 'dark' }
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const DOOR_BYTES = 14_000
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

const validator = new HtmlValidate({
  extends: ['html-validate:recommended'],
  rules: {
    // How it is written, not what it says: the doctype, void elements and attributes as the JSX renderer writes them.
    'doctype-style': 'off',
    'void-style': 'off',
    'attribute-boolean-style': 'off',
    'attribute-empty-style': 'off',
    'no-trailing-whitespace': 'off',
    // A button in a form submits it: HTML's own default, on purpose.
    'no-implicit-button-type': 'off',
    // And an input without a type is a line of text.
    'no-implicit-input-type': 'off',
    // Checkboxes of one name are many answers to one question.
    'form-dup-name': ['error', { shared: ['radio', 'checkbox', 'button', 'submit'] }],
    // The length of a title is the photographer's affair.
    'long-title': 'off',
  },
})

/**
 * Notes everything that is wrong with the screen that the visitor has open; the test goes on and fails at its end.
 * With `SCREENSHOTS=folder` it also saves the screen there, per width and scheme.
 */
export async function isInOrder(visitor: Visitor, name: string): Promise<void> {
  const { page } = visitor
  await page.waitForLoadState('load')
  const wrong = [...(await invalidHtml(visitor)), ...(await tooHeavy(visitor))]
  await page.evaluate(AXE)
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: width < 600 ? 844 : 900 })
    wrong.push(...(await overflowing(page, width)))
    if (width === NARROWEST) continue
    for (const scheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme: scheme })
      if (LOOKED_AT[width] === scheme) wrong.push(...(await inaccessible(page, scheme)))
      await save(page, `${name}-${width}-${scheme}`)
    }
  }
  wrong.push(...visitor.takeProblems())
  expect.soft([...new Set(wrong)], name).toEqual([])
}

/** A door screen, a link's page and the portal's first page fit into the first 14 KB that a server sends. */
async function tooHeavy(visitor: Visitor): Promise<string[]> {
  const isDoor = (await visitor.page.locator('main.door, main.cover, main.home, main.overview').count()) > 0
  const bytes = isDoor ? await visitor.weight() : 0
  return bytes > DOOR_BYTES ? [`weighs ${bytes} bytes`] : []
}

async function invalidHtml(visitor: Visitor): Promise<string[]> {
  const { results } = await validator.validateString(await visitor.answer().text())
  return results.flatMap(({ messages }) =>
    messages.map(({ ruleId, message, line, column }) => `HTML ${line}:${column} ${ruleId}: ${message}`),
  )
}

/** Each rule that is broken, with where and why. */
async function inaccessible(page: Page, scheme: 'light' | 'dark'): Promise<string[]> {
  const options = JSON.stringify({ runOnly: { type: 'tag', values: RULES }, resultTypes: ['violations'] })
  const { violations } = await page.evaluate<axe.AxeResults>(`axe.run(document, ${options})`)
  return violations.map(({ id, nodes }) => {
    const where = nodes.slice(0, 3).map(({ target }) => target.join(' '))
    const why = nodes[0]?.failureSummary?.replaceAll(/\s+/g, ' ')
    return `${id}, ${scheme}: ${where.join(', ')}${nodes.length > 3 ? ' …' : ''}: ${why}`
  })
}

/** What a person cannot reach: text that runs over the left edge, where nothing scrolls, or over the right one. */
const STICKING_OUT = `
  [...document.body.querySelectorAll(':not(.pswp, .pswp *)')]
    .filter((element) => element.checkVisibility({ visibilityProperty: true }))
    .filter((element) => {
      const { left, right, width } = element.getBoundingClientRect()
      return width > 0 && (left < -1 || right > innerWidth + 1)
    })
    .map((element) => element.tagName.toLowerCase() + [...element.classList].map((name) => '.' + name).join(''))
    .slice(0, 4)`

async function overflowing(page: Page, width: number): Promise<string[]> {
  const needed = await page.evaluate<number>('document.documentElement.scrollWidth')
  const outside = await page.evaluate<string[]>(STICKING_OUT)
  if (needed > width) return [`needs ${needed} pixels at ${width}: ${outside}`]
  return outside.length > 0 ? [`cut off at ${width}: ${outside}`] : []
}

async function save(page: Page, name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS
  if (!folder) return
  mkdirSync(folder, { recursive: true })
  const isLarge = (await page.locator('.pswp').count()) > 0
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: !isLarge })
}
