import { describe, expect, it } from 'vitest'
import type { Staff } from '../../src/db/schema'
import { paths } from '../../src/paths'
import { whole } from '../helpers/answer'
import { Passkey } from '../helpers/authenticator'
import { Browser, read } from '../helpers/browser'
import * as clock from '../helpers/clock'
import { countRoundTrips, countRowsWritten } from '../helpers/count'
import * as jobs from '../helpers/jobs'
import * as make from '../helpers/make'
import * as outside from '../helpers/outside'
import * as clientPasskeys from '../helpers/passkeys'
import * as rows from '../helpers/rows'
import { ask, codeFor, mailsTo, type } from '../helpers/sign-in'
import * as passkeys from '../helpers/staff-passkeys'

/** The owner of a studio, signed in by a code. */
async function marie(over: Partial<Staff> = {}) {
  clock.stop()
  const studio = await make.studio()
  const person = await make.staff(studio, over)
  return { studio, person, browser: await make.signedIn(person) }
}

/** The same with a passkey. */
async function withPasskey(passkey = new Passkey(), over: Partial<Staff> = {}) {
  const scene = await marie(over)
  await passkeys.stepUpByCode(scene.browser, scene.person)
  await passkeys.add(scene.browser, { passkey })
  return { ...scene, passkey }
}

/** When the live sessions of people of the studio stepped up. */
const proofs = async () => {
  const live = (await rows.of('sessions')).filter(({ staff_id, ended_at }) => staff_id && !ended_at)
  return live.map(({ staff_proved_at }) => staff_proved_at)
}

const idOfFirst = async () => String((await rows.of('passkeys'))[0]?.id)

async function isRefused(answer: Response): Promise<void> {
  expect(answer.status).toBe(422)
  expect(await read(answer)).toContain('That passkey was not accepted here.')
}

describe('the account of somebody of the studio', () => {
  it('shows who they are, and changes nothing before they prove it', async () => {
    const { person, browser } = await marie()
    const page = await read(await browser.get(paths.staffAccount()))
    expect(page).toContain(person.email)
    expect(page).toContain('Confirm that it’s you, to change them')
    expect((await browser.post(paths.staffChallenges(), { purpose: 'add' })).status).toBe(403)
    const answer = await browser.post(paths.staffPasskeys(), { name: 'Mac', credential: '{}' })
    expect(answer.status).toBe(403)
    expect(await read(answer)).toContain('Nothing was saved.')
  })

  it('is nobody else’s', async () => {
    await marie()
    const stranger = new Browser()
    expect((await stranger.get(paths.staffAccount())).headers.get('location')).toBe(paths.signIn())
    expect((await stranger.get(paths.staffStepUp())).headers.get('location')).toBe(paths.signIn())
    for (const path of [paths.staffPasskeys(), paths.staffStepUpCodes(), paths.staffStepUpPasskey()]) {
      expect((await stranger.post(path)).status).toBe(403)
    }
    expect((await stranger.post(paths.staffChallenges(), { purpose: 'step-up' })).status).toBe(403)
  })

  it('takes a passkey after a step-up by code, and tells by mail', async () => {
    const { studio, person, browser } = await marie()
    const stolen = browser.copy()
    expect((await passkeys.stepUpByCode(browser, person)).headers.get('location')).toBe(paths.staffAccount())
    expect(await proofs()).toEqual([Date.now()])
    expect((await stolen.get(paths.staffAccount())).headers.get('location')).toBe(paths.signIn())

    const question = await passkeys.asked(browser, 'add')
    expect(question.authenticatorSelection).toMatchObject({ residentKey: 'required', userVerification: 'required' })
    expect(question.user?.name).toBe(`${person.email} · ${studio.name} (studio)`)
    await passkeys.add(browser, { name: 'Marie’s Mac' })
    expect(await read(await browser.get(paths.staffAccount()))).toContain('Marie’s Mac')
    expect(mailsTo(person.email).at(-1)?.text).toContain('There are now: “Marie’s Mac”.')
    expect(mailsTo(person.email).at(-1)?.text).toContain(paths.staffAccount())
  })

  it('takes no passkey that did not check who holds it', async () => {
    const { person, browser } = await marie()
    await passkeys.stepUpByCode(browser, person)
    const credential = await new Passkey().make(await passkeys.asked(browser, 'add'), { isVerified: false })
    await isRefused(await browser.post(paths.staffPasskeys(), { name: 'Mac', credential }))
  })

  it('is changed for ten minutes after a step-up: at 9:59 and not at 10:01', async () => {
    const { browser } = await withPasskey()
    const id = await idOfFirst()
    clock.pass({ minutes: 9, seconds: 59 })
    expect((await browser.post(paths.staffPasskey(id), { name: 'Office' })).status).toBe(303)
    clock.pass({ seconds: 2 })
    expect((await browser.post(paths.staffPasskey(id), { name: 'Mine' })).status).toBe(403)
    expect((await browser.post(paths.staffPasskeyRemoval(id))).status).toBe(403)
    expect((await rows.of('passkeys'))[0]?.name).toBe('Office')
  })

  it('is the support’s own as well', async () => {
    const { person, browser } = await marie({ role: 'support' })
    await passkeys.stepUpByCode(browser, person)
    await passkeys.add(browser)
    expect((await browser.post(paths.staffPasskeyRemoval(await idOfFirst()))).status).toBe(303)
  })

  it('is not a colleague’s', async () => {
    const { studio, passkey } = await withPasskey()
    const colleague = await make.staff(studio)
    const browser = await make.signedIn(colleague)
    await passkeys.stepUpByCode(browser, colleague)
    const before = await rows.of('passkeys')
    expect((await browser.post(paths.staffPasskey(await idOfFirst()), { name: 'Mine' })).status).toBe(404)
    expect((await browser.post(paths.staffPasskeyRemoval(await idOfFirst()))).status).toBe(404)
    await isRefused(await passkeys.stepUp(browser, passkey))
    expect(await rows.of('passkeys')).toEqual(before)
  })
})

