import { describe, expect, it } from 'vitest'
import { paths } from '../../src/paths'
import { Browser, read } from '../helpers/browser'
import * as clock from '../helpers/clock'
import { countRoundTrips } from '../helpers/count'
import { iPhone } from '../helpers/looks'
import * as make from '../helpers/make'
import * as portal from '../helpers/portal'
import * as rows from '../helpers/rows'

/** Anna is inside on her computer by her link; on her phone the same link does not open. */
async function stuck() {
  const scene = await make.scene()
  const desk = new Browser()
  await desk.open(scene.link)
  const phone = iPhone()
  await phone.open(scene.link)
  const { studio, gallery } = scene
  const asking = paths.approvals(studio, gallery)
  const waiting = paths.approval(studio, gallery)
  return { ...scene, desk, phone, asking, waiting, home: paths.portal(studio), client: scene.contact.client }
}

/** The same, once she asked. */
async function asked() {
  const scene = await stuck()
  expect((await scene.phone.post(scene.asking)).headers.get('location')).toBe(scene.waiting)
  return { ...scene, words: await wordsOn(scene.phone, scene.waiting) }
}

const wordsOn = async (browser: Browser, at: string) =>
  /class="three-words"[^>]*>([a-z ]+)</.exec(await (await browser.get(at)).text())?.[1] ?? 'no words'

/** Where a page's notice leads. */
const noticeOn = async (browser: Browser, at: string) =>
  /href="(\/[^"]+\/portal\/approvals\/\w+)"/.exec(await (await browser.get(at)).text())?.[1]

const choicesOn = async (browser: Browser, at: string) =>
  [...(await (await browser.get(at)).text()).matchAll(/name="words" value="([a-z ]+)"/g)].map(([, words = '']) => words)

type Asked = Awaited<ReturnType<typeof asked>>

/** Anna answers on her computer. */
async function pick({ desk, galleryPath }: Asked, words: string): Promise<Response> {
  return desk.post((await noticeOn(desk, galleryPath)) ?? 'no notice', { words })
}

const locationOf = (answer: Response) => [answer.status, answer.headers.get('location')]

describe('a link that was opened in another browser', () => {
  it('offers to ask that one, beside the code; the other one shows who asks, and three times three words', async () => {
    const { phone, desk, studio, gallery, galleryPath, waiting } = await stuck()
    expect(await read(await phone.get(paths.code(studio, gallery)))).toContain('Approve it on the device where you are')
    expect(await noticeOn(desk, galleryPath)).toBe(undefined)
    await phone.post(paths.approvals(studio, gallery))
    const words = await wordsOn(phone, waiting)
    expect(words).toMatch(/^[a-z]+ [a-z]+ [a-z]+$/)
    const request = (await noticeOn(desk, galleryPath)) ?? ''
    expect(await read(await desk.get(galleryPath))).toContain('Somebody wants to come in as you.')
    const choices = await choicesOn(desk, request)
    expect(choices).toHaveLength(3)
    expect(choices).toContain(words)
    expect(new Set(choices.join(' ').split(' ')).size).toBe(9)
    expect(await choicesOn(desk, request)).toEqual(choices)
    expect(await read(await desk.get(request))).toContain('Safari on iPhone, Vienna, Austria, asked at ')
  })

  it('opens on the phone once the right words were picked, as the same person, in that gallery alone', async () => {
    const scene = await asked()
    const { phone, waiting, words, galleryPath, photoPath, client, home } = scene
    expect(locationOf(await phone.post(waiting))).toEqual([303, waiting])
    expect(await read(await phone.get(waiting))).toContain('Not approved yet.')
    expect(locationOf(await pick(scene, words))).toEqual([303, galleryPath])
    expect(await read(await scene.desk.get(galleryPath))).toContain('Approved. Your other device goes in now.')

    expect(await (await phone.get(waiting)).text()).toContain('data-approved')
    expect((await phone.get(galleryPath)).status).toBe(403)
    expect(locationOf(await phone.post(waiting))).toEqual([303, galleryPath])
    expect(await read(await phone.get(galleryPath))).toContain(`You are here as ${client.name}`)
    expect((await phone.get(photoPath)).status).toBe(200)
    expect(await read(await phone.get(home))).not.toContain(client.name)
    const [first, second] = await rows.of('visits')
    expect(second?.expires_at).toBe(first?.expires_at)
  })

  it.each([
    ['That’s not me', () => ''],
    ['other words', (words: string[]) => words[0] ?? ''],
  ])('does not open after %s, now or later', async (_, choose) => {
    const scene = await asked()
    const { desk, phone, waiting, words, galleryPath } = scene
    const request = (await noticeOn(desk, galleryPath)) ?? ''
    const others = (await choicesOn(desk, request)).filter((choice) => choice !== words)
    expect((await desk.post(request, { words: choose(others) })).status).toBe(303)
    expect((await desk.post(request, { words })).status).toBe(410)
    expect(locationOf(await phone.post(waiting))).toEqual([303, waiting])
    expect(await read(await phone.get(waiting))).toContain('Not approved')
    expect((await phone.get(galleryPath)).status).toBe(403)
    expect(await rows.of('visits')).toHaveLength(1)
  })

  it('can be approved from the portal too, and then is a visit all the same', async () => {
    const { studio, client, phone, waiting, words, home, galleryPath } = await asked()
    clock.pass({ minutes: 2 })
    const other = await portal.signedIn(studio, client)
    const request = (await noticeOn(other, home)) ?? ''
    expect(locationOf(await other.post(request, { words }))).toEqual([303, home])
    expect(locationOf(await phone.post(waiting))).toEqual([303, galleryPath])
    expect(await read(await phone.get(home))).not.toContain(client.name)
  })
})

