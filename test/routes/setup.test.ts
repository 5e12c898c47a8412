import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { paths } from '../../src/paths'
import { Browser, read } from '../helpers/browser'
import * as make from '../helpers/make'
import * as rows from '../helpers/rows'
import * as signIn from '../helpers/sign-in'

const FORM = {
  key: env.SETUP_KEY,
  studioName: 'Licht & Luft',
  slug: '',
  name: 'Marie Licht',
  email: 'Marie@Licht.example',
  timeZone: 'Europe/Vienna',
}

/** A page's fields with what stands in them. */
function fields(html: string): Record<string, string> {
  const inputs = html.matchAll(/<input[^>]* name="(\w+)"[^>]*>/g)
  const values = [...inputs].map(([tag, name]) => [name, /value="([^"]*)"/.exec(tag)?.[1] ?? ''])
  return Object.fromEntries(values)
}

describe('setting up the studio', () => {
  it('makes the studio and its owner, who is signed in and comes back with codes', async () => {
    const desk = new Browser()
    const page = await desk.get(paths.setup())
    expect(page.status).toBe(200)
    expect(await read(page)).toContain('Setup key')

    const answer = await desk.post(paths.setup(), FORM)
    expect(answer.status).toBe(303)
    expect(answer.headers.get('Location')).toBe(paths.galleries())
    expect(await read(await desk.get(paths.galleries()))).toContain('Licht & Luft is set up')
    expect((await desk.get('/licht-and-luft')).status).toBe(200)

    await desk.post(paths.signOut())
    await signIn.ask(desk, 'marie@licht.example')
    expect((await signIn.type(desk, signIn.codeFor('marie@licht.example'))).status).toBe(303)
  })

  it('works once: afterwards there is nothing here', async () => {
    await new Browser().post(paths.setup(), FORM)
    const late = new Browser()
    expect((await late.get(paths.setup())).status).toBe(404)
    const again = await late.post(paths.setup(), { ...FORM, slug: 'another', email: 'another@licht.example' })
    expect(again.status).toBe(404)
    expect(await read(again)).toContain('Nothing here')
    expect(await rows.of('studios')).toHaveLength(1)
    expect(await rows.of('staff')).toHaveLength(1)
  })

  it.each([2, 20])('makes exactly one studio when %i do it at the same moment', async (people) => {
    const browsers = Array.from({ length: people }, () => new Browser())
    const answers = await Promise.all(
      browsers.map((browser, number) =>
        browser.post(paths.setup(), { ...FORM, slug: `studio-${number}`, email: `owner${number}@licht.example` }),
      ),
    )

    const statuses = answers.map(({ status }) => status)
    expect(statuses.filter((status) => status === 303)).toHaveLength(1)
    expect(statuses.filter((status) => status === 422 || status === 404)).toHaveLength(people - 1)
    expect(await rows.of('studios')).toHaveLength(1)
    expect(await rows.of('staff')).toHaveLength(1)
    expect(await rows.of('sessions')).toHaveLength(1)
    const pages = await Promise.all(browsers.map((browser) => browser.get(paths.galleries())))
    expect(pages.map(({ status }) => status)).toEqual(statuses.map((status) => (status === 303 ? 200 : 303)))
  })
})

describe('the setup form', () => {
  it.each(['', 'not the setup key', `${env.SETUP_KEY} `, env.SETUP_KEY.toUpperCase()])(
    'comes back with what was typed when the key is wrong: %j',
    async (key) => {
      const answer = await new Browser().post(paths.setup(), { ...FORM, key })
      expect(answer.status).toBe(422)
      const html = await answer.text()
      expect(html).toContain('This is not the setup key.')
      const { studioName, name, email, timeZone } = fields(html)
      expect({ studioName, name, email, timeZone }).toEqual({
        studioName: 'Licht &amp; Luft',
        name: FORM.name,
        email: FORM.email,
        timeZone: FORM.timeZone,
      })
      expect(await rows.of('studios')).toEqual([])
    },
  )

  it.each([
    ['studioName', '', 'Give the studio’s name.'],
    ['studioName', 'x'.repeat(81), 'At most 80 characters.'],
    ['name', ' ', 'Give your name.'],
    ['email', 'marie@', 'This is not an email address.'],
    ['timeZone', 'Vienna', 'This is not a time zone we know'],
    ['slug', 'studio', 'Choose another address.'],
    ['slug', 'outbox', 'Choose another address.'],
    ['slug', '婚礼', 'Choose another address.'],
  ])('comes back with the reason beside the field: %s %j', async (field, value, reason) => {
    const answer = await new Browser().post(paths.setup(), { ...FORM, [field]: value })
    expect(answer.status).toBe(422)
    const html = await answer.text()
    expect(html).toContain(reason)
    expect(html).toContain(`id="${field}-error"`)
    expect(html.match(/<input[^>]*autofocus[^>]*>/g)).toEqual([expect.stringContaining(`id="${field}"`)])
    expect(fields(html)).toMatchObject({ timeZone: FORM.timeZone, [field]: value })
    expect(await rows.of('studios')).toEqual([])
  })
})

describe('a demo studio', () => {
  it('does not stand in the way of the first real one', async () => {
    await make.studio({ isDemo: true, slug: 'demo' })
    const desk = new Browser()
    expect((await desk.get(paths.setup())).status).toBe(200)
    expect((await desk.post(paths.setup(), FORM)).status).toBe(303)
    expect((await new Browser().get(paths.setup())).status).toBe(404)
    expect(await read(await new Browser().get('/'))).toContain('Licht & Luft')
  })

  it('keeps its address and its people', async () => {
    await make.staff(await make.studio({ isDemo: true, slug: 'demo' }), { email: 'demo@example.com' })
    for (const [taken, said] of [
      [{ slug: 'demo' }, 'This address is taken'],
      [{ email: 'demo@example.com' }, 'Somebody signs in with this email here already'],
    ] as const) {
      const answer = await new Browser().post(paths.setup(), { ...FORM, ...taken })
      expect(answer.status).toBe(422)
      expect(await read(answer)).toContain(said)
    }
    expect(await rows.of('studios')).toHaveLength(1)
  })
})
