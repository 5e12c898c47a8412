/** Finds a Chromium on this machine, or unpacks the one that @sparticuz/chromium brings (Linux on x64). */
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export type Chromium = {
  executable: string
  /** What the browser's process needs in its environment beside ours. */
  env: Record<string, string>
}

const USUAL_PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
]

/**
 * The one that comes along, where there is one: it draws no window and takes two thirds of the time; else the machine's own.
 * `CHROME` names another, or is `own` for the machine's.
 * @param root of the repository
 * @throws when there is none and none can be brought
 */
export async function findChromium(root: string): Promise<Chromium> {
  const { CHROME } = process.env
  if (CHROME && CHROME !== 'own') return { executable: CHROME, env: {} }
  if (!CHROME && process.platform === 'linux' && process.arch === 'x64') return unpack(root)
  const own = USUAL_PLACES.find((place) => existsSync(place))
  if (own) return { executable: own, env: {} }
  throw new Error('The browser tests need Chrome or Chromium: install one, or name it in CHROME.')
}

/**
 * The package is made for AWS Lambda: elsewhere it leaves its libraries (NSS, expat) packed and looks for its fonts
 * in /tmp. Here everything is unpacked side by side and the browser is told where.
 */
async function unpack(root: string): Promise<Chromium> {
  const source = join(root, 'node_modules/@sparticuz/chromium')
  const { version } = JSON.parse(await readFile(join(source, 'package.json'), 'utf8'))
  const folder = join(root, `node_modules/.cache/chromium-${version}`)
  if (!existsSync(folder)) {
    const fresh = `${folder}-${process.pid}`
    await inflateInto(fresh, join(source, 'bin'))
    await writeFile(join(fresh, 'fonts.conf'), fontsConf(folder))
    await rename(fresh, folder).catch(() => rm(fresh, { recursive: true }))
  }
  const env = { LD_LIBRARY_PATH: join(folder, 'al2023/lib'), FONTCONFIG_FILE: join(folder, 'fonts.conf') }
  return { executable: join(folder, 'chromium'), env }
}

/** The package unpacks into the system's temporary folder and nowhere else. */
async function inflateInto(folder: string, bin: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  const { inflate } = await import('@sparticuz/chromium')
  const { TMPDIR } = process.env
  process.env.TMPDIR = folder
  try {
    const archives = ['chromium.br', 'al2023.tar.br', 'fonts.tar.br', 'swiftshader.tar.br']
    await Promise.all(archives.map((archive) => inflate(join(bin, archive))))
  } finally {
    if (TMPDIR === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = TMPDIR
  }
}

const fontsConf = (folder: string) => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${folder}/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${folder}/fonts-cache</cachedir>
</fontconfig>
`
