import { describe, expect, it } from 'vitest'
import { suggestedName } from '../../src/door/passkey'

describe('the name suggested for a passkey', () => {
  it.each([
    ['iPhone', [], 'iPhone'],
    ['iPhone', ['Mac'], 'iPhone'],
    ['iPhone', ['iPhone'], 'iPhone 2'],
    ['iPhone', ['iPhone 2', 'iPhone'], 'iPhone 3'],
    [undefined, ['iPhone'], ''],
  ])('of %s beside %j is %s', (system, taken, name) => {
    expect(suggestedName(system, taken)).toBe(name)
  })
})
