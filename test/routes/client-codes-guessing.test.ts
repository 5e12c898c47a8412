import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { describe, expect, it, vi } from 'vitest'
import * as schema from '../../src/db/schema'
import type { Channel } from '../../src/door/code'
import * as contacts from '../../src/models/contacts'
import * as galleries from '../../src/models/galleries'
import { paths } from '../../src/paths'
import { Browser, read } from '../helpers/browser'
import * as clientCode from '../helpers/client-code'
import * as clock from '../helpers/clock'
import * as make from '../helpers/make'
import * as outside from '../helpers/outside'
import * as portal from '../helpers/portal'
import * as rows from '../helpers/rows'
import { wrong } from '../helpers/sign-in'

const PHONE = '+436601234542'
const PASSWORD = 'meadow lantern copper violin'
const WRONG = 'That isn’t the code'
const OVER = 'This code no longer works'
const WAIT = 'That was too often for now'

/** Two galleries of a studio, to which the same client is invited; the clock stands. */
async function doors() {
  clock.stop()
  const scene = await make.scene()
  const anna = await make.contact(scene.gallery, { phone: PHONE })
  const other = { studio: scene.studio, gallery: await make.gallery(scene.studio) }
  await make.contactOf(other.gallery, anna.client)
  return { ...scene, contact: anna, email: anna.client.email, other }
}

type Scene = Awaited<ReturnType<typeof doors>>

const codeBy = (scene: Scene, channel: Channel) =>
  channel === 'sms' ? clientCode.textedTo(PHONE) : clientCode.mailedTo(scene.email)

/** Asks for a code by email and tries wrong ones. */
async function guess(thief: Browser, scene: Scene, times: number) {
  await clientCode.ask(thief, scene, scene.email)
  const code = clientCode.mailedTo(scene.email)
  const answers: Response[] = []
  for (let turn = 1; turn <= times; turn++) answers.push(await clientCode.type(thief, scene, wrong(code, turn)))
  return { code, answers }
}

/** Strangers spend all that can be spent on an address typed anywhere: sends and tries, of codes and of passwords. */
async function besiege(scene: Scene) {
  for (let turn = 0; turn < 10; turn++) {
    await new Browser().post(paths.password(scene.studio, scene.gallery), { email: scene.email, password: `${turn}` })
  }
  for (let turn = 0; turn < 6; turn++) {
    await guess(new Browser(), scene, 5)
    clock.pass({ seconds: 61 })
  }
}

const statuses = (answers: Response[]) => answers.map(({ status }) => status)
const isIn = async (browser: Browser, { studio, gallery }: clientCode.Door) =>
  (await browser.get(paths.gallery(studio, gallery))).status === 200

describe('wrong codes by fifty parallel requests', () => {
  it('are five that count, and then the right one is refused', async () => {
    const scene = await doors()
    const thief = new Browser()
    await clientCode.ask(thief, scene, scene.email)
    const code = clientCode.mailedTo(scene.email)

    const tries = Array.from({ length: 50 }, (_, turn) => clientCode.type(thief.copy(), scene, wrong(code, turn + 1)))
    expect(new Set(statuses(await Promise.all(tries)))).toEqual(new Set([422]))
    expect(await rows.of('code_tries')).toHaveLength(5)
    expect((await rows.of('codes')).filter(({ attempts }) => attempts)).toMatchObject([{ attempts: 5, used_at: null }])

    const right = await clientCode.type(thief, scene, code)
    expect(right.status).toBe(422)
    expect(await read(right)).toContain(OVER)
    expect(await isIn(thief, scene)).toBe(false)
  })

  it('hide no right one among them after the fifth', async () => {
    const scene = await doors()
    const thief = new Browser()
    const { code } = await guess(thief, scene, 5)
    const late = await Promise.all(Array.from({ length: 45 }, () => clientCode.type(thief.copy(), scene, code)))
    expect(new Set(statuses(late))).toEqual(new Set([422]))
    expect(await rows.of('sessions')).toEqual([])
    expect(await rows.of('visits')).toEqual([])
  })
})