describe('somebody of the studio with a passkey', () => {
  it('signs in by it, and steps up by it', async () => {
    const { passkey, studio } = await withPasskey()
    const browser = new Browser()
    expect((await passkeys.signIn(passkey, browser)).headers.get('location')).toBe(paths.galleries())
    expect(await read(await browser.get(paths.galleries()))).toContain(studio.name)
    expect(await read(await browser.get(paths.staffStepUp()))).toContain('Use a passkey')
    const stolen = browser.copy()
    expect((await passkeys.stepUp(browser, passkey)).headers.get('location')).toBe(paths.staffAccount())
    expect((await browser.post(paths.staffPasskeyRemoval(await idOfFirst()))).status).toBe(303)
    expect((await stolen.get(paths.galleries())).headers.get('location')).toBe(paths.signIn())
  })

  it('is sent no code, but a word to use the passkey', async () => {
    const { person } = await withPasskey()
    clock.pass({ minutes: 2 })
    const browser = new Browser()
    const answer = await ask(browser, person.email)
    expect(answer.headers.get('location')).toBe(paths.signInCode())
    const mail = mailsTo(person.email).at(-1)
    expect(mail?.subject).toBe('Sign in with your passkey')
    expect(`${mail?.text}${mail?.html}`).not.toMatch(/\b\d{6}\b/)
  })

  it('is not let in by a code that was sent before there was a passkey', async () => {
    const { person, browser } = await marie()
    clock.pass({ minutes: 2 })
    const other = new Browser()
    await ask(other, person.email)
    const code = codeFor(person.email)
    await passkeys.stepUpByCode(browser, person)
    await passkeys.add(browser)
    const answer = await type(other, code)
    expect(answer.status).toBe(422)
    expect(await read(answer)).toContain('no longer')
    expect((await other.get(paths.galleries())).headers.get('location')).toBe(paths.signIn())
  })

  it('is not stepped up by a code, whenever it was sent', async () => {
    const { person, browser } = await marie()
    await passkeys.stepUpByCode(browser, person)
    clock.pass({ minutes: 2 })
    await browser.post(paths.staffStepUpCodes())
    await jobs.run()
    const code = codeFor(person.email)
    await passkeys.add(browser)
    clock.pass({ minutes: 10 })
    expect((await browser.post(paths.staffStepUpCode(), { code })).status).toBe(422)
    clock.pass({ minutes: 2 })
    await browser.post(paths.staffStepUpCodes())
    await jobs.run()
    expect(mailsTo(person.email).at(-1)?.subject).toBe('Sign in with your passkey')
    expect((await browser.post(paths.staffPasskeyRemoval(await idOfFirst()))).status).toBe(403)
  })

  it('gets codes again once the last one is removed', async () => {
    const { person, browser } = await withPasskey()
    clock.pass({ minutes: 2 })
    await browser.post(paths.staffPasskeyRemoval(await idOfFirst()))
    await jobs.run()
    expect(mailsTo(person.email).at(-1)?.text).toContain('There is none now')
    expect(await make.signedIn(person)).toBeInstanceOf(Browser)
  })

  it('is as good as unknown to a stranger: same pages, same questions to the stores, same rows', async () => {
    await withPasskey(new Passkey(), { email: 'marie@example.com' })
    const told = []
    for (const email of ['marie@example.com', 'marcy@example.com']) {
      clock.pass({ minutes: 30 })
      const browser = new Browser()
      const [calls, written] = [countRoundTrips(), countRowsWritten()]
      const pages = [
        await whole(await browser.get(paths.signIn()), [email]),
        await whole(await browser.post(paths.signIn(), { email }), [email]),
        await whole(await browser.get(paths.signInCode()), [email]),
        await whole(await browser.post(paths.signInCode(), { code: '123456' }), [email]),
      ]
      const cost = { calls: calls(), written: await written() }
      const jobCalls = countRoundTrips()
      await jobs.run()
      told.push({ pages, cost, jobCalls: jobCalls() })
    }
    expect(mailsTo('marie@example.com').at(-1)?.subject).toBe('Sign in with your passkey')
    expect(told[0]).toEqual(told[1])
  })
})

