import { describe, expect, it } from 'vitest'
import { paths } from '../../src/paths'
import { Browser, read } from '../helpers/browser'
import * as clock from '../helpers/clock'
import * as jobs from '../helpers/jobs'
import * as make from '../helpers/make'
import * as outside from '../helpers/outside'
import * as rows from '../helpers/rows'
import * as signIn from '../helpers/sign-in'

async function owner() {
  clock.stop()
  const studio = await make.studio()
  return make.staff(studio)
}

/** Somebody at a desk who has asked for a code. */
async function asked() {
  const person = await owner()
  const desk = new Browser()
  await signIn.ask(desk, person.email)
  return { person, desk, code: signIn.codeFor(person.email) }
}

const isIn = async (browser: Browser) => (await browser.get(paths.galleries())).status === 200

describe('signing in to the studio', () => {
  it('takes the address and the code from the mail', async () => {
    const person = await owner()
    const desk = new Browser()
    expect((await desk.get(paths.galleries())).headers.get('Location')).toBe(paths.signIn())

    const answer = await signIn.ask(desk, `  ${person.email.toUpperCase()} `)
    expect(answer.status).toBe(303)
    expect(answer.headers.get('Location')).toBe(paths.signInCode())
    const [local, domain] = [person.email.slice(0, 1), '@e•••.com']
    expect(await read(await desk.get(paths.signInCode()))).toContain(`${local}•••${domain}`)
    const [mail] = signIn.mailsTo(person.email)
    expect(mail?.text).toContain(signIn.codeFor(person.email))

    const right = await signIn.type(desk, signIn.codeFor(person.email))
    expect(right.headers.get('Location')).toBe(paths.galleries())
    expect(await isIn(desk)).toBe(true)
  })

  it('shows one field that phones fill in by themselves', async () => {
    const { desk } = await asked()
    const html = await (await desk.get(paths.signInCode())).text()
    expect(html.match(/<input(?! type="hidden")/g)).toHaveLength(1)
    expect(html).toContain('inputmode="numeric"')
    expect(html).toContain('autocomplete="one-time-code"')
    expect(html).toContain('Send another code')
    expect(html).toContain('Use another address')
  })

  it.each([
    ['with a space', (code: string) => `${code.slice(0, 3)} ${code.slice(3)}`],
    ['with a hyphen', (code: string) => `${code.slice(0, 3)}-${code.slice(3)}`],
    ['in full-width digits', (code: string) => code.replaceAll(/\d/g, (d) => String.fromCodePoint(0xff10 + Number(d)))],
  ])('takes the code %s', async (_, typed) => {
    const { desk, code } = await asked()
    expect((await signIn.type(desk, typed(code))).status).toBe(303)
  })

  it('comes back with what is wrong beside the field', async () => {
    const desk = new Browser()
    const address = await desk.post(paths.signIn(), { email: 'not <an> address' })
    expect(address.status).toBe(422)
    const html = await address.text()
    expect(html).toContain('not &lt;an&gt; address')
    expect(html).toContain('This is not an email address.')

    const { desk: other, code } = await asked()
    for (const typed of ['', '12345', 'abcdef', `${code}7`]) {
      const answer = await signIn.type(other, typed)
      expect(answer.status).toBe(422)
      expect(await read(answer)).toContain('A login code has six digits.')
    }
    expect((await signIn.type(other, code)).status).toBe(303)
  })
})

describe('a login code’s time', () => {
  it('is fifteen minutes', async () => {
    const { desk, code } = await asked()
    clock.pass({ minutes: 14, seconds: 59 })
    expect((await signIn.type(desk, code)).status).toBe(303)
  })

  it('is over after that', async () => {
    const { desk, code } = await asked()
    clock.pass({ minutes: 15, seconds: 1 })
    const late = await signIn.type(desk, code)
    expect(late.status).toBe(422)
    expect(await read(late)).toContain('This code no longer works')
    expect(await isIn(desk)).toBe(false)
  })
})

describe('a login code', () => {
  it('is good in the browser that asked alone', async () => {
    const { person, desk, code } = await asked()
    const stranger = new Browser()
    expect((await signIn.type(stranger, code)).headers.get('Location')).toBe(paths.signIn())

    await signIn.ask(stranger, person.email)
    expect((await signIn.type(stranger, code)).status).toBe(422)
    expect(await isIn(stranger)).toBe(false)

    expect((await signIn.type(desk, code)).status).toBe(303)
  })

  it('is good once', async () => {
    const { desk, code } = await asked()
    const before = desk.copy()
    expect((await signIn.type(desk, code)).status).toBe(303)
    expect((await signIn.type(before, code)).status).toBe(422)
    expect(await isIn(before)).toBe(false)
  })

  it('makes the older ones void, in the window they were asked in too', async () => {
    const { person, desk, code: older } = await asked()
    const before = desk.copy()
    clock.pass({ seconds: 61 })
    await signIn.askAgain(desk)
    const newer = signIn.codeFor(person.email)

    expect((await signIn.type(before, older)).status).toBe(422)
    if (older !== newer) expect((await signIn.type(desk, older)).status).toBe(422)
    expect((await signIn.type(desk, newer)).status).toBe(303)
  })

  it('stays good when another is asked for too early', async () => {
    const { person, desk, code } = await asked()
    clock.pass({ seconds: 30 })
    await signIn.askAgain(desk)
    expect(await read(await desk.get(paths.signInCode()))).toContain('A code was sent already')
    expect(signIn.mailsTo(person.email)).toHaveLength(1)
    expect((await signIn.type(desk, code)).status).toBe(303)
  })

  it('opens the studio of its person and no other', async () => {
    const { desk, code } = await asked()
    const other = await make.scene()
    await signIn.type(desk, code)
    expect(await read(await desk.get(paths.galleries()))).not.toContain(other.gallery.title)
  })
})

