/** A message ready to leave. `id` makes it the same message however often it is handed over. */
export type Mail = {
  id: string
  from: string
  to: string
  replyTo: string
  subject: string
  html: string
  text: string
}

/** An SMS ready to leave. */
export type Sms = {
  id: string
  /** E.164 */
  to: string
  text: string
  /** Where the provider reports what became of it. */
  statusUrl: string
  /** Seconds after which it is of no use, and should rather not come at all. */
  validSeconds: number
}

/** What became of it, with the provider's own id where it is worth keeping; `later` may pass another time, after `atLeast` seconds. Problems are the photographer's words. */
export type Sending =
  | { outcome: 'sent'; providerId?: string }
  | { outcome: 'later'; problem: string; atLeast: number }
  | { outcome: 'never'; problem: string }
