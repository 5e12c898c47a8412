import type { BatchItem, BatchResponse } from 'drizzle-orm/batch'
import { drizzle } from 'drizzle-orm/d1'

const made = new WeakMap<D1Database, Database>()

/** Drizzle over D1, once per isolate. {@link batch} is the transaction: `transaction()` does not work on D1. */
export function database(binding: D1Database): Database {
  const known = made.get(binding)
  if (known) return known

  const database = drizzle(binding, { casing: 'snake_case' })
  made.set(binding, database)
  return database
}

export type Database = ReturnType<typeof drizzle<Record<string, never>, D1Database>>

/** Milliseconds since 1970, as instants are kept; for statements written by hand. */
export const ms = (instant: Date) => instant.getTime()

/** What drizzle-orm 0.45 knows of a query once it is prepared. */
type Prepared = {
  getQuery(): { sql: string; params: unknown[] }
  mapResult(result: D1Result, isFromBatch: boolean): unknown
  fields?: unknown[]
}

type Queries = readonly [BatchItem<'sqlite'>, ...BatchItem<'sqlite'>[]]

/**
 * Runs queries as one transaction in one round trip; all of them take effect, or none.
 * Drizzle's own `batch()` cannot do this job: it refuses statements written by hand that carry parameters, and since D1
 * answers a batch with objects, columns of one name from joined tables overwrite each other.
 */
export async function batch<const T extends Queries>(db: Database, queries: T): Promise<BatchResponse<T>> {
  const prepared = queries.map((query) => (query as unknown as { _prepare(): Prepared })._prepare())
  const statements = prepared.map((query) => {
    const { sql, params } = query.getQuery()
    return db.$client.prepare(withDistinctColumns(sql, query.fields?.length ?? 0)).bind(...params)
  })
  const results = await db.$client.batch(statements)
  return prepared.map((query, index) => query.mapResult(results[index] as D1Result, true)) as BatchResponse<T>
}

type Named = Readonly<Record<string, BatchItem<'sqlite'>>>

/** {@link batch} of statements that have names: each result comes back under its statement's. */
export async function batchOf<const N extends Named>(db: Database, statements: N) {
  const [first, ...more] = Object.values(statements)
  const results: readonly unknown[] = first ? await batch(db, [first, ...more]) : []
  const named = Object.keys(statements).map((name, index) => [name, results[index]])
  return Object.fromEntries(named) as { [K in keyof N]: N[K]['_']['result'] }
}

/** Gives the columns of a join names of their own, in their order. */
function withDistinctColumns(sql: string, columns: number): string {
  if (columns === 0 || !/^select .* join /is.test(sql)) return sql
  const names = Array.from({ length: columns }, (_, index) => `c${index}`)
  return `with q(${names}) as (${sql}) select * from q`
}
