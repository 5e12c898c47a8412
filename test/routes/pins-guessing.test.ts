import { env } from 'cloudflare:workers'
import { solveChallenge } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/web/pbkdf2'
import { describe, expect, it, vi } from 'vitest'
import type * as schema from '../../src/db/schema'
import * as meetings from '../../src/models/meetings'
import * as pinTries from '../../src/models/pin-tries'
import { paths } from '../../src/paths'
import { secretsOf, settings } from '../../src/settings'
import { Browser, read } from '../helpers/browser'
import * as clock from '../helpers/clock'
import * as jobs from '../helpers/jobs'
import * as make from '../helpers/make'
import * as outside from '../helpers/outside'
import { ofPromised } from '../helpers/promised'
import * as rows from '../helpers/rows'

const DAY_SECONDS = 86_400
const VENUE = { 'CF-Connecting-IP': '203.0.113.7' }

async function door(over: Partial<schema.Gallery> = {}) {
  const scene = await make.scene({ guests: 'by-link', ...over })
  const pin = await make.pin(scene.gallery)
  const pinPath = paths.pin(scene.studio, scene.gallery)
  return { ...scene, pin, pinPath, type: (browser: Browser, typed: string) => browser.post(pinPath, { pin: typed }) }
}

type Door = Awaited<ReturnType<typeof door>>

async function at({ galleryPath }: Door): Promise<Browser> {
  const browser = new Browser()
  await browser.get(galleryPath)
  return browser
}

/** A program that makes up its device, at an address of its own. */
function bot(): Browser {
  const browser = new Browser()
  browser.cookies.set('__Host-device', { value: crypto.randomUUID(), path: '/' })
  return browser
}

/** Wrong tries of ever new bots, one after the other; the status of each answer. */
async function guess(scene: Door, tries: number): Promise<number[]> {
  const statuses: number[] = []
  for (let n = 0; n < tries; n++) statuses.push((await scene.type(bot(), String(100_000 + n))).status)
  return statuses
}

/** So many wrong tries at this moment, past the pages. 200 leave the gallery without a slot. */
async function attack({ gallery }: Door, tries = 200): Promise<void> {
  const guard = env.PIN_GUARD.getByName(gallery.id)
  const sources = Array.from({ length: tries }, (_, n) => ({ device: `bot ${n}`, prefix: `net ${n}`, trusted: false }))
  await Promise.all(sources.map((source) => guard.admit(source, new Date())))
}

/** A stranger's try past the pages, which are the slow part, with a proof of work in hand. */
async function tries({ studio, gallery }: Door) {
  const stores = { db: make.db(), guards: env.PIN_GUARD, secrets: secretsOf(settings(env)) }
  const entered = await meetings.enter(stores.db, { studio: studio.slug, gallery: gallery.slug }, undefined, new Date())
  if (!entered) throw new Error('no gallery')
  return (bot: number, digits: string) => {
    const browser = { deviceHash: `device ${bot}`, prefix: `net ${bot}`, session: undefined }
    const proof = { challenge: crypto.randomUUID(), expiresAt: clock.plus(new Date(), { minutes: 10 }) }
    return pinTries.attempt(stores, entered, { digits, proof }, browser, new Date())
  }
}

const evaluated = async () => (await rows.of('events')).filter(({ kind }) => kind === 'pin-failed').length
const seconds = (answer: Response) => Number(answer.headers.get('Retry-After'))

