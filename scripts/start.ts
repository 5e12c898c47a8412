/**
 * Runs the whole product on this machine: a local secret, migrations, the server, its cron, and on the first start a
 * demo studio filled through the product's own pages.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { fillDemo } from './demo.ts'

const ROOT = join(import.meta.dirname, '..')
const WRANGLER = join(ROOT, 'node_modules/wrangler/bin/wrangler.js')
const QUIET = { ...process.env, WRANGLER_SEND_METRICS: 'false', CLOUDFLARE_CF_FETCH_ENABLED: 'false', CI: 'true' }

ensureSecret()
wrangler('d1', 'migrations', 'apply', 'foyer', '--local')

const port = await freePort(Number(process.env.PORT ?? 8787))
const origin = `http://localhost:${port}`
const server = serve(port, origin)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => server.kill('SIGTERM'))
server.on('exit', (code) => process.exit(code ?? 0))
process.on('exit', () => server.kill('SIGTERM'))

await answering(origin)
setInterval(() => fetch(`${origin}/cdn-cgi/handler/scheduled`).catch(() => undefined), 60_000)
await fetch(`${origin}/cdn-cgi/handler/scheduled`)

console.log('  Preparing the demo; the first time it takes about half a minute.')
const demo = await fillDemo(origin, ROOT, (sql) => wrangler('d1', 'execute', 'foyer', '--local', '--command', sql))
console.log(`
  Foyer is running. Nothing leaves this machine: every message lands in the outbox.

  A magic link     ${demo.link}
                   (opens the demo gallery as Anna, for the first browser that uses it)
  Demo gallery     ${demo.gallery}
                   (its door; Anna is anna.keller@example.com, the code is in the outbox)
  Home page        ${demo.home}
                   (the guest code "${demo.guestCode}" lets in as a guest)
  Studio           ${origin}/studio
                   (sign in as ${demo.email}; the code is in the outbox)
  Outbox           ${origin}/outbox
  Your own studio  ${await ownStudio()}

  Ctrl+C stops it. What you made is kept in .wrangler/state; delete that folder to begin anew.
`)

/** Setup is there once; afterwards one signs in. */
async function ownStudio(): Promise<string> {
  const { ok } = await fetch(`${origin}/studio/setup`)
  return ok ? `${origin}/studio/setup` : `${origin}/studio/sign-in (with your own email)`
}

function ensureSecret(): void {
  const file = join(ROOT, '.dev.vars')
  if (existsSync(file) && /^FOYER_SECRET=/m.test(readFileSync(file, 'utf8'))) return
  appendFileSync(file, `FOYER_SECRET=${randomBytes(32).toString('base64')}\n`)
}

function wrangler(...args: string[]): void {
  const { status, stdout, stderr } = spawnSync(process.execPath, [WRANGLER, ...args], { cwd: ROOT, env: QUIET })
  if (status !== 0) throw new Error(`wrangler ${args[0]} ${args[1]} failed:\n${stdout}${stderr}`)
}

function serve(port: number, origin: string): ChildProcess {
  const vars = ['--var', 'LOCAL:true', '--var', `PUBLIC_ORIGIN:${origin}`]
  const args = ['dev', '--port', String(port), '--show-interactive-dev-session=false', '--log-level', 'error', ...vars]
  return spawn(process.execPath, [WRANGLER, ...args], {
    cwd: ROOT,
    env: QUIET,
    stdio: ['ignore', 'inherit', 'inherit'],
  })
}

/** The wanted port, or the next one that nobody listens on. */
async function freePort(wanted: number): Promise<number> {
  const isFree = await new Promise<boolean>((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(wanted, () => probe.close(() => resolve(true)))
  })
  return isFree ? wanted : freePort(wanted + 1)
}

async function answering(origin: string): Promise<void> {
  for (let tries = 0; tries < 240; tries++) {
    const answer = await fetch(origin).catch(() => undefined)
    if (answer?.ok) return
    if (answer?.status === 503) throw new Error(await answer.text())
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
  throw new Error('The server did not start within a minute.')
}
