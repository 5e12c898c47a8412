import { env } from 'cloudflare:workers'
import { crc32 } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { randomId } from '../../src/lib/token'
import { MAX_PHOTO_BYTES, receive } from '../../src/outside/photo-store'
import * as photographs from '../helpers/photographs'

/** The bytes in pieces of these sizes, the last size repeating. */
async function* pieces(bytes: Uint8Array, ...sizes: number[]): AsyncGenerator<Uint8Array> {
  let at = 0
  for (let turn = 0; at < bytes.byteLength; turn++) {
    const size = sizes[Math.min(turn, sizes.length - 1)] ?? 1
    yield bytes.slice(at, at + size)
    at += size
  }
}

const keptAs = async (key: string) => new Uint8Array((await (await env.PHOTOS.get(key))?.arrayBuffer()) ?? [])

describe('a photograph on its way into the store', () => {
  it.each<[string, () => Uint8Array<ArrayBuffer>, number[]]>([
    ['in one piece', photographs.jpeg, [1_000_000]],
    ['byte by byte', photographs.avif, [1]],
    ['after an empty piece', photographs.png, [0, 1000]],
    ['in a first piece too short to tell what it is', photographs.webp, [2, 5, 4096]],
    ['in pieces larger than the parts of the store', () => photographs.jpegOf(21_000_000), [20_000_000]],
    ['in pieces that never meet the parts of the store', () => photographs.jpegOf(21_000_000), [3_333_333]],
  ])('arrives whole: %s', async (_, file, sizes) => {
    const key = randomId()
    const bytes = file()

    const received = await receive(env.PHOTOS, key, pieces(bytes, ...sizes))

    expect(received).toMatchObject({ outcome: 'stored', size: bytes.byteLength, crc32: crc32(bytes) })
    const kept = await keptAs(key)
    expect(kept.byteLength).toBe(bytes.byteLength)
    expect(crc32(kept)).toBe(crc32(bytes))
  })

  it('may have 60 MB', async () => {
    const bytes = photographs.jpegOf(MAX_PHOTO_BYTES)

    const received = await receive(env.PHOTOS, randomId(), pieces(bytes, 4_000_000))

    expect(received).toMatchObject({ outcome: 'stored', size: MAX_PHOTO_BYTES, crc32: crc32(bytes) })
  })

  it('leaves nothing when its source breaks off, and the failure is told', async () => {
    const key = randomId()
    async function* breaking() {
      yield photographs.jpegOf(20_000_000)
      throw new Error('the connection was lost')
    }

    await expect(receive(env.PHOTOS, key, breaking())).rejects.toThrow('the connection was lost')
    expect(await env.PHOTOS.head(key)).toBeNull()
  })

  it('is told what it is by its content', async () => {
    const received = await receive(env.PHOTOS, randomId(), pieces(photographs.png(), 1000))
    expect(received).toMatchObject({ contentType: 'image/png', width: 300, height: 240 })
  })
})