describe('the right code by twenty parallel requests', () => {
  it('lets exactly one of them in, with one session and one visit', async () => {
    const scene = await doors()
    const laptop = new Browser()
    await clientCode.ask(laptop, scene, scene.email)
    const code = clientCode.mailedTo(scene.email)

    const tabs = Array.from({ length: 20 }, () => laptop.copy())
    const answers = await Promise.all(tabs.map((tab) => clientCode.type(tab, scene, code)))
    expect(statuses(answers).filter((status) => status === 303)).toHaveLength(1)
    const [session] = await rows.of('sessions')
    expect(await rows.of('sessions')).toHaveLength(1)
    expect(await rows.of('visits')).toMatchObject([{ session_id: session?.id, contact_id: scene.contact.id }])
    expect((await rows.of('events')).filter(({ kind }) => kind === 'code-entered')).toHaveLength(1)
    const inside = await Promise.all(tabs.map((tab) => isIn(tab, scene)))
    expect(inside.filter(Boolean)).toHaveLength(1)
    expect((await rows.of('code_tries')).filter(({ right }) => right === 0)).toEqual([])
  })

  it('lets nobody in a second time', async () => {
    const scene = await doors()
    const laptop = new Browser()
    await clientCode.ask(laptop, scene, scene.email)
    const twin = laptop.copy()
    expect((await clientCode.type(laptop, scene, clientCode.mailedTo(scene.email))).status).toBe(303)
    expect((await clientCode.type(twin, scene, clientCode.mailedTo(scene.email))).status).toBe(422)
    expect(await isIn(twin, scene)).toBe(false)
  })
})

describe('ten wrong codes within an hour', () => {
  /** Four wrong codes, another code, four more, another, three more: how it is asked, and where. */
  const WAYS: { how: string; turn: (scene: Scene, first: Browser, number: number) => Promise<Turn> }[] = [
    { how: 'by email, in one browser', turn: async (scene, first) => ({ browser: first, door: scene, by: 'email' }) },
    {
      how: 'by email and SMS in turns',
      turn: async (scene, first, number) => ({ browser: first, door: scene, by: number === 1 ? 'sms' : 'email' }),
    },
    {
      how: 'at two galleries of the studio',
      turn: async (scene, first, number) => ({
        ...{ browser: first, door: number === 1 ? scene.other : scene, by: 'email' },
      }),
    },
    { how: 'in a new browser each', turn: async (scene) => ({ browser: new Browser(), door: scene, by: 'email' }) },
  ]
  type Turn = { browser: Browser; door: clientCode.Door; by: Channel }

  it.each(WAYS)('are all that count, $how: the eleventh is not looked at, nor is the right one', async ({ turn }) => {
    const scene = await doors()
    const first = new Browser()
    const answers: Response[] = []
    let last: Turn | undefined
    for (const [number, times] of [4, 4, 3].entries()) {
      last = await turn(scene, first, number)
      await clientCode.ask(last.browser, last.door, scene.email, last.by)
      const code = codeBy(scene, last.by)
      expect(code).toMatch(/^\d{6}$/)
      for (let at = 1; at <= times; at++) {
        answers.push(await clientCode.type(last.browser, last.door, wrong(code, at)))
      }
      clock.pass({ seconds: 61 })
    }
    expect(statuses(answers)).toEqual([...Array(10).fill(422), 429])
    expect(answers[10]?.headers.get('Retry-After')).toBe('3600')
    expect(await read(answers[10] ?? new Response())).toContain(WAIT)
    expect(await rows.of('code_tries')).toHaveLength(10)

    const { browser, door, by } = last ?? { browser: first, door: scene, by: 'email' as const }
    expect((await clientCode.type(browser, door, codeBy(scene, by))).status).toBe(429)
    expect(await isIn(browser, door)).toBe(false)
  })

  it('are twenty within a day', async () => {
    const scene = await doors()
    for (let hour = 0; hour < 4; hour++) {
      for (const _ of [1, 2]) {
        await guess(new Browser(), scene, 5)
        clock.pass({ minutes: 2 })
      }
      clock.pass({ hours: 1 })
    }
    expect(await rows.of('code_tries')).toHaveLength(20)
  })

  it('do not count for another client of the gallery', async () => {
    const scene = await doors()
    const ben = await make.contact(scene.gallery)
    for (const _ of [1, 2]) {
      await guess(new Browser(), scene, 5)
      clock.pass({ seconds: 61 })
    }
    const laptop = new Browser()
    await clientCode.ask(laptop, scene, ben.client.email)
    expect((await clientCode.type(laptop, scene, clientCode.mailedTo(ben.client.email))).status).toBe(303)
  })
})

