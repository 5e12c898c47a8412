/**
 * Measures the production bundle under workerd beside a bare Worker that answers as many bytes, and counts its calls to
 * the stores. Fails when a request costs more calls than design §2 allows; times are told as ratios and never judged.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildFoyer, buildOwn, type Module } from './build.ts'
import { countCalls, overBudget } from './calls.ts'
import { disconnect } from './load.ts'
import { tellCases, tellSize, tellWire } from './report.ts'
import { cases } from './requests.ts'
import { migrations, type Stage, settingsOf, start } from './stage.ts'
import { startUp } from './start-up.ts'
import { compare } from './times.ts'
import { weigh } from './wire.ts'

const folder = mkdtempSync(join(tmpdir(), 'foyer-bench-'))
const settings = settingsOf(folder)
try {
  const { foyer, seed, bare, counted } = await build()
  tellSize(foyer, await startUp(folder, settings, foyer.modules))

  const calls = await onStage({ foyer: [countedEntry(), ...foyer.modules, ...counted], seed }, async (stage) =>
    countCalls(stage, await cases(stage)),
  )
  const { times, weights } = await onStage({ foyer: foyer.modules, seed }, async (stage) => {
    const asked = await cases(stage)
    return { weights: await weigh(stage, asked), times: await beside(bare, (other) => compare(stage, other, asked)) }
  })
  tellCases(calls, times)
  tellWire(weights)

  const faults = overBudget(calls)
  for (const fault of faults) console.error(fault)
  process.exitCode = faults.length > 0 ? 1 : 0
} finally {
  disconnect()
  rmSync(folder, { recursive: true })
}

async function build() {
  const own = (name: string) => buildOwn(name, join(folder, name), settings)
  const [foyer, seed] = await Promise.all([buildFoyer(join(folder, 'foyer')), own('seed')])
  const [bare, counted] = await Promise.all([own('bare'), own('counted')])
  return { foyer, seed, bare, counted }
}

/** Foyer's own bundle inside {@link counted}. */
function countedEntry(): Module {
  const contents = `
    import foyer from './foyer/index.js'
    import counted from './counted/counted.js'
    export * from './foyer/index.js'
    export default counted(foyer)`
  return { type: 'ESModule', path: join(folder, 'entry.js'), contents }
}

/** Foyer on stores that are migrated and otherwise empty, until `play` is over. */
async function onStage<T>(workers: Record<string, Module[]>, play: (stage: Stage) => Promise<T>): Promise<T> {
  const stage = await start(folder, settings, workers)
  try {
    const seed = await stage.seed()
    await seed.migrate(migrations())
    return await play(stage)
  } finally {
    await stage.close()
  }
}

async function beside<T>(bare: Module[], play: (stage: Stage) => Promise<T>): Promise<T> {
  const stage = await start(folder, settings, { bare })
  return play(stage).finally(() => stage.close())
}
