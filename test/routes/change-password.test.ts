import { beforeEach, describe, expect, it } from 'vitest'
import { paths } from '../../src/paths'
import { whole } from '../helpers/answer'
import { breach } from '../helpers/breaches'
import { Browser, read } from '../helpers/browser'
import * as clock from '../helpers/clock'
import { countRoundTrips } from '../helpers/count'
import * as jobs from '../helpers/jobs'
import * as make from '../helpers/make'
import { FOUR_WORDS, inField } from '../helpers/new-password'
import * as resets from '../helpers/resets'
import * as rows from '../helpers/rows'
import * as scrypt from '../helpers/scrypt'

const OLD = 'meadow lantern copper violin'
const NEW = 'harbor thimble orchid gravel'
const WELL_KNOWN = '/.well-known/change-password'

beforeEach(() => scrypt.makeCheap())

/** A client with a password, and the page on which it is changed. */
async function client() {
  clock.stop()
  const scene = await make.scene()
  const { studio, gallery, contact } = scene
  await make.password(contact.client, OLD)
  const { email } = contact.client
  const change = (over: Record<string, string> = {}, browser = new Browser()) =>
    browser.post(paths.passwordChange(studio), { email, current: OLD, password: NEW, ...over })
  const signIn = (password: string, browser = new Browser()) =>
    browser.post(paths.password(studio, gallery), { email, password })
  return { ...scene, email, change, signIn }
}

describe('a password', () => {
  it('is changed by whoever knows it; four words are suggested', async () => {
    const { studio, email, signIn } = await client()
    const browser = new Browser()
    const page = await browser.get(paths.passwordChange(studio))
    expect(page.status).toBe(200)
    const password = inField(await page.text())
    expect(password).toMatch(FOUR_WORDS)
    const done = await browser.post(paths.passwordChange(studio), { email, current: OLD, password })
    expect(done.status).toBe(200)
    expect(await read(done)).toContain('Your password is changed')
    expect((await signIn(password)).status).toBe(303)
    expect((await signIn(OLD)).status).toBe(422)
  })

  it('stays when the one until now is wrong, and what was typed comes back, passwords until now never', async () => {
    const { email, change, signIn } = await client()
    const answer = await change({ current: 'meadow lantern copper piano' })
    expect(answer.status).toBe(422)
    const html = await answer.text()
    expect(html).toContain('This email and password do not belong together')
    expect(html).toContain(`value="${email}"`)
    expect(inField(html)).toBe(NEW)
    expect(html).not.toContain('copper piano')
    expect((await signIn(OLD)).status).toBe(303)
  })

  it('is refused when it is weak, known from a breach, or one’s own name; as often as it takes', async () => {
    const { change, signIn } = await client()
    breach(NEW)
    for (const [password, reason] of [
      ['anna', 'This is too short'],
      ['Anna Keller 1990', 'little more than a name'],
      [NEW, 'known from a break-in'],
    ] as const) {
      const answer = await change({ password })
      expect(answer.status).toBe(422)
      expect(await read(answer)).toContain(reason)
    }
    for (let turn = 0; turn < 10; turn++) await change({ password: 'short' })
    expect((await change({ password: `${NEW} again` })).status).toBe(200)
    expect((await signIn(`${NEW} again`)).status).toBe(303)
  })

  it('signs out every other browser; the one it is changed in stays, with a new session', async () => {
    const { change, signIn, galleryPath, studio, email } = await client()
    const [phone, laptop] = [new Browser(), new Browser()]
    for (const browser of [phone, laptop]) {
      await signIn(OLD, browser)
      expect((await browser.get(galleryPath)).status).toBe(200)
    }
    const stolen = phone.copy()
    await resets.ask(studio, email)
    expect((await change({}, phone)).status).toBe(200)

    expect((await phone.get(galleryPath)).status).toBe(200)
    expect((await laptop.get(galleryPath)).status).toBe(403)
    expect((await stolen.get(galleryPath)).status).toBe(403)
    expect((await new Browser().get(resets.newest())).status).toBe(410)
  })

  it('is changed once by ten who know it at the same moment', async () => {
    const { change, signIn } = await client()
    const sent = Array.from({ length: 10 }, (_, turn) => `${NEW} ${turn}`)
    const answers = await Promise.all(sent.map((password) => change({ password })))
    const won = sent.filter((_, turn) => answers[turn]?.status === 200)
    expect(won).toHaveLength(1)
    expect((await signIn(won[0] ?? '')).status).toBe(303)
  })

  it('is not looked at after ten wrong ones, here and at a gallery’s door together; a known browser goes on', async () => {
    const { change, signIn } = await client()
    const phone = new Browser()
    await signIn(OLD, phone)
    for (let turn = 0; turn < 5; turn++) {
      expect((await change({ current: `a guess of number ${turn}` })).status).toBe(422)
      expect((await signIn(`another guess of number ${turn}`)).status).toBe(422)
    }
    const eleventh = await change()
    expect(eleventh.status).toBe(429)
    expect(eleventh.headers.get('Retry-After')).toBe('3600')
    expect((await signIn(OLD)).status).toBe(429)

    phone.forgetSession()
    expect((await change({}, phone)).status).toBe(200)
    clock.pass({ hours: 1, seconds: 1 })
    expect((await signIn(NEW)).status).toBe(303)
  })

  it('is not changed by looking, and not by forms that miss something', async () => {
    const { studio, change } = await client()
    const before = JSON.stringify(await rows.of('clients'))
    for (let turn = 0; turn < 10; turn++) await new Browser().get(paths.passwordChange(studio))
    expect(await read(await change({ email: 'anna' }))).toContain('This is not an email address')
    expect(await read(await change({ current: '' }))).toContain('Enter your password')
    expect((await new Browser().post(paths.passwordChange({ slug: 'nowhere' }))).status).toBe(404)
    expect((await new Browser().get(paths.passwordChange({ slug: 'nowhere' }))).status).toBe(404)
    expect(JSON.stringify(await rows.of('clients'))).toBe(before)
  })
})

