import nodeCrypto from 'node:crypto'
import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import * as schema from '../../src/db/schema'
import * as password from '../../src/door/password'
import * as contacts from '../../src/models/contacts'
import { paths } from '../../src/paths'
import { type Answer, whole } from '../helpers/answer'
import { Browser } from '../helpers/browser'
import type { Door } from '../helpers/client-code'
import * as clock from '../helpers/clock'
import { countRoundTrips, countRowsWritten } from '../helpers/count'
import * as jobs from '../helpers/jobs'
import * as make from '../helpers/make'
import * as outside from '../helpers/outside'

type Visit = { browser: Browser; email: string; door: Door }
/** `before` happens unseen by the stranger. */
type Step = { what: string; does: (visit: Visit) => Promise<Response>; before?: (visit: Visit) => Promise<void> | void }

/** What a stranger does with an address at a gallery's door, step by step; every step answers. */
const STEPS: Step[] = [
  { what: 'opens the gallery', does: ({ browser, door }) => browser.get(paths.gallery(door.studio, door.gallery)) },
  { what: 'opens the form', does: ({ browser, door }) => browser.get(paths.doorSignIn(door.studio, door.gallery)) },
  { what: 'asks for a code', does: ask },
  { what: 'sees the code screen', does: look },
  { what: 'asks again at once', does: ask },
  { what: 'reads that it was too early', does: look },
  { what: 'has another one sent', does: again },
  { what: 'reads that it was too early again', does: look },
  { what: 'has it sent by SMS', does: text },
  { what: 'sees the code screen for an SMS', does: look },
  { what: 'has another SMS sent at once', does: text },
  { what: 'reads that it was too early for an SMS', does: look },
  { what: 'types no code', does: ({ browser, door }) => browser.post(codePath(door), { code: '12' }) },
  ...times(7, 'guesses', guess),
  { what: 'has another one sent, later', before: passTime, does: again },
  { what: 'sees the code screen again', does: look },
  ...times(7, 'guesses again', guess),
  { what: 'has an SMS sent, later', before: passTime, does: text },
  { what: 'guesses too often', does: guess },
  { what: 'asks in another browser', does: (visit) => ask({ ...visit, browser: new Browser() }) },
  { what: 'asks for an SMS in another browser', does: (visit) => text({ ...visit, browser: new Browser() }, true) },
]

const PASSWORD_STEPS: Step[] = [
  { what: 'opens the password screen', does: ({ browser, door }) => browser.get(passwordPath(door)) },
  { what: 'enters none', does: ({ browser, door, email }) => browser.post(passwordPath(door), { email }) },
  ...times(12, 'tries a password', ({ browser, door, email }) =>
    browser.post(passwordPath(door), { email, password: 'meadow lantern copper piano' }),
  ),
]

const RESET_STEPS: Step[] = [
  { what: 'opens the form', does: ({ browser, door }) => browser.get(paths.resets(door.studio)) },
  ...times(3, 'asks for a reset link', reset),
  { what: 'asks again, later', before: passTime, does: reset },
  { what: 'asks in another browser', does: (visit) => reset({ ...visit, browser: new Browser() }) },
]

function times(count: number, what: string, does: Step['does']): Step[] {
  return Array.from({ length: count }, (_, turn) => ({ what: `${what} (${turn + 1})`, does }))
}

const codePath = ({ studio, gallery }: Door) => paths.code(studio, gallery)
const codesPath = ({ studio, gallery }: Door) => paths.codes(studio, gallery)
const passwordPath = ({ studio, gallery }: Door) => paths.password(studio, gallery)

function ask({ browser, door, email }: Visit): Promise<Response> {
  return browser.post(codesPath(door), { email })
}

function reset({ browser, door, email }: Visit): Promise<Response> {
  return browser.post(paths.resets(door.studio), { email })
}

function look({ browser, door }: Visit): Promise<Response> {
  return browser.get(codePath(door))
}

function again({ browser, door }: Visit): Promise<Response> {
  return browser.post(codesPath(door), { channel: 'email' })
}

