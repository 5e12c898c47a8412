import { type Challenge, createChallenge, type Solution, solveChallenge } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/web/pbkdf2'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { challenge, check } from '../../src/door/proof'
import { plus } from '../helpers/clock'

const NOW = new Date('2026-09-12T12:00:00Z')
const SECRETS = { current: 'the current secret, long enough for it' }
const OTHER = { current: 'another secret altogether, long enough' }

type Answer = { challenge: Challenge; solution: Solution }

/** Made and solved once: every test changes a copy. */
let solved: Answer

beforeAll(async () => {
  solved = await solve(JSON.parse(await challenge(SECRETS, 'wedding', NOW)))
})

/** What a browser does, by the library's own solver. */
async function solve(given: Challenge): Promise<Answer> {
  const solution = await solveChallenge({ challenge: given, deriveKey })
  if (!solution) throw new Error('not solved')
  return { challenge: given, solution: { counter: solution.counter, derivedKey: solution.derivedKey } }
}

const checkAt = (now: Date, answer = solved) => check(SECRETS, 'wedding', JSON.stringify(answer), now)
const checkText = (payload: string) => check(SECRETS, 'wedding', payload, NOW)

/** The answer with some of the challenge's parameters changed. */
const withParameters = (changes: Partial<Challenge['parameters']>): Answer => ({
  ...solved,
  challenge: { ...solved.challenge, parameters: { ...solved.challenge.parameters, ...changes } },
})

describe('a challenge that was solved', () => {
  it('is accepted for its ten minutes', async () => {
    const proof = { challenge: solved.challenge.signature, expiresAt: plus(NOW, { minutes: 10 }) }
    expect(await checkAt(NOW)).toEqual(proof)
    expect(await checkAt(plus(NOW, { minutes: 9, seconds: 59 }))).toEqual(proof)
    expect(await checkAt(plus(NOW, { minutes: 10 }))).toBeUndefined()
    expect(await checkAt(plus(NOW, { minutes: 10, seconds: 1 }))).toBeUndefined()
  })

  it('is worth nothing at another gallery', async () => {
    expect(await check(SECRETS, 'portraits', JSON.stringify(solved), NOW)).toBeUndefined()
  })

  it('is the same challenge however it is written, so that it is spent once', async () => {
    const { signature, parameters } = solved.challenge
    const turned = Object.fromEntries(Object.entries(parameters).reverse())
    const rewritten = { solution: { ...solved.solution, counter: 7 }, challenge: { signature, parameters: turned } }
    expect(await checkText(JSON.stringify(rewritten, null, 1))).toEqual(await checkAt(NOW))
  })

  it('is another one every time, and names no secret', async () => {
    const texts = await Promise.all([1, 2].map(() => challenge(SECRETS, 'wedding', NOW)))
    expect(texts[0]).not.toBe(texts[1])
    expect(texts.join()).not.toContain(solved.solution.derivedKey)
    expect(texts.join()).not.toContain(SECRETS.current)
  })

  it('goes on under a new secret while the one before is known, and not after', async () => {
    const payload = JSON.stringify(solved)
    const rotated = { current: OTHER.current, previous: SECRETS.current }
    expect(await check(rotated, 'wedding', payload, NOW)).toEqual(await checkAt(NOW))
    expect(await check(OTHER, 'wedding', payload, NOW)).toBeUndefined()
  })
})

