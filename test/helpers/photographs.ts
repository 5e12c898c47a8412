/** The photographs of make-photographs.ts as bytes, and files that are none. */
import { env } from 'cloudflare:workers'
import type { Photographs } from './make-photographs'

declare global {
  namespace Cloudflare {
    interface Env extends Record<keyof Photographs, ArrayBuffer> {}
  }
}

const bytes = (name: keyof Photographs) => new Uint8Array(env[name].slice(0))

export const jpeg = () => bytes('PHOTO_JPEG')
export const otherJpeg = () => bytes('PHOTO_OTHER_JPEG')
export const turned = () => bytes('PHOTO_TURNED')
export const png = () => bytes('PHOTO_PNG')
export const transparent = () => bytes('PHOTO_TRANSPARENT')
export const grey = () => bytes('PHOTO_GREY')
export const webp = () => bytes('PHOTO_WEBP')
export const avif = () => bytes('PHOTO_AVIF')
export const gif = () => bytes('PICTURE_GIF')

/** An iPhone's own format, down to the size of its picture: the AVIF with another brand. */
export function heic(): Uint8Array<ArrayBuffer> {
  const file = avif()
  const brands = new TextEncoder().encode('heic\0\0\0\0mif1heic')
  file.set(brands, 8)
  return file
}

/** A photograph of exactly this many bytes: cameras append what they like after the picture. No two stretches are alike. */
export function jpegOf(size: number): Uint8Array<ArrayBuffer> {
  const file = new Uint8Array(size)
  for (let at = 0; at + 4 <= size; at += 4096) new DataView(file.buffer).setUint32(at, at)
  file.set(jpeg())
  return file
}

/** A photograph whose second half never arrived at the card. */
export const damaged = () => jpeg().slice(0, jpeg().byteLength / 2)

/** A JPEG whose header says 0 × 0 pixels. */
export function jpegWithoutSize(): Uint8Array<ArrayBuffer> {
  const file = jpeg()
  const frame = file.findIndex((byte, at) => byte === 0xff && (file[at + 1] === 0xc0 || file[at + 1] === 0xc2))
  file.fill(0, frame + 5, frame + 9)
  return file
}

export const text = (words: string) => Uint8Array.from(new TextEncoder().encode(words))
