import { describe, expect, it } from 'vitest'
import { randomToken } from '../../src/lib/token'
import { paths } from '../../src/paths'
import { Browser, read } from '../helpers/browser'
import * as clock from '../helpers/clock'
import * as make from '../helpers/make'
import { ofPromised } from '../helpers/promised'
import * as rows from '../helpers/rows'

/** A browser that was here before: it has its device cookie and nothing else. */
function device(): Browser {
  const browser = new Browser()
  browser.cookies.set('__Host-device', { value: randomToken(), path: '/' })
  return browser
}

/** Two devices press the button of one link at once. */
async function race(contact: { id: string; clientId: string }) {
  const link = await make.link(contact)
  const racers = [device(), device()]
  const answers = await Promise.all(racers.map((racer) => racer.post(link)))
  return { racers, leadTo: answers.map((answer) => answer.headers.get('Location')?.split('/').at(3) ?? 'the gallery') }
}

async function expectOnlyWinnersInside(race: { racers: Browser[]; leadTo: string[] } | undefined, path: string) {
  const pages = await Promise.all((race?.racers ?? []).map((racer) => racer.get(path)))
  expect(pages.map(({ status }) => status)).toEqual(race?.leadTo.map((place) => (place === 'the gallery' ? 200 : 403)))
}

describe('two devices at the same moment', () => {
  it('share no link: exactly one gets in, every time', async () => {
    const scene = await make.scene()
    const rounds = ofPromised(50)
    for (let round = 0; round < rounds; round++) {
      const races = await Promise.all(Array.from({ length: 10 }, () => race(scene.contact)))
      expect(races.map(({ leadTo }) => leadTo.toSorted())).toEqual(races.map(() => ['code', 'the gallery']))
      await expectOnlyWinnersInside(races[0], scene.galleryPath)
    }

    const links = (await rows.of('links')).filter(({ claimed_by }) => claimed_by)
    expect(links).toHaveLength(rounds * 10)
    const visits = await rows.of('visits')
    expect(visits.map(({ id }) => id).sort()).toEqual(links.map(({ visit_id }) => visit_id).sort())
    const sessions = await rows.of('sessions')
    expect(sessions.map(({ device_hash }) => device_hash).sort()).toEqual(links.map((link) => link.claimed_by).sort())
    expect((await rows.of('events')).filter(({ kind }) => kind === 'link-claimed')).toHaveLength(rounds * 10)
  }, 180_000)

  it('share no link when there are twenty of them', async () => {
    const { link, galleryPath } = await make.scene()
    const answers = await Promise.all(Array.from({ length: 20 }, () => device().post(link)))
    const leadTo = answers.map((answer) => answer.headers.get('Location'))
    expect(leadTo.filter((place) => place === galleryPath)).toHaveLength(1)
    expect(leadTo.filter((place) => place === `${galleryPath}/code`)).toHaveLength(19)
    expect(await rows.of('visits')).toHaveLength(1)
  })

  it('are one when they are two tabs of a browser: both are in', async () => {
    const { link, galleryPath } = await make.scene()
    const phone = device()
    const answers = await Promise.all([phone.post(link), phone.post(link)])
    expect(answers.map(({ status }) => status)).toEqual([303, 303])
    expect((await phone.get(galleryPath)).status).toBe(200)
  })
})

/** Anna's phone, inside by her link, the clock standing at the moment of its issue. */
async function inside() {
  clock.stop()
  const scene = await make.scene()
  const phone = new Browser()
  await phone.open(scene.link)
  return { ...scene, phone }
}

describe('the device that opened a link', () => {
  it('opens it again until 24 hours have passed, having lost its place', async () => {
    const { phone, link, galleryPath } = await inside()
    clock.pass({ hours: 23, minutes: 59, seconds: 59 })
    phone.forgetSession()
    expect((await phone.get(galleryPath)).status).toBe(403)

    expect((await phone.open(link)).headers.get('Location')).toBe(galleryPath)
    expect((await phone.get(galleryPath)).status).toBe(200)
  })

  it('does not after that, and reads that the time has passed', async () => {
    const { phone, link, galleryPath } = await inside()
    clock.pass({ hours: 24, seconds: 1 })
    phone.forgetSession()

    const answer = await phone.open(link)
    expect(answer.headers.get('Location')).toBe(`${galleryPath}/code`)
    expect(await read(await phone.follow(answer))).toContain('This link has run out')
    expect((await phone.get(galleryPath)).status).toBe(403)
  })

  it('is in until the link has run out, and then no longer', async () => {
    const { phone, galleryPath } = await inside()
    clock.pass({ hours: 23, minutes: 59, seconds: 59 })
    expect((await phone.get(galleryPath)).status).toBe(200)
    clock.pass({ seconds: 2 })
    expect((await phone.get(galleryPath)).status).toBe(403)
  })

  it('gains no time by opening it again and again', async () => {
    const { phone, link, galleryPath } = await inside()
    for (const _ of [1, 2, 3]) {
      clock.pass({ hours: 7 })
      phone.forgetSession()
      await phone.open(link)
      expect((await phone.get(galleryPath)).status).toBe(200)
    }
    clock.pass({ hours: 3, seconds: 1 })
    expect((await phone.get(galleryPath)).status).toBe(403)
    expect((await phone.open(link)).headers.get('Location')).toBe(`${galleryPath}/code`)
  })
})

