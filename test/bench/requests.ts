/** What is asked of Foyer, and how many calls to its stores each may cost: design §2, "One round trip". */
import { randomBytes } from 'node:crypto'
import type { Counts } from './counted.ts'
import { one, type Request } from './load.ts'
import type { Contact, Scene } from './seed.ts'
import type { Stage } from './stage.ts'

export const PHOTO_BYTES = 60_000
const STALE_SECONDS = 120

export type Case = {
  name: string
  status: number
  /** At most. */
  budget: Counts
  /** Requests in a round. */
  round: number
  /** So many requests, ready to be sent at once: a pass is fresh for a minute. */
  prepare(count: number): Promise<Request[]>
}

/** The cases, against one Foyer that has been filled for them. */
export async function cases(stage: Stage): Promise<Case[]> {
  const origin = await stage.urlOf('foyer')
  const seed = await stage.seed()
  const small = await seed.scene(60, PHOTO_BYTES)
  const large = await seed.scene(500, PHOTO_BYTES)
  const [link = ''] = await seed.links(small.contact, 1)
  const inSmall = await enter(origin, small, await seed.links(small.contact, 1))
  const inLarge = await enter(origin, large, await seed.links(large.contact, 1))
  const repeat = async (count: number, request: Request) => Array.from({ length: count }, () => request)

  return [
    {
      ...{ name: 'link page', status: 200, budget: { d1: 1, kv: 1, r2: 0 }, round: 200 },
      prepare: (count) => repeat(count, get(link)),
    },
    {
      ...{ name: 'link claim', status: 303, budget: { d1: 2, kv: 1, r2: 0 }, round: 120 },
      prepare: (count) => claims(seed, small.contact, count),
    },
    {
      ...{ name: 'gallery, 60 photos', status: 200, budget: { d1: 1, kv: 0, r2: 0 }, round: 150 },
      prepare: (count) => repeat(count, get(small.galleryPath, inSmall.cookies)),
    },
    {
      ...{ name: 'gallery, 500 photos', status: 200, budget: { d1: 1, kv: 0, r2: 0 }, round: 40 },
      prepare: (count) => repeat(count, get(large.galleryPath, inLarge.cookies)),
    },
    {
      ...{ name: 'photo, valid pass', status: 200, budget: { d1: 0, kv: 0, r2: 1 }, round: 400 },
      prepare: async (count) => {
        const { headers } = await one(origin, get(small.galleryPath, inSmall.cookies))
        return repeat(count, get(small.photoPath, passIn(headers['set-cookie'])))
      },
    },
    {
      ...{ name: 'photo, expired pass', status: 200, budget: { d1: 1, kv: 0, r2: 1 }, round: 250 },
      prepare: async (count) => {
        const stale = await seed.pass(small.galleryId, inSmall.visitId, STALE_SECONDS)
        return repeat(count, get(small.photoPath, `__Secure-pass=${stale}`))
      },
    },
  ]
}

function get(path: string, cookies?: string): Request {
  return { method: 'GET', path, headers: { Accept: '*/*', ...(cookies ? { Cookie: cookies } : {}) } }
}

/** A press of the button: by a device and from an address of its own, so that the fence lets all of them through. */
function press(path: string, device: string): Request {
  const ip = [10, ...randomBytes(3)].join('.')
  const headers = { Cookie: `__Host-device=${device}`, 'Sec-Fetch-Site': 'same-origin', 'CF-Connecting-IP': ip }
  return { method: 'POST', path, headers }
}

const newDevice = () => randomBytes(32).toString('base64url')

async function claims(seed: Awaited<ReturnType<Stage['seed']>>, contact: Contact, count: number) {
  const links = await seed.links(contact, count)
  return links.map((link) => press(link, newDevice()))
}

/** A browser that came in by a link, and its visit as the pass names it. */
async function enter(origin: URL, scene: Scene, [link = '']: string[]) {
  const device = newDevice()
  const claim = await one(origin, press(link, device))
  const cookies = [`__Host-device=${device}`, ...(claim.headers['set-cookie'] ?? []).map(pairOf)].join('; ')
  const page = await one(origin, get(scene.galleryPath, cookies))
  if (claim.status !== 303 || page.status !== 200)
    throw new Error(`A link answered ${claim.status}, then ${page.status}`)
  const visitId = passIn(page.headers['set-cookie']).split('.')[2] ?? ''
  return { cookies, visitId }
}

function passIn(lines: string[] = []): string {
  return lines.map(pairOf).find((cookie) => cookie.startsWith('__Secure-pass=')) ?? ''
}

const pairOf = (line: string) => line.split(';')[0] ?? ''
