/** A part of a body: bytes from `offset`, `length` of them. */
export type Span = { offset: number; length: number }

/**
 * What a Range header asks of a body of `size` bytes (RFC 9110 §14.2). Several ranges, other units and nonsense are
 * ignored, as the RFC allows.
 * @returns undefined for the whole body, 'unsatisfiable' when the range lies beyond its end
 */
export function rangeOf(header: string | undefined, size: number): Span | 'unsatisfiable' | undefined {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? []
  if (first === undefined || last === undefined || (first === '' && last === '')) return undefined
  if (first === '') {
    const length = Math.min(Number(last), size)
    return length > 0 ? { offset: size - length, length } : 'unsatisfiable'
  }
  const offset = Number(first)
  if (last !== '' && Number(last) < offset) return undefined
  if (offset >= size) return 'unsatisfiable'
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1)
  return { offset, length: end - offset + 1 }
}
