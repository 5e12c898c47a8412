import { describe, expect, it } from 'vitest'
import { paths } from '../../src/paths'
import { Browser, ORIGIN, read } from '../helpers/browser'
import * as clock from '../helpers/clock'
import * as make from '../helpers/make'
import * as portal from '../helpers/portal'
import { textIn } from '../helpers/qr'
import * as rows from '../helpers/rows'

/** Anna, inside her gallery by her link alone, and where codes are shown. */
async function byLink() {
  const scene = await make.scene()
  const desk = new Browser()
  await desk.open(scene.link)
  const inGallery = paths.continuations(scene.studio, scene.gallery)
  const inPortal = paths.portalContinuations(scene.studio)
  return { ...scene, desk, client: scene.contact.client, inGallery, inPortal, home: paths.portal(scene.studio) }
}

/** The same, and signed in to the portal. */
async function signedIn() {
  const scene = await byLink()
  await portal.signedIn(scene.studio, scene.client, scene.desk)
  return scene
}

/** Shows a code, and reads the link in it. */
async function shown(desk: Browser, at: string): Promise<string> {
  const answer = await desk.post(at)
  expect(answer.status).toBe(200)
  const text = textIn(await answer.text())
  expect(text).toMatch(/^https:\/\/foyer\.test\/l\/[\w-]{43}$/)
  return text.slice(ORIGIN.length)
}

const locationOf = (answer: Response) => [answer.status, answer.headers.get('location')]

describe('a code that is shown in a gallery', () => {
  it('opens the same gallery on the phone, as the same person, by one press', async () => {
    const { desk, inGallery, galleryPath, photoPath, client } = await byLink()
    const link = await shown(desk, inGallery)
    const phone = new Browser()
    const before = await rows.all()
    for (let looked = 0; looked < 10; looked++) {
      expect(await read(await phone.get(link))).toContain(`Continue as ${client.name}`)
    }
    expect(await rows.all()).toEqual(before)

    expect(locationOf(await phone.post(link))).toEqual([303, galleryPath])
    expect((await rows.of('events')).at(-1)).toMatchObject({ kind: 'device-continued' })
    expect(await read(await phone.get(galleryPath))).toContain(`You are here as ${client.name}`)
    expect((await phone.get(photoPath)).status).toBe(200)
    expect((await desk.get(galleryPath)).status).toBe(200)
    expect(locationOf(await phone.get(link))).toEqual([303, galleryPath])
  })

  it('opens nothing but that gallery where she came in by a link alone, and for no longer', async () => {
    const { desk, inGallery, home, client } = await byLink()
    const phone = new Browser()
    await phone.open(await shown(desk, inGallery))
    expect(await read(await phone.get(home))).not.toContain(client.name)
    expect(await rows.of('sign_ins')).toEqual([])
    const [first, second] = await rows.of('visits')
    expect(second?.expires_at).toBe(first?.expires_at)
  })

  it('signs in on the phone too where she is signed in, but not longer, and steps nobody up', async () => {
    const { desk, inGallery, home, galleryPath, client, studio } = await signedIn()
    clock.pass({ days: 0, hours: 1 })
    const phone = new Browser()
    expect(locationOf(await phone.open(await shown(desk, inGallery)))).toEqual([303, galleryPath])
    expect(await read(await phone.get(home))).toContain(client.name)
    const [first, second] = await rows.of('sign_ins')
    expect([second?.way, second?.proved_at, second?.expires_at]).toEqual(['continuation', null, first?.expires_at])
    expect(await read(await phone.get(paths.clientDevices(studio)))).toContain('Sign out everywhere else')
  })
})

describe('the screen that shows a code', () => {
  it.each(['inGallery', 'inPortal'] as const)(
    'says once somebody is in by it, and to nobody else: %s',
    async (place) => {
      clock.stop()
      const { desk, studio, ...at } = await signedIn()
      const link = await shown(desk, at[place])
      const [code] = (await rows.of('client_links')).filter(({ kind }) => kind === 'continuation')
      const look = paths.continuation(studio, String(code?.id))
      expect(await read(await desk.get(look))).toContain('Not there yet')

      const phone = new Browser()
      expect((await phone.get(look)).status).toBe(404)
      await phone.open(link)
      expect(await read(await desk.get(look))).toContain('You are in on your other device.')
      expect((await new Browser().get(look)).status).toBe(404)
      const other = await make.studio()
      expect((await desk.get(paths.continuation(other, String(code?.id)))).status).toBe(404)
    },
  )

  it('says that the code has run out', async () => {
    clock.stop()
    const { desk, studio, inPortal } = await signedIn()
    await shown(desk, inPortal)
    const [code] = (await rows.of('client_links')).filter(({ kind }) => kind === 'continuation')
    clock.pass({ minutes: 1 })
    expect(await read(await desk.get(paths.continuation(studio, String(code?.id))))).toContain('This code has run out.')
  })
})

