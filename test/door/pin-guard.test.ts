import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import type { Source } from '../../src/door/pin'
import type { Answer, Proof } from '../../src/door/pin-guard'
import { ofPromised } from '../helpers/promised'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const START = Date.now()

let galleries = 0
const newGuard = () => env.PIN_GUARD.getByName(`gallery ${++galleries} of ${START}`)
type Guard = ReturnType<typeof newGuard>

const later = (ms: number) => new Date(START + ms)
const at = (device: string, prefix = '198.51.100.1'): Source => ({ device, prefix, trusted: false })
const proof = (challenge: string, expiresAt = later(48 * HOUR)): Proof => ({ challenge, expiresAt })

/** A try that is evaluated; answers its ticket. */
async function ticketOf(answer: Promise<Answer>): Promise<string> {
  const admitted = await answer
  if (admitted.outcome !== 'evaluate') throw new Error(`the try was answered ${admitted.outcome}`)
  return admitted.ticket
}

/** So many tries of ever new sources at once; answers how many were evaluated. */
async function flood(guard: Guard, tries: number, ms = 0): Promise<number> {
  const sources = Array.from({ length: tries }, (_, n) => at(`bot ${ms} ${n}`, `net ${n}`))
  const answers = await Promise.all(sources.map((source) => guard.admit(source, later(ms))))
  return answers.filter((answer) => answer.outcome === 'evaluate').length
}

/** Everything that the object has written. */
function stored(guard: Guard) {
  return runInDurableObject(guard, (_, { storage }) => ({
    failures: storage.sql.exec('select * from failures').toArray(),
    spent: storage.sql.exec('select * from spent_challenges').toArray(),
    rest: Object.fromEntries(storage.kv.list()),
  }))
}

describe('a guest at the PIN', () => {
  it('who has it right at first is not held up', async () => {
    const guard = newGuard()
    const answer = await guard.admit(at('anna'), later(0))
    expect(answer).toEqual({ outcome: 'evaluate', ticket: expect.any(String) })
  })

  it('tries four times, then waits exactly 1, 2, 4 … 900 seconds', async () => {
    const guard = newGuard()
    for (let n = 0; n < 4; n++) expect((await guard.admit(at('anna'), later(0))).outcome).toBe('evaluate')
    let ms = 0
    for (const seconds of [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]) {
      expect(await guard.admit(at('anna'), later(ms))).toEqual({ outcome: 'wait', seconds, because: 'source' })
      expect((await guard.admit(at('anna'), later(ms + seconds * SECOND - 1))).outcome).toBe('wait')
      ms += seconds * SECOND
      expect((await guard.admit(at('anna'), later(ms))).outcome).toBe('evaluate')
    }
  })

  it('starts afresh after a success, at every address', async () => {
    const guard = newGuard()
    for (let n = 0; n < 4; n++) await guard.admit(at('anna', 'venue'), later(0))
    await guard.succeeded(await ticketOf(guard.admit(at('anna', 'home'), later(0))))
    expect((await guard.admit(at('anna', 'venue'), later(0))).outcome).toBe('evaluate')
    expect((await stored(guard)).failures).toHaveLength(1)
  })

  it('gets nobody else’s failures struck out', async () => {
    const guard = newGuard()
    for (let n = 0; n < 4; n++) await guard.admit(at('ben'), later(0))
    const ticket = await ticketOf(guard.admit(at('anna'), later(0)))
    await guard.succeeded(ticket)
    await guard.succeeded(ticket)
    expect((await guard.admit(at('ben'), later(0))).outcome).toBe('wait')
  })

  it('comes in with 149 others who each err twice, within an hour, and it never is an attack', async () => {
    const guard = newGuard()
    for (let n = 0; n < 150; n++) {
      const guest = at(`guest ${n}`, 'venue')
      await ticketOf(guard.admit(guest, later(n * 22 * SECOND)))
      await ticketOf(guard.admit(guest, later(n * 22 * SECOND + 40 * SECOND)))
      await guard.succeeded(await ticketOf(guard.admit(guest, later(n * 22 * SECOND + 80 * SECOND))))
    }
    expect(await stored(guard)).toEqual({ failures: [], spent: [], rest: {} })
  }, 30_000)
})

