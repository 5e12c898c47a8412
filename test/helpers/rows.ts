/** The database as whoever stole a copy of it sees it. */
import { env } from 'cloudflare:workers'

export type Row = Record<string, string | number | null>

/** Every row of a table, in the order of its making. */
export async function of(table: string): Promise<Row[]> {
  const { results } = await env.DB.prepare(`select * from ${table}`).all<Row>()
  return results
}

/** Every row of every table of Foyer's. */
export async function all(): Promise<Record<string, Row[]>> {
  const { results } = await env.DB.prepare(
    "select name from sqlite_master where type = 'table' and name not like '%\\_cf\\_%' escape '\\' order by name",
  ).all<{ name: string }>()
  const tables = await Promise.all(results.map(async ({ name }) => [name, await of(name)] as const))
  return Object.fromEntries(tables)
}
