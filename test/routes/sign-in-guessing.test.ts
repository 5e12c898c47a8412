import { describe, expect, it } from 'vitest'
import { paths } from '../../src/paths'
import { Browser, read } from '../helpers/browser'
import * as clock from '../helpers/clock'
import * as make from '../helpers/make'
import * as rows from '../helpers/rows'
import * as signIn from '../helpers/sign-in'

/** A person of a studio and somebody who guesses; the clock stands. */
async function guesser() {
  clock.stop()
  const person = await make.staff(await make.studio())
  return { person, thief: new Browser() }
}

/** Asks for a code and tries wrong ones. */
async function guess(thief: Browser, email: string, times: number) {
  await signIn.ask(thief, email)
  const code = signIn.codeFor(email)
  const answers: Response[] = []
  for (let turn = 1; turn <= times; turn++) answers.push(await signIn.type(thief, signIn.wrong(code, turn)))
  return { code, answers }
}

const isIn = async (browser: Browser) => (await browser.get(paths.galleries())).status === 200
const WRONG = 'That isn’t the code'
const OVER = 'This code no longer works'
const WAIT = 'That was too often for now'

describe('a wrong login code', () => {
  it('may be typed four times, and the right one is still right', async () => {
    const { person, thief } = await guesser()
    const { code, answers } = await guess(thief, person.email, 4)
    for (const answer of answers) {
      expect(answer.status).toBe(422)
      expect(await read(answer)).toContain(WRONG)
    }
    expect((await signIn.type(thief, code)).status).toBe(303)
  })

  it('ends the code when typed five times', async () => {
    const { person, thief } = await guesser()
    const { code, answers } = await guess(thief, person.email, 5)
    expect(await read(answers[4] ?? new Response())).toContain(OVER)

    const right = await signIn.type(thief, code)
    expect(right.status).toBe(422)
    expect(await read(right)).toContain(OVER)
    expect(await isIn(thief)).toBe(false)
  })

  it('is not counted when it is no code at all', async () => {
    const { person, thief } = await guesser()
    await signIn.ask(thief, person.email)
    for (let turn = 0; turn < 10; turn++) await signIn.type(thief, '12345')
    expect(await rows.of('code_tries')).toEqual([])
  })
})

describe('wrong codes by fifty parallel requests', () => {
  it('are five that count, and then the right one is refused', async () => {
    const { person, thief } = await guesser()
    await signIn.ask(thief, person.email)
    const code = signIn.codeFor(person.email)

    const tries = Array.from({ length: 50 }, (_, turn) => signIn.type(thief.copy(), signIn.wrong(code, turn + 1)))
    const answers = await Promise.all(tries)
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([422]))
    expect(await rows.of('code_tries')).toHaveLength(5)
    expect(await rows.of('codes')).toMatchObject([{ attempts: 5, used_at: null }])

    expect((await signIn.type(thief, code)).status).toBe(422)
    expect(await isIn(thief)).toBe(false)
  })

  it('hide no right one among them after the fifth', async () => {
    const { person, thief } = await guesser()
    await signIn.ask(thief, person.email)
    const code = signIn.codeFor(person.email)
    await Promise.all(Array.from({ length: 5 }, (_, turn) => signIn.type(thief.copy(), signIn.wrong(code, turn + 1))))
    const late = await Promise.all(Array.from({ length: 45 }, () => signIn.type(thief.copy(), code)))
    expect(late.filter(({ status }) => status === 303)).toEqual([])
    expect(await rows.of('sessions')).toEqual([])
  })
})

describe('the right code by twenty parallel requests', () => {
  it('signs in exactly one of them', async () => {
    const { person, thief: desk } = await guesser()
    await signIn.ask(desk, person.email)
    const code = signIn.codeFor(person.email)

    const tabs = Array.from({ length: 20 }, () => desk.copy())
    const answers = await Promise.all(tabs.map((tab) => signIn.type(tab, code)))
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
    expect(await rows.of('sessions')).toMatchObject([{ staff_id: person.id, ended_at: null }])
    const signedIn = await Promise.all(tabs.map(isIn))
    expect(signedIn.filter(Boolean)).toHaveLength(1)
  })

  it('leaves no mark on the budget of wrong ones', async () => {
    const { person, thief: desk } = await guesser()
    await signIn.ask(desk, person.email)
    const code = signIn.codeFor(person.email)
    await Promise.all(Array.from({ length: 20 }, () => signIn.type(desk.copy(), code)))
    expect((await rows.of('code_tries')).filter(({ right }) => right === 0)).toEqual([])
  })
})

