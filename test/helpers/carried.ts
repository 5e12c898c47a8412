/** What a browser's encrypted session cookie holds, for whoever knows the server's key. */
import { env } from 'cloudflare:workers'
import { decrypt } from 'hono-sessions'
import type { CookieData } from '../../src/context'
import { currentKey } from '../../src/lib/keys'
import type { Browser } from './browser'

type Kept = { _data: { [Name in keyof CookieData]?: { value: CookieData[Name] } } }

export async function carriedBy(browser: Browser): Promise<Partial<CookieData>> {
  const { text } = await currentKey({ current: env.FOYER_SECRET }, 'session')
  const cookie = browser.cookies.get('__Host-session')?.value
  if (!cookie) return {}
  const { _data } = JSON.parse(String(await decrypt(text, cookie))) as Kept
  return Object.fromEntries(Object.entries(_data).map(([name, kept]) => [name, kept?.value]))
}