function text({ browser, door, email }: Visit, isTyped = false): Promise<Response> {
  return browser.post(codesPath(door), { channel: 'sms', ...(isTyped ? { email } : {}) })
}

/** Six digits that no code is. */
function guess({ browser, door }: Visit): Promise<Response> {
  const sent = [...outside.mails().map(({ subject }) => subject), ...outside.texts().map(({ text }) => text)]
  const code = ['123456', '234567', '345678'].find((digits) => !sent.some((words) => words.includes(digits)))
  return browser.post(codePath(door), { code: code ?? '' })
}

function passTime(): void {
  clock.pass({ minutes: 2 })
}

type Told = Answer & { what: string; calls: unknown; written: number; jobs: number; jobCalls: unknown; work: unknown }

/** How hard scrypt is asked to work; it does something quick instead, for these tests ask it a hundred times. */
const work: unknown[] = []

beforeEach(() => {
  vi.spyOn(nodeCrypto, 'scrypt').mockImplementation(((text, salt, length, options, done) => {
    work.push({ length, options })
    done(null, nodeCrypto.createHash('sha256').update(text).update(salt).digest())
  }) as typeof nodeCrypto.scrypt)
})

/** Goes through steps, with what the jobs do between them: what is answered, and what it costs the stores. */
async function told(steps: Step[], door: Door, email: string, browser = new Browser()): Promise<Told[]> {
  clock.stop(new Date('2026-09-12T12:00:00Z'))
  const visit = { browser, email, door }
  const all: Told[] = []
  for (const { what, does, before } of steps) {
    await before?.(visit)
    const [count, written] = [countRoundTrips(), countRowsWritten()]
    work.length = 0
    const answer = await does(visit)
    const cost = { calls: count(), written: await written(), jobs: jobs.waitingJobs().length, work: [...work] }
    const countJobs = countRoundTrips()
    await jobs.run()
    all.push({ what, ...cost, jobCalls: countJobs(), ...(await whole(answer, [email])) })
  }
  return all
}

function expectAlike(known: Told[], unknown: Told[]): void {
  for (const [step, answer] of known.entries()) expect(answer).toEqual(unknown[step])
}

const PHONE = '+436601234542'
/** As long as the others', and alike when masked. */
const UNKNOWN = 'annex@example.com'
const KNOWN = 'annie@example.com'

/** A gallery that has been open for long. */
const scene = () => make.scene({ publishedAt: new Date('2026-01-01T00:00:00Z') })

/** As the product keeps it. */
async function setPassword({ id }: { id: string }): Promise<void> {
  const passwordHash = await password.hash('meadow lantern copper violin')
  await make.db().update(schema.clients).set({ passwordHash }).where(eq(schema.clients.id, id))
}

/** A gallery, and somebody with {@link KNOWN} who is known in one way or another. */
const PEOPLE: { who: string; invite: (door: Door) => Promise<unknown> }[] = [
  { who: 'has no phone on file', invite: ({ gallery }) => make.contact(gallery, { email: KNOWN }) },
  { who: 'has a phone on file', invite: ({ gallery }) => make.contact(gallery, { email: KNOWN, phone: PHONE }) },
  {
    who: 'has a password',
    invite: async ({ gallery }) => {
      const { client } = await make.contact(gallery, { email: KNOWN })
      await setPassword(client)
    },
  },
  {
    who: 'was removed from the gallery',
    invite: async ({ gallery }) => {
      const { client, ...contact } = await make.contact(gallery, { email: KNOWN, phone: PHONE })
      await setPassword(client)
      await contacts.remove(make.db(), contact, new Date())
    },
  },
  {
    who: 'is invited to another gallery of the studio',
    invite: async ({ studio }) =>
      make.contact(await make.gallery(studio, { publishedAt: new Date('2026-01-01T00:00:00Z') }), {
        email: KNOWN,
        phone: PHONE,
      }),
  },
  {
    who: 'has been in with a browser of their own',
    invite: async ({ gallery }) => {
      const contact = await make.contact(gallery, { email: KNOWN, phone: PHONE })
      await new Browser().open(await make.link(contact))
    },
  },
]

