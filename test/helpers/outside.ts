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

let inbox: SentMail[] = []
let stray: string[] = []
let answers: (() => Response | Promise<Response>)[] = []
let expectsErrors = false

export function reset(): void {
  inbox = []
  stray = []
  answers = []
  expectsErrors = false
}

/** Every mail that was accepted, oldest first; a repeated idempotency key is one mail, as at the real service. */
export const mails = (): readonly SentMail[] => inbox
export const strayRequests = (): readonly string[] => stray
export const isExpectingErrors = (): boolean => expectsErrors

/** The next requests to the mail service are answered so, in turn; then it accepts again. */
export function mailServiceAnswers(...next: (() => Response | Promise<Response>)[]): void {
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
  const next = answers.shift()
  if (next) return next()

  const id = request.headers.get('Idempotency-Key') ?? ''
  const mail = await request.json<Omit<SentMail, 'id'>>()
  if (!inbox.some((known) => known.id === id)) inbox.push({ id, ...mail })
  return Response.json({ id: `mail-${id}` })
}