describe('an attack', () => {
  it('of 10,000 guesses from 1,000 devices and addresses, all with proofs, has at most 248 evaluated in 24 hours', async () => {
    const guard = newGuard()
    let evaluated = 0
    const guesses = ofPromised(10_000)
    for (let n = 0; n < guesses; n++) {
      const bot = at(`bot ${n % 1000}`, `net ${n % 1000}`)
      const answer = await guard.admit(bot, later(Math.floor((n * 24 * HOUR) / (guesses - 1))), proof(`challenge ${n}`))
      if (answer.outcome === 'evaluate') evaluated++
    }
    expect(evaluated).toBeLessThanOrEqual(248)
    expect(evaluated).toBeGreaterThan(240)
    const { failures, spent } = await stored(guard)
    expect(failures.length).toBeLessThanOrEqual(248)
    expect(spent.length).toBeLessThanOrEqual(248)
  }, 60_000)

  it('by parallel tries of one browser has each counted', async () => {
    const guard = newGuard()
    const answers = await Promise.all(Array.from({ length: 50 }, () => guard.admit(at('bot'), later(0))))
    expect(answers.filter((answer) => answer.outcome === 'evaluate')).toHaveLength(4)
    expect(answers.filter((answer) => answer.outcome === 'wait')).toHaveLength(46)
  })

  it('by parallel tries of many sources has each counted', async () => {
    expect(await flood(newGuard(), 300)).toBe(200)
  })

  it('leaves a browser that has been in before, or an invited contact, alone', async () => {
    const guard = newGuard()
    await flood(guard, 300)
    const answer = await guard.admit({ ...at('anna'), trusted: true }, later(0))
    expect(answer.outcome).toBe('evaluate')
  })

  it('asks newcomers for a proof of work, and tells when there is a slot', async () => {
    const guard = newGuard()
    await flood(guard, 300)
    expect(await guard.admit(at('anna'), later(MINUTE))).toEqual({ outcome: 'prove', seconds: 1740 })
    const early = await guard.admit(at('anna'), later(MINUTE), proof('a'))
    expect(early).toEqual({ outcome: 'wait', seconds: 1740, because: 'gallery' })
    expect((await guard.admit(at('anna'), later(30 * MINUTE), proof('a'))).outcome).toBe('evaluate')
  })

  it('cannot use a proof twice, nor an expired one', async () => {
    const guard = newGuard()
    await flood(guard, 300)
    const soon = 2 * HOUR
    expect((await guard.admit(at('bot 1'), later(soon), proof('a'))).outcome).toBe('evaluate')
    expect((await guard.admit(at('bot 2'), later(soon), proof('a'))).outcome).toBe('prove')
    expect((await guard.admit(at('bot 2'), later(soon), proof('b', later(soon)))).outcome).toBe('prove')
    expect((await guard.admit(at('bot 2'), later(soon), proof('c'))).outcome).toBe('evaluate')
  })

  it('does not spread to another gallery', async () => {
    await flood(newGuard(), 300)
    expect((await newGuard().admit(at('anna'), later(0))).outcome).toBe('evaluate')
  })
})

describe('the notice to the photographer', () => {
  it('comes with the hundredth failure, and with no other once it is given', async () => {
    const guard = newGuard()
    await flood(guard, 99)
    expect(await guard.admit(at('bot'), later(0))).toMatchObject({ outcome: 'evaluate', notice: 1 })
    await guard.noticed(1, later(0))
    expect(await guard.admit(at('bot'), later(1))).not.toHaveProperty('notice')
  })

  it('is not lost when nobody confirms it', async () => {
    const guard = newGuard()
    await flood(guard, 100)
    expect(await guard.admit(at('bot'), later(0))).toMatchObject({ notice: 1 })
    expect(await guard.admit(at('bot'), later(0))).toMatchObject({ notice: 1 })
  })

  it('does not come when the hundredth try was right', async () => {
    const guard = newGuard()
    await flood(guard, 99)
    await guard.succeeded(await ticketOf(guard.admit(at('anna'), later(0))))
    await guard.succeeded(await ticketOf(guard.admit(at('bot 0 0', 'net 0'), later(0))))
    expect(await guard.admit(at('ben'), later(0))).not.toHaveProperty('notice')
  })

  it('comes again with the next attack', async () => {
    const guard = newGuard()
    await flood(guard, 120)
    await guard.noticed(1, later(0))
    await guard.noticed(1, later(72 * HOUR))
    await flood(guard, 120, 72 * HOUR)
    expect(await guard.admit(at('bot'), later(72 * HOUR))).toMatchObject({ notice: 2 })
  })
})

describe('what is kept', () => {
  it('is who tried and when, never what was typed', async () => {
    const guard = newGuard()
    const ticket = await ticketOf(guard.admit(at('anna'), later(0), proof('challenge')))
    expect(await stored(guard)).toEqual({
      failures: [{ id: ticket, at: START, device: 'anna', prefix: '198.51.100.1', trusted: 0 }],
      spent: [{ challenge: 'challenge', expires_at: START + 48 * HOUR }],
      rest: {},
    })
  })

  it('is nothing of a try that was refused', async () => {
    const guard = newGuard()
    await flood(guard, 1000)
    const { failures, spent } = await stored(guard)
    expect(failures).toHaveLength(200)
    expect(spent).toEqual([])
  })

  it('forgets sources and challenges in time, but not the slots they took', async () => {
    const guard = newGuard()
    await flood(guard, 300)
    await guard.admit(at('bot'), later(HOUR), proof('a', later(2 * HOUR)))
    expect(await guard.admit(at('anna'), later(24 * HOUR + 5 * MINUTE))).toEqual({ outcome: 'prove', seconds: 0 })
    const { failures, spent } = await stored(guard)
    expect(failures).toHaveLength(1)
    expect(spent).toEqual([])
    expect(await flood(guard, 300, 26 * HOUR)).toBe(51)
  })

  it('outlasts a restart', async () => {
    const guard = newGuard()
    await flood(guard, 300)
    await guard.admit(at('bot'), later(24 * HOUR), proof('a'))
    await evictDurableObject(guard)
    expect((await guard.admit(at('bot'), later(24 * HOUR), proof('a'))).outcome).toBe('prove')
    expect(await flood(guard, 300, 25 * HOUR)).toBe(0)
    expect(await flood(guard, 300, 26 * HOUR)).toBe(51)
  })

  it('names nobody a day after the last try, without another visitor', async () => {
    const guard = newGuard()
    await guard.admit(at('anna'), later(-25 * HOUR), proof('a', later(-24 * HOUR)))
    await runDurableObjectAlarm(guard)
    const { failures, spent } = await stored(guard)
    expect({ failures, spent }).toEqual({ failures: [], spent: [] })
  })
})
