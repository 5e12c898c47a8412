/** From where a gallery that is not open is asked: no single network uses up the places of all others (R45, R46). */
import { batch, type Database } from '../db/client'
import { countFromSource, freeAtSource } from '../door/ledger'
import { currentKey, type Secrets } from '../lib/keys'
import { hmac, randomId } from '../lib/token'

/** Of one network at one gallery: a wedding's guests behind one address, and only a part of what the gallery notes. */
const MOST_PER_DAY = { registration: 100, 'time-request': 20 }

/**
 * Counts a request if it may go on; the same for every address that is left (P6).
 * @param source an IP address or prefix; it stands in the ledger as its HMAC, and not the same at two galleries
 * @returns seconds until another one may come from there; 0 when this one may go on
 */
export async function count(
  db: Database,
  secrets: Secrets,
  { gallery, kind, source }: { gallery: { id: string }; kind: keyof typeof MOST_PER_DAY; source: string },
  now: Date,
): Promise<number> {
  const { hmac: key } = await currentKey(secrets, 'address')
  const budget = await hmac(key, `${kind}\n${gallery.id}\n${source}`)
  const request = { id: randomId(), budget, most: MOST_PER_DAY[kind], now }
  const [[free]] = await batch(db, [freeAtSource(db, request), countFromSource(db, request)])
  return free ? Math.ceil((free.at - now.getTime()) / 1000) : 0
}