describe('codes to one address', () => {
  /** Asks each time in a new browser, as strangers would. */
  async function askAfter(email: string, span: clock.Span, times: number) {
    for (let time = 0; time < times; time++) {
      clock.pass(span)
      await signIn.ask(new Browser(), email)
    }
    return signIn.mailsTo(email).length
  }

  it('are one a minute', async () => {
    const { email } = await owner()
    expect(await askAfter(email, { seconds: 0 }, 3)).toBe(1)
    expect(await askAfter(email, { seconds: 59 }, 1)).toBe(1)
    expect(await askAfter(email, { seconds: 2 }, 1)).toBe(2)
  })

  it('are five an hour', async () => {
    const { email } = await owner()
    expect(await askAfter(email, { minutes: 2 }, 20)).toBe(5)
    expect(await askAfter(email, { minutes: 23 }, 1)).toBe(6)
  })

  it('are ten a day', async () => {
    const { email } = await owner()
    expect(await askAfter(email, { minutes: 21 }, 30)).toBe(10)
    expect(await askAfter(email, { hours: 15 }, 1)).toBe(11)
  })

  it('are one when twenty ask at the same moment', async () => {
    const { email } = await owner()
    await Promise.all(Array.from({ length: 20 }, () => new Browser().post(paths.signIn(), { email })))
    await jobs.run()
    expect(signIn.mailsTo(email)).toHaveLength(1)
  })

  it('are none to an address that nobody has here', async () => {
    await owner()
    await signIn.ask(new Browser(), 'nobody@example.com')
    expect(outside.mails()).toEqual([])
    expect(await rows.of('messages')).toEqual([])
  })
})

describe('who is signed in', () => {
  it('has a new cookie from then on, and the one before opens nothing', async () => {
    const { owner: person, link, galleryPath } = await make.scene()
    const desk = new Browser()
    await desk.open(link)
    await signIn.ask(desk, person.email)
    const before = desk.copy()
    expect((await before.get(galleryPath)).status).toBe(200)

    await signIn.type(desk, signIn.codeFor(person.email))
    expect((await desk.get(galleryPath)).status).toBe(200)
    expect(await isIn(desk)).toBe(true)
    expect((await before.get(galleryPath)).status).toBe(403)
    expect(await isIn(before)).toBe(false)
  })

  it('has another one after the next sign-in', async () => {
    const { person, desk, code } = await asked()
    await signIn.type(desk, code)
    const before = desk.copy()
    clock.pass({ minutes: 2 })
    await signIn.ask(desk, person.email)
    await signIn.type(desk, signIn.codeFor(person.email))
    expect(await isIn(desk)).toBe(true)
    expect(await isIn(before)).toBe(false)
  })

  it('is out after signing out, and the cookie from before opens nothing', async () => {
    const { owner: person, link, galleryPath, gallery } = await make.scene()
    const desk = await make.signedIn(person)
    await desk.open(link)
    const before = desk.copy()

    const answer = await desk.post(paths.signOut())
    expect(await read(await desk.follow(answer))).toContain('You are signed out.')
    expect(answer.headers.get('Location')).toBe(paths.signIn())
    for (const browser of [desk, before]) {
      expect(await isIn(browser)).toBe(false)
      expect((await browser.get(galleryPath)).status).toBe(403)
      expect((await browser.post(paths.publicationRemoval(gallery.id))).status).toBe(403)
    }
    expect((await rows.of('galleries'))[0]?.published_at).not.toBeNull()
  })

  it('is out after thirty days', async () => {
    const { desk, code } = await asked()
    await signIn.type(desk, code)
    clock.pass({ days: 29, hours: 23 })
    expect(await isIn(desk)).toBe(true)
    clock.pass({ hours: 1, seconds: 1 })
    expect(await isIn(desk)).toBe(false)
  })

  it('stays in elsewhere when signing out here', async () => {
    const person = await owner()
    const desk = await make.signedIn(person)
    clock.pass({ minutes: 2 })
    const laptop = await make.signedIn(person)
    await desk.post(paths.signOut())
    expect(await isIn(laptop)).toBe(true)
  })
})

describe('a cookie that Foyer did not make', () => {
  it.each(['nonsense', 'Fe26.2*1*a*b*c*d*e*f', '%00', 'x'.repeat(3000)])(
    'opens nothing and harms nothing: %s',
    async (value) => {
      const { owner: person, galleryPath } = await make.scene()
      const desk = new Browser()
      desk.cookies.set('__Host-session', { value, path: '/' })
      expect((await desk.get(galleryPath)).status).toBe(403)
      expect(await isIn(desk)).toBe(false)

      await signIn.ask(desk, person.email)
      await signIn.type(desk, signIn.codeFor(person.email))
      expect(await isIn(desk)).toBe(true)
    },
  )
})
