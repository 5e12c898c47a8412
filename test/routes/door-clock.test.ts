import { beforeEach, describe, expect, it } from 'vitest'
import type { Channel } from '../../src/door/code'
import { paths } from '../../src/paths'
import { Browser, read } from '../helpers/browser'
import * as clientCode from '../helpers/client-code'
import * as clock from '../helpers/clock'
import * as make from '../helpers/make'
import * as outside from '../helpers/outside'
import * as resets from '../helpers/resets'
import * as rows from '../helpers/rows'
import * as scrypt from '../helpers/scrypt'
import { wrong } from '../helpers/sign-in'

const PHONE = '+436601234542'
const PASSWORD = 'meadow lantern copper violin'

beforeEach(() => scrypt.makeCheap())

/** A gallery that admits guests, with a client who has a phone; the clock stands. */
async function door() {
  clock.stop()
  const scene = await make.scene({ guests: 'by-link' })
  const anna = await make.contact(scene.gallery, { phone: PHONE })
  return { ...scene, contact: anna, email: anna.client.email }
}

type Scene = Awaited<ReturnType<typeof door>>

/** A laptop on which the client's own link did not open; a code may have been sent by itself. */
async function stuck(contact: { id: string; clientId: string }): Promise<Browser> {
  const link = await make.link(contact)
  await new Browser().open(link)
  const laptop = new Browser()
  await laptop.open(link)
  return laptop
}

const sentBy = (by: Channel) => (by === 'sms' ? outside.texts() : outside.mails()).length

describe('a login code', () => {
  const WAYS: { how: string; ask: (scene: Scene) => Promise<Browser>; code: (scene: Scene) => string }[] = [
    {
      how: 'by email to a typed address',
      ask: async (scene) => {
        const laptop = new Browser()
        await clientCode.ask(laptop, scene, scene.email)
        return laptop
      },
      code: ({ email }) => clientCode.mailedTo(email),
    },
    {
      how: 'by SMS',
      ask: async (scene) => {
        const laptop = new Browser()
        await clientCode.ask(laptop, scene, scene.email, 'sms')
        return laptop
      },
      code: () => clientCode.textedTo(PHONE),
    },
    {
      how: 'by one’s own link',
      ask: async (scene) => {
        const laptop = await stuck(scene.contact)
        await clientCode.askAgain(laptop, scene)
        return laptop
      },
      code: ({ email }) => clientCode.mailedTo(email),
    },
  ]

  it.each(WAYS)('$how lets in after 14:59', async ({ ask, code }) => {
    const scene = await door()
    const laptop = await ask(scene)
    clock.pass({ minutes: 14, seconds: 59 })
    expect((await clientCode.type(laptop, scene, code(scene))).status).toBe(303)
    expect((await laptop.get(scene.galleryPath)).status).toBe(200)
  })

  it.each(WAYS)('$how lets nobody in after 15:01', async ({ ask, code }) => {
    const scene = await door()
    const laptop = await ask(scene)
    clock.pass({ minutes: 15, seconds: 1 })
    const late = await clientCode.type(laptop, scene, code(scene))
    expect(late.status).toBe(422)
    expect(await read(late)).toContain('This code no longer works')
    expect((await laptop.get(scene.galleryPath)).status).toBe(403)
    expect(await rows.of('code_tries')).toEqual([])
  })
})

describe('a magic link', () => {
  it('opens after 23:59:59 and not after 24:00:01', async () => {
    const { contact, galleryPath, studio, gallery } = await door()
    const links = [await make.link(contact), await make.link(contact)]
    clock.pass({ hours: 23, minutes: 59, seconds: 59 })
    expect((await new Browser().open(links[0] ?? '')).headers.get('Location')).toBe(galleryPath)
    clock.pass({ seconds: 2 })
    expect((await new Browser().open(links[1] ?? '')).headers.get('Location')).toBe(paths.codes(studio, gallery))
  })
})

describe('a guest’s visit', () => {
  it('lasts 23:59:59 and not 24:00:01', async () => {
    const { contact, galleryPath } = await door()
    const link = await make.link(contact)
    const friend = new Browser()
    await friend.get(link)
    await friend.post(`${link}/guest`)
    clock.pass({ hours: 23, minutes: 59, seconds: 59 })
    expect((await friend.get(galleryPath)).status).toBe(200)
    clock.pass({ seconds: 2 })
    expect((await friend.get(galleryPath)).status).toBe(403)
  })
})

describe('a link to set a password', () => {
  it.each([
    { span: { minutes: 59, seconds: 59 }, status: 200 },
    { span: { minutes: 60, seconds: 1 }, status: 410 },
  ])('is answered $status after $span.minutes minutes and $span.seconds seconds', async ({ span, status }) => {
    const scene = await door()
    await resets.ask(scene.studio, scene.email)
    const browser = new Browser()
    clock.pass(span)
    expect((await browser.get(resets.newest())).status).toBe(status)
    expect((await browser.post(resets.newest(), { password: PASSWORD })).status).toBe(status)
    const [client] = (await rows.of('clients')).filter(({ email }) => email === scene.email)
    expect(Boolean(client?.password_hash)).toBe(status === 200)
  })
})

