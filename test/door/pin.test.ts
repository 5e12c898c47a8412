import { describe, expect, it } from 'vitest'
import * as pin from '../../src/door/pin'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const START = Date.UTC(2026, 8, 12, 18)

const at = (device: string, prefix = `198.51.100.${device}`): pin.Source => ({ device, prefix, trusted: false })
const trusted = (device: string, prefix = '203.0.113.7'): pin.Source => ({ device, prefix, trusted: true })

/** A gallery's door with the history kept in memory, as the Durable Object keeps it. */
class Door {
  history: pin.History = { bucket: pin.FULL_BUCKET, failures: [] }
  readonly evaluated: number[] = []

  try(source: pin.Source, now: number, hasProof = false): pin.Admission {
    this.history = pin.settle(this.history, now)
    const answer = pin.admission(this.history, source, hasProof, now)
    if (answer.outcome === 'evaluate') this.count(source, now)
    return answer
  }

  private count(source: pin.Source, now: number): void {
    this.history = { ...this.history, failures: [...this.history.failures, { ...source, at: now }] }
    this.evaluated.push(now)
  }

  succeed(device: string): void {
    const failures = this.history.failures.filter((failure) => failure.device !== device)
    this.history = { ...this.history, failures }
  }

  isAttacked(now: number): boolean {
    return pin.bucketAt(this.history, now).attacked
  }

  /** Tries of ever new sources, until one is refused. */
  exhaust(now: number): number {
    const before = this.evaluated.length
    for (let n = 0; n < 1000 && this.try(at(`flood-${now}-${n}`), now).outcome === 'evaluate'; n++);
    return this.evaluated.length - before
  }
}

/** The most evaluated tries in any 24 hours. */
function mostInADay(instants: readonly number[]): number {
  return Math.max(...instants.map((end) => instants.filter((t) => t <= end && t > end - 24 * HOUR - 1).length))
}

