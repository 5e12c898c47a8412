import { applyD1Migrations } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { afterEach, beforeAll, beforeEach, expect, vi } from 'vitest'
import * as deployment from './helpers/deployment'
import { catchJobs } from './helpers/jobs'
import * as outside from './helpers/outside'

/** Children first: foreign keys are enforced. */
const TABLES = [
  ...['events', 'messages', 'code_tries', 'codes', 'email_changes', 'approvals', 'challenges', 'passkeys', 'devices'],
  ...['sign_ins', 'visits', 'sessions', 'links', 'role_links', 'client_links'],
  ...['registrations', 'time_requests', 'contact_photos', 'contacts', 'photos', 'galleries'],
  ...['clients', 'staff', 'studios'],
]

let errors: unknown[][] = []

beforeAll(async () => {
  await applyD1Migrations(env.DB, env.TEST_MIGRATIONS)
  await emptyStores()
})

beforeEach(async () => {
  await env.DB.batch(TABLES.map((table) => env.DB.prepare(`delete from ${table}`)))
  outside.reset()
  deployment.reset()
  catchJobs()
  errors = []
  vi.spyOn(globalThis, 'fetch').mockImplementation(outside.answer)
  vi.spyOn(console, 'error').mockImplementation((...args) => void errors.push(args))
  vi.spyOn(console, 'log').mockImplementation(() => undefined)
})

/** Any test that logs an error or sends an unexpected request fails, unless it says that it expects it. */
afterEach(() => {
  vi.useRealTimers()
  expect(outside.strayRequests()).toEqual([])
  if (!outside.isExpectingErrors()) expect(errors).toEqual([])
})

/** Of what the file before has left: dozens of megabytes, through which some tests look. */
async function emptyStores(): Promise<void> {
  for (let left = true; left; ) {
    const [{ keys }, { objects }] = await Promise.all([env.TOKENS.list(), env.PHOTOS.list()])
    await Promise.all(keys.map(({ name }) => env.TOKENS.delete(name)))
    await env.PHOTOS.delete(objects.map(({ key }) => key))
    left = keys.length + objects.length > 0
  }
}
