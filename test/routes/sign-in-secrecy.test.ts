import { describe, expect, it } from 'vitest'
import { paths } from '../../src/paths'
import { whole } from '../helpers/answer'
import { Browser } from '../helpers/browser'
import * as clock from '../helpers/clock'
import { countRoundTrips } from '../helpers/count'
import * as jobs from '../helpers/jobs'
import * as make from '../helpers/make'
import * as outside from '../helpers/outside'

type Visit = { browser: Browser; email: string }

/** What a stranger does with an address, step by step; every step answers. */
const STEPS: { what: string; does: (visit: Visit) => Promise<Response> }[] = [
  { what: 'opens the page', does: ({ browser }) => browser.get(paths.signIn()) },
  { what: 'asks for a code', does: ({ browser, email }) => browser.post(paths.signIn(), { email }) },
  { what: 'sees the code screen', does: ({ browser }) => browser.get(paths.signInCode()) },
  { what: 'asks again at once', does: ({ browser, email }) => browser.post(paths.signIn(), { email }) },
  { what: 'reads that it was too early', does: ({ browser }) => browser.get(paths.signInCode()) },
  { what: 'has another one sent', does: ({ browser }) => browser.post(paths.signInCodes()) },
  { what: 'reads that it was too early again', does: ({ browser }) => browser.get(paths.signInCode()) },
  { what: 'types no code', does: ({ browser }) => browser.post(paths.signInCode(), { code: '12' }) },
  ...Array.from({ length: 7 }, (_, turn) => ({ what: `guesses (${turn + 1})`, does: guess })),
  { what: 'has another one sent, later', does: later },
  { what: 'sees the code screen again', does: ({ browser }) => browser.get(paths.signInCode()) },
  ...Array.from({ length: 7 }, (_, turn) => ({ what: `guesses again (${turn + 1})`, does: guess })),
  { what: 'has a third one sent', does: later },
  { what: 'guesses too often', does: guess },
  { what: 'asks in another browser', does: ({ email }) => new Browser().post(paths.signIn(), { email }) },
]

/** Six digits of which the last mail's code is none. */
function guess({ browser }: Visit): Promise<Response> {
  const code = /\d{6}/.exec(outside.mails().at(-1)?.subject ?? '')?.[0]
  return browser.post(paths.signInCode(), { code: code === '123456' ? '654321' : '123456' })
}

function later({ browser }: Visit): Promise<Response> {
  clock.pass({ minutes: 2 })
  return browser.post(paths.signInCodes())
}

/** Goes through all steps, with what the jobs do between them. */
async function told(email: string) {
  clock.stop(new Date('2026-09-12T12:00:00Z'))
  const visit = { browser: new Browser(), email }
  const answers = []
  for (const { what, does } of STEPS) {
    const answer = await does(visit)
    await jobs.run()
    answers.push({ what, ...(await whole(answer, [email])) })
  }
  return answers
}

const KNOWN = 'marie@example.com'
const UNKNOWN = 'marcy@example.com'

/** How often each step asks the stores: what could be told by the time it takes. */
async function costs(email: string) {
  clock.stop(new Date('2026-09-12T12:00:00Z'))
  const visit = { browser: new Browser(), email }
  const counts = []
  for (const { what, does } of STEPS) {
    const count = countRoundTrips()
    const { status } = await does(visit)
    counts.push({ what, status, ...count(), jobs: jobs.waitingJobs().length })
    await jobs.run()
  }
  return counts
}

describe('an address typed by a stranger', () => {
  it('gets the same answers, known or unknown, at the first and at every further step', async () => {
    await make.staff(await make.studio(), { email: KNOWN })
    const known = await told(KNOWN)
    const unknown = await told(UNKNOWN)

    expect(outside.mails().map(({ to }) => to)).toEqual([KNOWN, KNOWN, KNOWN])
    for (const [step, answer] of known.entries()) expect(answer).toEqual(unknown[step])
    expect(known.map(({ status }) => status)).toContain(429)
  })

  it('asks the stores as often, known or unknown, at every step', async () => {
    await make.staff(await make.studio(), { email: KNOWN })
    const known = await costs(KNOWN)
    expect(known).toEqual(await costs(UNKNOWN))
    expect(known.some(({ batches }) => batches > 0)).toBe(true)
  })

  it('gets the same answers in a browser that somebody else of the studio has signed in with', async () => {
    clock.stop()
    const studio = await make.studio()
    await make.staff(studio, { email: KNOWN })
    const desk = await make.signedIn(await make.staff(studio))
    clock.pass({ minutes: 2 })

    const toldHere = async (email: string) => {
      const twin = desk.copy()
      const ask = await whole(await twin.post(paths.signIn(), { email }), [email])
      return [ask, await whole(await twin.get(paths.signInCode()), [email])]
    }
    expect(await toldHere(KNOWN)).toEqual(await toldHere(UNKNOWN))
  })

  it('gets the same answers when only the contact of a gallery has it', async () => {
    const { contact } = await make.scene()
    const asked = async (email: string) => whole(await new Browser().post(paths.signIn(), { email }), [email])
    const client = await asked(contact.client.email)
    expect(client).toEqual(await asked(contact.client.email.replace('anna', 'nana')))
    await jobs.run()
    expect(outside.mails()).toEqual([])
  })

  it('gets the same answers though its owner has just signed in elsewhere', async () => {
    clock.stop()
    const person = await make.staff(await make.studio(), { email: KNOWN })
    await make.signedIn(person)
    clock.pass({ seconds: 20 })

    const tellStranger = async (email: string) => {
      const browser = new Browser()
      const answers = [await whole(await browser.post(paths.signIn(), { email }), [email])]
      answers.push(await whole(await browser.get(paths.signInCode()), [email]))
      answers.push(await whole(await browser.post(paths.signInCode(), { code: '000000' }), [email]))
      return answers
    }
    expect(await tellStranger(KNOWN)).toEqual(await tellStranger(UNKNOWN))
  })
})
