/** The mail and SMS services as the tests see them: they keep what they are sent and answer as they are told. */
import { env } from 'cloudflare:workers'
import * as breaches from './breaches'

export type SentMail = {
  id: string
  from: string
  to: string
  reply_to: string
  subject: string
  html: string
  text: string
}

export type SentSms = { sid: string; to: string; from: string; text: string; statusUrl: string }

/** Gets the request as it was sent, with its signal. */
type Answer = (request: Request) => Response | Promise<Response>
/** One request to the mail service, whatever came of it. */
export type Attempt = { key: string; body: string }
/** One request to the SMS service, whatever came of it. */
export type SmsAttempt = { authorization: string; form: Record<string, string> }

let inbox: SentMail[] = []
let stray: string[] = []
let answers: Answer[] = []
let attempts: Attempt[] = []
let phones: SentSms[] = []
let smsAnswers: Answer[] = []
let smsAttempts: SmsAttempt[] = []
let expectsErrors = false

export function reset(): void {
  inbox = []
  stray = []
  answers = []
  attempts = []
  phones = []
  smsAnswers = []
  smsAttempts = []
  expectsErrors = false
  breaches.reset()
}

/** Every mail that was accepted, oldest first; a repeated idempotency key is one mail, as at the real service. */
export const mails = (): readonly SentMail[] => inbox
/** Every request to the mail service, accepted or not, oldest first. */
export const sendings = (): readonly Attempt[] => attempts
/** Every SMS that was accepted, oldest first. Nothing makes two of them one: the real service cannot tell either. */
export const texts = (): readonly SentSms[] => phones
/** Every request to the SMS service, accepted or not, oldest first. */
export const smsSendings = (): readonly SmsAttempt[] => smsAttempts
export const strayRequests = (): readonly string[] => stray
export const isExpectingErrors = (): boolean => expectsErrors

/** The next requests to the mail service are answered so, in turn; then it accepts again. */
export function mailServiceAnswers(...next: Answer[]): void {
  answers.push(...next)
}

/** The next requests to the SMS service are answered so, in turn; then it accepts again. */
export function smsServiceAnswers(...next: Answer[]): void {
  smsAnswers.push(...next)
}

/** Says that the failure under test is logged as an error. */
export function expectErrors(): void {
  expectsErrors = true
}

export async function answer(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const request = new Request(input as RequestInfo, init)
  if (breaches.isBreachService(request.url)) return breaches.answer(request)
  if (request.url === 'https://api.resend.com/emails') return answerMail(request)
  if (request.url === `https://api.twilio.com/2010-04-01/Accounts/${env.TWILIO_ACCOUNT_SID}/Messages.json`) {
    return answerSms(request)
  }
  stray.push(request.url)
  return new Response('unexpected', { status: 500 })
}

async function answerMail(request: Request): Promise<Response> {
  const id = request.headers.get('Idempotency-Key') ?? ''
  const body = await request.clone().text()
  attempts.push({ key: id, body })
  const next = answers.shift()
  if (next) return next(request)

  const mail = JSON.parse(body) as Omit<SentMail, 'id'>
  if (!inbox.some((known) => known.id === id)) inbox.push({ id, ...mail })
  return Response.json({ id: `mail-${id}` })
}

async function answerSms(request: Request): Promise<Response> {
  const body = new TextDecoder().decode(await request.clone().arrayBuffer())
  const form = Object.fromEntries(new URLSearchParams(body))
  smsAttempts.push({ authorization: request.headers.get('Authorization') ?? '', form })
  const next = smsAnswers.shift()
  if (next) return next(request)

  const sid = `SM${String(phones.length + 1).padStart(32, '0')}`
  const { To: to = '', From: from = '', Body: text = '', StatusCallback: statusUrl = '' } = form
  phones.push({ sid, to, from, text, statusUrl })
  return Response.json({ sid, status: 'queued', error_code: null }, { status: 201 })
}