describe('a request', () => {
  it('lets in once, however often and from however many tabs it is pressed', async () => {
    const scene = await asked()
    await pick(scene, scene.words)
    const tabs = Array.from({ length: 4 }, () => scene.phone.copy())
    const answers = await Promise.all(tabs.map((tab) => tab.post(scene.waiting)))
    expect(answers.filter((answer) => answer.headers.get('location') === scene.galleryPath).length).toBeGreaterThan(0)
    expect(await rows.of('visits')).toHaveLength(2)
    expect((await rows.of('events')).filter(({ kind }) => kind === 'device-approved')).toHaveLength(1)
  })

  it('is answered once: the first of two answers at the same moment counts', async () => {
    const scene = await asked()
    const { desk, words, galleryPath } = scene
    const request = (await noticeOn(desk, galleryPath)) ?? ''
    const answers = await Promise.all([words, '', words].map((picked) => desk.copy().post(request, { words: picked })))
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 410, 410])
    const isApproved = answers[1]?.status !== 303
    const outcome = (await scene.phone.post(scene.waiting)).headers.get('location')
    expect(outcome).toBe(isApproved ? galleryPath : scene.waiting)
  })

  it.each([
    [299, true],
    [300, false],
    [301, false],
  ])('is answered after %i seconds: %s', async (seconds, isAnswered) => {
    clock.stop()
    const scene = await asked()
    const request = (await noticeOn(scene.desk, scene.galleryPath)) ?? ''
    clock.pass({ seconds })
    expect((await scene.desk.post(request, { words: scene.words })).status).toBe(isAnswered ? 303 : 410)
    const entered = (await scene.phone.post(scene.waiting)).headers.get('location')
    expect(entered).toBe(isAnswered ? scene.galleryPath : scene.waiting)
    const page = await scene.phone.get(scene.waiting)
    if (!isAnswered) expect(await read(page)).toContain('Nobody answered in time')
  })

  it('that was approved dies with its five minutes', async () => {
    clock.stop()
    const scene = await asked()
    await pick(scene, scene.words)
    clock.pass({ minutes: 5 })
    expect((await scene.phone.post(scene.waiting)).headers.get('location')).toBe(scene.waiting)
    expect((await scene.phone.get(scene.galleryPath)).status).toBe(403)
  })

  it('is nobody else’s to decide or to use', async () => {
    const scene = await asked()
    const { desk, phone, studio, gallery, words, waiting, galleryPath } = scene
    const request = (await noticeOn(desk, galleryPath)) ?? ''
    const ben = new Browser()
    await ben.open(await make.link(await make.contact(gallery)))
    const other = await make.scene()
    const stranger = await portal.signedIn(other.studio, other.contact.client)
    for (const browser of [ben, stranger, new Browser(), phone]) {
      expect((await browser.get(request)).status).toBe(404)
      expect((await browser.post(request, { words })).status).toBe(404)
    }
    expect(await noticeOn(ben, galleryPath)).toBe(undefined)
    expect((await desk.get(request.replace(studio.slug, other.studio.slug))).status).toBe(404)

    await pick(scene, words)
    const thief = phone.copy()
    thief.cookies.delete('__Host-device')
    await thief.post(waiting)
    expect((await thief.get(galleryPath)).status).toBe(403)
    expect((await ben.post(waiting)).headers.get('location')).toBe(galleryPath)
    expect(await rows.of('visits')).toHaveLength(2)
    expect((await phone.post(waiting)).headers.get('location')).toBe(galleryPath)
  })

  it.each<[string, (scene: Asked) => Promise<unknown>]>([
    [
      'the photographer removed them',
      async ({ owner, contact }) => (await make.signedIn(owner)).post(paths.contactRemoval(contact.id)),
    ],
    [
      'they signed out everywhere else',
      async ({ studio, client }) => {
        clock.pass({ minutes: 2 })
        await (await portal.signedIn(studio, client)).post(paths.otherDevicesRemoval(studio))
      },
    ],
  ])('that was approved opens nothing once %s', async (_, happens) => {
    const scene = await asked()
    await pick(scene, scene.words)
    await happens(scene)
    await scene.phone.post(scene.waiting)
    expect((await scene.phone.get(scene.galleryPath)).status).toBe(403)
    expect(await rows.of('visits')).toHaveLength(1)
  })

  it('needs the client’s own link in hand, which was opened elsewhere', async () => {
    const { studio, gallery, asking, contact } = await stuck()
    expect(locationOf(await new Browser().post(asking))).toEqual([303, paths.doorSignIn(studio, gallery)])
    const late = new Browser()
    const link = await make.link(contact)
    clock.pass({ days: 2 })
    await late.open(link)
    expect(locationOf(await late.post(asking))).toEqual([303, paths.doorSignIn(studio, gallery)])
    expect(await rows.of('approvals')).toEqual([])
  })

  it('takes the place of what the same browser asked before', async () => {
    const { phone, asking, waiting, words, desk, galleryPath } = await asked()
    const first = (await noticeOn(desk, galleryPath)) ?? ''
    await phone.post(asking)
    expect(await wordsOn(phone, waiting)).not.toBe(words)
    expect((await desk.get(first)).status).toBe(410)
    expect(await noticeOn(desk, galleryPath)).not.toBe(first)
  })

  it('is one of three at a time and of ten an hour; a code goes on working', async () => {
    const { link, asking, studio, gallery } = await stuck()
    const press = async () => {
      const browser = new Browser()
      await browser.open(link)
      return [browser, await browser.post(asking)] as const
    }
    const statuses = []
    for (let at = 0; at < 4; at++) statuses.push((await press())[1].status)
    expect(statuses).toEqual([303, 303, 303, 429])
    for (let round = 0; round < 3; round++) {
      clock.pass({ minutes: 6 })
      for (let at = 0; at < 3; at++) statuses.push((await press())[1].status)
    }
    expect(statuses.slice(4)).toEqual([303, 303, 303, 303, 303, 303, 303, 429, 429])
    const [browser, answer] = await press()
    expect(answer.headers.get('retry-after')).toBe('3600')
    expect(await read(answer)).toContain('Use a code or a password instead')
    expect((await browser.get(paths.code(studio, gallery))).status).toBe(200)
    clock.pass({ minutes: 50 })
    expect((await press())[1].status).toBe(303)
  })

  it('costs the gallery’s page no further call', async () => {
    const { desk, galleryPath } = await asked()
    const count = countRoundTrips()
    await desk.get(galleryPath)
    expect(count()).toEqual({ queries: 0, batches: 1, kvReads: 0, kvWrites: 0 })
  })
})
