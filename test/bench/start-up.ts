/** How long workerd takes to compile and evaluate the bundle. */
import { join } from 'node:path'
import type { Module } from './build.ts'
import { one } from './load.ts'
import { cpuSeconds, type Settings, type Stage, start } from './stage.ts'
import { median } from './times.ts'

const COPIES = 7

/** Milliseconds that pass, and milliseconds of processor time where there is a /proc. */
export type StartUp = { wall: number; cpu: number | undefined }

/** What importing Foyer takes beyond importing an empty module, in one of several new isolates. */
export async function startUp(folder: string, settings: Settings, foyer: Module[]): Promise<StartUp> {
  const empty: Module = { type: 'ESModule', path: join(folder, 'empty/index.js'), contents: 'export default {}' }
  const workers: Record<string, Module[]> = {}
  for (let copy = 0; copy < COPIES; copy++) {
    workers[`with-empty-${copy}`] = [importer(folder, './empty/index.js'), empty]
    workers[`with-foyer-${copy}`] = [importer(folder, './foyer/index.js'), ...foyer]
  }
  const stage = await start(folder, settings, workers)
  const ofEmpty: StartUp[] = []
  const ofFoyer: StartUp[] = []
  for (const name of Object.keys(workers)) {
    const took = await importing(stage, name)
    if (name.startsWith('with-foyer')) ofFoyer.push(took)
    else ofEmpty.push(took)
  }
  await stage.close()
  return { wall: (median(walls(ofFoyer)) ?? 0) - (median(walls(ofEmpty)) ?? 0), cpu: difference(ofFoyer, ofEmpty) }
}

async function importing(stage: Stage, name: string): Promise<StartUp> {
  const origin = await stage.urlOf(name)
  await one(origin, { method: 'GET', path: '/', headers: {} })
  const cpuBefore = cpuSeconds(stage.pid)
  const startedAt = performance.now()
  const answer = await one(origin, { method: 'GET', path: '/start', headers: {} })
  const wall = performance.now() - startedAt
  const cpuAfter = cpuSeconds(stage.pid)
  if (answer.status !== 200) throw new Error(`${name} does not start: ${answer.body}`)
  return { wall, cpu: cpuBefore === undefined || cpuAfter === undefined ? undefined : (cpuAfter - cpuBefore) * 1000 }
}

const walls = (taken: StartUp[]) => taken.map(({ wall }) => wall)

/** The mean, for the clock of processor time is too coarse for a median. */
function difference(ofFoyer: StartUp[], ofEmpty: StartUp[]): number | undefined {
  if (ofFoyer.some(({ cpu }) => cpu === undefined)) return undefined
  const sum = (taken: StartUp[]) => taken.reduce((total, { cpu }) => total + (cpu ?? 0), 0)
  return (sum(ofFoyer) - sum(ofEmpty)) / COPIES
}

/** A Worker that imports a module when it is asked to `/start`, not before. */
function importer(folder: string, path: string): Module {
  const contents = `
    export default {
      async fetch(request) {
        if (request.url.endsWith('/start')) await import('${path}')
        return new Response('')
      },
    }`
  return { type: 'ESModule', path: join(folder, 'importer.js'), contents }
}
