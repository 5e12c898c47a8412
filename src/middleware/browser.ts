import { getCookie, setCookie } from 'hono/cookie'
import { createMiddleware } from 'hono/factory'
import { CookieStore, sessionMiddleware } from 'hono-sessions'
import { type App, type CookieData, type Ctx, isLooking } from '../context'
import { currentKey } from '../lib/keys'
import { randomToken, sha256 } from '../lib/token'
import { type Browser, SESSION_DAYS } from '../models/sessions'

const DEVICE_DAYS = 400
const DAY_SECONDS = 86_400
const COOKIE = { path: '/', httpOnly: true, secure: true, sameSite: 'Lax', prefix: 'host' } as const

/** Reads what the browser carries: the device, and the session if there is one or one may begin. Pages only. */
export function browser() {
  return createMiddleware<App>(async function browser(c, next) {
    const device = getCookie(c, 'device', 'host')
    const deviceHash = device ? await sha256(device) : undefined
    c.set('browser', { deviceHash })

    if (isLooking(c) && !getCookie(c, 'session', 'host')) return next()

    const cookies = await sessionCookies(c)
    await cookies(c, async () => {
      const id = c.var.session?.get('id')
      const secret = c.var.session?.get('secret')
      if (deviceHash && id && secret) {
        c.set('browser', { deviceHash, session: { id, secretHash: await sha256(secret), deviceHash } })
      }
      await next()
    })
    keepLastCookie(c)
  })
}

let made: { key: string; middleware: ReturnType<typeof sessionMiddleware> } | undefined

/** hono-sessions over an encrypted cookie; made once per key, because the key has to be derived first. */
async function sessionCookies(c: Ctx) {
  const { text: key } = await currentKey(c.var.secrets, 'session')
  if (made?.key !== key) {
    const middleware = sessionMiddleware({
      store: new CookieStore(),
      encryptionKey: key,
      autoExtendExpiration: false,
      expireAfterSeconds: SESSION_DAYS * DAY_SECONDS,
      sessionCookieName: 'session',
      cookieOptions: { ...COOKIE, maxAge: SESSION_DAYS * DAY_SECONDS },
    })
    made = { key, middleware }
  }
  return made.middleware
}

/** hono-sessions writes a new session twice; the browser gets the last one only. */
function keepLastCookie(c: Ctx): void {
  const all = c.res.headers.getSetCookie()
  const sessions = all.filter((cookie) => cookie.startsWith('__Host-session='))
  if (sessions.length < 2) return
  c.res.headers.delete('Set-Cookie')
  for (const cookie of all) {
    if (!sessions.includes(cookie) || cookie === sessions.at(-1)) c.res.headers.append('Set-Cookie', cookie)
  }
}

/** The device cookie: binds links and limits to this browser, grants nothing by itself. */
export async function ensureDevice(c: Ctx): Promise<string> {
  if (c.var.browser.deviceHash) return c.var.browser.deviceHash
  const token = randomToken()
  keepDevice(c, token)
  const deviceHash = await sha256(token)
  c.set('browser', { ...c.var.browser, deviceHash })
  return deviceHash
}

function keepDevice(c: Ctx, token: string): void {
  setCookie(c, 'device', token, { ...COOKIE, maxAge: DEVICE_DAYS * DAY_SECONDS })
}

/** This browser as it presents itself, with a device, which it gets now if it had none. */
export async function presenting(c: Ctx): Promise<Browser> {
  return { deviceHash: await ensureDevice(c), session: c.var.browser.session }
}

/**
 * Puts a session into its cookie; without one the browser keeps what it has. The device cookie, without which it would be no
 * session, is kept as long anew.
 */
export function carry(c: Ctx, session: Pick<CookieData, 'id' | 'secret'> | undefined): void {
  if (!session) return
  c.var.session?.set('id', session.id)
  c.var.session?.set('secret', session.secret)
  const device = getCookie(c, 'device', 'host')
  if (device) keepDevice(c, device)
}

export function forget(c: Ctx): void {
  c.var.session?.forget('id')
  c.var.session?.forget('secret')
}

/** A word for the next page. */
export function flash(c: Ctx, words: string): void {
  c.var.session?.flash('flash', words)
}

export function takeFlash(c: Ctx): string | undefined {
  return c.var.session?.get('flash') ?? undefined
}
