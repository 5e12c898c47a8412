import { env } from 'cloudflare:workers'
import { describe, expect, it, vi } from 'vitest'
import { isBreached } from '../../src/outside/breached'
import { settings } from '../../src/settings'
import { breach, breachRequests, breachServiceAnswers } from '../helpers/breaches'

const PASSWORD = 'lovely summer evening'
/** Its SHA-1. */
const [PREFIX, REST] = ['D9DD1', '026CB9A9D7D23197DD52DB3B7768847A77F']

const ask = (password = PASSWORD, over = {}) => isBreached(password, { ...settings(env), ...over })

/** What is logged from now on. */
function catchLog(): unknown[] {
  const lines: unknown[] = []
  vi.spyOn(console, 'log').mockImplementation((...line) => void lines.push(...line))
  return lines
}

describe('a password that somebody wants to use', () => {
  it('is known when it was in a breach, and no other is', async () => {
    breach(PASSWORD)

    expect(await ask()).toBe(true)
    expect(await ask('lovely summer evenings')).toBe(false)
  })

  it('does not leave with the question: five digits of its hash do', async () => {
    await ask()

    const [request] = breachRequests()
    expect(request?.url).toBe(`https://api.pwnedpasswords.com/range/${PREFIX}?mode=sha1`)
    expect(request?.method).toBe('GET')
    expect(request?.headers.get('Add-Padding')).toBe('true')
    expect(JSON.stringify([...(request?.headers ?? [])])).not.toMatch(new RegExp(`${REST}|lovely`, 'i'))
  })

  it('is asked for where the settings say', async () => {
    const asked: string[] = []
    vi.mocked(fetch).mockImplementation(async (input) => {
      asked.push(String(input))
      return new Response('')
    })

    expect(await ask(PASSWORD, { HIBP_BASE_URL: 'https://hibp.example.com', LOCAL: true })).toBe(false)
    expect(asked).toEqual([`https://hibp.example.com/range/${PREFIX}?mode=sha1`])
  })

  it('is asked for nowhere on a local start', async () => {
    breach(PASSWORD)

    expect(await ask(PASSWORD, { LOCAL: true })).toBe(false)
    expect(breachRequests()).toEqual([])
  })
})

describe('a service that fails', () => {
  it.each([
    ['has a failure', () => new Response('failure', { status: 500 })],
    ['is busy', () => new Response('', { status: 429 })],
    ['does not understand', () => new Response('The hash prefix was not in a valid format', { status: 400 })],
    ['cannot be reached', () => Promise.reject(new TypeError(`fetch failed for ${PASSWORD}`))],
  ])('lets the password pass when it %s, and the log has a word of it', async (_, answer) => {
    const logged = catchLog()
    breach(PASSWORD)
    breachServiceAnswers(answer)

    expect(await ask()).toBe(false)
    expect(logged).toEqual(['{"event":"breach-check-failed","problem":"failure"}'])
    expect(await ask()).toBe(true)
  })

  it('lets the password pass when it answers with a page', async () => {
    breachServiceAnswers(() => new Response('<html>\n<p>Welcome</p>\n</html>'))
    expect(await ask()).toBe(false)
  })

  it('holds up nobody for longer than a second and a half', async () => {
    const logged = catchLog()
    const patience = new AbortController()
    const timeout = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(patience.signal)
    breachServiceAnswers(
      (request) =>
        new Promise((_, reject) => {
          request.signal.addEventListener('abort', () => reject(patience.signal.reason))
          patience.abort(new DOMException('The operation timed out.', 'TimeoutError'))
        }),
    )

    expect(await ask()).toBe(false)
    expect(timeout).toHaveBeenCalledWith(1500)
    expect(logged).toEqual(['{"event":"breach-check-failed","problem":"timeout"}'])
  })
})