describe('an address typed by a stranger', () => {
  /** Eleven guesses, the last of which is too many. */
  async function told(studio: { slug: string }, email: string) {
    const answers = []
    for (let turn = 0; turn < 11; turn++) {
      const count = countRoundTrips()
      const form = { email, current: `a guess of number ${turn}`, password: NEW }
      const answer = await new Browser().post(paths.passwordChange(studio), form)
      answers.push({ ...(await whole(answer, [email])), ...count(), jobs: jobs.waitingJobs().length })
    }
    return answers
  }

  it('gets the same answers at the same cost, with a password, without one, and unknown', async () => {
    const { studio, gallery, email } = await client()
    const ben = await make.contact(gallery, { name: 'Ben' })
    const withPassword = await told(studio, email)
    expect(await told(studio, ben.client.email)).toEqual(withPassword)
    expect(await told(studio, 'nobody@example.com')).toEqual(withPassword)
    expect(withPassword.map(({ status }) => status)).toEqual([...Array(10).fill(422), 429])
  })
})

describe('where password managers look', () => {
  it('leads to the only studio’s page', async () => {
    const studio = await make.studio()
    await make.studio({ isDemo: true })
    const answer = await new Browser().get(WELL_KNOWN)
    expect(answer.status).toBe(303)
    expect(answer.headers.get('Location')).toBe(paths.passwordChange(studio))
    expect(answer.headers.get('Cache-Control')).toBe('private, no-store')
  })

  it('leads nowhere while there is no studio or more than one', async () => {
    expect((await new Browser().get(WELL_KNOWN)).status).toBe(404)
    await make.studio()
    await make.studio()
    expect((await new Browser().get(WELL_KNOWN)).status).toBe(404)
  })
})

describe('a link that somebody else claimed', () => {
  it('is over once the password is changed', async () => {
    const scene = await make.scene()
    await make.password(scene.contact.client, 'meadow lantern copper violin')
    const thief = new Browser()
    await thief.open(scene.link)
    const form = { email: scene.contact.client.email, current: 'meadow lantern copper violin' }
    const answer = await new Browser().post(paths.passwordChange(scene.studio), {
      ...form,
      password: 'rowing lantern oyster quilt',
    })
    expect(answer.status).toBeLessThan(400)
    expect((await thief.get(scene.galleryPath)).status).toBe(403)
    await thief.open(scene.link)
    expect((await thief.get(scene.galleryPath)).status).toBe(403)
  })
})
