import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import * as schema from '../../src/db/schema'
import { remember } from '../../src/door/link'
import { randomId, randomToken } from '../../src/lib/token'
import { paths } from '../../src/paths'
import { Browser, read } from '../helpers/browser'
import * as clock from '../helpers/clock'
import { countRoundTrips } from '../helpers/count'
import * as jobs from '../helpers/jobs'
import * as make from '../helpers/make'
import * as outside from '../helpers/outside'
import * as portal from '../helpers/portal'
import * as rows from '../helpers/rows'

async function withLink() {
  clock.stop()
  const scene = await make.scene()
  const client = scene.contact.client
  return { ...scene, client, link: await portal.link(client), at: paths.portal(scene.studio) }
}

/** A browser that was here before: it has its device cookie and nothing else. */
function device(): Browser {
  const browser = new Browser()
  browser.cookies.set('__Host-device', { value: randomToken(), path: '/' })
  return browser
}

const isInside = async (browser: Browser, { at, client }: { at: string; client: { name: string } }) =>
  (await read(await browser.get(at))).includes(client.name)

/** The page of R32: what happened, and both ways on. */
async function expectOver(answer: Response, says: string, at: string, link: string) {
  expect(answer.status).toBe(410)
  const html = await answer.text()
  expect(html).toContain(says)
  expect(html).toContain(`action="${paths.linkRenewals(link.slice('/l/'.length))}"`)
  expect(html).toContain(`href="${at}"`)
}

const pathOfRenewals = (link: string) => paths.linkRenewals(link.slice('/l/'.length))

