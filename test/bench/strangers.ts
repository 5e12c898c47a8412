/** What a stranger asks with an address, or a client with another's, to learn whether it is known. */
import { randomBytes } from 'node:crypto'
import { type Answer, one, type Request } from './load.ts'
import type Seed from './seed.ts'
import type { Scene } from './seed.ts'

const ROUNDS = 3
/** Links into the portal that are made together. */
const AT_ONCE = 100
const WRONG = 'meadow lantern copper violin'

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

export function questions(origin: URL, scene: Scene, seed: Pick<Seed, 'portalLinks' | 'stepUp'>): Question[] {
  const { galleryPath } = scene
  const portalPath = `${galleryPath.slice(0, galleryPath.lastIndexOf('/'))}/portal`
  const links: string[] = []
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
        return post(`${galleryPath}/code`, { code: '123456' }, cookiesOf(asked))
      },
    },
    {
      ...{ name: 'reset', status: 200, rounds: ROUNDS },
      prepare: async (email) => post(`${portalPath}/resets`, { email }),
    },
    {
      ...{ name: 'portal-code', status: 303, rounds: ROUNDS },
      prepare: async (email) => post(`${portalPath}/sign-in/codes`, {}, await atPortal(email)),
    },
    {
      ...{ name: 'portal-wrong-code', status: 422, rounds: ROUNDS },
      prepare: async (email) => {
        const asked = await one(origin, post(`${portalPath}/sign-in/codes`, {}, await atPortal(email)))
        return post(`${portalPath}/sign-in/code`, { code: '123456' }, cookiesOf(asked))
      },
    },
    {
      ...{ name: 'new-address', status: 303, rounds: ROUNDS },
      prepare: async (email) => post(`${portalPath}/account/email`, { email }, await steppedUp()),
    },
    // A quarter of a second of processor time each.
    {
      ...{ name: 'wrong-password', status: 422, rounds: 2 },
      prepare: async (email) => post(`${galleryPath}/password`, { email, password: WRONG }),
    },
    {
      ...{ name: 'portal-wrong-password', status: 422, rounds: 2 },
      prepare: async (email) => post(`${portalPath}/sign-in/password`, { password: WRONG }, await atPortal(email)),
    },
  ]

  /** The cookies of a new browser in which an address was typed at the portal. */
  async function atPortal(email: string): Promise<string> {
    return cookiesOf(await one(origin, post(`${portalPath}/sign-in`, { email })))
  }

  /** The cookies of somebody who is signed in to the portal and has just stepped up; each time somebody else. */
  async function steppedUp(): Promise<string> {
    if (links.length === 0) links.push(...(await seed.portalLinks(scene, AT_ONCE)))
    const path = links.pop() ?? ''
    const looked = await one(origin, { method: 'GET', path, headers: {} })
    const entered = await one(origin, post(path, {}, cookiesOf(looked)))
    await seed.stepUp()
    return cookiesOf(looked, entered)
  }
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

/** What a browser sends back after these answers: of each cookie the newest. */
function cookiesOf(...answers: Answer[]): string {
  const lines = answers.flatMap(({ headers }) => headers['set-cookie'] ?? [])
  const cookies = new Map(lines.map((line) => [line.slice(0, line.indexOf('=')), line.split(';')[0]]))
  return [...cookies.values()].join('; ')
}
