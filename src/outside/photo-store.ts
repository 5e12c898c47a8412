import { crc32 } from 'node:zlib'
import { type ImageType, imageDimensionsFromData } from 'image-dimensions'

/** R2 wants the parts of an upload equal and of 5 MiB or more; one part is all of a file that is ever in memory. */
const PART_BYTES = 8 * 1024 * 1024
export const MAX_PHOTO_BYTES = 60 * 1024 * 1024

const CONTENT_TYPES: Partial<Record<ImageType, string>> = {
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  avif: 'image/avif',
}

export type Received =
  | {
      outcome: 'stored'
      contentType: string
      /** Bytes. */
      size: number
      crc32: number
      /** Hexadecimal. */
      sha256: string
      /** Pixels as stored, before orientation. */
      width: number
      height: number
    }
  | { outcome: 'refused'; because: 'not-a-photo' | 'too-large' }

/**
 * Stores an original byte for byte while its size, CRC-32, SHA-256, type and dimensions are taken in passing.
 * A refused file leaves nothing behind.
 * @param source the bytes; read as they come, never held whole
 * @throws when the source breaks off or R2 fails; nothing is left behind then either
 */
export async function receive(bucket: R2Bucket, key: string, source: AsyncIterable<Uint8Array>): Promise<Received> {
  const digest = new crypto.DigestStream('SHA-256')
  const hasher = digest.getWriter()
  digest.digest.catch(() => undefined)
  const upload = new PartedUpload(bucket, key)
  let size = 0
  let checksum = 0
  let photo: { contentType: string; width: number; height: number } | undefined

  try {
    for await (const part of parts(source)) {
      if (size === 0) photo = recognise(part)
      size += part.byteLength
      if (size > MAX_PHOTO_BYTES) return await refuse(upload, hasher, 'too-large')
      // Read on all the same: a browser hears an answer only once it has sent everything.
      if (!photo) continue
      checksum = crc32(part, checksum)
      await Promise.all([hasher.write(part), upload.add(part)])
    }
    if (!photo) return await refuse(upload, hasher, 'not-a-photo')
    await upload.complete(photo.contentType)
    await hasher.close()
    return { outcome: 'stored', size, crc32: checksum, sha256: new Uint8Array(await digest.digest).toHex(), ...photo }
  } catch (error) {
    await refuse(upload, hasher, 'not-a-photo').catch(() => undefined)
    throw error
  }
}

async function refuse(
  upload: PartedUpload,
  hasher: WritableStreamDefaultWriter,
  because: 'not-a-photo' | 'too-large',
): Promise<Received> {
  await Promise.all([upload.abandon(), hasher.abort().catch(() => undefined)])
  return { outcome: 'refused', because }
}

/** Type and dimensions by content; the name and the declared type are not believed. */
function recognise(head: Uint8Array) {
  const found = imageDimensionsFromData(head)
  const contentType = found && CONTENT_TYPES[found.type]
  return found && contentType && found.width > 0 && found.height > 0
    ? { contentType, width: found.width, height: found.height }
    : undefined
}

/** The source cut into parts of {@link PART_BYTES}; the last one is what is left. A part is valid until the next. */
async function* parts(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let part = new Uint8Array(PART_BYTES)
  let filled = 0
  for await (const chunk of source) {
    let rest = chunk
    while (rest.byteLength > 0) {
      const fitting = rest.subarray(0, PART_BYTES - filled)
      part.set(fitting, filled)
      filled += fitting.byteLength
      rest = rest.subarray(fitting.byteLength)
      if (filled === PART_BYTES) {
        yield part
        part = new Uint8Array(PART_BYTES)
        filled = 0
      }
    }
  }
  if (filled > 0) yield part.subarray(0, filled)
}

/** One object in R2, in one piece if it is small, otherwise in parts; it exists once `complete` has returned. */
class PartedUpload {
  private first: Uint8Array | undefined
  private multipart: R2MultipartUpload | undefined
  private readonly done: R2UploadedPart[] = []

  constructor(
    private readonly bucket: R2Bucket,
    private readonly key: string,
  ) {}

  async add(part: Uint8Array): Promise<void> {
    if (!this.first && !this.multipart) {
      this.first = part
      return
    }
    if (!this.multipart) {
      this.multipart = await this.bucket.createMultipartUpload(this.key)
      await this.upload(this.first as Uint8Array)
      this.first = undefined
    }
    await this.upload(part)
  }

  private async upload(part: Uint8Array): Promise<void> {
    const number = this.done.length + 1
    this.done.push((await this.multipart?.uploadPart(number, part)) as R2UploadedPart)
  }

  async complete(contentType: string): Promise<void> {
    if (this.multipart) await this.multipart.complete(this.done)
    else if (this.first) await this.bucket.put(this.key, this.first, { httpMetadata: { contentType } })
  }

  async abandon(): Promise<void> {
    await this.multipart?.abort()
  }
}
