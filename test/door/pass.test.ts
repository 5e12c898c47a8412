import { describe, expect, it } from 'vitest'
import { read, type Sees, type Subject, sign } from '../../src/door/pass'
import { plus } from '../helpers/clock'

const NOW = new Date('2026-09-12T12:00:00Z')
const SECRETS = { current: 'the current secret, long enough for it' }
const OTHER = { current: 'another secret altogether, long enough' }
const VISIT: Subject = { kind: 'visit', id: 'abcdefgh' }

const made = (subject = VISIT, sees: Sees = 'all') => sign(SECRETS, 'wedding', { subject, sees }, NOW)
const readAfter = async (seconds: number) => read(SECRETS, 'wedding', await made(), plus(NOW, { seconds }))

describe('a pass for a gallery’s photos', () => {
  it('speaks for a minute, and then only tells whom to ask about', async () => {
    expect(await readAfter(0)).toEqual({ subject: VISIT, sees: 'all', fresh: true })
    expect(await readAfter(59)).toEqual({ subject: VISIT, sees: 'all', fresh: true })
    expect(await readAfter(60)).toEqual({ subject: VISIT, sees: 'all', fresh: false })
    expect(await readAfter(61)).toEqual({ subject: VISIT, sees: 'all', fresh: false })
    expect(await readAfter(86_400 * 29)).toEqual({ subject: VISIT, sees: 'all', fresh: false })
  })

  it('says whether all photographs or chosen ones may be seen', async () => {
    const some = await made(VISIT, 'chosen')
    expect(await read(SECRETS, 'wedding', some, NOW)).toEqual({ subject: VISIT, sees: 'chosen', fresh: true })
    expect(some).not.toBe(await made())
  })

  it('does not speak before it was made', async () => {
    expect(await readAfter(-1)).toEqual({ subject: VISIT, sees: 'all', fresh: false })
  })

  it('says nothing about another gallery', async () => {
    expect(await read(SECRETS, 'portraits', await made(), NOW)).toBeUndefined()
  })

  it('is worth nothing with any character changed, taken away or added', async () => {
    const text = await made()
    for (let place = 0; place < text.length; place++) {
      const changed = text[place] === 'a' ? 'b' : 'a'
      for (const middle of [changed, '', `${changed}${text[place]}`]) {
        const tampered = text.slice(0, place) + middle + text.slice(place + 1)
        expect([tampered, await read(SECRETS, 'wedding', tampered, NOW)]).toEqual([tampered, undefined])
      }
    }
  })
})

describe('a pass made up by somebody', () => {
  it('cannot turn a visit into the studio’s own', async () => {
    const [key, , ...rest] = (await made()).split('.')
    for (const kind of ['staff', 'anybody', 'owner']) {
      expect(await read(SECRETS, 'wedding', [key, kind, ...rest].join('.'), NOW)).toBeUndefined()
    }
  })

  it('cannot turn some photographs into all, nor into anything else', async () => {
    const [key, kind, id, , at, mac] = (await made(VISIT, 'chosen')).split('.')
    for (const sees of ['all', 'none', 'original', '']) {
      expect(await read(SECRETS, 'wedding', [key, kind, id, sees, at, mac].join('.'), NOW)).toBeUndefined()
    }
    expect(await read(SECRETS, 'wedding', [key, kind, id, at, mac].join('.'), NOW)).toBeUndefined()
  })

  it('cannot carry another visit or another time', async () => {
    const [key, kind, id, sees, at, mac] = (await made()).split('.')
    const later = plus(NOW, { hours: 1 }).getTime()
    expect(await read(SECRETS, 'wedding', [key, kind, 'zzzzzzzz', sees, at, mac].join('.'), NOW)).toBeUndefined()
    expect(await read(SECRETS, 'wedding', [key, kind, id, sees, later, mac].join('.'), NOW)).toBeUndefined()
  })

  it.each([
    '',
    '.',
    '....',
    'a.visit.b.all.1.c',
    'a.visit.b.all.1.c.d',
    'a.visit.b.1.c',
    'visit',
    '\u0000.visit.é.all.1.ü',
  ])('is nothing: %j', async (text) => {
    expect(await read(SECRETS, 'wedding', text, NOW)).toBeUndefined()
  })

  it('under another secret is nothing, and under the one before goes on', async () => {
    const text = await made()
    expect(await read(OTHER, 'wedding', text, NOW)).toBeUndefined()
    const rotated = { current: OTHER.current, previous: SECRETS.current }
    expect(await read(rotated, 'wedding', text, NOW)).toEqual({ subject: VISIT, sees: 'all', fresh: true })
  })

  it('keeps the two kinds apart', async () => {
    const staff: Subject = { kind: 'staff', id: VISIT.id }
    expect(await made(staff)).not.toBe(await made())
    expect(await read(SECRETS, 'wedding', await made(staff), NOW)).toEqual({ subject: staff, sees: 'all', fresh: true })
  })
})
