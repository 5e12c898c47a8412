/** Have I Been Pwned as the tests see it: knows no password but those that a test says it knows. */

/** Gets the request as it was sent, with its signal. */
type Answer = (request: Request) => Response | Promise<Response>

const RANGE = /^https:\/\/api\.pwnedpasswords\.com\/range\/([0-9A-F]{5})\?mode=sha1$/
/** Padding, as the service adds it where it is asked to. */
const PADDING = ['0018A45C4D1DEF81644B54AB7F969B88D65:0', '00D4F6E8FA6EECAD2A3AA415EEC418D38EC:0']

let known: string[] = []
let answers: Answer[] = []
let requests: Request[] = []

export function reset(): void {
  known = []
  answers = []
  requests = []
}

/** From now on this password is known from a breach. */
export function breach(password: string): void {
  known.push(password)
}

/** The next requests are answered so, in turn. */
export function breachServiceAnswers(...next: Answer[]): void {
  answers.push(...next)
}

/** Every request so far, oldest first. */
export const breachRequests = (): readonly Request[] => requests

/** Whether it is this service that an address belongs to. */
export const isBreachService = (url: string): boolean => RANGE.test(url)

export async function answer(request: Request): Promise<Response> {
  requests.push(request)
  const next = answers.shift()
  if (next) return next(request)

  const prefix = RANGE.exec(request.url)?.[1] ?? ''
  const hashes = await Promise.all(known.map(sha1))
  const found = hashes.filter((hash) => hash.startsWith(prefix)).map((hash) => `${hash.slice(5)}:3`)
  return new Response([...PADDING, ...found].toSorted().join('\r\n'))
}

async function sha1(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-1', new TextEncoder().encode(text))
  return new Uint8Array(digest).toHex().toUpperCase()
}
