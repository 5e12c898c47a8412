/** Foyer with its stores counted: how often each was called before the answer, told in headers of the answer. */

export const STORES = ['d1', 'kv', 'r2'] as const
export type Store = (typeof STORES)[number]
export type Counts = Record<Store, number>
export const headerOf = (store: Store) => `x-bench-${store}`

const CALLS = {
  d1: ['batch', 'exec', 'dump'],
  statement: ['all', 'run', 'first', 'raw'],
  kv: ['get', 'getWithMetadata', 'put', 'delete', 'list'],
  r2: ['get', 'head', 'put', 'delete', 'list', 'createMultipartUpload'],
}

/** The same Worker, answering with its counts: of every call begun before the answer, waited for or not. */
export default function counted(worker: ExportedHandler<Env>): ExportedHandler<Env> {
  return {
    async fetch(request, env, context) {
      const counts: Counts = { d1: 0, kv: 0, r2: 0 }
      const stores = {
        DB: countD1(env.DB, () => counts.d1++),
        TOKENS: count(env.TOKENS, CALLS.kv, () => counts.kv++),
        PHOTOS: count(env.PHOTOS, CALLS.r2, () => counts.r2++),
      }
      const answer = await worker.fetch?.(request, { ...env, ...stores }, context)
      const response = new Response(answer?.body, answer)
      for (const store of STORES) response.headers.set(headerOf(store), String(counts[store]))
      return response
    },
  }
}

/** A binding that tells of every call to one of `calls`. */
function count<T extends object>(binding: T, calls: string[], tell: () => void): T {
  return wrap(binding, (name, method) => (...args) => {
    if (calls.includes(name)) tell()
    return method(...args)
  })
}

/** D1, where a round trip is one statement by itself or one batch of them. */
function countD1<T extends D1Database | D1DatabaseSession>(database: T, tell: () => void): T {
  const originals = new WeakMap<object, object>()
  const statement = (original: D1PreparedStatement): D1PreparedStatement => {
    const wrapped = wrap(original, (name, method) => (...args) => {
      if (CALLS.statement.includes(name)) tell()
      return name === 'bind' ? statement(method(...args) as D1PreparedStatement) : method(...args)
    })
    originals.set(wrapped, original)
    return wrapped
  }
  return wrap(database, (name, method) => (...args) => {
    if (CALLS.d1.includes(name)) tell()
    if (name === 'batch') return method((args[0] as object[]).map((one) => originals.get(one) ?? one))
    if (name === 'prepare') return statement(method(...args) as D1PreparedStatement)
    if (name === 'withSession') return countD1(method(...args) as D1DatabaseSession, tell)
    return method(...args)
  })
}

type Method = (...args: unknown[]) => unknown

function wrap<T extends object>(target: T, around: (name: string, method: Method) => Method): T {
  return new Proxy(target, {
    get(_, name) {
      const value = Reflect.get(target, name, target)
      return typeof value === 'function' ? around(String(name), value.bind(target) as Method) : value
    },
  })
}
