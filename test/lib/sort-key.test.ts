import { expect, it } from 'vitest'
import { sortKey } from '../../src/lib/sort-key'

const sorted = (names: string[]) => names.toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1))

it('puts names in the order in which people count', () => {
  const order = ['DSC_1.jpg', 'dsc_2.jpg', 'DSC_9.jpg', 'dsc_10.jpg', 'DSC_100.jpg', 'IMG_2 (2).jpg', 'img_2 (10).jpg']
  expect(sorted(order.toReversed())).toEqual(order)
})

it('takes names as they are written, whatever the case or the way of writing an accent', () => {
  expect(sortKey('ÉTÉ.JPG')).toBe(sortKey('e\u0301te\u0301.jpg'))
})

it('keeps numbers of a camera’s whole life in order', () => {
  expect(sorted(['IMG_20260912120001.jpg', 'IMG_20260912120000.jpg'])[0]).toBe('IMG_20260912120000.jpg')
})
