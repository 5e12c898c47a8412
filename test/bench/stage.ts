/** Workers running under miniflare, each in a workerd process of its own, reached without a proxy in between. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { convertV4MiniflareOptions, Miniflare, type V4WorkerOptions } from 'miniflare'
import { unstable_getMiniflareWorkerOptions, unstable_readConfig } from 'wrangler'
import { type Module, ROOT } from './build.ts'
import type Seed from './seed.ts'

const TICKS_PER_SECOND = 100
const SOCKET = [{ host: '127.0.0.1', port: 0 }]
const BINDINGS = {
  FOYER_SECRET: 'a secret of the bench, long enough for it',
  PUBLIC_ORIGIN: 'https://foyer.test',
  MAIL_FROM: 'Foyer <galleries@foyer.test>',
}

export type Settings = Omit<V4WorkerOptions, 'modules' | 'script' | 'name'>

/**
 * The bindings of wrangler.toml, without its static files, and with nobody's `.dev.vars`.
 * @param hasJobs whether what is sent to a queue is also run
 */
export function settingsOf(folder: string, hasJobs = false): Settings {
  const config = unstable_readConfig({ config: join(ROOT, 'wrangler.toml') })
  const elsewhere = {
    secrets: undefined,
    configPath: join(folder, 'none.toml'),
    userConfigPath: join(folder, 'none.toml'),
  }
  const { workerOptions } = unstable_getMiniflareWorkerOptions({ ...config, ...elsewhere })
  const { assets, queueConsumers, ...settings } = workerOptions
  return { ...settings, bindings: BINDINGS, ...(hasJobs ? { queueConsumers } : {}) } as Settings
}

/** What Workers other than Foyer are bound to: they do not have its Durable Objects, and run no jobs. */
const storesAlone = (settings: Settings): Settings => ({ ...settings, durableObjects: {}, queueConsumers: {} })

export type Stage = {
  /** By the Worker's name. */
  urlOf(worker: string): Promise<URL>
  /** The process, on Linux. */
  pid: number | undefined
  seed(): Promise<Pick<Seed, 'migrate' | 'scene' | 'clients' | 'links' | 'portalLinks' | 'stepUp' | 'pass'>>
  close(): Promise<void>
}

/** Starts Workers that share their stores; those are empty. */
export async function start(
  modulesRoot: string,
  settings: Settings,
  workers: Record<string, Module[]>,
): Promise<Stage> {
  const before = workerds()
  const options = Object.entries(workers).map(([name, modules]) => ({
    ...{ ...(name === 'foyer' ? settings : storesAlone(settings)), name, modules, modulesRoot },
    unsafeDirectSockets: SOCKET,
  }))
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({ cf: false, workers: options as unknown as V4WorkerOptions[] }),
  )
  await miniflare.ready
  return {
    urlOf: (worker) => miniflare.unsafeGetDirectURL(worker),
    pid: workerds().find((pid) => !before.includes(pid)),
    seed: async () => (await miniflare.getWorker('seed')) as unknown as Seed,
    close: () => miniflare.dispose(),
  }
}

/** The migrations, statement by statement. */
export function migrations(): string[] {
  const files = readdirSync(join(ROOT, 'migrations')).filter((file) => file.endsWith('.sql'))
  return files
    .sort()
    .flatMap((file) => readFileSync(join(ROOT, 'migrations', file), 'utf8').split('--> statement-breakpoint'))
}

/** Processor time that a process has used, in seconds: proc_pid_stat(5), utime and stime. Undefined where there is no /proc. */
export function cpuSeconds(pid: number | undefined): number | undefined {
  if (!pid) return undefined
  const fields = statOf(pid)
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND
}

/** The workerd processes that this process has started. */
function workerds(): number[] {
  if (process.platform !== 'linux') return []
  const pids = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
  return pids.filter((pid) => {
    try {
      return Number(statOf(pid)[1]) === process.pid && readFileSync(`/proc/${pid}/comm`, 'utf8') === 'workerd\n'
    } catch {
      return false
    }
  })
}

/** The fields after the name, which may hold spaces: the first is the state. */
function statOf(pid: number): string[] {
  return readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ')
}
