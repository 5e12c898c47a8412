/** Processor time and requests per second of Foyer as multiples of the bare Worker's, in turns on the same machine. */
import { all, one, type Request } from './load.ts'
import type { Case } from './requests.ts'
import { cpuSeconds, type Stage } from './stage.ts'

const ROUNDS = 5
const BARE_REQUESTS = 1000
const WARM_UP_ROUNDS = 1

export type Times = {
  name: string
  /** Of the body. */
  bytes: number
  /** Seconds of the workerd process per request, and its multiple of the bare Worker's. Undefined without /proc. */
  cpu: number | undefined
  cpuRatio: number | undefined
  rateRatio: number
}

type Round = { cpu: number | undefined; rate: number }

export async function compare(foyer: Stage, bare: Stage, asked: readonly Case[]): Promise<Times[]> {
  const times: Times[] = []
  for (const one of asked) times.push(await compareOne(foyer, bare, one))
  return times
}

async function compareOne(foyer: Stage, bare: Stage, { name, status, round, prepare }: Case): Promise<Times> {
  const origin = await foyer.urlOf('foyer')
  const [first] = await prepare(1)
  const bytes = first ? (await one(origin, first)).body.byteLength : 0
  const plain: Request[] = Array(BARE_REQUESTS).fill({ method: 'GET', path: `/${bytes}`, headers: {} })

  const rounds: { foyer: Round; bare: Round }[] = []
  for (let turn = 0; turn < WARM_UP_ROUNDS + ROUNDS; turn++) {
    const requests = await prepare(round)
    rounds.push({ foyer: await play(foyer, 'foyer', requests, status), bare: await play(bare, 'bare', plain, 200) })
  }
  const counted = rounds.slice(WARM_UP_ROUNDS)
  return {
    ...{ name, bytes },
    cpu: median(counted.map(({ foyer }) => foyer.cpu)),
    cpuRatio: median(counted.map(({ foyer, bare }) => foyer.cpu && bare.cpu && foyer.cpu / bare.cpu)),
    rateRatio: median(counted.map(({ foyer, bare }) => foyer.rate / bare.rate)) ?? 0,
  }
}

async function play(stage: Stage, worker: string, requests: Request[], status: number): Promise<Round> {
  const before = cpuSeconds(stage.pid)
  const seconds = await all(await stage.urlOf(worker), requests, status)
  const after = cpuSeconds(stage.pid)
  const cpu = before === undefined || after === undefined ? undefined : (after - before) / requests.length
  return { cpu, rate: requests.length / seconds }
}

/** Undefined when a value is missing. */
export function median(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined).sort((a, b) => a - b)
  return known.length < values.length ? undefined : known[Math.floor(known.length / 2)]
}