describe('a passkey at the studio’s sign-in', () => {
  it('is offered by the address field, and asked of nobody in particular', async () => {
    await marie()
    const browser = new Browser()
    expect(await (await browser.get(paths.signIn())).text()).toContain('autocomplete="username webauthn"')
    const question = await passkeys.asked(browser, 'sign-in')
    expect(question.allowCredentials).toEqual([])
    expect(question.userVerification).toBe('required')
  })

  it('is refused from another origin, replayed, unchecked, late, or in another browser', async () => {
    const { passkey } = await withPasskey()
    const browser = new Browser()
    await isRefused(await passkeys.signIn(passkey, browser, { origin: 'https://evil.example' }))
    await isRefused(await passkeys.signIn(passkey, browser, { rpId: 'evil.example' }))
    await isRefused(await passkeys.signIn(passkey, browser, { isVerified: false }))
    const credential = await passkey.use(await passkeys.asked(browser, 'sign-in'))
    const other = new Browser()
    await other.get(paths.signIn())
    await isRefused(await other.post(paths.signInPasskey(), { credential }))
    const late = await passkey.use(await passkeys.asked(browser, 'sign-in'))
    expect((await browser.post(paths.signInPasskey(), { credential })).status).toBe(303)
    await isRefused(await browser.post(paths.signInPasskey(), { credential }))
    clock.pass({ minutes: 5 })
    await isRefused(await browser.post(paths.signInPasskey(), { credential: late }))
  })

  it('opens no portal, and a client’s opens no studio', async () => {
    const { studio, passkey } = await withPasskey()
    const { client } = await make.contact(await make.gallery(studio))
    const clients = await clientPasskeys.of(studio, client)
    await isRefused(await clientPasskeys.signIn(studio, passkey))
    await isRefused(await passkeys.signIn(clients.passkey))
    await isRefused(await clientPasskeys.stepUp(clients.browser, studio, passkey))

    const browser = new Browser()
    const forPortal = await passkey.use(await clientPasskeys.asked(browser, studio, 'sign-in'))
    await isRefused(await browser.post(paths.signInPasskey(), { credential: forPortal }))
    const forStudio = await clients.passkey.use(await passkeys.asked(browser, 'sign-in'))
    await isRefused(
      await browser.post(paths.clientPasskeys(studio).replace('passkeys', 'sign-in/passkey'), {
        credential: forStudio,
      }),
    )
    expect(outside.mails().filter(({ subject }) => subject.includes('new device'))).toEqual([])
  })

  it('counts: a copy that is behind is refused', async () => {
    const { passkey } = await withPasskey(new Passkey(7))
    const copied = passkey.copy()
    expect((await passkeys.signIn(passkey)).status).toBe(303)
    await isRefused(await passkeys.signIn(copied))
    expect((await rows.of('passkeys'))[0]?.counter).toBe(8)
  })
})
