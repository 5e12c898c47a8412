import { describe, expect, it } from 'vitest'
import { paths } from '../../src/paths'
import { Browser, read } from '../helpers/browser'
import { mailedTo, textedTo } from '../helpers/client-code'
import * as clock from '../helpers/clock'
import * as deployment from '../helpers/deployment'
import * as make from '../helpers/make'
import * as outside from '../helpers/outside'
import * as portal from '../helpers/portal'
import * as rows from '../helpers/rows'
import { wrong } from '../helpers/sign-in'

const PHONE = '+436601234542'

/** A client who is signed in to the portal. */
async function signedIn(over: { phone?: string } = {}) {
  clock.stop()
  const studio = await make.studio()
  const { client } = await make.contact(await make.gallery(studio), over)
  const browser = await portal.signedIn(studio, client)
  return { studio, client, browser, at: paths.stepUp(studio), code: paths.stepUpCode(studio) }
}

/** When the sign-ins stepped up, oldest first. */
const proofs = async () => (await rows.of('sign_ins')).map(({ proved_at }) => proved_at)

describe('a step-up', () => {
  it('shows where the code would go, masked, and sends nothing before it is asked to', async () => {
    const { client, browser, at } = await signedIn()
    const before = outside.mails().length
    const html = await (await browser.get(at)).text()
    expect(html).toContain('Email a code to a•••@e•••.com')
    expect(html).not.toContain(client.email)
    expect(html).not.toContain('Text a code')
    expect(outside.mails()).toHaveLength(before)
  })

  it('is made by the code from the mail, and leads to the account', async () => {
    const { studio, client, browser, code } = await signedIn()
    expect((await portal.askStepUp(browser, studio)).headers.get('location')).toBe(code)
    expect(await read(await browser.get(code))).toContain('A six-digit code is on its way to a•••@e•••.com')
    const answer = await browser.post(code, { code: mailedTo(client.email) })
    expect(answer.headers.get('location')).toBe(paths.clientAccount(studio))
    expect(await proofs()).toEqual([Date.now()])
  })

  it('is made by SMS where a phone is on file', async () => {
    const { studio, browser, at, code } = await signedIn({ phone: PHONE })
    expect(await read(await browser.get(at))).toContain('Text a code to ••• 42')
    await portal.askStepUp(browser, studio, 'sms')
    expect(await read(await browser.get(code))).toContain('on its way to ••• 42')
    expect((await browser.post(code, { code: textedTo(PHONE) })).status).toBe(303)
    expect(await proofs()).toEqual([Date.now()])
  })

  it('goes by email alone where there is no service for SMS, whatever is posted', async () => {
    deployment.withoutSms()
    const { studio, client, browser, at } = await signedIn({ phone: PHONE })
    expect(await read(await browser.get(at))).not.toContain('Text a code')
    await portal.askStepUp(browser, studio, 'sms')
    expect(outside.texts()).toEqual([])
    expect((await browser.post(paths.stepUpCode(studio), { code: mailedTo(client.email) })).status).toBe(303)
  })

  it('begins a new session, and the cookie of before is dead', async () => {
    const { studio, client, browser } = await signedIn()
    const stolen = browser.copy()
    const [before] = await rows.of('sign_ins')
    await portal.stepUp(browser, studio, client)
    const [after] = await rows.of('sign_ins')
    expect(after?.session_id).not.toBe(before?.session_id)
    expect(await read(await browser.get(paths.portal(studio)))).toContain(client.name)
    expect(await read(await stolen.get(paths.portal(studio)))).not.toContain(client.name)
    expect((await stolen.post(paths.stepUpCodes(studio))).status).toBe(403)
  })

  it('is for whoever is signed in alone', async () => {
    const { studio, at, code } = await signedIn()
    const stranger = new Browser()
    expect((await stranger.get(at)).headers.get('location')).toBe(paths.portal(studio))
    expect((await stranger.get(code)).headers.get('location')).toBe(paths.portal(studio))
    expect((await stranger.post(paths.stepUpCodes(studio))).status).toBe(403)
    expect((await stranger.post(code, { code: '123456' })).status).toBe(403)
  })

  it('has its own code: another session’s, another person’s and a code to sign in prove nothing', async () => {
    const { studio, client, browser, at, code } = await signedIn()
    const signInCode = mailedTo(client.email)
    await portal.askStepUp(browser, studio)
    const own = mailedTo(client.email)
    expect((await browser.post(code, { code: signInCode === own ? wrong(own) : signInCode })).status).toBe(422)

    clock.pass({ minutes: 2 })
    const phone = await portal.signedIn(studio, client)
    expect((await phone.post(code, { code: own })).headers.get('location')).toBe(at)
    const { client: ben } = await make.contact(await make.gallery(studio), { email: 'ben@example.com' })
    const other = await portal.signedIn(studio, ben)
    await portal.askStepUp(other, studio)
    const bens = mailedTo(ben.email)
    expect((await other.post(code, { code: bens === own ? wrong(own) : own })).status).toBe(422)
    expect(await proofs()).toEqual([null, null, null])

    expect((await browser.post(code, { code: own })).status).toBe(303)
    expect(await proofs()).toEqual([Date.now(), null, null])
  })

  it('is no other person’s who signs in with the same browser while the code is on its way', async () => {
    const { studio, client, browser, at, code } = await signedIn()
    await portal.askStepUp(browser, studio)
    const own = mailedTo(client.email)
    const { client: ben } = await make.contact(await make.gallery(studio), { email: 'ben@example.com' })
    await portal.signedIn(studio, ben, browser)
    expect((await browser.post(code, { code: own })).headers.get('location')).toBe(at)
    expect(await proofs()).toEqual([null, null])
  })

  it('comes too late after 15 minutes, and five wrong tries end its code', async () => {
    const { studio, client, browser, code } = await signedIn()
    await portal.askStepUp(browser, studio)
    clock.pass({ minutes: 15 })
    expect((await browser.post(code, { code: mailedTo(client.email) })).status).toBe(422)
    await portal.askStepUp(browser, studio)
    const right = mailedTo(client.email)
    for (let turn = 1; turn <= 5; turn++)
      expect((await browser.post(code, { code: wrong(right, turn) })).status).toBe(422)
    expect((await browser.post(code, { code: right })).status).toBe(422)
    expect(await proofs()).toEqual([null])
  })

  it('can be guessed at ten times an hour in all, from however many browsers', async () => {
    const { studio, client } = await signedIn()
    const answers: number[] = []
    for (let turn = 0; turn < 3; turn++) {
      clock.pass({ minutes: 2 })
      const browser = await portal.signedIn(studio, client)
      await portal.askStepUp(browser, studio)
      const right = mailedTo(client.email)
      for (let guess = 1; guess <= 5; guess++) {
        answers.push((await browser.post(paths.stepUpCode(studio), { code: wrong(right, guess) })).status)
      }
    }
    expect(answers.filter((status) => status === 422)).toHaveLength(10)
    expect(answers.slice(10)).toEqual([429, 429, 429, 429, 429])
  })

  it('tells whoever asks again at once how long to wait, and the code that was sent goes on', async () => {
    const { studio, client, browser, code } = await signedIn()
    await portal.askStepUp(browser, studio)
    const first = mailedTo(client.email)
    const sent = outside.mails().length
    await portal.askStepUp(browser, studio)
    expect(await read(await browser.get(code))).toContain('A code was sent already.')
    expect(outside.mails()).toHaveLength(sent)
    expect((await browser.post(code, { code: first })).status).toBe(303)
  })
})

