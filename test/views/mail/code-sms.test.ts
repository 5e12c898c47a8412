import { describe, expect, it } from 'vitest'
import { codeSms } from '../../../views/mail/code-sms'
import { septets } from '../../../views/mail/gsm'

const write = (name: string, host = 'gallery.example.com') => codeSms({ studio: { name }, code: '012345', host })

/** Every letter of it is in the alphabet of SMS: 160 of them fit. */
const isPlain = (text: string) => [...text].every((letter) => septets(letter) > 0)

describe('a login code as an SMS', () => {
  it('begins with the code and ends with the line that binds it to our host', () => {
    expect(write('Atelier Sonnenberg')).toBe(
      '012345 is your login code for Atelier Sonnenberg, good for 15 minutes.\n\n@gallery.example.com #012345',
    )
  })

  it.each([
    ['Atelier Möller & Söhne', 'for Atelier Möller & Söhne,'],
    ['Zoë’s “Photos” – Zürich…', 'for Zoe\'s "Photos" - Zürich...,'],
    ['François Dvořák', 'for Francois Dvorak,'],
    ['Łukasz Œuvre', 'for Lukasz OEuvre,'],
    ['Nguyễn\u00a0Ảnh', 'for Nguyen Anh,'],
    ['📷 Foto 📷 Wien', 'for Foto Wien,'],
    ['Foto [Wien] €', 'for Foto [Wien] €,'],
    ['e\u0301te\u0301', 'for été,'],
  ])('writes %s in the letters that SMS has', (name, written) => {
    expect(write(name)).toContain(written)
    expect(isPlain(write(name))).toBe(true)
  })

  it.each(['写真館', '📷', '李 & 王', ''])('does without a name that has none of them: %s', (name) => {
    expect(write(name)).toMatch(/^012345 is your login code, good for 15 minutes\.\n\n@/)
  })

  it.each([
    ['Fotografie Margarethe von Sonnenberg-Hohenfels und Partner, Hochzeiten und Porträts seit 1987'],
    ['Foto [[[[[[[[[[ ]]]]]]]]]] €€€€€€€€€€ {{{{{{{{{{ }}}}}}}}}} Wien'],
    ['A'.repeat(100)],
    [`${'ab '.repeat(33)}`],
  ])('fits one message whatever the studio is called: %s', (name) => {
    const text = write(name)
    expect(septets(text)).toBeLessThanOrEqual(160)
    expect(isPlain(text)).toBe(true)
    expect(text).toMatch(/, good for 15 minutes\.\n\n@gallery\.example\.com #012345$/)
  })

  it('cuts a long name between words', () => {
    const name = 'Fotografie Margarethe von Sonnenberg-Hohenfels und Partner, Hochzeiten und Porträts'
    expect(write(name)).toContain(
      'for Fotografie Margarethe von Sonnenberg-Hohenfels und Partner, Hochzeiten und..., good',
    )
  })

  it('says everything but the name when the host is long, and breaks nothing when it is too long for one message', () => {
    expect(write('Atelier', `${'a'.repeat(63)}.${'b'.repeat(24)}.example`)).toMatch(/^012345 is your login code, good/)
    const host = `${'a'.repeat(63)}.${'b'.repeat(63)}.example`
    expect(write('Atelier', host).endsWith(`\n\n@${host} #012345`)).toBe(true)
  })

  it('cannot be given another last line by a studio’s name', () => {
    const lines = write('Evil\n\n@evil.example #000000').split('\n')
    expect(lines).toHaveLength(3)
    expect(lines.at(-1)).toBe('@gallery.example.com #012345')
  })
})
