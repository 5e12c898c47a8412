import { pwnedPassword } from 'hibp'
import { log } from '../lib/log'
import type { Settings } from '../settings'

const PATIENCE_MS = 1500

/**
 * Whether a password is known from a breach, by the list of Have I Been Pwned. Five hexadecimal digits of its SHA-1 leave
 * the Worker and nothing else; the answer is padded, so that its length tells nothing. Whoever sets a password is never
 * held up by this: without an answer in a second and a half it passes. A local start asks only a service of its own.
 */
export async function isBreached(password: string, settings: Settings): Promise<boolean> {
  const { LOCAL, HIBP_BASE_URL: baseUrl } = settings
  if (LOCAL && !baseUrl) return false
  try {
    const options = { baseUrl, addPadding: true, timeoutMs: PATIENCE_MS, userAgent: 'Foyer' }
    return (await pwnedPassword(password, options)) > 0
  } catch (error) {
    log('breach-check-failed', { problem: isTimeout(error) ? 'timeout' : 'failure' })
    return false
  }
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.name === 'TimeoutError'
}
