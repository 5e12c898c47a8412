/** What is left when the server dies in the middle of an upload, and is started again. Told in order. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { lookThrough } from './images'
import { type Process, startProcess } from './process'
import * as steps from './steps'
import { launch, type Visitor, visit } from './visitor'

const AT_ONCE = 3
/** Answered before the server dies. */
const BEFORE = 12
/** The sweep takes a job for lost after two minutes, an upload for broken off after an hour. */
const LATER_MINUTES = { job: 3, upload: 90 }

type Answer = { file: string; status: number; outcome: string }

const photographs = inject('snapshots').slice(0, 20)
const stores = mkdtempSync(join(tmpdir(), 'foyer-crash-'))
let server: Process
let browser: Browser
let marie: Visitor
let photosPath: string
let before: Answer[]

beforeAll(async () => {
  server = await startProcess(stores)
  browser = await launch()
  marie = await visit(browser, server.origin)
  await steps.setUp(marie.page)
  await steps.makeGallery(marie.page)
  photosPath = new URL(marie.page.url()).pathname
})

afterAll(async () => {
  await browser?.close()
  await server?.kill()
  rmSync(stores, { recursive: true })
})

it('breaks off what has not been answered', async () => {
  before = await upload(marie.page, photosPath, photographs, async (answers) => {
    if (answers.length === BEFORE) await server.kill()
  })
  expect(before.length).toBeGreaterThanOrEqual(BEFORE)
  expect(before.length).toBeLessThan(photographs.length)
  expect(before.every(({ status }) => status === 201)).toBe(true)
})

it('has every photograph that it said was saved, and makes them ready after a start', async () => {
  server = await startProcess(stores, server.origin)
  await marie.page.goto(photosPath)
  const names = await marie.page.locator('.thumb .name').allTextContents()
  for (const { file } of before) expect(names).toContain(file)

  await server.sweep(LATER_MINUTES.job)
  await steps.untilReady(marie.page, names.length)
  expect(await marie.page.locator('.thumb.failed').count()).toBe(0)
})

it('shows no broken photograph, in the studio or in the gallery', async () => {
  const thumbs = await lookThrough(marie.page.locator('.thumbs img'))
  expect(thumbs.filter(({ isPainted }) => !isPainted)).toEqual([])
  await steps.publish(marie.page)
  await steps.addContact(marie.page, steps.ANNA, 'Add')
  const anna = await visit(browser, server.origin)
  await anna.page.goto(await steps.copyLink(marie.page))
  await anna.page.getByRole('button', { name: 'View the gallery' }).click()
  await anna.page.locator('.grid').waitFor()
  const seen = await lookThrough(anna.page.locator('.grid img'))
  expect(seen).toHaveLength(thumbs.length)
  expect(seen.filter(({ isPainted }) => !isPainted)).toEqual([])
})

it('takes the rest when all twenty are sent again, and none of them twice', async () => {
  const again = await upload(marie.page, photosPath, photographs)
  const saved = new Set(before.map(({ file }) => file))
  expect(again).toHaveLength(photographs.length)
  expect(again.filter(({ file, outcome }) => saved.has(file) && outcome !== 'duplicate')).toEqual([])
  expect(again.filter(({ outcome }) => outcome !== 'saved' && outcome !== 'duplicate')).toEqual([])

  await server.sweep(LATER_MINUTES.upload)
  await marie.page.goto(photosPath)
  await steps.untilReady(marie.page, photographs.length)
  const names = await marie.page.locator('.thumb .name').allTextContents()
  expect(names.sort()).toEqual(photographs.map((path) => basename(path)))
  const thumbs = await lookThrough(marie.page.locator('.thumbs img'))
  expect(thumbs.filter(({ isPainted }) => !isPainted)).toEqual([])
})

/**
 * Sends files as the studio's page does, a few at a time.
 * @param answered is told of every answer as it comes
 * @returns the answers; a file whose connection broke off has none
 */
async function upload(
  page: Page,
  path: string,
  files: string[],
  answered: (answers: Answer[]) => Promise<void> | void = () => undefined,
): Promise<Answer[]> {
  const cookies = await page.context().cookies()
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  const { origin } = new URL(page.url())
  const waiting = [...files]
  const answers: Answer[] = []

  const sendOneByOne = async () => {
    for (let file = waiting.shift(); file; file = waiting.shift()) {
      const url = `${origin}${path}?name=${basename(file)}`
      const request = { method: 'PUT', headers: { cookie, origin }, body: readFileSync(file) }
      const response = await fetch(url, request).catch(() => undefined)
      const body = await response?.json<{ outcome: string }>().catch(() => undefined)
      if (!response || !body) return
      answers.push({ file: basename(file), status: response.status, outcome: body.outcome })
      await answered(answers)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, sendOneByOne))
  return answers
}