describe('another code', () => {
  /** Asks again and again, in new browsers, after each of these times; how many went out in all. */
  async function sends(by: Channel, spans: clock.Span[]) {
    const scene = await door()
    await clientCode.ask(new Browser(), scene, scene.email, by)
    for (const span of spans) {
      clock.pass(span)
      await clientCode.ask(new Browser(), scene, scene.email, by)
    }
    return sentBy(by)
  }

  /** As often as may be, a minute and a second apart; then the rest of a span since the first. */
  const times = (count: number, span: clock.Span): clock.Span[] => [
    ...Array.from({ length: count - 1 }, () => ({ seconds: 61 })),
    { ...span, seconds: (span.seconds ?? 0) - 61 * (count - 1) },
  ]

  it.each([
    ['email', 'not after 59 seconds', [{ seconds: 59 }], 1],
    ['email', 'after 61 seconds', [{ seconds: 61 }], 2],
    ['sms', 'not after 59 seconds', [{ seconds: 59 }], 1],
    ['sms', 'after 61 seconds', [{ seconds: 61 }], 2],
    ['email', 'not a sixth time after 59:59', times(5, { minutes: 59, seconds: 59 }), 5],
    ['email', 'a sixth time after 60:01', times(5, { minutes: 60, seconds: 1 }), 6],
    ['sms', 'not a fourth time after 59:59', times(3, { minutes: 59, seconds: 59 }), 3],
    ['sms', 'a fourth time after 60:01', times(3, { minutes: 60, seconds: 1 }), 4],
    ['sms', 'not a sixth time after 23:59:59', daily(5, 3, { hours: 23, minutes: 59, seconds: 59 }), 5],
    ['sms', 'a sixth time after 24:00:01', daily(5, 3, { hours: 24, seconds: 1 }), 6],
    ['email', 'not an eleventh time after 23:59:59', daily(10, 5, { hours: 23, minutes: 59, seconds: 59 }), 10],
    ['email', 'an eleventh time after 24:00:01', daily(10, 5, { hours: 24, seconds: 1 }), 11],
  ] as const)('is sent by %s: %s', async (by, _, spans, count) => {
    expect(await sends(by, [...spans])).toBe(count)
  })

  /** As many in a day, with a rest of two hours when an hour's are spent; then the rest of a span since the first. */
  function daily(count: number, hourly: number, span: clock.Span): clock.Span[] {
    const steps = Array.from({ length: count - 1 }, (_, at) => ((at + 1) % hourly === 0 ? 7200 : 61))
    const spent = steps.reduce((sum, seconds) => sum + seconds, 0)
    return [...steps.map((seconds) => ({ seconds })), { ...span, seconds: (span.seconds ?? 0) - spent }]
  }

  it('is sent in the same browser after 61 seconds and not after 59, by email and SMS each', async () => {
    const scene = await door()
    const laptop = new Browser()
    for (const by of ['email', 'sms'] as const) {
      await clientCode.ask(laptop, scene, scene.email, by)
      clock.pass({ seconds: 59 })
      await clientCode.askAgain(laptop, scene, by)
      expect(sentBy(by)).toBe(1)
      clock.pass({ seconds: 2 })
      await clientCode.askAgain(laptop, scene, by)
      expect(sentBy(by)).toBe(2)
    }
  })

  it('is sent by one’s own link after 61 seconds and not after 59', async () => {
    const scene = await door()
    const laptop = await stuck(scene.contact)
    await clientCode.askAgain(laptop, scene)
    clock.pass({ seconds: 59 })
    await clientCode.askAgain(laptop, scene)
    expect(sentBy('email')).toBe(1)
    clock.pass({ seconds: 2 })
    await clientCode.askAgain(laptop, scene)
    expect(sentBy('email')).toBe(2)
  })
})

describe('the right code after ten wrong ones', () => {
  /** Ten wrong codes at one moment, by email and SMS; then one that is right. */
  async function answerAfter(span: clock.Span): Promise<Response> {
    const scene = await door()
    for (const by of ['email', 'sms'] as const) {
      const thief = new Browser()
      await clientCode.ask(thief, scene, scene.email, by)
      const code = by === 'sms' ? clientCode.textedTo(PHONE) : clientCode.mailedTo(scene.email)
      for (let turn = 1; turn <= 5; turn++) await clientCode.type(thief, scene, wrong(code, turn))
    }
    clock.pass(span)
    const laptop = new Browser()
    await clientCode.ask(laptop, scene, scene.email)
    return clientCode.type(laptop, scene, clientCode.mailedTo(scene.email))
  }

  it('is not looked at after 59:59', async () => {
    expect((await answerAfter({ minutes: 59, seconds: 59 })).status).toBe(429)
  })

  it('lets in after 60:01', async () => {
    expect((await answerAfter({ minutes: 60, seconds: 1 })).status).toBe(303)
  })
})

describe('the right password after too many wrong ones', () => {
  /** Ten wrong ones at one moment, or twenty within two; then, so long after the first, the right one. */
  async function answerAfter(span: clock.Span, moments = 1): Promise<number> {
    const scene = await door()
    await make.password(scene.contact.client, PASSWORD)
    const enter = async (password: string) =>
      (await new Browser().post(paths.password(scene.studio, scene.gallery), { email: scene.email, password })).status
    for (let moment = 0; moment < moments; moment++) {
      if (moment > 0) clock.pass({ hours: 2 })
      for (let turn = 0; turn < 10; turn++) expect(await enter(`a guess of number ${turn}`)).toBe(422)
    }
    clock.pass({ ...span, hours: (span.hours ?? 0) - 2 * (moments - 1) })
    return enter(PASSWORD)
  }

  it('is not looked at after 59:59, and lets in after 60:01', async () => {
    expect(await answerAfter({ minutes: 59, seconds: 59 })).toBe(429)
    expect(await answerAfter({ minutes: 60, seconds: 1 })).toBe(303)
  })

  it('is not looked at 23:59:59 after twenty, and lets in after 24:00:01', async () => {
    expect(await answerAfter({ hours: 23, minutes: 59, seconds: 59 }, 2)).toBe(429)
    expect(await answerAfter({ hours: 24, seconds: 1 }, 2)).toBe(303)
  })
})
