import { thumbHashToAverageRGBA } from 'thumbhash'
import { SMALLEST, VARIANT_WIDTHS, type VariantWidth } from '../../src/door/variant'
import { paths } from '../../src/paths'
import { words } from '../words/en'

export type GridPhoto = {
  id: string
  width: number | null
  height: number | null
  thumbhash: string | null
}

/** Photos that are fetched at once; the others when they come near. */
const EAGER = 6
/** Wider than this, a photo has a row of its own on a phone. */
const PANORAMA = 2

/** A justified grid: rows by known ratios, so that nothing moves while photographs arrive. */
export function Grid({ galleryId, photos }: { galleryId: string; photos: GridPhoto[] }) {
  const number = new Map(photos.map((photo, index) => [photo.id, index + 1]))
  return (
    <ul class="grid" data-gallery={galleryId}>
      {pairs(photos).map((pair) => (
        <li class={pair.length === 1 ? 'pair single' : 'pair'}>
          {pair.map((photo) => (
            <Tile galleryId={galleryId} photo={photo} number={number.get(photo.id) ?? 0} total={photos.length} />
          ))}
        </li>
      ))}
    </ul>
  )
}

function Tile(props: { galleryId: string; photo: GridPhoto; number: number; total: number }) {
  const { galleryId, photo, number, total } = props
  const { width, height } = pixels(photo)
  const url = (variant: VariantWidth) => paths.photo(galleryId, photo.id, variant)
  const widths = VARIANT_WIDTHS.filter((_, index) => index === 0 || (VARIANT_WIDTHS[index - 1] ?? 0) < width)
  const largest = widths.at(-1) ?? SMALLEST
  return (
    <a id={photo.id} href={url(largest)} data-width={width} data-height={height} data-hash={photo.thumbhash}>
      <img
        src={url(SMALLEST)}
        srcset={widths.map((variant) => `${url(variant)} ${Math.min(variant, width)}w`).join(', ')}
        sizes={sizes(width / height, number > EAGER)}
        width={width}
        height={height}
        alt={words.gallery.photo(number, total)}
        loading={number > EAGER ? 'lazy' : undefined}
      />
    </a>
  )
}

/**
 * How wide a photo is drawn: half a phone or all of it, then by its ratio in rows of 28 rem at most. A browser that waits
 * with a photo until it is near knows better: `auto`.
 */
function sizes(ratio: number, isLazy: boolean): string {
  const onPhone = ratio > PANORAMA ? '100vw' : '60vw'
  return `${isLazy ? 'auto, ' : ''}(max-width: 40rem) ${onPhone}, ${Math.round(ratio * 28)}rem`
}

/** Rows on a phone: two by two, a panorama by itself. On wider screens they dissolve into one flow. */
function pairs(photos: GridPhoto[]): GridPhoto[][] {
  const rows: GridPhoto[][] = []
  for (const photo of photos) {
    const last = rows.at(-1)
    const [only] = last ?? []
    const fits = last?.length === 1 && only && ratioOf(only) <= PANORAMA && ratioOf(photo) <= PANORAMA
    if (fits) last.push(photo)
    else rows.push([photo])
  }
  return rows
}

/** One rule per photo: its ratio and its average colour. In a style with a nonce, as inline styles are refused. */
export function gridRules(photos: GridPhoto[]): string {
  return photos.map((photo) => `#${photo.id}{--r:${ratioOf(photo).toFixed(3)};--c:${colourOf(photo)}}`).join('')
}

function ratioOf(photo: GridPhoto): number {
  const { width, height } = pixels(photo)
  return width / height
}

function pixels(photo: GridPhoto) {
  return { width: photo.width ?? 3, height: photo.height ?? 2 }
}

function colourOf(photo: GridPhoto): string {
  if (!photo.thumbhash) return '#8885'
  const { r, g, b } = thumbHashToAverageRGBA(Uint8Array.fromBase64(photo.thumbhash))
  return `#${new Uint8Array([r * 255, g * 255, b * 255]).toHex()}`
}