describe('the budget of wrong codes', () => {
  it('is ten an hour, however many codes are sent and browsers ask', async () => {
    const { person, thief } = await guesser()
    await guess(thief, person.email, 5)
    clock.pass({ minutes: 2 })
    await guess(new Browser(), person.email, 5)
    clock.pass({ minutes: 2 })

    const another = new Browser()
    await signIn.ask(another, person.email)
    const right = await signIn.type(another, signIn.codeFor(person.email))
    expect(right.status).toBe(429)
    expect(Number(right.headers.get('Retry-After'))).toBeGreaterThan(0)
    expect(await read(right)).toContain(WAIT)
    expect(await isIn(another)).toBe(false)
  })

  it('is there again after an hour', async () => {
    const { person, thief } = await guesser()
    await guess(thief, person.email, 5)
    clock.pass({ minutes: 2 })
    await guess(thief, person.email, 5)
    clock.pass({ minutes: 58, seconds: 1 })

    await signIn.ask(thief, person.email)
    expect((await signIn.type(thief, signIn.codeFor(person.email))).status).toBe(303)
  })

  it('does not let a code of which five were typed count on, so that eleven are never evaluated', async () => {
    const { person, thief } = await guesser()
    for (let code = 0; code < 4; code++) {
      await guess(thief, person.email, 7)
      clock.pass({ minutes: 2 })
    }
    expect(await rows.of('code_tries')).toHaveLength(10)
  })

  it('is twenty a day', async () => {
    const { person, thief } = await guesser()
    for (let hour = 0; hour < 3; hour++) {
      for (const _ of [1, 2]) {
        await guess(thief, person.email, 5)
        clock.pass({ minutes: 2 })
      }
      clock.pass({ hours: 1 })
    }
    expect(await rows.of('code_tries')).toHaveLength(20)

    clock.pass({ hours: 20 })
    await signIn.ask(thief, person.email)
    expect((await signIn.type(thief, signIn.codeFor(person.email))).status).toBe(429)

    clock.pass({ hours: 1 })
    await signIn.ask(thief, person.email)
    expect((await signIn.type(thief, signIn.codeFor(person.email))).status).toBe(303)
  })

  it('is each person’s own', async () => {
    const { person, thief } = await guesser()
    const colleague = await make.staff(await make.studio())
    await guess(thief, person.email, 5)
    clock.pass({ minutes: 2 })
    await guess(thief, person.email, 5)

    const desk = new Browser()
    await signIn.ask(desk, colleague.email)
    expect((await signIn.type(desk, signIn.codeFor(colleague.email))).status).toBe(303)
  })
})

describe('a browser that this person has signed in with', () => {
  /** The person's own desk, signed out; strangers have spent all there is to spend. */
  async function besieged() {
    clock.stop()
    const person = await make.staff(await make.studio())
    const desk = await make.signedIn(person)
    await desk.post(paths.signOut())
    clock.pass({ minutes: 2 })
    for (let turn = 0; turn < 5; turn++) {
      await guess(new Browser(), person.email, 5)
      clock.pass({ seconds: 61 })
    }
    return { person, desk }
  }

  it('gets a code and gets in, whatever strangers have asked and tried', async () => {
    const { person, desk } = await besieged()
    await signIn.ask(desk, person.email)
    expect((await signIn.type(desk, signIn.codeFor(person.email))).status).toBe(303)
    expect(await isIn(desk)).toBe(true)
  })

  it('keeps its code while strangers ask for theirs', async () => {
    clock.stop()
    const person = await make.staff(await make.studio())
    const desk = await make.signedIn(person)
    clock.pass({ minutes: 2 })
    await signIn.ask(desk, person.email)
    const code = signIn.codeFor(person.email)
    await signIn.ask(new Browser(), person.email)
    expect((await signIn.type(desk, code)).status).toBe(303)
  })

  it('has limits of its own', async () => {
    const { person, desk } = await besieged()
    for (let turn = 0; turn < 3; turn++) {
      await guess(desk, person.email, 5)
      clock.pass({ minutes: 2 })
    }
    await signIn.ask(desk, person.email)
    expect((await signIn.type(desk, signIn.codeFor(person.email))).status).toBe(429)
  })

  it('has them for this person and for nobody else', async () => {
    clock.stop()
    const studio = await make.studio()
    const desk = await make.signedIn(await make.staff(studio))
    const colleague = await make.staff(studio)
    clock.pass({ minutes: 2 })
    await signIn.ask(new Browser(), colleague.email)
    await signIn.ask(desk, colleague.email)
    expect(signIn.mailsTo(colleague.email)).toHaveLength(1)
  })
})
