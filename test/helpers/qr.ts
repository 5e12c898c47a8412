/**
 * Reads a QR code as a phone's camera does, but from the page's SVG: byte mode, versions 2 to 5 at level L, which have one block
 * of data, and no damage to correct (ISO/IEC 18004).
 */
const MASKS: ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
]
const BORDER = 2
const MODULE = 10

/** The text in the first code on a page. */
export function textIn(html: string): string {
  const [, width = '0'] = /<svg[^>]*viewBox="0 0 (\d+)/.exec(html) ?? []
  const size = Number(width) / MODULE - 2 * BORDER
  const dark = new Set([...html.matchAll(/M(\d+),(\d+)h10v10/g)].map(([, x, y]) => `${Number(x)} ${Number(y)}`))
  const isDark = (x: number, y: number) => dark.has(`${(x + BORDER) * MODULE} ${(y + BORDER) * MODULE}`)
  const mask = MASKS[maskOf(isDark)] ?? (() => false)
  const bits = path(size).map(([x, y]) => (isDark(x, y) !== mask(x, y) ? '1' : '0'))
  const text = bits.join('')
  const length = Number.parseInt(text.slice(4, 12), 2)
  const bytes = Array.from({ length }, (_, at) => Number.parseInt(text.slice(12 + 8 * at, 20 + 8 * at), 2))
  return new TextDecoder().decode(new Uint8Array(bytes))
}

/** Which of the eight masks: three of the format's bits, beside the finder at the top left. */
function maskOf(isDark: (x: number, y: number) => boolean): number {
  const bits = [2, 3, 4].map((x) => (isDark(x, 8) ? '1' : '0')).join('')
  return Number.parseInt(bits, 2) ^ 0b101
}

/** The places of the data, in the order in which it is written: up and down, two columns at a time, from the right. */
function path(size: number): [number, number][] {
  const places: [number, number][] = []
  for (let right = size - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5
    const isUp = ((right + 1) & 2) === 0
    for (let step = 0; step < size; step++) {
      const y = isUp ? size - 1 - step : step
      for (const x of [right, right - 1]) if (!isPattern(x, y, size)) places.push([x, y])
    }
  }
  return places
}

/** Finders with what is around them, the lines of timing, and the one alignment pattern. */
function isPattern(x: number, y: number, size: number): boolean {
  const isFinder = (x < 9 && y < 9) || (x < 9 && y >= size - 8) || (x >= size - 8 && y < 9)
  const isAlignment = Math.abs(x - (size - 7)) <= 2 && Math.abs(y - (size - 7)) <= 2
  return isFinder || x === 6 || y === 6 || isAlignment
}