describe('a guest who errs', () => {
  it('tries four times at once, then reads how long to wait, and is in with the right PIN after that', async () => {
    clock.stop()
    const scene = await door()
    const phone = await at(scene)
    for (let n = 0; n < 4; n++) expect((await scene.type(phone, '111111')).status).toBe(422)
    for (const wait of [1, 2, 4]) {
      const answer = await scene.type(phone, '111111')
      expect([answer.status, seconds(answer)]).toEqual([429, wait])
      const text = await read(answer)
      expect(text).toContain(`Try again in ${wait} second${wait === 1 ? '' : 's'}.`)
      expect(text).toContain('Nothing is locked.')
      clock.pass({ seconds: wait })
      expect((await scene.type(phone, '111111')).status).toBe(422)
    }
    expect(await evaluated()).toBe(7)
    expect((await scene.type(phone, scene.pin)).status).toBe(429)
    clock.pass({ seconds: 8 })
    expect((await scene.type(phone, scene.pin)).status).toBe(303)
  })

  it('keeps what was typed while waiting, for the next press', async () => {
    clock.stop()
    const scene = await door()
    const phone = await at(scene)
    for (let n = 0; n < 4; n++) await scene.type(phone, '111111')
    const html = await (await scene.type(phone, scene.pin)).text()
    expect(html).toContain(`value="${scene.pin}"`)
    expect(html).toContain('data-wait="1"')
    expect(html).toContain('/countdown.js')
  })

  it('comes in with all the others at one venue who each err twice within the hour, and nobody waits', async () => {
    clock.stop()
    const start = new Date()
    const scene = await door()
    const many = ofPromised(150)
    const guests = Array.from({ length: many }, (_, n) => ({ browser: new Browser(), arrives: (n * 3000) / many }))
    const errs = [0, 180].map((after, turn) => ({ after, typed: `11111${turn}` }))
    const tried = [...errs, { after: 480, typed: scene.pin }]
    const plan = guests.flatMap(({ browser, arrives }) =>
      tried.map(({ after, typed }) => ({ browser, typed, at: arrives + after })),
    )
    const answers: number[] = []
    for (const { browser, typed, at } of plan.sort((a, b) => a.at - b.at)) {
      clock.stop(clock.plus(start, { seconds: at }))
      if (browser.cookies.size === 0) await browser.get(scene.galleryPath, VENUE)
      const body = new URLSearchParams({ pin: typed })
      answers.push((await browser.send('POST', scene.pinPath, { body, headers: VENUE })).status)
    }
    expect(answers.filter((status) => status === 303)).toHaveLength(many)
    expect(answers.filter((status) => status === 422)).toHaveLength(2 * many)
    expect(await rows.of('visits')).toHaveLength(many)
    expect((await scene.type(await at(scene), '111111')).status).toBe(422)
    await jobs.run()
    expect(outside.mails()).toEqual([])
  }, 120_000)
})

describe('10,000 guesses from 1,000 devices and addresses in 24 hours', () => {
  it('are evaluated at most 248 times; who was in before, or is invited, comes in at once', async () => {
    clock.stop()
    const scene = await door()
    const regulars = await Promise.all([1, 2, 3].map(() => at(scene)))
    for (const phone of regulars) expect((await scene.type(phone, scene.pin)).status).toBe(303)
    clock.pass({ days: 2 })
    const begins = new Date()
    const tryAs = await tries(scene)

    const outcomes: string[] = []
    const atOnce = ofPromised(40)
    for (let burst = 0; burst < 250; burst++) {
      clock.stop(clock.plus(begins, { seconds: (burst * DAY_SECONDS) / 250 }))
      const numbers = Array.from({ length: atOnce }, (_, n) => burst * atOnce + n)
      const attempts = await Promise.all(numbers.map((n) => tryAs(n % 1000, String(100_000 + n))))
      outcomes.push(...attempts.map(({ outcome }) => outcome))
      if (burst === 80 || burst === 160 || burst === 249) await comesIn(scene, regulars.pop())
    }
    expect(outcomes).toHaveLength(ofPromised(10_000))
    expect(outcomes.filter((outcome) => outcome === 'wrong')).toHaveLength(await evaluated())
    expect(await evaluated()).toBeLessThanOrEqual(248)
    expect(await evaluated()).toBeGreaterThan(240)
    expect(outcomes).not.toContain('opened')
  }, 120_000)

  /** With the first try from a browser that was in before, by link, and by code. */
  async function comesIn(scene: Door, regular: Browser | undefined) {
    if (!regular) throw new Error('nobody left')
    expect(await read(await regular.get(scene.galleryPath))).toContain('Enter the PIN')
    expect((await scene.type(regular, scene.pin)).status).toBe(303)
    expect((await regular.get(scene.galleryPath)).status).toBe(200)

    const invited = await make.contact(scene.gallery, { role: 'invited' })
    const phone = new Browser()
    await phone.open(await make.link(invited))
    expect((await phone.get(scene.galleryPath)).status).toBe(200)

    const laptop = await at(scene)
    await laptop.post(paths.codes(scene.studio, scene.gallery), { email: invited.client.email })
    await jobs.run()
    const mail = outside.mails().findLast(({ to }) => to === invited.client.email)
    await laptop.post(paths.code(scene.studio, scene.gallery), { code: /\d{6}/.exec(mail?.subject ?? '')?.[0] ?? '' })
    expect((await laptop.get(scene.galleryPath)).status).toBe(200)
  }

  it('through the pages, all at once, are counted one by one', async () => {
    clock.stop()
    const scene = await door()
    const answers = await Promise.all(Array.from({ length: 220 }, () => scene.type(bot(), '111111')))
    expect(answers.filter(({ status }) => status === 422)).toHaveLength(200)
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(20)
    expect(await evaluated()).toBe(200)
  })
})

