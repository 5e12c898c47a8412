/** What a stranger asks with an address, to learn whether it is known. */
import { randomBytes } from 'node:crypto'
import { one, type Request } from './load.ts'
import type { Scene } from './seed.ts'

const ROUNDS = 3

export type Question = {
  name: string
  /** Of the answer. */
  status: number
  /** How often everything is done. */
  rounds: number
  /** The request to be timed, from a new browser; what comes before it has happened. */
  prepare(address: string): Promise<Request>
}

/** As long as a known one. */
export const unknownAddress = () => `${randomBytes(8).toString('hex')}@example.com`

export function questions(origin: URL, { galleryPath }: Scene): Question[] {
  const studioPath = galleryPath.slice(0, galleryPath.lastIndexOf('/'))
  const askFor = (email: string, channel: string) => post(`${galleryPath}/codes`, { email, channel })
  return [
    { name: 'code-by-email', status: 303, rounds: ROUNDS, prepare: async (email) => askFor(email, 'email') },
    { name: 'code-by-sms', status: 303, rounds: ROUNDS, prepare: async (email) => askFor(email, 'sms') },
    {
      ...{ name: 'another-code-at-once', status: 303, rounds: ROUNDS },
      prepare: async (email) => {
        await one(origin, askFor(email, 'email'))
        return askFor(email, 'email')
      },
    },
    {
      ...{ name: 'wrong-code', status: 422, rounds: ROUNDS },
      prepare: async (email) => {
        const asked = await one(origin, askFor(email, 'email'))
        return post(`${galleryPath}/code`, { code: '123456' }, cookiesOf(asked.headers['set-cookie']))
      },
    },
    {
      ...{ name: 'reset', status: 200, rounds: ROUNDS },
      prepare: async (email) => post(`${studioPath}/portal/resets`, { email }),
    },
    {
      // A quarter of a second of processor time each.
      ...{ name: 'wrong-password', status: 422, rounds: 2 },
      prepare: async (email) => post(`${galleryPath}/password`, { email, password: 'meadow lantern copper violin' }),
    },
  ]
}

/** A form from an address of its own, so that the fence lets all of them through. */
function post(path: string, form: Record<string, string>, cookies = ''): Request {
  const headers = {
    'Content-Type': 'application/x-www-form-urlencoded',
    'Sec-Fetch-Site': 'same-origin',
    'CF-Connecting-IP': [10, ...randomBytes(3)].join('.'),
    ...(cookies ? { Cookie: cookies } : {}),
  }
  return { method: 'POST', path, headers, body: new URLSearchParams(form).toString() }
}

const cookiesOf = (lines: string[] = []) => lines.map((line) => line.split(';')[0]).join('; ')
