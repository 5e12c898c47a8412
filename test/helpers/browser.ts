import { exports } from 'cloudflare:workers'

export const ORIGIN = 'https://foyer.test'
let addresses = 0

/** A browser with cookies of its own, at an address of its own, which sends forms from Foyer's pages. */
export class Browser {
  readonly cookies = new Map<string, { value: string; path: string }>()
  /** What it says of itself, and where the data centre sees it. */
  userAgent = ''
  place: { city?: string; country?: string } = {}
  private readonly ip =
    `10.${Math.floor(++addresses / 65_536) % 256}.${Math.floor(addresses / 256) % 256}.${addresses % 256}`

  get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return this.send('GET', path, { headers })
  }

  post(path: string, form: Record<string, string> | [string, string][] = {}): Promise<Response> {
    return this.send('POST', path, { body: new URLSearchParams(form) })
  }

  /** One request; redirects are not followed. A header given as '' is not sent. */
  async send(
    method: string,
    path: string,
    init: { headers?: Record<string, string>; body?: BodyInit } = {},
  ): Promise<Response> {
    const url = new URL(path, ORIGIN)
    const headers = new Headers({ 'Sec-Fetch-Site': 'same-origin', 'CF-Connecting-IP': this.ip, ...init.headers })
    for (const [name, value] of Object.entries(init.headers ?? {})) if (value === '') headers.delete(name)
    if (this.userAgent) headers.set('User-Agent', this.userAgent)
    const cookie = this.cookiesFor(url.pathname)
    if (cookie) headers.set('Cookie', cookie)
    const response = await exports.default.fetch(
      new Request(url, { method, headers, body: init.body, redirect: 'manual', cf: this.place }),
    )
    this.keep(response.headers.getSetCookie())
    return response
  }

  private cookiesFor(path: string): string {
    const sent = [...this.cookies].filter(
      ([, { path: scope }]) => path === scope || path.startsWith(scope === '/' ? '/' : `${scope}/`),
    )
    return sent.map(([key, { value }]) => `${key.split(' ')[0]}=${value}`).join('; ')
  }

  private keep(lines: string[]): void {
    for (const line of lines) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      const path = /Path=([^;]*)/i.exec(line)?.[1] ?? '/'
      const key = this.keyOf(name, path)
      if (/Max-Age=0/i.test(line)) this.cookies.delete(key)
      else this.cookies.set(key, { value, path })
    }
  }

  /** The first cookie of a name is kept under its name, one for another path under its name and path. */
  private keyOf(name: string, path: string): string {
    const own = `${name} ${path}`
    const first = this.cookies.get(name)
    return this.cookies.has(own) || (first && first.path !== path) ? own : name
  }

  /** This browser as another one that stole its cookies, or as itself before what happens next. */
  copy(): Browser {
    const twin = new Browser()
    for (const [key, cookie] of this.cookies) twin.cookies.set(key, { ...cookie })
    return twin
  }

  /** Loses the cookie that says who is here; the device's own stays. */
  forgetSession(): void {
    this.cookies.delete('__Host-session')
  }

  /** Where an answer leads, or the answer itself. */
  follow(answer: Response): Promise<Response> {
    const location = answer.headers.get('Location')
    return location ? this.get(location) : Promise.resolve(answer)
  }

  /** Presses the button of a link's page, which sets the device cookie first. */
  async open(link: string): Promise<Response> {
    const page = await this.get(link)
    return page.status === 303 ? page : this.post(link)
  }
}

/** What a person reads on a page: its text without tags, scripts and styles. */
export async function read(response: Response): Promise<string> {
  const html = await response.text()
  return html
    .replaceAll(/<(script|style|title)[\s\S]*?<\/\1>/g, '')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/&#39;|&apos;/g, '’')
    .replaceAll('&amp;', '&')
    .replaceAll(/\s+/g, ' ')
}
