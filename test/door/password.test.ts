import nodeCrypto from 'node:crypto'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import * as password from '../../src/door/password'
import list from '../../src/door/words.txt'

const WORDS = list.trim().split('\n')
const PHRASE = 'meadow lantern otter'
const ANNA = { names: ['Anna-Lena Müller', 'Atelier Lumen'], email: 'lena.mueller+photos@gmx.at' }

/** RFC 7914, section 12, as PHC strings. */
const VECTORS: [password: string, phc: string][] = [
  [
    'password',
    '$scrypt$ln=10,r=8,p=16$TmFDbA$/bq+HJ00cgB4VucZDQHp/nxq18vII3gw53N2Y0s3MWIurzDZLiKjiG/xCSedmDDaxyevuUqD7m2DYMvfoswGQA',
  ],
  [
    'pleaseletmein',
    '$scrypt$ln=14,r=8,p=1$U29kaXVtQ2hsb3JpZGU$cCO9yzr9c0hGHAbNgf046/2o+7qQT44+qbVD9lRdofLVQylVYT8Pz2LUlwUkKpr55h6F3A1lHkDfzwF7RVdYhw',
  ],
]

/** What scrypt is asked to do from now on, but for the text and the salt's bytes: one a call. */
function catchWork(): unknown[] {
  const work: unknown[] = []
  const scrypt = nodeCrypto.scrypt
  vi.spyOn(nodeCrypto, 'scrypt').mockImplementation((...args: Parameters<typeof scrypt>) => {
    const [, salt, length, options] = args
    work.push({ salt: (salt as Uint8Array).byteLength, length, options })
    return scrypt(...args)
  })
  return work
}

describe('a password that is kept', () => {
  it('is kept as a PHC string, another one each time', async () => {
    const [first, second] = [await password.hash(PHRASE), await password.hash(PHRASE)]

    expect(first).toMatch(/^\$scrypt\$ln=15,r=8,p=3\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
    expect(second).not.toBe(first)
    expect(await password.verify(PHRASE, first)).toEqual({ isRight: true, needsRehash: false })
    expect(await password.verify(PHRASE, second)).toEqual({ isRight: true, needsRehash: false })
  })

  it('is right as a whole alone', async () => {
    const phc = await password.hash(PHRASE)
    for (const other of ['', 'Meadow lantern otter', 'meadow lantern otte', `${PHRASE}s`, 'meadowlanternotter']) {
      expect(await password.verify(other, phc)).toEqual({ isRight: false })
    }
  })

  it('is right to its last character, however long', async () => {
    const long = 'ä'.repeat(255)
    const phc = await password.hash(`${long}1`)
    expect(await password.verify(`${long}1`, phc)).toMatchObject({ isRight: true })
    expect(await password.verify(`${long}2`, phc)).toEqual({ isRight: false })
  })

  it.each([
    ['letters put together from two signs', 'cafe\u0301 in Zu\u0308rich', 'café in Zürich'],
    ['a space after it, from a phone', 'meadow lantern otter ', PHRASE],
    ['a line break after it, from a mail', ' meadow lantern otter\r\n', PHRASE],
    ['spaces of another kind', 'meadow\u00a0lantern\u3000otter', PHRASE],
    ['two spaces for one', 'meadow  lantern otter', PHRASE],
  ])('is the same with %s', async (_, typed, meant) => {
    expect(await password.verify(meant, await password.hash(typed))).toMatchObject({ isRight: true })
  })

  it('is not the same with a look-alike sign', async () => {
    expect(await password.verify('meadow lantern otter 2', await password.hash('meadow lantern otter ²'))).toEqual({
      isRight: false,
    })
  })
})

describe('a password kept in another way', () => {
  it.each(VECTORS)('is right with its own parameters, and is to be hashed anew: %s', async (text, phc) => {
    const work = catchWork()

    expect(await password.verify(text, phc)).toEqual({ isRight: true, needsRehash: true })
    expect(await password.verify(`${text}!`, phc)).toEqual({ isRight: false })
    expect(work).toHaveLength(2)
  })

  it('is to be hashed anew when only its salt or its length is another', async () => {
    const options = { N: 2 ** 15, r: 8, p: 3, maxmem: 2 ** 26 }
    const base64 = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '')
    for (const [saltBytes, keyBytes] of [[12, 32] as const, [16, 24] as const]) {
      const salt = nodeCrypto.randomBytes(saltBytes)
      const key = nodeCrypto.scryptSync(PHRASE, salt, keyBytes, options)
      const phc = `$scrypt$ln=15,r=8,p=3$${base64(salt)}$${base64(key)}`
      expect(await password.verify(PHRASE, phc)).toEqual({ isRight: true, needsRehash: true })
    }
  })
})

