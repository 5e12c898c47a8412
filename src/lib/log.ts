/**
 * One JSON line for the log. Fields are ids, counts and words; never a token, code, PIN, address or link path.
 */
export function log(event: string, fields: Record<string, string | number | boolean | undefined> = {}): void {
  console.log(JSON.stringify({ event, ...fields }))
}

/** An unexpected failure, by the message of its first cause: a query's own message would quote its parameters. */
export function logError(event: string, error: unknown, fields: Record<string, string | number> = {}): void {
  console.error(JSON.stringify({ event, message: describe(error), ...fields }))
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return typeof error
  return error.cause instanceof Error ? describe(error.cause) : `${error.name}: ${error.message}`
}
