import { expect, it } from 'vitest'
import { placeName } from '../../src/lib/place-name'

it.each([
  ['Vienna', 'AT', 'Vienna, Austria'],
  [undefined, 'AT', 'Austria'],
  ['Vienna', undefined, 'Vienna'],
  [undefined, undefined, null],
  ['Vienna', 'T1', 'Vienna'],
  ['Vienna', 'ZQ', 'Vienna'],
  ['<b>Vienna\u0000\n', 'austria', 'bVienna'],
  ['V'.repeat(500), 'AT', `${'V'.repeat(60)}, Austria`],
])('%s in %s is %s', (city, country, place) => {
  expect(placeName(city, country)).toBe(place)
})
