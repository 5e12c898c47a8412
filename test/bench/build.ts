/** The Workers of the bench, built as `npm run deploy` builds Foyer. */
import { spawn } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { V4WorkerOptions } from 'miniflare'

export const ROOT = join(import.meta.dirname, '../..')
const WRANGLER = join(ROOT, 'node_modules/wrangler/bin/wrangler.js')
const QUIET = { ...process.env, WRANGLER_SEND_METRICS: 'false', CLOUDFLARE_CF_FETCH_ENABLED: 'false', CI: 'true' }

const MODULE_TYPES = {
  '.js': 'ESModule',
  '.wasm': 'CompiledWasm',
  '.txt': 'Text',
  '.html': 'Text',
  '.sql': 'Text',
  '.bin': 'Data',
} as const

export type Module = { type: (typeof MODULE_TYPES)[keyof typeof MODULE_TYPES]; path: string; contents?: string }

export type Bundle = {
  modules: Module[]
  /** Bytes, as they are and by gzip. */
  raw: number
  gzip: number
  /** Bytes in the bundle by package, or by folder of ours; the biggest first. */
  parts: [name: string, bytes: number][]
}

/** Foyer's production bundle, in `folder`. */
export async function buildFoyer(folder: string): Promise<Bundle> {
  await wrangler('--config', join(ROOT, 'wrangler.toml'), '--outdir', folder, '--metafile')
  const modules = modulesIn(folder)
  const contents = modules.map(({ path }) => readFileSync(path))
  const sum = (sizes: number[]) => sizes.reduce((total, size) => total + size, 0)
  return {
    modules,
    raw: sum(contents.map((bytes) => bytes.byteLength)),
    gzip: sum(contents.map((bytes) => gzipSync(bytes).byteLength)),
    parts: partsIn(folder),
  }
}

/** One of the bench's own Workers, `<name>.ts` beside this file, in `folder`. */
export async function buildOwn(
  name: string,
  folder: string,
  settings: Pick<V4WorkerOptions, 'compatibilityDate' | 'compatibilityFlags'>,
): Promise<Module[]> {
  const config = `${folder}.json`
  const main = join(import.meta.dirname, `${name}.ts`)
  const { compatibilityDate: compatibility_date, compatibilityFlags: compatibility_flags } = settings
  writeFileSync(config, JSON.stringify({ name, main, compatibility_date, compatibility_flags }))
  await wrangler('--config', config, '--outdir', folder)
  return modulesIn(folder)
}

async function wrangler(...args: string[]): Promise<void> {
  const running = spawn(process.execPath, [WRANGLER, 'deploy', '--dry-run', ...args], { cwd: ROOT, env: QUIET })
  let said = ''
  running.stdout.on('data', (chunk) => (said += chunk))
  running.stderr.on('data', (chunk) => (said += chunk))
  const status = await new Promise((resolve) => running.on('close', resolve))
  if (status !== 0) throw new Error(`wrangler deploy --dry-run failed:\n${said}`)
}

/** What wrangler would upload, its entry first. */
function modulesIn(folder: string): Module[] {
  const modules = readdirSync(folder).flatMap((file) => {
    const type = MODULE_TYPES[extname(file) as keyof typeof MODULE_TYPES]
    return type ? [{ type, path: join(folder, file) }] : []
  })
  return modules.sort((a, b) => Number(isEntry(b)) - Number(isEntry(a)))
}

const isEntry = ({ type }: Module) => type === 'ESModule'

type Metafile = { outputs: Record<string, { inputs: Record<string, { bytesInOutput: number }> }> }

function partsIn(folder: string): Bundle['parts'] {
  const { outputs } = JSON.parse(readFileSync(join(folder, 'bundle-meta.json'), 'utf8')) as Metafile
  const sizes = new Map<string, number>()
  for (const { inputs } of Object.values(outputs)) {
    for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
      const part = partOf(path)
      sizes.set(part, (sizes.get(part) ?? 0) + bytesInOutput)
    }
  }
  return [...sizes].sort(([, a], [, b]) => b - a)
}

/** The package a file comes from, or the folder of ours: `zod`, `@stablelib/base64`, `src/models`. */
function partOf(path: string): string {
  const [, installed] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path) ?? []
  const [, own] = /((?:src|views)\/[^/.]+)/.exec(path) ?? []
  return installed ?? own ?? path
}
