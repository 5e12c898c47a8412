/** What the bench prints. */
import type { Bundle } from './build.ts'
import type { Calls } from './calls.ts'
import { type Counts, STORES } from './counted.ts'
import type { StartUp } from './start-up.ts'
import type { Times } from './times.ts'
import type { Weight } from './wire.ts'

const PARTS_TOLD = 12

/** Size and start-up time of the Worker, and which packages its size comes from. */
export function tellSize(bundle: Bundle, { wall, cpu }: StartUp): void {
  const start = `starts in ${wall.toFixed(0)} ms, ${cpu?.toFixed(0) ?? '–'} ms of processor time`
  console.log(`\nThe Worker: ${kib(bundle.raw)}, ${kib(bundle.gzip)} by gzip; ${start}.`)
  console.log('Where its size goes, before compression:\n')
  const told = bundle.parts.slice(0, PARTS_TOLD)
  const rest = bundle.parts.slice(PARTS_TOLD).reduce((sum, [, bytes]) => sum + bytes, 0)
  table(
    ['part', 'size'],
    [...told, ['everything else', rest] as const].map(([name, bytes]) => [name, kib(bytes)]),
  )
}

/** Processor time and rate beside the bare Worker in the same run, and calls to the stores. */
export function tellCases(calls: readonly Calls[], times: readonly Times[]): void {
  console.log('\nEach request as a multiple of a bare Worker that answers as many bytes, with its calls to the stores.')
  console.log('The processor time is that of workerd, where the local twins of D1, KV and R2 run too.\n')
  const rows = calls.map(({ name, first, later }) => {
    const time = times.find((one) => one.name === name)
    const numbers = [
      time?.bytes,
      ratio(time?.cpuRatio),
      time?.cpu && (time.cpu * 1000).toFixed(2),
      ratio(time?.rateRatio),
    ]
    return [
      name,
      ...numbers.map((number) => String(number ?? '–')),
      ...STORES.map((store) => span(store, first, later)),
    ]
  })
  table(['request', 'bytes', 'CPU', 'CPU, ms', 'requests/s', ...STORES.map((store) => store.toUpperCase())], rows)
}

/** The first request's calls and, where they differ, a later one's. */
function span(store: keyof Counts, first: Counts, later: Counts): string {
  return first[store] === later[store] ? String(first[store]) : `${first[store]}, then ${later[store]}`
}

/** What a first visit to each page fetches. */
export function tellWire({ pages, style }: { pages: Weight[]; style: Weight }): void {
  console.log('\nBytes on the wire, compressed as Cloudflare does while it answers:\n')
  const rows = pages.map((page) => [
    ...[page.name, page.raw, page.gzip, page.brotli, page.gzip + style.gzip, page.brotli + style.brotli].map(String),
  ])
  table(['page', 'raw', 'gzip', 'brotli', '+ app.css, gzip', '+ app.css, brotli'], rows)
  console.log('')
}

function table(head: string[], rows: string[][]): void {
  const widths = head.map((title, column) => Math.max(...[head, ...rows].map((row) => (row[column] ?? title).length)))
  const line = (cells: string[]) =>
    cells
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
  console.log(line(head))
  console.log(widths.map((width) => '─'.repeat(width)).join('  '))
  for (const row of rows) console.log(line(row))
}

const kib = (bytes: number) => `${(bytes / 1024).toFixed(1)} KiB`
const digits = new Intl.NumberFormat('en', { maximumSignificantDigits: 3, useGrouping: false })
const ratio = (value: number | undefined) => value && `× ${digits.format(value)}`