describe('an answer without the work', () => {
  it('is refused with a key that only begins right, and with the key of another number', async () => {
    const { keyPrefix, salt, nonce } = solved.challenge.parameters
    const guessed = keyPrefix.padEnd(64, '0')
    const password = Uint8Array.fromHex(`${nonce}${(solved.solution.counter + 1).toString(16).padStart(8, '0')}`)
    const next = await deriveKey(solved.challenge.parameters, Uint8Array.fromHex(salt), password)
    for (const derivedKey of [guessed, next.derivedKey.toHex(), keyPrefix, '', 'zz']) {
      const solution = { ...solved.solution, derivedKey }
      expect([derivedKey, await checkAt(NOW, { ...solved, solution })]).toEqual([derivedKey, undefined])
    }
  })

  it.each([-1, 0.5, 2 ** 32])('is refused with a number that none can be: %d', async (counter) => {
    expect(await checkAt(NOW, { ...solved, solution: { ...solved.solution, counter } })).toBeUndefined()
  })

  it('is refused when the challenge was made easier', async () => {
    const easier = await solve({ ...withParameters({ cost: 1, keyPrefix: '00' }).challenge })
    expect(await checkAt(NOW, easier)).toBeUndefined()
    expect(await checkAt(NOW, withParameters({ cost: 1 }))).toBeUndefined()
    expect(await checkAt(NOW, withParameters({ keyPrefix: '00' }))).toBeUndefined()
  })

  it('is refused when the challenge was given another gallery or more time', async () => {
    const { data } = solved.challenge.parameters
    const longer = withParameters({ data: { ...data, expiresAt: plus(NOW, { hours: 1 }).getTime() } })
    expect(await checkAt(NOW, longer)).toBeUndefined()
    expect(await checkAt(plus(NOW, { minutes: 11 }), longer)).toBeUndefined()
    const moved = JSON.stringify(withParameters({ data: { ...data, gallery: 'portraits' } }))
    expect(await check(SECRETS, 'portraits', moved, NOW)).toBeUndefined()
  })
})

describe('a challenge made elsewhere', () => {
  it('is refused with any other signature', async () => {
    const { signature = '' } = solved.challenge
    const changed = (signature.startsWith('a') ? 'b' : 'a') + signature.slice(1)
    for (const forged of [changed, signature.toUpperCase(), signature.slice(1), `${signature}0`, '']) {
      const answer = { ...solved, challenge: { ...solved.challenge, signature: forged } }
      expect([forged, await checkAt(NOW, answer)]).toEqual([forged, undefined])
    }
  })

  it('is refused from another deployment, whatever key it claims', async () => {
    const foreign = JSON.parse(await challenge(OTHER, 'wedding', NOW))
    const answer = await solve(foreign)
    expect(await checkAt(NOW, answer)).toBeUndefined()
    foreign.parameters.data.key = solved.challenge.parameters.data?.key
    expect(await checkAt(NOW, answer)).toBeUndefined()
  })

  it('is refused when somebody signed an easy one', async () => {
    const forged = await createChallenge({
      algorithm: 'PBKDF2/SHA-256',
      cost: 1,
      counter: 1,
      data: solved.challenge.parameters.data,
      deriveKey,
      hmacSignatureSecret: 'made up',
      hmacKeySignatureSecret: 'made up',
    })
    expect(await checkAt(NOW, await solve(forged))).toBeUndefined()
  })
})

describe('a field full of something else', () => {
  it.each([
    ...['', ' ', 'null', '7', '"text"', '[]', '{}', '{', '\u0000', '🙂', 'eyJhIjoxfQ=='],
    ...['{"challenge":null,"solution":null}', '{"challenge":{"parameters":{}},"solution":{}}'],
    '[['.repeat(500),
  ])('is nothing: %j', async (payload) => {
    expect(await checkText(payload)).toBeUndefined()
  })

  it.each(['algorithm', 'nonce', 'salt', 'cost', 'keyLength', 'keyPrefix', 'keySignature', 'data'] as const)(
    'is nothing when the challenge’s %s is missing, is null or is a list',
    async (name) => {
      expect(await checkAt(NOW, withParameters({ [name]: undefined }))).toBeUndefined()
      expect(await checkAt(NOW, withParameters({ [name]: null }))).toBeUndefined()
      expect(await checkAt(NOW, withParameters({ [name]: [] }))).toBeUndefined()
    },
  )

  it('is nothing with anything added', async () => {
    const added = { ...solved, challenge: { ...solved.challenge, more: 1 } }
    expect(await checkAt(NOW, added)).toBeUndefined()
    expect(await checkAt(NOW, withParameters({ memoryCost: 1_000_000 }))).toBeUndefined()
    expect(await checkText(JSON.stringify(solved).replace('{', '{"__proto__":{},'))).toBeUndefined()
  })

  it('is refused for its length alone, before anything is computed', async () => {
    const sign = vi.spyOn(crypto.subtle, 'sign')
    const parse = vi.spyOn(JSON, 'parse')
    const padded = JSON.stringify(solved).padEnd(1501)
    expect(await checkText(padded)).toBeUndefined()
    expect(await checkText(padded.repeat(1000))).toBeUndefined()
    expect(sign.mock.calls.length + parse.mock.calls.length).toBe(0)
    expect(await checkText(padded.slice(0, 1500))).toBeDefined()
  })
})
