import type { Locator, Page } from 'playwright-core'

export type Seen = {
  /** Without its variant: the same for the same photograph. */
  photo: string
  isPainted: boolean
  /** Pixels of the variant that the browser chose, and of the largest it could have had. */
  chosen: number
  largest: number
  /** Pixels of the screen that it fills. */
  needed: number
  /** Pixels of the screen per CSS pixel. */
  density: number
}

const NEARLY = 0.9

/** Scrolls every photograph into view and waits for it, as somebody who looks through all of them. */
export async function lookThrough(images: Locator): Promise<Seen[]> {
  const count = await images.count()
  const seen: Seen[] = []
  for (let index = 0; index < count; index++) seen.push(await look(images.nth(index)))
  return seen
}

/** One photograph, once it has arrived or failed. */
async function look(image: Locator): Promise<Seen> {
  return image.evaluate(async (element) => {
    element.scrollIntoView({ block: 'center' })
    await element.decode().catch(() => undefined)
    const { devicePixelRatio } = element.ownerDocument.defaultView
    const widths = new Map<string, number>()
    for (const candidate of element.srcset.split(', ').filter(Boolean)) {
      const [url, width] = candidate.split(' ')
      widths.set(new URL(url, element.baseURI).pathname, Number.parseInt(width, 10))
    }
    const { pathname } = new URL(element.currentSrc || element.src)
    return {
      photo: pathname.replace(/\/\d+$/, ''),
      isPainted: element.complete && element.naturalWidth > 0,
      chosen: widths.get(pathname) ?? element.naturalWidth,
      largest: Math.max(...widths.values()),
      needed: Math.floor(element.getBoundingClientRect().width * devicePixelRatio),
      density: devicePixelRatio,
    }
  })
}

/**
 * Photographs that look blurred: a larger variant would have filled the screen's pixels.
 * On dense screens browsers prefer a variant that is nearly enough, which nobody can tell from enough.
 */
export function blurred(seen: Seen[]): Seen[] {
  return seen.filter(({ chosen, needed, largest, density }) => {
    const enough = density > 1 ? needed * NEARLY : needed
    return chosen < Math.min(enough, largest)
  })
}

/** Notes everything that moves by itself while a page loads. Before the first page is opened. */
export async function noteShifts(page: Page): Promise<void> {
  await page.addInitScript(`
    let sum = 0
    const add = (entries) => entries.forEach(({ value }) => (sum += value))
    const observer = new PerformanceObserver((list) => add(list.getEntries()))
    observer.observe({ type: 'layout-shift', buffered: true })
    window.shifted = () => (add(observer.takeRecords()), sum)`)
}

/** The sum of what has moved on the page: 0 when nothing did. */
export function shifted(page: Page): Promise<number> {
  return page.evaluate<number>('new Promise(requestAnimationFrame).then(() => window.shifted())')
}