/** A small deterministic generator, so that a failure repeats (mulberry32). */
function dice(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

describe('a typed PIN', () => {
  it.each([
    ['123456', '123456'],
    [' 123 456 ', '123456'],
    ['123-456', '123456'],
    ['12–34—56', '123456'],
    ['１２３４５６', '123456'],
    ['１２３－４５６', '123456'],
    ['１２３ー４５６', '123456'],
    ['12\u00a034\u200b56', '123456'],
    ['0000', '0000'],
    ['123456789012', '123456789012'],
  ])('%j is read as %s', (typed, digits) => {
    expect(pin.normalise(typed)).toBe(digits)
  })

  it.each(['', '   ', '123', '1234567890123', '12345a', 'PIN 1234', '12+34', '-'])('%j is none', (typed) => {
    expect(pin.normalise(typed)).toBeUndefined()
  })
})

describe('the wait of one source', () => {
  it('is nothing for four tries, then 1, 2, 4 … seconds up to 15 minutes', () => {
    const waits = Array.from({ length: 16 }, (_, index) => pin.waitSeconds(index + 1, false))
    expect(waits).toEqual([0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900])
    expect(pin.waitSeconds(5000, false)).toBe(900)
  })

  it('ends on the second, and not a millisecond earlier', () => {
    const door = new Door()
    let now = START
    for (let n = 0; n < 4; n++) expect(door.try(at('1'), now).outcome).toBe('evaluate')

    for (const seconds of [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]) {
      expect(door.try(at('1'), now)).toEqual({ outcome: 'wait', seconds, because: 'source' })
      expect(door.try(at('1'), now + 1)).toEqual({ outcome: 'wait', seconds, because: 'source' })
      expect(door.try(at('1'), now + seconds * SECOND - 1)).toEqual({ outcome: 'wait', seconds: 1, because: 'source' })
      now += seconds * SECOND
      expect(door.try(at('1'), now).outcome).toBe('evaluate')
    }
  })

  it('is not made longer by trying while it lasts', () => {
    const door = new Door()
    for (let n = 0; n < 10; n++) door.try(at('1'), START + n * HOUR)
    const last = START + 9 * HOUR
    for (let t = last; t < last + 64 * SECOND; t += 100) expect(door.try(at('1'), t).outcome).toBe('wait')
    expect(door.try(at('1'), last + 64 * SECOND).outcome).toBe('evaluate')
  })

  it('holds up nobody else: not another device in the same house, not the same device elsewhere', () => {
    const door = new Door()
    for (let n = 0; n < 5; n++) door.try(at('1', 'venue'), START)
    expect(door.try(at('1', 'venue'), START).outcome).toBe('wait')
    expect(door.try(at('2', 'venue'), START).outcome).toBe('evaluate')
    expect(door.try(at('1', 'home'), START).outcome).toBe('evaluate')
  })

  it('is over after a success, and a day after the failures', () => {
    const door = new Door()
    for (let n = 0; n < 4; n++) door.try(at('1'), START)
    door.succeed('1')
    for (let n = 0; n < 4; n++) expect(door.try(at('1'), START).outcome).toBe('evaluate')
    expect(door.try(at('1'), START).outcome).toBe('wait')
    for (let n = 0; n < 4; n++) expect(door.try(at('1'), START + 24 * HOUR).outcome).toBe('evaluate')
  })
})

describe('the bucket of a gallery', () => {
  it('evaluates 200 tries of ever new sources at once, then asks for a proof of work', () => {
    const door = new Door()
    expect(door.exhaust(START)).toBe(200)
    expect(door.isAttacked(START)).toBe(true)
    expect(door.try(at('new'), START)).toEqual({ outcome: 'prove', seconds: 1800 })
    expect(door.try(at('new'), START, true)).toEqual({ outcome: 'wait', seconds: 1800, because: 'gallery' })
  })

  it('gives one slot back every 30 minutes, to whoever brings a proof', () => {
    const door = new Door()
    door.exhaust(START)
    const back = START + 30 * MINUTE
    expect(door.try(at('a'), back - 1, true)).toEqual({ outcome: 'wait', seconds: 1, because: 'gallery' })
    expect(door.try(at('a'), back)).toEqual({ outcome: 'prove', seconds: 0 })
    expect(door.try(at('a'), back, true).outcome).toBe('evaluate')
    expect(door.try(at('b'), back, true)).toEqual({ outcome: 'wait', seconds: 1800, because: 'gallery' })
  })

  it('is calm again, and asks for no proof, once 50 slots are back', () => {
    const door = new Door()
    door.exhaust(START)
    expect(door.try(at('a'), START + 25 * HOUR - 1).outcome).toBe('prove')
    expect(door.try(at('a'), START + 25 * HOUR).outcome).toBe('evaluate')
    expect(door.isAttacked(START + 25 * HOUR)).toBe(false)
  })

  it('gets back what a device spent before it succeeded', () => {
    const door = new Door()
    for (let n = 0; n < 40; n++) door.try(at('1', `net ${n}`), START)
    door.succeed('1')
    expect(door.exhaust(START)).toBe(200)
  })

  it('gets back nothing that time had refilled already', () => {
    const door = new Door()
    for (let n = 0; n < 40; n++) door.try(at('1', `net ${n}`), START)
    const later = START + 22 * HOUR
    expect(door.exhaust(later)).toBe(200)
    door.succeed('1')
    expect(door.try(at('a'), later, true)).toEqual({ outcome: 'wait', seconds: 1800, because: 'gallery' })
  })

  it('lets 150 guests in who each err twice first, within an hour, and never calls it an attack', () => {
    const door = new Door()
    for (let n = 0; n < 150; n++) {
      const arrival = START + n * 22 * SECOND
      for (const seconds of [0, 40, 80]) {
        expect(door.try(at(`guest ${n}`, 'venue'), arrival + seconds * SECOND).outcome).toBe('evaluate')
        expect(door.isAttacked(arrival + seconds * SECOND)).toBe(false)
      }
      door.succeed(`guest ${n}`)
    }
  })
})

describe('a browser that has been in before', () => {
  it('is not held up, whatever others do', () => {
    const door = new Door()
    for (let t = START; t < START + 24 * HOUR; t += 5 * MINUTE) {
      door.exhaust(t)
      expect(door.try(trusted(`guest-${t}`), t).outcome).toBe('evaluate')
    }
  })

  it('takes no slot from others', () => {
    const door = new Door()
    for (let n = 0; n < 300; n++) door.try(trusted(`guest-${n}`), START)
    expect(door.exhaust(START)).toBe(200)
  })

  it('is slowed down by its own twentieth failure only, at any address', () => {
    const door = new Door()
    for (let n = 0; n < 20; n++) expect(door.try(trusted('old guest', `net ${n}`), START).outcome).toBe('evaluate')
    expect(door.try(trusted('old guest', 'net 20'), START)).toMatchObject({ outcome: 'wait', seconds: 1 })
    let evaluated = 20
    for (let t = START; t < START + 24 * HOUR; t += SECOND) {
      if (door.try(trusted('old guest', `net ${t}`), t).outcome === 'evaluate') evaluated++
    }
    expect(evaluated).toBe(124)
  })
})

describe('P2: 24 hours of guessing', () => {
  it('evaluates at most 248 of 10,000 guesses from 1,000 devices and addresses, every one with a proof', () => {
    const door = new Door()
    for (let n = 0; n < 10_000; n++) door.try(at(`bot ${n % 1000}`), START + Math.floor((n * 24 * HOUR) / 9999), true)
    expect(door.evaluated.length).toBeLessThanOrEqual(248)
    expect(door.evaluated.length).toBeGreaterThan(240)
  })

  it('evaluates exactly 248 for the best attacker: a burst, then every slot at once', () => {
    const door = new Door()
    for (let t = START; t <= START + 24 * HOUR; t += 10 * MINUTE) {
      door.exhaust(t)
      for (let n = 0; n < 3; n++) door.try(at(`bot ${t} ${n}`), t, true)
    }
    expect(door.evaluated.length).toBe(248)
    expect(248 / 10 ** 6).toBeLessThanOrEqual(2.5e-4)
  })

  it.each([1, 2, 3, 4, 5, 6])(
    'holds for any 24 hours of any course of things, guests who succeed among them (%i)',
    (seed) => {
      const random = dice(seed)
      const door = new Door()
      const guesses: number[] = []
      let now = START
      for (let n = 0; n < 6000; n++) {
        now += random() < 0.02 ? Math.floor(random() * 20 * HOUR) : Math.floor(random() * 40 * SECOND)
        const guest = `guest ${Math.floor(random() * 50)}`
        const kind = random()
        if (kind < 0.2) door.try(at(guest), now, random() < 0.5)
        else if (kind < 0.25) door.succeed(guest)
        else if (door.try(at(`bot ${n}`), now, random() < 0.8).outcome === 'evaluate') guesses.push(now)
      }
      expect(guesses.length).toBeGreaterThan(200)
      expect(mostInADay(guesses)).toBeLessThanOrEqual(248)
      expect(door.history.failures.length).toBeLessThanOrEqual(248)
    },
  )
})

describe('the notice to the photographer', () => {
  it('is due at 100 failures of a day, once in 24 hours', () => {
    expect(pin.isNoticeDue(99, undefined, START)).toBe(false)
    expect(pin.isNoticeDue(100, undefined, START)).toBe(true)
    expect(pin.isNoticeDue(248, START - 24 * HOUR + 1, START)).toBe(false)
    expect(pin.isNoticeDue(100, START - 24 * HOUR, START)).toBe(true)
  })
})
