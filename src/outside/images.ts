import { decode } from 'fast-png'
import { rgbaToThumbHash } from 'thumbhash'

const QUALITY = 82
const THUMB_PIXELS = 100
const COVER_WIDTH = 1280

export type Variants<Width extends number> = {
  files: { width: Width; bytes: ArrayBuffer }[]
  /** Pixels of the largest variant, orientation applied. */
  width: number
  height: number
  /** base64 */
  thumbhash: string
}

/**
 * Makes all variants of a photo: WebP, orientation applied, without metadata. The largest is made from the original
 * and the others from it, so that a 60 MB file is decoded once.
 * @param widths pixels, the largest last; a smaller original is not enlarged
 * @throws ImagesError when the original cannot be read
 */
export async function makeVariants<Width extends number>(
  images: ImagesBinding,
  original: ReadableStream<Uint8Array>,
  widths: readonly Width[],
): Promise<Variants<Width>> {
  const largest = await webp(images, original, Math.max(...widths))
  const { width, height } = (await images.info(stream(largest))) as { width: number; height: number }
  const files = await Promise.all(
    widths.map(async (wanted) => ({
      width: wanted,
      bytes: wanted === Math.max(...widths) ? largest : await webp(images, stream(largest), wanted),
    })),
  )
  return { files, width, height, thumbhash: await thumbhashOf(images, largest) }
}

/** The variant shown at the door, from a photo's largest variant. */
export function makeCover(images: ImagesBinding, largest: ReadableStream<Uint8Array>): Promise<ArrayBuffer> {
  return webp(images, largest, COVER_WIDTH)
}

async function webp(images: ImagesBinding, source: ReadableStream<Uint8Array>, width: number): Promise<ArrayBuffer> {
  const result = await images
    .input(source)
    .transform({ width, fit: 'scale-down' })
    .output({ format: 'image/webp', quality: QUALITY, anim: false })
  return result.response().arrayBuffer()
}

async function thumbhashOf(images: ImagesBinding, source: ArrayBuffer): Promise<string> {
  const small = await images
    .input(stream(source))
    .transform({ width: THUMB_PIXELS, height: THUMB_PIXELS, fit: 'scale-down' })
    .output({ format: 'image/png' })
  const { width, height, data, channels } = decode(await small.response().arrayBuffer())
  return rgbaToThumbHash(width, height, rgba(data, channels, width * height)).toBase64()
}

/** Pixels of one to four channels as red, green, blue, alpha. */
function rgba(data: ArrayLike<number>, channels: number, pixels: number): Uint8Array {
  const isGrey = channels < 3
  const out = new Uint8Array(pixels * 4)
  for (let pixel = 0; pixel < pixels; pixel++) {
    const at = pixel * channels
    out[pixel * 4] = data[at] ?? 0
    out[pixel * 4 + 1] = data[isGrey ? at : at + 1] ?? 0
    out[pixel * 4 + 2] = data[isGrey ? at : at + 2] ?? 0
    out[pixel * 4 + 3] = channels % 2 === 0 ? (data[at + channels - 1] ?? 255) : 255
  }
  return out
}

function stream(bytes: ArrayBuffer): ReadableStream<Uint8Array> {
  return new Blob([bytes]).stream()
}
