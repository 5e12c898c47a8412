/** Fails when src/db/schema.ts and the migrations have drifted apart: drizzle-kit would then write another migration. */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'

const root = join(import.meta.dirname, '..')
const copy = mkdtempSync(join(root, 'node_modules/.schema-'))
cpSync(join(root, 'migrations'), copy, { recursive: true })
const args = ['generate', '--dialect', 'sqlite', '--schema', 'src/db/schema.ts', '--casing', 'snake_case']
const drizzleKit = join(root, 'node_modules/drizzle-kit/bin.cjs')
const { stdout, stderr } = spawnSync(process.execPath, [drizzleKit, ...args, '--out', relative(root, copy)], {
  cwd: root,
})
rmSync(copy, { recursive: true })

if (!String(stdout).includes('No schema changes')) {
  console.error(`The schema has changed without a migration: npm run schema -- --name what-changed\n${stdout}${stderr}`)
  process.exit(1)
}