describe('whoever comes by a link at the last moment', () => {
  it('has two hours to look', async () => {
    clock.stop()
    const { link, galleryPath } = await make.scene()
    const phone = new Browser()
    clock.pass({ hours: 23, minutes: 59, seconds: 59 })
    await phone.open(link)

    clock.pass({ hours: 1, minutes: 59, seconds: 59 })
    expect((await phone.get(galleryPath)).status).toBe(200)
    clock.pass({ seconds: 2 })
    expect((await phone.get(galleryPath)).status).toBe(403)
  })

  it('is too late a second after 24 hours, and the link is not spent by trying', async () => {
    clock.stop()
    const { link, galleryPath } = await make.scene()
    clock.pass({ hours: 24, seconds: 1 })
    const phone = new Browser()
    const answer = await phone.open(link)
    expect(answer.headers.get('Location')).toBe(`${galleryPath}/code`)
    expect(await read(await phone.follow(answer))).toContain('This link has run out')
    expect(await rows.of('links')).toMatchObject([{ claimed_by: null, visit_id: null }])
  })
})

describe('another browser', () => {
  it('is no other when it has the same cookies, and is one when it is a private window', async () => {
    const { phone, link, galleryPath } = await inside()
    const privateWindow = new Browser()
    expect((await privateWindow.open(link)).headers.get('Location')).toBe(`${galleryPath}/code`)
    expect((await privateWindow.get(galleryPath)).status).toBe(403)
    expect((await phone.copy().get(galleryPath)).status).toBe(200)
  })

  it('does not put out the one that is in', async () => {
    const { phone, link, galleryPath } = await inside()
    for (const _ of [1, 2, 3]) await new Browser().open(link)
    expect((await phone.get(galleryPath)).status).toBe(200)
    phone.forgetSession()
    expect((await phone.open(link)).status).toBe(303)
  })

  it('finds no way in through the cookie of a browser that was never let in', async () => {
    const { link, galleryPath } = await inside()
    const stranger = new Browser()
    await stranger.open(link)
    expect(stranger.cookies.has('__Host-session')).toBe(true)
    expect((await stranger.get(galleryPath)).status).toBe(403)
  })
})

describe('a browser that keeps no cookies', () => {
  it('is told so, and spends nothing', async () => {
    const { link, galleryPath } = await make.scene()
    const answer = await new Browser().post(link)
    expect(answer.status).toBe(403)
    expect(await read(answer)).toContain('This browser keeps no cookies')
    expect(await rows.of('sessions')).toEqual([])
    expect(await rows.of('visits')).toEqual([])
    expect(await rows.of('links')).toMatchObject([{ claimed_by: null, claimed_at: null, visit_id: null }])

    expect((await new Browser().open(link)).headers.get('Location')).toBe(galleryPath)
  })

  it('is not told that a link is still good which is not', async () => {
    const { contact } = await make.scene()
    const stale = await make.link(contact, clock.plus(new Date(), { hours: -25 }))
    const answer = await new Browser().post(stale)
    expect(answer.status).toBe(403)
    expect(await read(answer)).not.toContain('it is still good')
  })
})

describe('one browser with several galleries', () => {
  it('stays in both', async () => {
    const wedding = await make.scene()
    const portraits = await make.scene()
    const phone = new Browser()
    await phone.open(wedding.link)
    await phone.open(portraits.link)

    for (const { galleryPath, photoPath, gallery } of [wedding, portraits]) {
      const page = await phone.get(galleryPath)
      expect(page.status).toBe(200)
      expect(await read(page)).toContain(gallery.title)
      expect((await phone.get(photoPath)).status).toBe(200)
    }
    expect((await rows.of('sessions')).filter(({ ended_at }) => ended_at === null)).toHaveLength(1)
  })

  it('leaves one and stays in the other', async () => {
    const wedding = await make.scene()
    const portraits = await make.scene()
    const phone = new Browser()
    await phone.open(wedding.link)
    await phone.open(portraits.link)

    await phone.post(paths.visitRemoval(wedding.studio, wedding.gallery))
    expect((await phone.get(wedding.galleryPath)).status).toBe(403)
    expect((await phone.get(portraits.galleryPath)).status).toBe(200)
  })

  it('keeps the photographer signed in who opens a client’s link', async () => {
    const { owner, link, galleryPath } = await make.scene()
    const desk = await make.signedIn(owner)
    await desk.open(link)
    expect((await desk.get(galleryPath)).status).toBe(200)
    expect((await desk.get(paths.galleries())).status).toBe(200)
  })

  it('is in as the second person, when two people of a gallery use it one after the other', async () => {
    const { link, galleryPath, gallery } = await make.scene()
    const ben = await make.contact(gallery, { name: 'Ben Keller' })
    const tablet = new Browser()
    await tablet.open(link)
    await tablet.open(await make.link(ben))
    expect(await read(await tablet.get(galleryPath))).toContain('You are here as Ben Keller')
  })
})

describe('a browser that somebody used before', () => {
  it('begins a session of its own when a client claims their link: who copied the one before stays a guest at most', async () => {
    const { gallery, galleryPath, link, contact } = await make.scene({ guests: 'by-link' })
    const shared = new Browser()
    await shared.open(await make.roleLink(gallery, 'guest'))
    const copy = shared.copy()
    await shared.open(link)
    expect(await read(await shared.get(galleryPath))).toContain(`You are here as ${contact.client.name}`)
    const seen = await copy.get(galleryPath)
    expect(seen.status).toBe(403)
    expect(await read(seen)).not.toContain(contact.client.name)
  })
})