describe('an address typed at a gallery’s door', () => {
  it.each(PEOPLE)(
    'is answered alike, and at the same cost, whether it is nobody’s or its owner $who',
    async (person) => {
      const here = await scene()
      clock.stop(new Date('2026-09-12T11:00:00Z'))
      await person.invite(here)
      const known = await told(STEPS, here, KNOWN)
      const unknown = await told(STEPS, here, UNKNOWN)
      expectAlike(known, unknown)
      expect(new Set(known.map(({ status }) => status))).toEqual(new Set([200, 303, 403, 422, 429]))
      expect(known.filter(({ jobs }) => jobs > 0).length).toBeGreaterThan(4)
      expect(outside.mails().every(({ to }) => to === KNOWN)).toBe(true)
    },
  )

  it.each(PEOPLE)('tells nothing by wrong passwords either when its owner $who', async (person) => {
    const here = await scene()
    clock.stop(new Date('2026-09-12T11:00:00Z'))
    await person.invite(here)
    const known = await told(PASSWORD_STEPS, here, KNOWN)
    expectAlike(known, await told(PASSWORD_STEPS, here, UNKNOWN))
    expect(known.map(({ status }) => status)).toEqual([200, ...Array(11).fill(422), 429, 429])
    expect(known.flatMap(({ work }) => work)).toHaveLength(10)
  })

  it.each(PEOPLE)(
    'is sent a reset link, or none, with one answer and one cost, when its owner $who',
    async (person) => {
      const here = await scene()
      clock.stop(new Date('2026-09-12T11:00:00Z'))
      await person.invite(here)
      const known = await told(RESET_STEPS, here, KNOWN)
      expectAlike(known, await told(RESET_STEPS, here, UNKNOWN))
      expect(known.map(({ status }) => status)).toEqual(Array(6).fill(200))
      expect(outside.mails().map(({ to }) => to)).toEqual([KNOWN, KNOWN])
    },
  )

  it('has codes sent by mail and SMS to whom it belongs, and to nobody else', async () => {
    const here = await scene()
    await make.contact(here.gallery, { email: KNOWN, phone: PHONE })
    await told(STEPS, here, KNOWN)
    await told(STEPS, here, UNKNOWN)
    expect(outside.mails().map(({ to }) => to)).toEqual([KNOWN, KNOWN, KNOWN])
    expect(outside.texts().map(({ to }) => to)).toEqual([PHONE, PHONE])
  })

  it('is answered alike in a browser that another client of the gallery has been in with', async () => {
    const here = await scene()
    await make.contact(here.gallery, { email: KNOWN })
    const phone = new Browser()
    await phone.open(here.link)
    phone.forgetSession()
    const known = await told(STEPS, here, KNOWN, phone.copy())
    expectAlike(known, await told(STEPS, here, UNKNOWN, phone.copy()))
  })

  it('is answered alike though its owner has asked for a code in that minute', async () => {
    const here = await scene()
    await make.contact(here.gallery, { email: KNOWN })
    clock.stop(new Date('2026-09-12T12:00:00Z'))
    await ask({ browser: new Browser(), door: here, email: KNOWN })
    await jobs.run()
    const steps = STEPS.slice(
      0,
      STEPS.findIndex(({ what }) => what.startsWith('has another one sent, later')),
    )
    expectAlike(await told(steps, here, KNOWN), await told(steps, here, UNKNOWN))
  })

  it('is answered alike though its owner asks for a code elsewhere, a minute later', async () => {
    const here = await scene()
    await make.contact(here.gallery, { email: KNOWN })
    const meanwhile = async ({ door, email }: Visit) => {
      clock.pass({ seconds: 61 })
      if (email === KNOWN) await ask({ browser: new Browser(), door, email })
      await jobs.run()
    }
    const steps = [
      { what: 'asks for a code', does: ask },
      { what: 'guesses, a minute later', before: meanwhile, does: guess },
      ...times(5, 'guesses', guess),
    ]
    expectAlike(await told(steps, here, KNOWN), await told(steps, here, UNKNOWN))
  })
})
