/** How often each request calls the stores, and whether that is more than it may. */
import { type Counts, headerOf, STORES } from './counted.ts'
import { all, one } from './load.ts'
import type { Case } from './requests.ts'
import type { Stage } from './stage.ts'

export type Calls = { name: string; budget: Counts; first: Counts; later: Counts }

/** Counts the calls of the first request of each case, and of one that comes when Foyer and its cache are warm. */
export async function countCalls(stage: Stage, asked: readonly Case[]): Promise<Calls[]> {
  const origin = await stage.urlOf('foyer')
  const counted: Calls[] = []
  for (const { name, status, budget, prepare } of asked) {
    const [first, ...more] = await prepare(3)
    const last = more.pop()
    if (!first || !last) throw new Error(`${name} prepared nothing`)
    const before = await countsOf(origin, first, status)
    await all(origin, more, status)
    counted.push({ name, budget, first: before, later: await countsOf(origin, last, status) })
  }
  return counted
}

async function countsOf(origin: URL, request: Parameters<typeof one>[1], status: number): Promise<Counts> {
  const answer = await one(origin, request)
  if (answer.status !== status) throw new Error(`${request.method} ${request.path} answered ${answer.status}`)
  const counts = STORES.map((store) => [store, Number(answer.headers[headerOf(store)])])
  return Object.fromEntries(counts) as Counts
}

/** A sentence for every store that a request called more often than its budget allows. */
export function overBudget(calls: readonly Calls[]): string[] {
  return calls.flatMap(({ name, budget, first, later }) =>
    STORES.flatMap((store) => {
      const most = Math.max(first[store], later[store])
      return most <= budget[store] ? [] : [`${name}: ${most} calls to ${store.toUpperCase()}, ${budget[store]} allowed`]
    }),
  )
}
