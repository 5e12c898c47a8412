import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { type Chromium, findChromium } from './chromium'
import { makePhotographs } from './photographs'

const COUNT = 30

declare module 'vitest' {
  export interface ProvidedContext {
    chromium: Chromium
    /** The folder of the bundle that `wrangler deploy` would upload. */
    bundle: string
    /** Files: distinct JPEG photographs of 1000 to 2000 pixels, in the order of their names. */
    photographs: string[]
    /** As many of 600 pixels, where the number counts and not the size. */
    snapshots: string[]
  }
}

/** Once for all files: the browser, the bundle and the photographs to upload. */
export default async function prepare(project: TestProject) {
  const folder = mkdtempSync(join(tmpdir(), 'foyer-e2e-'))
  const bundle = join(folder, 'bundle')
  const wrangler = join(project.config.root, 'node_modules/wrangler/bin/wrangler.js')
  execFileSync(process.execPath, [wrangler, 'deploy', '--dry-run', '--outdir', bundle], {
    cwd: project.config.root,
    env: { ...process.env, WRANGLER_SEND_METRICS: 'false' },
  })
  project.provide('bundle', bundle)
  project.provide('chromium', await findChromium(project.config.root))
  project.provide('photographs', await makePhotographs(project.config.root, folder, COUNT))
  project.provide('snapshots', await makePhotographs(project.config.root, folder, COUNT, 600))
  return () => rmSync(folder, { recursive: true })
}
