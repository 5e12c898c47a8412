import { expect, it } from 'vitest'
import { slugify } from '../../src/lib/slug'

it.each([
  ['Anna & Ben', 'anna-and-ben'],
  ['  Anna  Keller  ', 'anna-keller'],
  ['Hochzeit Jörg & Zoë, Straße', 'hochzeit-jorg-and-zoe-strasse'],
  ['ﬁne ART', 'fine-art'],
  ['../../etc/passwd', 'etc-passwd'],
  ['a?b#c%2Fd', 'a-b-c-2fd'],
  ['---', ''],
  ['婚礼', ''],
  ['', ''],
])('makes %j the address %j', (title, slug) => {
  expect(slugify(title)).toBe(slug)
})

it('is sixty letters at most and never ends in a hyphen', () => {
  expect(slugify('x'.repeat(100))).toBe('x'.repeat(60))
  expect(slugify(`${'x'.repeat(59)} y`)).toBe('x'.repeat(59))
})

it('changes nothing the second time', () => {
  const slug = slugify('Jörg & Zoë 2026!')
  expect(slugify(slug)).toBe(slug)
})
