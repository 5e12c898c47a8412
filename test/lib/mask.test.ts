import { expect, it } from 'vitest'
import { maskEmail, maskPhone } from '../../src/lib/mask'

it.each([
  ['anna@gmail.com', 'a•••@g•••.com'],
  ['a@b.at', 'a•••@b•••.at'],
  ['anna.keller@mail.example.co.uk', 'a•••@m•••.uk'],
  ['ännä@österreich.at', 'ä•••@ö•••.at'],
  ['𝒜nna@example.com', '𝒜•••@e•••.com'],
  ['root@localhost', 'r•••@l•••'],
])('shows %s as %s', (email, masked) => {
  expect(maskEmail(email)).toBe(masked)
})

it('shows nothing of what is no address', () => {
  expect(maskEmail('')).toBe('•••@•••')
})

it.each([
  ['+436601234542', '••• 42'],
  ['+1 202-555-0107', '••• 07'],
  ['7', '••• 7'],
])('shows %s as %s', (phone, masked) => {
  expect(maskPhone(phone)).toBe(masked)
})