describe('a password where there is none to compare', () => {
  const salt = 'c2FsdHNhbHRzYWx0c2FsdA'
  const key = 'a2V5a2V5a2V5a2V5a2V5a2V5a2V5a2V5a2V5a2V5a2U'
  let workForAny: unknown[]

  beforeAll(async () => {
    workForAny = catchWork()
    expect(await password.verify(PHRASE, `$scrypt$ln=15,r=8,p=3$${salt}$${key}`)).toEqual({ isRight: false })
    expect(workForAny).toHaveLength(1)
    vi.restoreAllMocks()
  })

  it.each([
    ['for an unknown address', undefined],
    ['for a person without a password', null],
    ['for an empty column', ''],
    ['for a text that is no PHC string', 'meadow lantern otter'],
    ['for another algorithm', `$argon2id$v=19$m=19456,t=2,p=1$${salt}$${key}`],
    ['for a string cut short', `$scrypt$ln=15,r=8,p=3$${salt}`],
    ['for an empty key', `$scrypt$ln=15,r=8,p=3$${salt}$`],
    ['for a key of a few bytes', `$scrypt$ln=15,r=8,p=3$${salt}$AAAA`],
    ['for a key that is not base64', `$scrypt$ln=15,r=8,p=3$${salt}$${key.slice(0, 41)}`],
    ['for more memory than a Worker has', `$scrypt$ln=17,r=8,p=1$${salt}$${key}`],
    ['for more memory by its blocks', `$scrypt$ln=14,r=64,p=1$${salt}$${key}`],
    ['for more work than a Worker does', `$scrypt$ln=15,r=8,p=5$${salt}$${key}`],
    ['for endless work', `$scrypt$ln=99,r=99,p=99$${salt}$${key}`],
    ['for no work', `$scrypt$ln=0,r=8,p=1$${salt}$${key}`],
  ])('is wrong after the same work %s', async (_, phc) => {
    const work = catchWork()
    expect(await password.verify(PHRASE, phc)).toEqual({ isRight: false })
    expect(work).toEqual(workForAny)
  })
})

describe('a suggested password', () => {
  it('is four words of the list', () => {
    const words = password.suggest().split(' ')
    expect(words).toHaveLength(4)
    expect(words.every((word) => WORDS.includes(word))).toBe(true)
  })

  it('comes from 1,296 different words of three to seven letters, so that it has 41 bits', () => {
    expect(new Set(WORDS).size).toBe(1296)
    expect(WORDS.filter((word) => !/^[a-z]{3,7}$/.test(word))).toEqual([])
    expect(WORDS).toEqual(WORDS.toSorted())
  })

  it('has every word as often as any other, at every place, in 10,000', () => {
    const suggested = Array.from({ length: 10_000 }, () => password.suggest().split(' '))
    // Chi-squared over 1,295 degrees of freedom: 1,295 on average; above 1,645 once in a hundred billion times.
    expect(chiSquared(suggested.flat(), WORDS)).toBeLessThan(1645)
    for (const place of [0, 1, 2, 3]) {
      // The letter in the middle of the list divides it in halves: 5,000 are expected, ± 50; 400 is eight times that.
      const firstHalf = suggested.filter((words) => (words[place] ?? '') < (WORDS[648] ?? '')).length
      expect(Math.abs(firstHalf - 5000)).toBeLessThan(400)
    }
    expect(new Set(suggested.map((words) => words.join(' '))).size).toBeGreaterThan(9990)
  })

  it('is always taken', () => {
    const refused = Array.from({ length: 10_000 }, password.suggest).filter((text) => password.refusalOf(text, ANNA))
    expect(refused).toEqual([])
  })
})