describe('a gallery under attack', () => {
  it('tells a newcomer that it is, how long it takes, and the way by email; no try is spent', async () => {
    clock.stop()
    const scene = await door()
    await attack(scene)
    const answer = await scene.type(await at(scene), scene.pin)
    expect([answer.status, seconds(answer)]).toEqual([429, 1800])
    const html = await answer.text()
    expect(html).toContain('Many wrong PINs are being tried at this gallery')
    expect(html).toContain('Try again in 30 minutes.')
    expect(html).toContain(`href="${paths.doorSignIn(scene.studio, scene.gallery)}"`)
    expect(html).not.toContain('data-challenge')
    expect(await rows.of('events')).toEqual([])
  })

  it('opens to a newcomer who does the work and has it right, and not to the same work again', async () => {
    clock.stop()
    const scene = await door()
    await attack(scene)
    clock.pass({ minutes: 30 })
    const phone = await at(scene)
    const asked = await scene.type(phone, scene.pin)
    expect(asked.status).toBe(429)
    const html = await asked.text()
    expect(html).toContain('/proof.js')
    expect(html).toContain('Sign in with your email instead.')
    const proof = await solve(html)

    expect((await phone.post(scene.pinPath, { pin: '111111', proof })).status).toBe(422)
    clock.pass({ minutes: 5 })
    expect((await phone.post(scene.pinPath, { pin: scene.pin, proof })).status).toBe(429)
    clock.pass({ minutes: 25 })
    expect((await phone.post(scene.pinPath, { pin: scene.pin, proof })).status).toBe(429)
    const fresh = await solve(await (await scene.type(phone, scene.pin)).text())
    expect((await phone.post(scene.pinPath, { pin: scene.pin, proof: fresh })).status).toBe(303)
    expect((await phone.get(scene.galleryPath)).status).toBe(200)
  })

  it('takes no work done for another gallery', async () => {
    clock.stop()
    const [scene, other] = [await door(), await door()]
    await attack(scene)
    await attack(other)
    clock.pass({ minutes: 30 })
    const phone = await at(scene)
    const proof = await solve(await (await phone.post(other.pinPath, { pin: other.pin })).text())
    expect((await phone.post(scene.pinPath, { pin: scene.pin, proof })).status).toBe(429)
    expect((await phone.post(other.pinPath, { pin: other.pin, proof })).status).toBe(303)
  })

  /** Does the work that a page asks for, by the library's own solver. */
  async function solve(html: string): Promise<string> {
    const text = /data-challenge="([^"]+)"/.exec(html)?.[1]?.replaceAll('&quot;', '"') ?? ''
    const challenge = JSON.parse(text)
    const solution = await solveChallenge({ challenge, deriveKey })
    return JSON.stringify({
      challenge,
      solution: { counter: solution?.counter, derivedKey: solution?.derivedKey },
    })
  }
})

