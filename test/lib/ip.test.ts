import { expect, it } from 'vitest'
import { prefixOf } from '../../src/lib/ip'

it.each([
  ['198.51.100.7', '198.51.100.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:db8:1:2::6', '2001:db8:1:2'],
  ['2001:db8::1', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
  ['2001:db8:1::', '2001:db8:1:0'],
])('%s belongs to %s', (ip, prefix) => {
  expect(prefixOf(ip)).toBe(prefix)
})