describe('a link into the portal', () => {
  it('shows the studio and one button, which signs in', async () => {
    const scene = await withLink()
    const browser = new Browser()
    const page = await browser.get(scene.link)
    expect(page.status).toBe(200)
    expect(page.headers.get('Referrer-Policy')).toBe('no-referrer')
    const text = await read(page)
    expect(text).toContain(scene.studio.name)
    expect(text).toContain('Open your galleries')
    expect(text).not.toContain(scene.client.name)

    const answer = await browser.post(scene.link)
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, scene.at])
    expect(await isInside(browser, scene)).toBe(true)
    expect(await rows.of('sign_ins')).toMatchObject([{ client_id: scene.client.id, way: 'link', ended_at: null }])
  })

  it('is the same after ten looks, by GET and HEAD, and opens then', async () => {
    const scene = await withLink()
    const before = JSON.stringify(await rows.all())
    for (let turn = 0; turn < 10; turn++) {
      expect((await new Browser().get(scene.link)).status).toBe(200)
      expect((await new Browser().send('HEAD', scene.link)).status).toBe(200)
    }
    expect(JSON.stringify(await rows.all())).toBe(before)
    expect(jobs.waitingJobs()).toEqual([])
    const browser = new Browser()
    await browser.open(scene.link)
    expect(await isInside(browser, scene)).toBe(true)
  })

  it('asks the stores once to look and twice to open', async () => {
    const { link } = await withLink()
    const browser = new Browser()
    const looking = countRoundTrips()
    await browser.get(link)
    expect(looking()).toEqual({ queries: 1, batches: 0, kvReads: 1, kvWrites: 0 })
    const opening = countRoundTrips()
    await browser.post(link)
    expect(opening()).toEqual({ queries: 1, batches: 1, kvReads: 1, kvWrites: 0 })
  })

  it('opens once; then it says so, to GET and POST, and offers both ways on', async () => {
    const scene = await withLink()
    await new Browser().open(scene.link)
    const other = device()
    await expectOver(await other.get(scene.link), 'This link was used', scene.at, scene.link)
    await expectOver(await other.post(scene.link), 'This link was used', scene.at, scene.link)
    expect(await isInside(other, scene)).toBe(false)
    expect(await rows.of('sign_ins')).toHaveLength(1)
  })

  it('opens in the last second of 30 minutes, and not a moment later', async () => {
    const scene = await withLink()
    clock.pass({ minutes: 29, seconds: 59 })
    expect((await new Browser().get(scene.link)).status).toBe(200)
    const late = device()
    clock.pass({ seconds: 1 })
    await expectOver(await late.get(scene.link), 'This link has run out', scene.at, scene.link)
    await expectOver(await late.post(scene.link), 'This link has run out', scene.at, scene.link)

    const second = await portal.link(scene.client)
    clock.pass({ minutes: 29, seconds: 59 })
    const browser = new Browser()
    await browser.open(second)
    expect(await isInside(browser, scene)).toBe(true)
  })

  it('opens no more once there is a newer one, which does', async () => {
    const scene = await withLink()
    const newer = await portal.link(scene.client)
    const browser = device()
    await expectOver(await browser.post(scene.link), 'There is a newer link', scene.at, scene.link)
    expect(await isInside(browser, scene)).toBe(false)
    await browser.post(newer)
    expect(await isInside(browser, scene)).toBe(true)
  })

  it('of one client goes on when another gets one', async () => {
    const scene = await withLink()
    await portal.link((await make.contact(scene.gallery)).client)
    const browser = device()
    await browser.post(scene.link)
    expect(await isInside(browser, scene)).toBe(true)
  })

  it('is won by one of twenty browsers that press at the same moment', async () => {
    const scene = await withLink()
    const racers = Array.from({ length: 20 }, device)
    const answers = await Promise.all(racers.map((racer) => racer.post(scene.link)))
    expect(answers.map(({ status }) => status)).toEqual(racers.map(() => 303))
    expect(answers.filter((answer) => answer.headers.get('Location') === scene.at)).toHaveLength(1)
    const inside = await Promise.all(racers.map((racer) => isInside(racer, scene)))
    expect(inside.filter(Boolean)).toHaveLength(1)
    expect(await rows.of('sign_ins')).toHaveLength(1)
    const lost = answers.findIndex((answer) => answer.headers.get('Location') !== scene.at)
    const after = await racers[lost]?.follow(answers[lost] ?? new Response())
    await expectOver(after ?? new Response(), 'This link was used', scene.at, scene.link)
  })

  it('leaves no moment in which it and a newer one both open', async () => {
    const scene = await withLink()
    for (let round = 0; round < 20; round++) {
      const racers = [device(), device()]
      const older = await portal.link(scene.client)
      const [, newer] = await Promise.all([racers[0]?.post(older), portal.link(scene.client)])
      const later = device()
      expect((await later.post(older)).status).not.toBe(303)
      expect((await racers[1]?.post(newer))?.headers.get('Location')).toBe(scene.at)
    }
  })

  it('leads a browser that is signed in already to the portal, and stays unspent', async () => {
    const scene = await withLink()
    const browser = await portal.signedIn(scene.studio, scene.client)
    for (const answer of [await browser.get(scene.link), await browser.post(scene.link)]) {
      expect([answer.status, answer.headers.get('Location')]).toEqual([303, scene.at])
    }
    expect((await rows.of('client_links')).map(({ used_at }) => used_at)).toEqual([null])
    const other = device()
    await other.post(scene.link)
    expect(await isInside(other, scene)).toBe(true)
  })

  it('leads the browser that used it back to the portal, as long as it is signed in there', async () => {
    const scene = await withLink()
    const browser = new Browser()
    await browser.open(scene.link)
    clock.pass({ days: 3 })
    expect((await browser.get(scene.link)).headers.get('Location')).toBe(scene.at)
    await browser.post(paths.portalSignOut(scene.studio))
    expect((await browser.get(scene.link)).status).toBe(410)
  })

  it('takes the place of somebody else who was signed in with this browser', async () => {
    const scene = await withLink()
    const ben = await make.contact(scene.gallery, { name: 'Ben Hartmann' })
    const browser = await portal.signedIn(scene.studio, ben.client)
    const stolen = browser.copy()
    await browser.open(scene.link)
    expect(await isInside(browser, scene)).toBe(true)
    expect(await read(await browser.get(scene.at))).not.toContain('Ben Hartmann')
    expect(await read(await stolen.get(scene.at))).not.toContain('Ben Hartmann')
  })

  it('is not spent by a browser that keeps no cookies', async () => {
    const scene = await withLink()
    const answer = await new Browser().post(scene.link)
    expect(answer.status).toBe(403)
    expect(await read(answer)).toContain('This browser keeps no cookies')
    const other = device()
    await other.post(scene.link)
    expect(await isInside(other, scene)).toBe(true)
  })

  it('opens nothing without its row, or with that of another kind', async () => {
    const scene = await withLink()
    await make.db().delete(schema.clientLinks)
    const browser = device()
    for (const answer of [await browser.get(scene.link), await browser.post(scene.link)]) {
      expect(answer.status).toBe(404)
    }
    expect((await browser.post(pathOfRenewals(scene.link))).status).toBe(404)

    const [id, token] = [randomId(), randomToken()]
    await remember(env.TOKENS, token, { kind: 'portal', id })
    const until = clock.plus(new Date(), { hours: 1 })
    const row = { id, kind: 'password-reset' as const, clientId: scene.client.id }
    await make
      .db()
      .insert(schema.clientLinks)
      .values({ ...row, issuedAt: new Date(), opensUntil: until })
    expect((await browser.post(paths.link(token))).status).toBe(404)
    expect(await rows.of('sign_ins')).toEqual([])
  })

  it('dies when its client gets another address, and sends nothing there', async () => {
    const scene = await withLink()
    clock.pass({ seconds: 1 })
    const set = { email: 'anna@elsewhere.example', emailSince: new Date() }
    await make.db().update(schema.clients).set(set).where(eq(schema.clients.id, scene.client.id))
    const browser = device()
    for (const path of [scene.link, pathOfRenewals(scene.link)]) {
      const answer = await browser.post(path)
      expect(answer.status).toBe(410)
      const html = await answer.text()
      expect(html).toContain('Your email address has changed')
      expect(html).not.toContain('elsewhere')
      expect(html).not.toContain('Send me a new link')
    }
    await jobs.run()
    expect(outside.mails()).toEqual([])
    expect(await rows.of('sign_ins')).toEqual([])
  })

  it('is nothing any more once its client is erased', async () => {
    const scene = await withLink()
    await make.db().update(schema.clients).set({ erasedAt: new Date() }).where(eq(schema.clients.id, scene.client.id))
    const browser = device()
    expect((await browser.get(scene.link)).status).toBe(404)
    expect((await browser.post(scene.link)).status).toBe(404)
    expect((await browser.post(pathOfRenewals(scene.link))).status).toBe(404)
    expect(await rows.of('sign_ins')).toEqual([])
  })

  it('makes nobody a person of the studio, not with their address either (R33)', async () => {
    const scene = await withLink()
    const owner = await make.contact(scene.gallery, { email: scene.owner.email })
    const browser = new Browser()
    await browser.open(await portal.link(owner.client))
    expect(await isInside(browser, { at: scene.at, client: owner.client })).toBe(true)
    expect((await browser.get(paths.galleries())).headers.get('Location')).toBe(paths.signIn())
    expect((await browser.post(paths.newGallery(), { title: 'Mine' })).status).toBe(403)
    expect((await rows.of('sessions')).map(({ staff_id }) => staff_id)).toEqual([null])
  })

  it('leads into no other studio', async () => {
    const scene = await withLink()
    const other = await make.scene()
    const browser = new Browser()
    await browser.open(scene.link)
    expect(await read(await browser.get(paths.portal(other.studio)))).toContain('Email Continue')
  })

  it('is unknown after a week', async () => {
    const { link } = await withLink()
    const { keys } = await env.TOKENS.list()
    const week = Date.now() / 1000 + 7 * 86_400
    expect(keys.some(({ expiration = 0 }) => Math.abs(expiration - week) < 60)).toBe(true)
    expect(link).toMatch(/^\/l\/[\w-]{43}$/)
  })
})