describe('a browser that was in before', () => {
  it('is one for 90 days', async () => {
    clock.stop()
    const scene = await door()
    const phones = [await at(scene), await at(scene)]
    for (const phone of phones) await scene.type(phone, scene.pin)
    clock.pass({ days: 90, seconds: -1 })
    await attack(scene)
    expect((await scene.type(phones[0] ?? new Browser(), scene.pin)).status).toBe(303)
    clock.pass({ seconds: 1 })
    expect((await scene.type(phones[1] ?? new Browser(), scene.pin)).status).toBe(429)
  })

  it('is a newcomer once the PIN is changed: a PIN that got out makes no guessers of the next one', async () => {
    clock.stop()
    const scene = await door()
    const crowd = await Promise.all(Array.from({ length: 10 }, () => at(scene)))
    for (const phone of crowd) expect((await scene.type(phone, scene.pin)).status).toBe(303)
    await make.pin(scene.gallery, '771204')
    await attack(scene, 195)
    const statuses: number[] = []
    for (const phone of crowd) statuses.push((await scene.type(phone, '111111')).status)
    expect(statuses).toEqual([...Array(5).fill(422), ...Array(5).fill(429)])
  })

  it('is one with all the others of its contact: more of them give a vendor no more tries', async () => {
    clock.stop()
    const scene = await door()
    const vera = await make.contact(scene.gallery, { role: 'vendor' })
    const phones = [new Browser(), new Browser()]
    for (const phone of phones) {
      await phone.open(await make.link(vera))
      await phone.post(paths.visitRemoval(scene.studio, scene.gallery))
    }
    await attack(scene)
    const [first = new Browser(), second = new Browser()] = phones
    for (let n = 0; n < 20; n++) expect((await scene.type(first, '111111')).status).toBe(422)
    expect(seconds(await scene.type(second, scene.pin))).toBe(1)
    clock.pass({ seconds: 1 })
    expect((await scene.type(second, scene.pin)).status).toBe(303)
  })

  it('is one, too, after it was signed out', async () => {
    clock.stop()
    const scene = await door()
    const phone = await at(scene)
    await scene.type(phone, scene.pin)
    phone.forgetSession()
    await attack(scene)
    expect((await scene.type(phone, scene.pin)).status).toBe(303)
  })

  it('is not a guest’s who never had the PIN, a removed contact’s, or one that was in another gallery', async () => {
    clock.stop()
    const scene = await door()
    const other = await door()
    const friend = new Browser()
    await friend.get(scene.link)
    await friend.post(`${scene.link}/guest`)
    const neighbour = await at(other)
    await other.type(neighbour, other.pin)
    const ben = await make.contact(scene.gallery)
    const former = new Browser()
    await former.open(await make.link(ben))
    const desk = await make.signedIn(scene.owner)
    await desk.post(paths.contactRemoval(ben.id))
    await attack(scene)
    for (const browser of [friend, neighbour, former]) {
      await browser.get(scene.galleryPath)
      expect((await scene.type(browser, scene.pin)).status).toBe(429)
    }
  })
})

describe('the notice to the photographer', () => {
  const notices = () => outside.mails().filter(({ subject }) => subject.startsWith('Somebody is guessing'))

  it('goes out with the hundredth wrong PIN and not before, once, and leads to the cure', async () => {
    clock.stop()
    const scene = await door({ title: 'Anna & Ben' })
    expect(await guess(scene, 99)).toEqual(Array(99).fill(422))
    await jobs.run()
    expect(notices()).toEqual([])
    await guess(scene, 1)
    await jobs.run()
    expect(notices()).toMatchObject([
      { to: scene.studio.replyTo, subject: 'Somebody is guessing the PIN of Anna & Ben' },
    ])
    expect(notices()[0]?.text).toContain(`https://foyer.test${paths.galleryPin(scene.gallery.id)}`)
    expect(JSON.stringify(notices())).not.toContain(scene.pin)

    await guess(scene, 20)
    await jobs.run()
    expect(notices()).toHaveLength(1)
    expect(await rows.of('messages')).toMatchObject([{ kind: 'notice-pin', state: 'sent' }])
  })

  it('is one, too, when many tries come at the same moment', async () => {
    clock.stop()
    const scene = await door()
    await attack(scene, 90)
    await Promise.all(Array.from({ length: 20 }, () => scene.type(bot(), '111111')))
    await jobs.runCopies(2)
    expect(notices()).toHaveLength(1)
  })

  it('is not lost when the queue fails: the next wrong PIN sends it', async () => {
    clock.stop()
    outside.expectErrors()
    const scene = await door()
    await attack(scene, 99)
    vi.mocked(env.DELIVERIES.send).mockRejectedValueOnce(new Error('the queue is down'))
    expect(await guess(scene, 2)).toEqual([503, 422])
    await jobs.run()
    expect(notices()).toHaveLength(1)
  })

  it('is not sent any more when the PIN is gone', async () => {
    clock.stop()
    const scene = await door()
    const desk = await make.signedIn(scene.owner)
    await attack(scene, 99)
    await guess(scene, 1)
    expect(await rows.of('messages')).toHaveLength(2)
    await desk.post(paths.galleryPinRemoval(scene.gallery.id))
    await jobs.run()
    expect(notices()).toEqual([])
  })
})