describe('wrong passwords by fifty parallel requests', () => {
  it('are ten that count, and then the right one is not looked at', async () => {
    const scene = await doors()
    await make.password(scene.contact.client, PASSWORD)
    const path = paths.password(scene.studio, scene.gallery)
    const tries = Array.from({ length: 50 }, (_, turn) =>
      new Browser().post(path, { email: scene.email, password: `a guess of number ${turn}` }),
    )
    expect(statuses(await Promise.all(tries)).toSorted()).toEqual([...Array(10).fill(422), ...Array(40).fill(429)])
    const right = new Browser()
    expect((await right.post(path, { email: scene.email, password: PASSWORD })).status).toBe(429)
    expect(await isIn(right, scene)).toBe(false)
  })

  it('let the right one in once for each browser that has it, and leave no mark', async () => {
    const scene = await doors()
    await make.password(scene.contact.client, PASSWORD)
    const path = paths.password(scene.studio, scene.gallery)
    const browsers = Array.from({ length: 5 }, () => new Browser())
    const answers = await Promise.all(
      browsers.map((browser) => browser.post(path, { email: scene.email, password: PASSWORD })),
    )
    expect(statuses(answers).filter((status) => status === 303).length).toBeGreaterThan(0)
    expect((await rows.of('code_tries')).filter(({ right }) => right === 0)).toEqual([])
    for (const [turn, browser] of browsers.entries()) {
      expect(await isIn(browser, scene)).toBe(answers[turn]?.status === 303)
    }
  })
})

describe('a client whose address strangers have spent all tries on', () => {
  it('gets in by a code that their own link asks for', async () => {
    const scene = await doors()
    const link = await make.link(scene.contact)
    await new Browser().open(link)
    await besiege(scene)

    const laptop = new Browser()
    await laptop.open(link)
    await clientCode.askAgain(laptop, scene)
    expect((await clientCode.type(laptop, scene, clientCode.mailedTo(scene.email))).status).toBe(303)
    expect(await isIn(laptop, scene)).toBe(true)
  })

  it('gets in with a browser that was in before, by code and by password', async () => {
    const scene = await doors()
    await make.password(scene.contact.client, PASSWORD)
    const phone = new Browser()
    await phone.open(await make.link(scene.contact))
    phone.forgetSession()
    await besiege(scene)

    const byPassword = phone.copy()
    const form = { email: scene.email, password: PASSWORD }
    expect((await byPassword.post(paths.password(scene.studio, scene.gallery), form)).status).toBe(303)
    await clientCode.ask(phone, scene, scene.email)
    expect((await clientCode.type(phone, scene, clientCode.mailedTo(scene.email))).status).toBe(303)
    expect(await isIn(phone, scene)).toBe(true)
  })

  it('keeps the code that is on its way to them, while strangers ask for theirs', async () => {
    const scene = await doors()
    const link = await make.link(scene.contact)
    await new Browser().open(link)
    const laptop = new Browser()
    await laptop.open(link)
    await clientCode.askAgain(laptop, scene)
    const code = clientCode.mailedTo(scene.email)
    await clientCode.ask(new Browser(), scene, scene.email)
    expect(clientCode.mailedTo(scene.email)).not.toBe(code)
    expect((await clientCode.type(laptop, scene, code)).status).toBe(303)
  })

  it('has ten wrong ones an hour by link, and ten more with a browser of their own', async () => {
    const scene = await doors()
    const phone = new Browser()
    await phone.open(await portal.link(scene.contact.client))
    phone.forgetSession()
    const link = await make.link(scene.contact)
    await new Browser().open(link)
    const laptop = new Browser()
    await laptop.open(link)

    for (const browser of [laptop, phone]) {
      const answers: Response[] = []
      for (const times of [5, 5, 1]) {
        if (browser === laptop) await clientCode.askAgain(browser, scene)
        else await clientCode.ask(browser, scene, scene.email)
        const code = clientCode.mailedTo(scene.email)
        for (let at = 1; at <= times; at++) answers.push(await clientCode.type(browser, scene, wrong(code, at)))
        clock.pass({ seconds: 61 })
      }
      expect(statuses(answers)).toEqual([...Array(10).fill(422), 429])
    }
    expect(await rows.of('code_tries')).toHaveLength(20)
  })
})