describe('the page after it', () => {
  it('is the one that has the file to download, never the file', async () => {
    const { studio, client, browser } = await signedIn()
    const asked = await browser.get(paths.personalDataExport(studio))
    expect(asked.headers.get('location')).toBe(paths.stepUp(studio))
    const answer = await portal.stepUp(browser, studio, client)
    expect(answer.headers.get('location')).toBe(paths.privacy(studio))
    expect(await read(await browser.follow(answer))).toContain('Confirmed. Download your file.')
    expect((await browser.get(paths.personalDataExport(studio))).status).toBe(200)
    expect((await browser.get(paths.stepUp(studio))).headers.get('location')).toBe(paths.privacy(studio))
  })

  it.each(['%0d%0aSet-Cookie:x', 'x'.repeat(2200), '..%2f..%2fstudio'])(
    'is one that there is, whatever address was asked for: %s',
    async (junk) => {
      const { studio, client, browser } = await signedIn()
      const asked = await browser.get(`${paths.clientPasskeys(studio)}/${junk}`)
      expect(asked.headers.get('location')).toBe(paths.stepUp(studio))
      expect((await browser.get(paths.stepUp(studio))).status).toBe(200)
      const answer = await portal.stepUp(browser, studio, client)
      expect(answer.headers.get('location')).toBe(paths.clientPasskeys(studio))
    },
  )
})

describe('the mail with its code', () => {
  it('says what it is for, and what to do if it was somebody else', async () => {
    const { studio, client, browser } = await signedIn()
    await portal.askStepUp(browser, studio)
    const mail = outside.mails().findLast(({ to }) => to === client.email)
    expect(mail?.subject).toMatch(/^\d{6} confirms that it’s you$/)
    expect(mail?.text).toContain('somebody is signed in as you')
  })
})
