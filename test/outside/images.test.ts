import { env } from 'cloudflare:workers'
import { thumbHashToRGBA } from 'thumbhash'
import { describe, expect, it } from 'vitest'
import { makeVariants } from '../../src/outside/images'
import * as photographs from '../helpers/photographs'

const WIDTHS = [480, 1080, 2048] as const
const made = (bytes: Uint8Array<ArrayBuffer>) => makeVariants(env.IMAGES, new Blob([bytes]).stream(), WIDTHS)
const info = (bytes: ArrayBuffer) => env.IMAGES.info(new Blob([bytes]).stream())

describe('the variants of a photograph', () => {
  it.each([
    ['JPEG', photographs.jpeg, 1024, 484],
    ['PNG', photographs.png, 300, 240],
    ['WebP', photographs.webp, 300, 240],
    ['AVIF', photographs.avif, 300, 240],
    ['grey', photographs.grey, 300, 240],
    ['half transparent', photographs.transparent, 300, 240],
  ] as const)('are WebP, and never larger than it: %s', async (_, file, width, height) => {
    const { files, ...largest } = await made(file())

    expect(largest).toMatchObject({ width, height })
    expect(files.map((variant) => variant.width)).toEqual([...WIDTHS])
    for (const variant of files) {
      const shown = Math.min(variant.width, width)
      expect(await info(variant.bytes)).toMatchObject({ format: 'image/webp', width: shown })
    }
  })

  it('come with a placeholder that looks like it: a grey one is grey, a transparent one lets through', async () => {
    const placeholder = async (file: Uint8Array<ArrayBuffer>) => {
      const { rgba, w, h } = thumbHashToRGBA(Uint8Array.fromBase64((await made(file)).thumbhash))
      expect(w / h).toBeCloseTo(300 / 240, 0)
      return [0, 1, 2, 3].map((channel) => rgba[(w * Math.floor(h / 2) + Math.floor(w / 2)) * 4 + channel] ?? -1)
    }

    const [red = 0, green = 0, blue = 0, alpha = 0] = await placeholder(photographs.grey())
    expect(Math.max(red, green, blue) - Math.min(red, green, blue)).toBeLessThan(16)
    expect(alpha).toBe(255)
    const [, , , through = 0] = await placeholder(photographs.transparent())
    expect(through).toBeGreaterThan(96)
    expect(through).toBeLessThan(160)
  })

  it.each([
    ['half of a JPEG', photographs.damaged],
    ['a text', () => photographs.text('Dear Anna')],
    ['nothing', () => new Uint8Array(0)],
  ])('are not made of %s', async (_, file) => {
    await expect(made(file())).rejects.toThrow()
  })
})
