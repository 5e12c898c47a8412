import { describe, expect, it } from 'vitest'
import { currentKey, keyById, type Purpose } from '../../src/lib/keys'

const OLD = 'the secret of last year, long enough for it'
const NEW = 'the secret of this year, long enough for it'
const PURPOSES: Purpose[] = ['session', 'pass', 'message', 'address', 'proof', 'solution']

describe('keys from one secret', () => {
  it('are the same every time, and another for every purpose and every secret', async () => {
    expect(await currentKey({ current: OLD }, 'pass')).toEqual(await currentKey({ current: OLD }, 'pass'))
    const made = await Promise.all(
      [OLD, NEW].flatMap((current) => PURPOSES.map((purpose) => currentKey({ current }, purpose))),
    )
    expect(new Set(made.map(({ text }) => text)).size).toBe(12)
    expect(made.every(({ text }) => !text.includes(OLD) && Uint8Array.fromBase64(text).byteLength === 32)).toBe(true)
  })

  it('are found by their id among the current and the previous secret, and nowhere else', async () => {
    const old = await currentKey({ current: OLD }, 'pass')
    const rotated = { current: NEW, previous: OLD }
    expect((await keyById(rotated, 'pass', old.id))?.text).toBe(old.text)
    expect(await keyById({ current: NEW }, 'pass', old.id)).toBeUndefined()
    expect(await keyById(rotated, 'pass', '')).toBeUndefined()
    expect((await currentKey(rotated, 'pass')).id).not.toBe(old.id)
  })

  it('have an id that tells nothing of the secret', async () => {
    const { id } = await currentKey({ current: OLD }, 'pass')
    expect(id).toMatch(/^[0-9a-f]{8}$/)
  })
})