describe('"Send me a new link"', () => {
  async function over() {
    const scene = await withLink()
    clock.pass({ minutes: 31 })
    return { ...scene, browser: device(), ask: pathOfRenewals(scene.link) }
  }

  it('mails one to the address on file, which the page shows masked, and it opens', async () => {
    const { browser, ask, client, studio, link, ...scene } = await over()
    const page = await read(await browser.get(link))
    expect(page).toContain('It will go to a•••@e•••.com.')
    expect(page).not.toContain(client.email)
    const answer = await browser.post(ask)
    expect(answer.status).toBe(200)
    expect(await read(answer)).toContain('A new link is on its way to a•••@e•••.com.')
    await jobs.run()
    expect(outside.mails()).toMatchObject([
      { to: client.email, subject: `${studio.name}: your way in`, reply_to: studio.replyTo },
    ])

    const fresh = portal.linkMailedTo(client.email)
    await browser.get(fresh)
    await browser.post(fresh)
    expect(await isInside(browser, { ...scene, client })).toBe(true)
  })

  it('is there on a link that was used, and one that was replaced', async () => {
    const { client, link, gallery } = await withLink()
    await new Browser().open(link)
    expect((await device().post(pathOfRenewals(link))).status).toBe(200)
    const ben = (await make.contact(gallery)).client
    const older = await portal.link(ben)
    await portal.link(ben)
    expect((await device().post(pathOfRenewals(older))).status).toBe(200)
    await jobs.run()
    expect(outside.mails().map(({ to }) => to)).toEqual([client.email, ben.email])
  })

  it('voids the one before', async () => {
    const { browser, ask, client } = await over()
    await browser.post(ask)
    await jobs.run()
    const first = portal.linkMailedTo(client.email)
    clock.pass({ minutes: 1 })
    await browser.post(ask)
    await jobs.run()
    expect(await read(await device().post(first))).toContain('There is a newer link')
    expect((await device().get(portal.linkMailedTo(client.email))).status).toBe(200)
  })

  it('is sent once a minute and five times an hour, whoever asks; the page says when the next one can be', async () => {
    const { ask } = await over()
    const statuses = async (...waits: clock.Span[]) => {
      const all = []
      for (const wait of waits) {
        clock.pass(wait)
        all.push((await device().post(ask)).status)
      }
      return all
    }
    expect(await statuses({}, { seconds: 20 })).toEqual([200, 429])
    const early = await device().post(ask)
    expect(early.headers.get('Retry-After')).toBe('40')
    expect(await read(early)).toContain('another one can be sent in 40 seconds')
    expect(await statuses({ seconds: 40 }, { minutes: 1 }, { minutes: 1 }, { minutes: 1 }, { minutes: 1 })).toEqual([
      ...[200, 200, 200, 200, 429],
    ])
    await jobs.run()
    expect((await rows.of('messages')).filter(({ kind }) => kind === 'portal-login')).toHaveLength(5)
  })

  it('does nothing but show the page while the link still opens', async () => {
    const { link, client, ...scene } = await withLink()
    const answer = await device().post(pathOfRenewals(link))
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, link])
    const browser = device()
    await browser.post(link)
    expect(await isInside(browser, { ...scene, client })).toBe(true)
    expect(await rows.of('messages')).toEqual([])
  })
})

describe('the mail with a link into the portal', () => {
  it('is not sent once its link would be over, nor once there is a newer one', async () => {
    const { client, link } = await withLink()
    clock.pass({ minutes: 31 })
    await device().post(pathOfRenewals(link))
    await portal.link(client)
    await jobs.run()
    expect(outside.mails()).toEqual([])
    expect(await rows.of('messages')).toMatchObject([{ state: 'failed', sealed: null, problem: 'No longer needed.' }])

    clock.pass({ minutes: 1 })
    await device().post(pathOfRenewals(link))
    clock.pass({ minutes: 30 })
    await jobs.run()
    expect(outside.mails()).toEqual([])
    expect(await rows.of('messages')).toMatchObject([{}, { state: 'failed', problem: 'It could not be sent in time.' }])
  })

  it('does not go to an address that is the client’s no longer', async () => {
    const { client, link } = await withLink()
    clock.pass({ minutes: 31 })
    await device().post(pathOfRenewals(link))
    const set = { email: 'anna@elsewhere.example' }
    await make.db().update(schema.clients).set(set).where(eq(schema.clients.id, client.id))
    await jobs.run()
    expect(outside.mails()).toEqual([])
  })
})
