/** Passwords without their quarter of a second each, where many are set. */
import nodeCrypto, { type BinaryLike, type ScryptOptions } from 'node:crypto'
import { vi } from 'vitest'

type Done = (error: Error | null, key: Buffer) => void
type Scrypt = (text: BinaryLike, salt: BinaryLike, length: number, options: ScryptOptions, done: Done) => void

/** Every password takes a thousandth of its work until the test is over: setting and comparing alike. */
export function makeCheap(): void {
  const real = nodeCrypto.scrypt.bind(nodeCrypto) as Scrypt
  const cheap: Scrypt = (text, salt, length, options, done) => real(text, salt, length, { ...options, N: 32 }, done)
  vi.spyOn(nodeCrypto, 'scrypt').mockImplementation(cheap as never)
}
