/** What travels to a browser that opens a page for the first time. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { ROOT } from './build.ts'
import { one } from './load.ts'
import type { Case } from './requests.ts'
import type { Stage } from './stage.ts'

/** How Cloudflare compresses while it answers. */
const GZIP_LEVEL = 8
const BROTLI_QUALITY = 4

export type Weight = { name: string; raw: number; gzip: number; brotli: number }

/** Bytes of each page's HTML and of the style sheet they all share. */
export async function weigh(stage: Stage, asked: readonly Case[]): Promise<{ pages: Weight[]; style: Weight }> {
  const pages: Weight[] = []
  for (const { name, prepare } of asked) {
    const [request] = await prepare(1)
    const answer = request && (await one(await stage.urlOf('foyer'), request))
    if (answer?.headers['content-type']?.startsWith('text/html')) pages.push(weightOf(name, answer.body))
  }
  return { pages, style: weightOf('app.css', readFileSync(join(ROOT, 'views/public/app.css'))) }
}

function weightOf(name: string, bytes: Buffer): Weight {
  const params = { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY }
  return {
    ...{ name, raw: bytes.byteLength, gzip: gzipSync(bytes, { level: GZIP_LEVEL }).byteLength },
    brotli: brotliCompressSync(bytes, { params }).byteLength,
  }
}
