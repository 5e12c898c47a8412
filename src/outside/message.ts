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

/** What became of it; `later` may pass another time, after `atLeast` seconds. Problems are the photographer's words. */
export type Sending =
  | { outcome: 'sent' }
  | { outcome: 'later'; problem: string; atLeast: number }
  | { outcome: 'never'; problem: string }