describe('a browser that somebody else has been in with', () => {
  it('is a stranger’s for this client', async () => {
    const scene = await doors()
    const ben = await make.contact(scene.gallery)
    const shared = new Browser()
    await shared.open(await make.link(ben))
    await clientCode.ask(new Browser(), scene, scene.email)
    await clientCode.ask(shared, scene, scene.email)
    expect(outside.mails().filter(({ to }) => to === scene.email)).toHaveLength(1)
  })
})

describe('a code in a browser that did not ask for it', () => {
  it('opens nothing, whether that browser has asked for one itself or not', async () => {
    const scene = await doors()
    const laptop = new Browser()
    await clientCode.ask(laptop, scene, scene.email)
    const code = clientCode.mailedTo(scene.email)
    const asking = new Browser()
    await clientCode.ask(asking, scene, scene.email)

    for (const thief of [new Browser(), asking]) {
      const answer = await clientCode.type(thief, scene, code)
      expect(answer.headers.get('Location')).toBe(thief === asking ? null : paths.gallery(scene.studio, scene.gallery))
      expect(await isIn(thief, scene)).toBe(false)
    }
    expect((await clientCode.type(laptop, scene, code)).status).toBe(303)
  })

  it('opens nothing though both asked one after the other; only the newer one does', async () => {
    const scene = await doors()
    const [laptop, phone] = [new Browser(), new Browser()]
    await clientCode.ask(laptop, scene, scene.email)
    const older = clientCode.mailedTo(scene.email)
    clock.pass({ seconds: 61 })
    await clientCode.ask(phone, scene, scene.email)
    expect(await read(await clientCode.type(laptop, scene, older))).toContain(WRONG)
    expect((await clientCode.type(phone, scene, older)).status).toBe(422)
    expect((await clientCode.type(phone, scene, clientCode.mailedTo(scene.email))).status).toBe(303)
    expect(await isIn(laptop, scene)).toBe(false)
  })
})

describe('a code asked for at one gallery', () => {
  it('opens no other one of the studio, where its client is invited too', async () => {
    const scene = await doors()
    const laptop = new Browser()
    await clientCode.ask(laptop, scene, scene.email)
    const code = clientCode.mailedTo(scene.email)
    const elsewhere = await clientCode.type(laptop, scene.other, code)
    expect(elsewhere.headers.get('Location')).toBe(paths.gallery(scene.studio, scene.other.gallery))
    expect(await isIn(laptop, scene.other)).toBe(false)

    expect((await clientCode.type(laptop, scene, code)).status).toBe(303)
    expect([await isIn(laptop, scene), await isIn(laptop, scene.other)]).toEqual([true, false])
  })

  it('is not the code asked for at the other one', async () => {
    const scene = await doors()
    const laptop = new Browser()
    await clientCode.ask(laptop, scene, scene.email)
    const code = clientCode.mailedTo(scene.email)
    clock.pass({ seconds: 61 })
    await clientCode.ask(laptop, scene.other, scene.email)
    expect((await clientCode.type(laptop, scene.other, code)).status).toBe(422)
    expect((await clientCode.type(laptop, scene, code)).status).toBe(303)
    expect([await isIn(laptop, scene), await isIn(laptop, scene.other)]).toEqual([false, false])
  })

  it('opens nothing at another studio that knows the same address', async () => {
    const scene = await doors()
    const studio = await make.studio()
    const gallery = await make.gallery(studio)
    await make.contact(gallery, { email: scene.email })
    const laptop = new Browser()
    await clientCode.ask(laptop, scene, scene.email)
    await clientCode.type(laptop, { studio, gallery }, clientCode.mailedTo(scene.email))
    expect(await isIn(laptop, { studio, gallery })).toBe(false)
  })
})

