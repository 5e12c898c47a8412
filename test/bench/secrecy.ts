/**
 * Whether the time that an answer takes tells a known address from an unknown one (P6). Each question is timed 300 times
 * for either, one right behind the other in either order, while the jobs of the one before may still run; always with an
 * address that was not asked about before. Then everything is done again. The area under the curve is how often a known
 * address takes longer than an unknown one: one half when the time tells nothing.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildFoyer, buildOwn } from './build.ts'
import { disconnect, one, type Request } from './load.ts'
import { areaUnderCurve } from './rank.ts'
import type { Scene } from './seed.ts'
import { migrations, settingsOf, start } from './stage.ts'
import { type Question, questions, unknownAddress } from './strangers.ts'
import { median } from './times.ts'

const EACH = 300
const WARM_UP = 20
/** What came before a question, with its jobs, is over by then. */
const SETTLE_MS = 60
/** Telling by the time may not succeed more often than this. */
const MOST = 0.55
/** As with `npm start`: mail and SMS go into the outbox. */
const BINDINGS = { LOCAL: 'true' }

type Timings = { known: number[]; unknown: number[] }

const folder = mkdtempSync(join(tmpdir(), 'foyer-secrecy-'))
const settings = settingsOf(folder, true)
try {
  const [foyer, seedModules] = await Promise.all([
    buildFoyer(join(folder, 'foyer')),
    buildOwn('seed', join(folder, 'seed'), settings),
  ])
  Object.assign(settings.bindings ?? {}, BINDINGS)
  const stage = await start(folder, settings, { foyer: foyer.modules, seed: seedModules })
  const seed = await stage.seed()
  await seed.migrate(migrations())
  const scene = await seed.scene(1, 1)
  const origin = await stage.urlOf('foyer')
  for (const question of chosen(questions(origin, scene, seed))) await ask(origin, question, () => addresses(scene))
  await stage.close()

  async function addresses(at: Scene) {
    const known = await seed.clients(at, EACH + WARM_UP)
    return known.map((address) => ({ known: address, unknown: unknownAddress() }))
  }
} finally {
  disconnect()
  rmSync(folder, { recursive: true })
}

/** All questions, or those that are named after the command. */
function chosen(all: Question[]): Question[] {
  const named = process.argv.slice(2)
  return named.length > 0 ? all.filter(({ name }) => named.includes(name)) : all
}

async function ask(origin: URL, question: Question, addresses: () => Promise<Record<keyof Timings, string>[]>) {
  const all: Timings = { known: [], unknown: [] }
  const areas: number[] = []
  for (let round = 0; round < question.rounds; round++) {
    const timings = await time(origin, question, await addresses())
    areas.push(areaUnderCurve(timings.known, timings.unknown))
    all.known.push(...timings.known)
    all.unknown.push(...timings.unknown)
  }
  tell(question.name, areas, all)
}

async function time(origin: URL, { prepare, status }: Question, pairs: Record<keyof Timings, string>[]) {
  const timings: Timings = { known: [], unknown: [] }
  for (const [turn, pair] of pairs.entries()) {
    const requests = { known: await prepare(pair.known), unknown: await prepare(pair.unknown) }
    await new Promise((settled) => setTimeout(settled, SETTLE_MS))
    const order = Math.random() < 0.5 ? (['known', 'unknown'] as const) : (['unknown', 'known'] as const)
    for (const kind of order) {
      const took = await timed(origin, requests[kind], status)
      if (turn >= WARM_UP) timings[kind].push(took)
    }
  }
  return timings
}

/** Milliseconds until the whole answer is there. */
async function timed(origin: URL, request: Request, status: number): Promise<number> {
  const startedAt = performance.now()
  const answer = await one(origin, request)
  const took = performance.now() - startedAt
  if (answer.status !== status) throw new Error(`${request.method} ${request.path} answered ${answer.status}`)
  return took
}

function tell(name: string, areas: number[], { known, unknown }: Timings): void {
  const over = areaUnderCurve(known, unknown)
  const middle = (times: number[]) => `${median(times)?.toFixed(3)} ms`
  const rounds = areas.map((area) => area.toFixed(3)).join(', ')
  console.log(`${name}: ${rounds}; all ${over.toFixed(3)}. Median known ${middle(known)}, unknown ${middle(unknown)}.`)
  if (Math.abs(over - 0.5) > MOST - 0.5) process.exitCode = 1
}
