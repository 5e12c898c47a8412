/** The mail service as the tests see it: keeps what it is sent, answers as it is told. */

export type SentMail = {
  id: string
  from: string
  to: string
  reply_to: string
  subject: string
  html: string
  text: string
}

/** Gets the request as it was sent, with its signal. */
type Answer = (request: Request) => Response | Promise<Response>
/** One request to the mail service, whatever came of it. */
export type Attempt = { key: string; body: string }

let inbox: SentMail[] = []
let stray: string[] = []
let answers: Answer[] = []
let attempts: Attempt[] = []
let expectsErrors = false

export function reset(): void {
  inbox = []
  stray = []
  answers = []
  attempts = []
  expectsErrors = false
}

/** Every mail that was accepted, oldest first; a repeated idempotency key is one mail, as at the real service. */
export const mails = (): readonly SentMail[] => inbox
/** Every request to the mail service, accepted or not, oldest first. */
export const sendings = (): readonly Attempt[] => attempts
export const strayRequests = (): readonly string[] => stray
export const isExpectingErrors = (): boolean => expectsErrors

/** The next requests to the mail service are answered so, in turn; then it accepts again. */
export function mailServiceAnswers(...next: Answer[]): void {
  answers.push(...next)
}

/** Says that the failure under test is logged as an error. */
export function expectErrors(): void {
  expectsErrors = true
}

export async function answer(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const request = new Request(input as RequestInfo, init)
  if (request.url !== 'https://api.resend.com/emails') {
    stray.push(request.url)
    return new Response('unexpected', { status: 500 })
  }
  const id = request.headers.get('Idempotency-Key') ?? ''
  const body = await request.clone().text()
  attempts.push({ key: id, body })
  const next = answers.shift()
  if (next) return next(request)

  const mail = JSON.parse(body) as Omit<SentMail, 'id'>
  if (!inbox.some((known) => known.id === id)) inbox.push({ id, ...mail })
  return Response.json({ id: `mail-${id}` })
}
