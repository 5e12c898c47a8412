import { describe, expect, it, vi } from 'vitest'
import {
  equal,
  hmac,
  importHmacKey,
  randomBelow,
  randomDigits,
  randomId,
  randomToken,
  sha256,
} from '../../src/lib/token'

const bytes = (text: string) => new Uint8Array(new TextEncoder().encode(text))

describe('what is made at random', () => {
  it('is a token of 43 letters of base64url, never twice', () => {
    const tokens = Array.from({ length: 500 }, () => randomToken())
    expect(tokens.every((token) => /^[A-Za-z0-9_-]{43}$/.test(token))).toBe(true)
    expect(new Set(tokens).size).toBe(500)
    expect(randomToken(16)).toHaveLength(22)
  })

  it('is an id that may stand in a URL and in a selector', () => {
    const ids = Array.from({ length: 500 }, () => randomId())
    expect(ids.every((id) => /^[a-km-z]{16}$/.test(id) && !id.includes('o'))).toBe(true)
    expect(new Set(ids).size).toBe(500)
    expect(new Set(ids.join('')).size).toBe(24)
  })

  it('is as many digits as asked for', () => {
    expect(randomDigits(6)).toMatch(/^\d{6}$/)
    expect(randomDigits(12)).toMatch(/^\d{12}$/)
    expect(new Set(randomDigits(1000)).size).toBe(10)
  })

  it.each([
    [10, 65_530],
    [24, 65_520],
    [1296, 64_800],
    [65_536, 65_536],
  ])('is a number below %i without bias: from %i on, what was drawn is drawn again', (limit, fair) => {
    const draws = [65_535, fair, fair - 1].filter((draw) => draw < 65_536)
    const drawn = vi.spyOn(crypto, 'getRandomValues').mockImplementation((array) => {
      if (array instanceof Uint16Array) array[0] = draws.shift() ?? 0
      return array
    })

    expect(randomBelow(limit)).toBe(limit - 1)
    expect(drawn).toHaveBeenCalledTimes(fair < 65_535 ? 3 : 1)
  })
})

describe('digests', () => {
  it('are those of the standards', async () => {
    expect(await sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
    // RFC 4231, test case 2
    const expected = '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'
    expect(await hmac('Jefe', 'what do ya want for nothing?')).toBe(expected)
    expect(await hmac(await importHmacKey(bytes('Jefe')), 'what do ya want for nothing?')).toBe(expected)
  })
})

describe('a comparison in constant time', () => {
  it('holds for equal texts alone', () => {
    expect(equal('', '')).toBe(true)
    expect(equal('abc', 'abc')).toBe(true)
    expect(equal('abc', 'abd')).toBe(false)
    expect(equal('abc', 'ab')).toBe(false)
    expect(equal('abc', '')).toBe(false)
    expect(equal('é', 'e')).toBe(false)
  })
})
