import { expect, it } from 'vitest'
import { approvalStateOf, choicesOf, drawWords } from '../../src/door/approval'

const NOW = new Date('2026-09-12T12:00:00Z')
const LATER = new Date(NOW.getTime() + 1)
const OPEN = { expiresAt: LATER, decidedAt: null, isApproved: null, usedAt: null }

it('draws three sets of three words, none twice', () => {
  for (let drawn = 0; drawn < 200; drawn++) {
    const { words, others } = drawWords()
    const all = [words, ...others].join(' ').split(' ')
    expect([others.length, all.length, new Set(all).size]).toEqual([2, 9, 9])
  }
})

it('shows them in an order that does not tell the right ones, and stays', () => {
  const drawn = Array.from({ length: 300 }, drawWords)
  for (const one of drawn) expect(choicesOf(one)).toEqual(choicesOf(one))
  const places = drawn.map((one) => choicesOf(one).indexOf(one.words))
  for (const place of [0, 1, 2]) expect(places.filter((at) => at === place).length).toBeGreaterThan(50)
})

it.each([
  ['waiting', OPEN],
  ['over', { ...OPEN, expiresAt: NOW }],
  ['approved', { ...OPEN, decidedAt: NOW, isApproved: true }],
  ['over', { ...OPEN, decidedAt: NOW, isApproved: true, expiresAt: NOW }],
  ['refused', { ...OPEN, decidedAt: NOW, isApproved: false }],
  ['refused', { ...OPEN, decidedAt: NOW, isApproved: false, expiresAt: NOW }],
  ['used', { ...OPEN, decidedAt: NOW, isApproved: true, usedAt: NOW, expiresAt: NOW }],
])('is %s', (state, request) => {
  expect(approvalStateOf(request, NOW)).toBe(state)
})
