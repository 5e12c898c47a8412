import { expect, it } from 'vitest'
import { e164 } from '../../src/lib/phone'

it.each([
  ['+43 660 1234567', '+436601234567'],
  [' +49 (0) 170 1234567', '+491701234567'],
  ['+1 (212) 555-2368', '+12125552368'],
  ['+44 20 7946 0958', '+442079460958'],
])('understands %j', (typed, number) => {
  expect(e164(typed)).toBe(number)
})

it.each(['', '0660 1234567', '+43', '+999 123', 'call me', '+43 1'])('finds no number in %j', (typed) => {
  expect(e164(typed)).toBeUndefined()
})
