/** Copies the browser modules that come from packages to where static files are served from. Run by wrangler's build. */
import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const files = {
  'photoswipe/dist/photoswipe.esm.min.js': 'photoswipe.js',
  'photoswipe/dist/photoswipe-lightbox.esm.min.js': 'photoswipe-lightbox.js',
  'photoswipe/dist/photoswipe.css': 'photoswipe.css',
  'thumbhash/thumbhash.js': 'thumbhash.js',
}

mkdirSync(`${root}/views/public/vendor`, { recursive: true })
for (const [from, to] of Object.entries(files)) {
  copyFileSync(`${root}/node_modules/${from}`, `${root}/views/public/vendor/${to}`)
}
