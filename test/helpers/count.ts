/** Round trips to the stores, as the budgets count them. */
import { env } from 'cloudflare:workers'
import { vi } from 'vitest'

export type RoundTrips = {
  /** Statements sent to D1 one by one. */
  queries: number
  batches: number
  kvReads: number
  kvWrites: number
}

/** Counts from now on; call what it returns to read the numbers. */
export function countRoundTrips(): () => RoundTrips {
  const statement = Object.getPrototypeOf(env.DB.prepare('select 1')) as D1PreparedStatement
  const queries = [
    vi.spyOn(statement, 'all').mockClear(),
    vi.spyOn(statement, 'raw').mockClear(),
    vi.spyOn(statement, 'run').mockClear(),
    vi.spyOn(statement, 'first').mockClear(),
    vi.spyOn(env.DB, 'exec').mockClear(),
    vi.spyOn(env.DB, 'withSession').mockClear(),
  ]
  const batches = vi.spyOn(env.DB, 'batch').mockClear()
  const kvReads = vi.spyOn(env.TOKENS, 'get').mockClear()
  const kvWrites = vi.spyOn(env.TOKENS, 'put').mockClear()
  return () => ({
    queries: queries.reduce((sum, { mock }) => sum + mock.calls.length, 0),
    batches: batches.mock.calls.length,
    kvReads: kvReads.mock.calls.length,
    kvWrites: kvWrites.mock.calls.length,
  })
}

/** Counts the rows and index entries that D1 writes from now on; call what it returns to read the number. */
export function countRowsWritten(): () => Promise<number> {
  const statement = Object.getPrototypeOf(env.DB.prepare('select 1')) as D1PreparedStatement
  const spies = [vi.spyOn(env.DB, 'batch'), vi.spyOn(statement, 'all'), vi.spyOn(statement, 'run')]
  for (const spy of spies) spy.mockClear()
  return async () => {
    const answers = await Promise.all(spies.flatMap(({ mock }) => mock.results.map(({ value }) => value)))
    const results = answers.flat() as D1Result[]
    return results.reduce((sum, { meta }) => sum + meta.rows_written, 0)
  }
}
