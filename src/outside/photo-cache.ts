/**
 * The data centre's cache of stored objects. Its key does not name the viewer: read it only behind the check. Kept for
 * minutes, because another data centre cannot be told that a photo was removed.
 */
const KEPT_SECONDS = 300

/** The key as one segment: a URL would resolve `..` in it, and lead to another gallery's photo. */
const urlOf = (key: string) => `https://photos.foyer.invalid/${encodeURIComponent(key)}`

/** An object as it is kept here, whole, in part or not modified, as the headers ask. */
export function match(key: string, asked: Headers): Promise<Response | undefined> {
  return caches.default.match(new Request(urlOf(key), { headers: asked }))
}

/** Keeps a whole object; the response stays the caller's to send. */
export function keep(key: string, response: Response): Promise<void> {
  const kept = response.clone()
  const mine = new Response(kept.body, kept)
  mine.headers.set('Cache-Control', `public, max-age=${KEPT_SECONDS}`)
  return caches.default.put(urlOf(key), mine)
}

/** Forgets objects in this data centre at once. */
export async function forget(keys: string[]): Promise<void> {
  await Promise.all(keys.map((key) => caches.default.delete(urlOf(key))))
}
