/** Foyer as a process of its own, which can be killed and started again over the same stores. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { inject } from 'vitest'

const WRANGLER = 'node_modules/wrangler/bin/wrangler.js'
const START_MS = 60_000
const MINUTE_MS = 60_000
const ENV = { ...process.env, WRANGLER_SEND_METRICS: 'false', CLOUDFLARE_CF_FETCH_ENABLED: 'false', CI: 'true' }

export type Process = {
  origin: string
  /** Runs the scheduled sweep as if so many minutes had passed. */
  sweep(minutes: number): Promise<void>
  /** Ends the whole process group at once, without a word of warning. */
  kill(): Promise<void>
}

/**
 * @param stores a folder: what the database and the buckets keep
 * @param origin of the process that this one takes the place of
 */
export async function startProcess(stores: string, origin?: string): Promise<Process> {
  const port = origin ? new URL(origin).port : await freePort()
  const address = `http://127.0.0.1:${port}`
  const common = ['--config', configOf(stores), '--persist-to', stores]
  execFileSync(process.execPath, [WRANGLER, 'd1', 'migrations', 'apply', 'foyer', '--local', ...common], { env: ENV })

  const secrets = join(stores, 'secrets.env')
  writeFileSync(secrets, 'FOYER_SECRET=a secret of the browser tests, long enough\n')
  const vars = ['--var', 'LOCAL:true', '--var', `PUBLIC_ORIGIN:${address}`, '--env-file', secrets]
  const place = ['--ip', '127.0.0.1', '--port', String(port), '--inspector-port', '0']
  const quiet = ['--show-interactive-dev-session=false', '--log-level', 'error']
  const child = spawn(process.execPath, [WRANGLER, 'dev', ...common, ...place, ...vars, ...quiet], {
    env: ENV,
    stdio: ['ignore', 'ignore', 'inherit'],
    detached: true,
  })
  await answering(address, child)
  return {
    origin: address,
    async sweep(minutes) {
      const answer = await fetch(`${address}/cdn-cgi/handler/scheduled?time=${Date.now() + minutes * MINUTE_MS}`)
      if (!answer.ok) throw new Error(`the sweep answered ${answer.status}`)
    },
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const exit = once(child, 'exit')
      process.kill(-(child.pid ?? Number.NaN), 'SIGKILL')
      await exit
    },
  }
}

/** The configuration for the bundle: built once, and not again while somebody works on its source. */
function configOf(stores: string): string {
  const config = readFileSync('wrangler.toml', 'utf8')
    .replace(/^main = .*$/m, `no_bundle = true\nmain = ${JSON.stringify(join(inject('bundle'), 'index.js'))}`)
    .replace(/^\[build\]\n.*\n/m, '')
    .replace(/^directory = "(.*)"$/m, (_, path) => `directory = ${JSON.stringify(resolve(path))}`)
    .replace(/^migrations_dir = "(.*)"$/m, (_, path) => `migrations_dir = ${JSON.stringify(resolve(path))}`)
  const file = join(stores, 'wrangler.toml')
  writeFileSync(file, config)
  return file
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

async function answering(origin: string, child: ChildProcess): Promise<void> {
  const until = Date.now() + START_MS
  while (Date.now() < until && child.exitCode === null) {
    const answer = await fetch(`${origin}/app.css`).catch(() => undefined)
    if (answer?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('The server did not start.')
}
