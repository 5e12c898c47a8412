import { describe, expect, it } from 'vitest'
import { matches, mint, normalise } from '../../src/door/code'

describe('a login code as people type it', () => {
  const forgiven = [
    ...['123456', ' 123456 ', '123 456', '123-456', '1 2 3 4 5 6', '123–456', '123—456', '123.456'],
    ...['１２３４５６', '１２３－４５６', '123\u00a0456', '12\t34\n56', '123\u2009456'],
  ]
  it.each(forgiven)('is understood as six digits: %j', (typed) => {
    expect(normalise(typed)).toBe('123456')
  })

  it('keeps zeros in front', () => {
    expect(normalise('000 042')).toBe('000042')
  })

  const refused = ['', ' ', '12345', '1234567', '12345a', 'abcdef', '+123456', '1e5', '12345６7', '123456\u0000']
  it.each(refused)('is no code: %j', (typed) => {
    expect(normalise(typed)).toBeUndefined()
  })
})

describe('a login code', () => {
  it('is six digits, of which every one occurs', async () => {
    const codes = await Promise.all(Array.from({ length: 300 }, async () => (await mint('id')).code))
    expect(codes.every((code) => /^\d{6}$/.test(code))).toBe(true)
    expect(new Set(codes.join('')).size).toBe(10)
    expect(new Set(codes).size).toBeGreaterThan(290)
  })

  it('is right in its own flow alone', async () => {
    const { code, flowSecret, mac } = await mint('this')
    const other = await mint('this')
    expect(await matches('this', flowSecret, code, mac)).toBe(true)
    expect(await matches('another', flowSecret, code, mac)).toBe(false)
    expect(await matches('this', other.flowSecret, code, mac)).toBe(false)
  })

  it('is wrong with any digit changed', async () => {
    const { code, flowSecret, mac } = await mint('id')
    for (let place = 0; place < code.length; place++) {
      const digit = (Number(code[place]) + 1) % 10
      const typed = code.slice(0, place) + digit + code.slice(place + 1)
      expect(await matches('id', flowSecret, typed, mac)).toBe(false)
    }
  })
})
