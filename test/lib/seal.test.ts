import { describe, expect, it } from 'vitest'
import { seal, unseal } from '../../src/lib/seal'

const OLD = { current: 'the secret of last year, long enough for it' }
const NEW = { current: 'the secret of this year, long enough for it' }
const TEXT = 'Anna’s token'

const sealed = (secrets = OLD) => seal(secrets, 'message', TEXT, 'message-1')

describe('a sealed text', () => {
  it('opens beside what it is bound to, and shows nothing of itself', async () => {
    const text = await sealed()
    expect(await unseal(OLD, 'message', text, 'message-1')).toBe(TEXT)
    expect(text).not.toContain('Anna')
    expect(text).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/)
  })

  it('is another one every time', async () => {
    expect(await sealed()).not.toBe(await sealed())
  })

  it('does not open beside something else, for another purpose, or under another secret', async () => {
    const text = await sealed()
    expect(await unseal(OLD, 'message', text, 'message-2')).toBeUndefined()
    expect(await unseal(OLD, 'session', text, 'message-1')).toBeUndefined()
    expect(await unseal(NEW, 'message', text, 'message-1')).toBeUndefined()
  })

  it('still opens after the secret was rotated once, and no longer after twice', async () => {
    const text = await sealed()
    expect(await unseal({ ...NEW, previous: OLD.current }, 'message', text, 'message-1')).toBe(TEXT)
    const twice = { current: 'the secret of next year, long enough for it', previous: NEW.current }
    expect(await unseal(twice, 'message', text, 'message-1')).toBeUndefined()
  })

  it('does not open with a bit changed, nor when it is none', async () => {
    const text = await sealed()
    const [key = '', iv = '', body = ''] = text.split('.')
    const flip = (part: string) => (part.startsWith('A') ? 'B' : 'A') + part.slice(1)
    const spoilt = [`${flip(key)}.${iv}.${body}`, `${key}.${flip(iv)}.${body}`, `${key}.${iv}.${flip(body)}`]
    for (const other of [...spoilt, `${key}.${iv}.`, `${key}..${body}`, `${key}.!.!`, key, '', '..'])
      expect([other, await unseal(OLD, 'message', other, 'message-1')]).toEqual([other, undefined])
  })
})