function chiSquared(drawn: readonly string[], from: readonly string[]): number {
  const expected = drawn.length / from.length
  const counts = new Map(from.map((word) => [word, 0]))
  for (const word of drawn) counts.set(word, (counts.get(word) ?? Number.NaN) + 1)
  return [...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
}

describe('a password that somebody chooses', () => {
  const refusal = (text: string) => password.refusalOf(text, ANNA)

  it.each([
    ...['correct horse battery', 'Zwölf Boxkämpfer', 'IhwiP1984geboren', 'xK4!vq9ZtLw2', 'nothing-but-letters'],
    ...[
      '492716083594',
      'мой дядя самых честных',
      '春の海ひねもすのたりのたりかな',
      '🦊🌲🌙🍂🚲🎈🪁🧭🪴🥐🐚🫖',
      'lena loves lisbon trams',
    ],
  ])('may be of any characters: %s', (text) => {
    expect(refusal(text)).toBeUndefined()
  })

  it.each([
    '',
    'elevenchars',
    '           a           ',
    'zwölf\u0301Zeich',
    '🦊🌲🌙🍂🚲🎈🪁🧭🪴🥐🐚',
    'cafe\u0301 ole\u0301 ab',
  ])('is too short with fewer than twelve characters: %j', (text) => {
    expect(refusal(text)).toBe('short')
  })

  it('may have 256 characters, whatever their bytes, and no more', () => {
    const line = 'Über den Wolken muss die Freiheit wohl grenzenlos sein. '.repeat(5).slice(0, 255)
    expect(refusal(`${line}🦊`)).toBeUndefined()
    expect(refusal(`${line}🦊🦊`)).toBe('long')
  })

  it.each([
    ...['leavemealone', 'LeaveMeAlone', '1qaz2wsx3edc', 'unbelievable', 'ghbdtnrfrltkf'],
    ...['password1234', 'Password-2026!', 'P@ssw0rd2026', '123iloveyou!', 'sunshine2026', '2026 Michael 2026'],
    ...['aaaaaaaaaaaa', 'abababababab', 'abcabcabcabcabc', 'blahblahblah', 'sunshine sunshine', 'aaaaaabbbbbb'],
    ...[
      '123456789012',
      '987654321098',
      'abcdefghijkl',
      'qwertyuiop[]',
      'qwertz asdfgh',
      'asdfghjklasd',
      '1q2w3e4r5t6y',
    ],
    ...['111222333444', '!@#$%^&*()_+', 'zyxwvutsrqpo', '1234 5678 9012', 'азазазазазаз'],
    ...['wedding2026!', 'OurWeddingPhotos', 'foyer-gallery', 'photos-photos-photos'],
  ])('is not one of the first that anybody guesses: %s', (text) => {
    expect(refusal(text)).toBe('common')
  })

  it.each([
    ...[
      'annalenamueller'.replace('ue', 'ü'),
      'Anna-Lena Müller',
      'annalena2026',
      'MULLER-1990-12',
      'atelierlumen',
      'LumenAtelier1',
    ],
    ...[
      'lena.mueller',
      'lena.mueller+photos@gmx.at',
      'mueller123456',

      'iloveyoulena',
      'Ánnà und Léna',
    ],
  ])('is not the person’s name, studio or address with a little added: %s', (text) => {
    expect(refusal(text)).toBe('own-name')
  })

  it('is compared with names in any script, and a name of two letters stands in nobody’s way', () => {
    const person = { names: ['王小明', 'Bo Li'], email: '' }
    expect(password.refusalOf('王小明-2026-2026', person)).toBe('own-name')
    expect(password.refusalOf('bob likes lions', person)).toBeUndefined()
  })

  it('is taken from somebody without a name', () => {
    expect(password.refusalOf(PHRASE, { names: ['', '–'], email: '' })).toBeUndefined()
  })
})