describe('a code that is on its way', () => {
  /** A client who has asked for a code and reads it. */
  async function waiting() {
    const scene = await doors()
    const laptop = new Browser()
    await clientCode.ask(laptop, scene, scene.email)
    return { scene, laptop, code: clientCode.mailedTo(scene.email) }
  }

  it('opens nothing once its client is removed from the gallery', async () => {
    const { scene, laptop, code } = await waiting()
    await contacts.remove(make.db(), scene.contact, new Date())
    const answer = await clientCode.type(laptop, scene, code)
    expect(answer.status).toBe(422)
    expect(await read(answer)).toContain(OVER)
    expect(await isIn(laptop, scene)).toBe(false)
    expect(await rows.of('visits')).toEqual([])
  })

  it('opens nothing though its client is removed in the very moment', async () => {
    const { scene, laptop, code } = await waiting()
    const batch = env.DB.batch.bind(env.DB)
    const isOpening = (statements: D1PreparedStatement[]) => statements.length > 5
    vi.spyOn(env.DB, 'batch').mockImplementation(async (statements) => {
      if (isOpening(statements)) await contacts.remove(make.db(), scene.contact, new Date())
      return batch(statements)
    })
    await clientCode.type(laptop, scene, code)
    vi.mocked(env.DB.batch).mockRestore()
    const [contact] = await make.db().select().from(schema.contacts).where(eq(schema.contacts.id, scene.contact.id))
    expect(contact?.removedAt).not.toBeNull()
    expect(await isIn(laptop, scene)).toBe(false)
    expect((await laptop.get(scene.photoPath)).status).toBe(404)
  })

  it('opens nothing once the contact is another person’s, and sends nothing to that one', async () => {
    const { scene, laptop, code } = await waiting()
    const details = { name: 'Ben', email: 'ben@example.com', phone: null, role: 'main' as const }
    await contacts.edit(make.db(), scene.studio, scene.contact, details, new Date())
    expect((await clientCode.type(laptop, scene, code)).status).toBe(422)
    expect(await isIn(laptop, scene)).toBe(false)
  })

  it('opens nothing while the gallery is not open', async () => {
    const { scene, laptop, code } = await waiting()
    await galleries.unpublish(make.db(), scene.gallery)
    expect((await clientCode.type(laptop, scene, code)).status).toBe(404)
    expect(await isIn(laptop, scene)).toBe(false)

    const closesAt = new Date(Date.now() - 1)
    const closed = { publishedAt: scene.gallery.publishedAt, closesAt }
    await make.db().update(schema.galleries).set(closed).where(eq(schema.galleries.id, scene.gallery.id))
    const answer = await clientCode.type(laptop, scene, code)
    expect(answer.headers.get('Location')).toBe(scene.galleryPath)
    expect((await laptop.follow(answer)).status).toBe(410)
    expect((await laptop.get(scene.photoPath)).status).toBe(404)
    expect(await rows.of('visits')).toEqual([])
  })
})

describe('a link that did not open', () => {
  /** A laptop on which the client's link did not open. */
  async function stuck() {
    const scene = await doors()
    const link = await make.link(scene.contact)
    await new Browser().open(link)
    const laptop = new Browser()
    await laptop.open(link)
    return { scene, laptop }
  }

  it('sends nothing more once its contact is removed', async () => {
    const { scene, laptop } = await stuck()
    await contacts.remove(make.db(), scene.contact, new Date())
    const answer = await clientCode.askAgain(laptop, scene)
    expect(outside.mails()).toEqual([])
    expect((await laptop.follow(answer)).headers.get('Location')).toBe(scene.galleryPath)
    expect((await laptop.get(scene.galleryPath)).status).toBe(403)
  })

  it('opens nothing by the right password once its contact is removed', async () => {
    const { scene, laptop } = await stuck()
    await make.password(scene.contact.client, PASSWORD)
    await contacts.remove(make.db(), scene.contact, new Date())
    const answer = await laptop.post(paths.password(scene.studio, scene.gallery), { password: PASSWORD })
    expect(answer.status).toBe(422)
    expect(await isIn(laptop, scene)).toBe(false)
  })

  it('sends nothing to the person whom its contact is now, and spends nothing of theirs', async () => {
    const { scene, laptop } = await stuck()
    const details = { name: 'Ben', email: 'ben@example.com', phone: null, role: 'main' as const }
    await contacts.edit(make.db(), scene.studio, scene.contact, details, new Date())
    const before = await rows.of('codes')
    await clientCode.askAgain(laptop, scene)
    expect(outside.mails()).toEqual([])
    expect(await rows.of('codes')).toEqual(before)
  })

  it('does not go on with the code of another person’s link', async () => {
    const { scene, laptop } = await stuck()
    await clientCode.askAgain(laptop, scene)
    const ben = await make.contact(scene.gallery)
    const link = await make.link(ben)
    await new Browser().open(link)
    await new Browser().open(link)
    await laptop.open(link)
    await clientCode.type(laptop, scene, clientCode.mailedTo(scene.email))
    expect(await isIn(laptop, scene)).toBe(false)
  })
})
