/** Foyer as it runs: the bundle that would be deployed, its static files, queues and stores, over HTTP. */
import { inject } from 'vitest'
import { createTestHarness } from 'wrangler'

const SECRET = 'a secret of the browser tests, long enough'

export type Server = {
  origin: string
  /** Changes the database behind the server's back. */
  change(statement: string): Promise<unknown>
  /** What the server has logged as an error since it started. */
  errors(): string[]
  /** What the Worker is bound to: for what takes longer than a test may. */
  env(): Promise<Env>
  stop(): Promise<void>
}

/**
 * A server with empty stores of its own.
 * @param over vars besides those of a local start
 */
export async function startServer(over: Record<string, string> = {}): Promise<Server> {
  const worker = { configPath: 'wrangler.toml', prebuiltWorkerDir: inject('bundle'), secrets: { FOYER_SECRET: SECRET } }
  const harness = createTestHarness({ workers: [{ ...worker, vars: { LOCAL: 'true', ...over } }] })
  const url = (await harness.listen()).url
  // Passkeys are bound to a name: browsers know none for a number.
  const origin = `${url.protocol}//localhost:${url.port}`
  // The links in messages begin with the address, which is known only now; it and the stores stay.
  await harness.update({ workers: [{ ...worker, vars: { LOCAL: 'true', PUBLIC_ORIGIN: origin, ...over } }] })
  await harness.getWorker().applyD1Migrations('DB')
  return {
    origin,
    change: async (statement) => {
      const { DB } = await harness.getWorker<{ DB: D1Database }>().getEnv()
      return DB.prepare(statement).run()
    },
    errors: () =>
      harness
        .getLogs()
        .filter(({ level }) => level === 'error')
        .map(({ message }) => message),
    env: () => harness.getWorker<Env>().getEnv(),
    stop: () => harness.close(),
  }
}
