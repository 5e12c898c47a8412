import { describe, expect, it } from 'vitest'
import { nameFrom } from '../../src/lib/name'

describe('the name that an address tells', () => {
  it.each([
    ['anna.keller@example.com', 'Anna Keller'],
    ['anna_keller-vogt@example.com', 'Anna Keller Vogt'],
    ['anna92@example.com', 'Anna'],
    ['anna+photos@example.com', 'Anna'],
    ['42@example.com', '42'],
    ['+x@example.com', '+x@example.com'],
  ])('of %s is %s', (email, name) => {
    expect(nameFrom(email)).toBe(name)
  })
})