describe('a code that is shown in the portal', () => {
  it('signs in on the phone', async () => {
    const { desk, inPortal, home, client } = await signedIn()
    const phone = new Browser()
    const link = await shown(desk, inPortal)
    expect(locationOf(await phone.open(link))).toEqual([303, home])
    expect(await read(await phone.get(home))).toContain(client.name)
    expect(locationOf(await phone.get(link))).toEqual([303, home])
  })
})

describe('a code', () => {
  it('lets in one of two phones that scan it at the same moment', async () => {
    const { desk, inGallery, galleryPath } = await signedIn()
    const link = await shown(desk, inGallery)
    const phones = [new Browser(), new Browser(), new Browser()]
    for (const phone of phones) await phone.get(link)
    const answers = await Promise.all(phones.map((phone) => phone.post(link)))
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 410, 410])
    const pages = await Promise.all(phones.map((phone) => phone.get(galleryPath)))
    expect(pages.map(({ status }) => status).sort()).toEqual([200, 403, 403])
    expect(await rows.of('sign_ins')).toHaveLength(2)
    expect(
      await read((await phones[answers.findIndex(({ status }) => status === 410)]?.get(link)) as Response),
    ).toContain('This code has run out')
  })

  it.each([
    [59, 303],
    [60, 410],
    [61, 410],
  ])('is answered after %i seconds by %i', async (seconds, status) => {
    clock.stop()
    const { desk, inGallery } = await byLink()
    const phone = new Browser()
    const link = await shown(desk, inGallery)
    await phone.get(link)
    clock.pass({ seconds })
    expect((await phone.post(link)).status).toBe(status)
  })

  it.each<[string, (scene: Awaited<ReturnType<typeof signedIn>>) => Promise<unknown>]>([
    ['they signed out where it is shown', ({ desk, studio }) => desk.post(paths.portalSignOut(studio))],
    [
      'they were signed out there from elsewhere',
      async ({ studio, client }) => {
        clock.pass({ seconds: 1 })
        const other = await portal.signedIn(studio, client)
        await other.post(paths.otherDevicesRemoval(studio))
      },
    ],
    [
      'the photographer removed them',
      async ({ owner, contact }) => (await make.signedIn(owner)).post(paths.contactRemoval(contact.id)),
    ],
    [
      'the photographer closed the gallery',
      async ({ owner, gallery }) => (await make.signedIn(owner)).post(paths.publicationRemoval(gallery.id)),
    ],
  ])('opens nothing any more once %s', async (_, happens) => {
    const scene = await signedIn()
    clock.pass({ minutes: 2 })
    clock.stop()
    const phone = new Browser()
    const link = await shown(scene.desk, scene.inGallery)
    await phone.get(link)
    await happens(scene)
    expect((await phone.post(link)).status).toBe(410)
    expect((await phone.get(scene.galleryPath)).status).not.toBe(200)
    expect(await rows.of('visits')).toHaveLength(1)
  })

  it('is not shown to whoever is not in', async () => {
    const { inGallery, inPortal, desk, galleryPath } = await byLink()
    expect(locationOf(await new Browser().post(inGallery))).toEqual([303, galleryPath])
    expect((await desk.post(inPortal)).status).toBe(403)
    expect((await rows.of('client_links')).length).toBe(0)
  })

  it('is of no use to a browser without cookies, and not spent by it', async () => {
    const { desk, inGallery } = await byLink()
    const link = await shown(desk, inGallery)
    expect((await new Browser().post(link)).status).toBe(403)
    expect((await rows.of('client_links'))[0]?.used_at).toBe(null)
  })

  it('ends whoever was at that studio on the phone before', async () => {
    const { desk, inGallery, gallery, galleryPath, client } = await signedIn()
    const phone = new Browser()
    const ben = await make.contact(gallery, { name: 'Ben Keller' })
    await phone.open(await make.link(ben))
    const stolen = phone.copy()
    await phone.open(await shown(desk, inGallery))
    expect(await read(await phone.get(galleryPath))).toContain(`You are here as ${client.name}`)
    expect((await stolen.get(galleryPath)).status).toBe(403)
  })
})

describe('devices that came in by a code', () => {
  it('have no tries at login codes of their own, however many there are', async () => {
    clock.stop()
    const { desk, inGallery, client, studio } = await byLink()
    const answers: number[] = []
    for (let phones = 0; phones < 3; phones++) {
      const phone = new Browser()
      await phone.open(await shown(desk, inGallery))
      clock.pass({ minutes: 2 })
      await portal.ask(phone, studio, client.email)
      for (let tries = 0; tries < 5; tries++) {
        answers.push((await phone.post(paths.portalCode(studio), { code: '000000' })).status)
      }
    }
    expect(answers).toEqual([...Array(10).fill(422), ...Array(5).fill(429)])
  })
})
