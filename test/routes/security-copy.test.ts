import { env } from 'cloudflare:workers'
import { describe, expect, it, vi } from 'vitest'
import { sha256 } from '../../src/lib/token'
import { paths } from '../../src/paths'
import { Browser } from '../helpers/browser'
import { carriedBy } from '../helpers/carried'
import * as jobs from '../helpers/jobs'
import * as make from '../helpers/make'
import * as outside from '../helpers/outside'
import * as rows from '../helpers/rows'

/** The secrets that a browser's encrypted cookie holds. */
async function secretsOf(browser: Browser) {
  const { secret, staffCode } = await carriedBy(browser)
  return { secret, flowSecret: staffCode?.secret }
}

const tokensIn = (text: string) => [...text.matchAll(/\/l\/([\w-]{43})/g)].map(([, token = '']) => token)

/** A busy day: links unsent, sent, copied and claimed; people inside, signed in, and waiting for a code. */
async function busyDay() {
  const { owner, contact, link, galleryPath, gallery } = await make.scene({ guests: 'by-link' })
  const desk = await make.signedIn(owner)
  const usedCode = /\d{6}/.exec(outside.mails()[0]?.subject ?? '')?.[0]
  const phone = new Browser()
  await phone.open(link)
  await phone.get(galleryPath)
  const friend = new Browser()
  await friend.get(link)
  await friend.post(`${link}/guest`)
  const copied = tokensIn(await (await desk.post(paths.contactLinks(contact.id))).text())

  const colleague = await make.staff(await make.studio())
  const laptop = new Browser()
  await laptop.get(paths.signIn())
  await laptop.post(paths.signIn(), { email: colleague.email })
  await desk.post(paths.contactInvitations(contact.id))
  return { browsers: { desk, phone, friend, laptop }, tokens: [link.slice('/l/'.length), ...copied], usedCode, gallery }
}

/** Everything in the key-value store, as text. */
/** What the tests before have left in the key-value store, which nothing empties. */
async function forgetKeys(): Promise<void> {
  for (;;) {
    const { keys } = await env.TOKENS.list()
    if (keys.length === 0) return
    await Promise.all(keys.map(({ name }) => env.TOKENS.delete(name)))
  }
}

async function keysAndValues(): Promise<string> {
  const { keys } = await env.TOKENS.list()
  return JSON.stringify(await Promise.all(keys.map(async ({ name }) => [name, await env.TOKENS.get(name)])))
}

describe('a stolen copy of the database', () => {
  it('holds no link, no session, no device and no code, sent or unsent', async () => {
    const { browsers, tokens } = await busyDay()
    const copy = JSON.stringify(await rows.all())
    const [code] = jobs.waitingJobs().flatMap(({ body }) => /"code":"(\d{6})"/.exec(JSON.stringify(body))?.[1] ?? [])
    await jobs.run()
    const sent = outside.mails().flatMap(({ text }) => tokensIn(text))
    expect(sent).toHaveLength(1)
    const carried = await Promise.all(Object.values(browsers).map(secretsOf))
    const cookies = Object.values(browsers).flatMap(({ cookies }) => [...cookies.values()].map(({ value }) => value))
    const secrets = [...tokens, ...sent, ...carried.flatMap(Object.values), ...cookies].filter(Boolean)

    expect(carried.filter(({ flowSecret }) => flowSecret)).toHaveLength(1)
    expect(secrets.length).toBeGreaterThan(14)
    for (const secret of secrets) expect(copy).not.toContain(secret)
    expect(code).toMatch(/^\d{6}$/)
    expect(copy).not.toMatch(new RegExp(`(?<![0-9a-f])${code}(?![0-9a-f])`))
  })

  it('holds nothing a link could be known by, either', async () => {
    const { tokens } = await busyDay()
    const copy = JSON.stringify(await rows.all())
    for (const token of tokens) expect(copy).not.toContain(await sha256(token))
  })

  it('holds nothing of a mail’s link once the mail is sent', async () => {
    await busyDay()
    expect((await rows.of('messages')).filter(({ sealed }) => sealed)).toHaveLength(1)
    await jobs.run()
    expect((await rows.of('messages')).filter(({ sealed }) => sealed)).toEqual([])
  })
})

describe('a stolen copy of the key-value store', () => {
  it('holds no link that could be opened', async () => {
    await forgetKeys()
    const { tokens } = await busyDay()
    const copy = await keysAndValues()
    for (const token of tokens) {
      expect(copy.includes(token)).toBe(false)
      expect(copy.includes(await sha256(token))).toBe(true)
    }
  })
})

describe('the log', () => {
  it('names no link, no address and no code, even when the database does not answer', async () => {
    const lines: string[] = []
    for (const method of ['log', 'warn', 'error'] as const) {
      vi.spyOn(console, method).mockImplementation((...words) => void lines.push(words.map(String).join(' ')))
    }
    const { tokens, usedCode, browsers } = await busyDay()
    await jobs.run()

    vi.spyOn(env.DB, 'prepare').mockImplementation(() => {
      throw new Error('the database does not answer')
    })
    const email = 'somebody@example.com'
    for (const { link, form } of [
      { link: `/l/${tokens[0]}`, form: {} },
      { link: paths.signIn(), form: { email } },
    ]) {
      expect((await browsers.phone.post(link, form)).status).toBe(503)
    }
    vi.mocked(env.DB.prepare).mockRestore()

    const log = lines.join('\n')
    expect(log).toContain('the database does not answer')
    for (const secret of [...tokens, usedCode ?? 'no code', '@example.com', '/l/']) expect(log).not.toContain(secret)
  })
})
