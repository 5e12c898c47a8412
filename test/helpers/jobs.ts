/** The queues as the tests drive them: what was sent is kept, and runs when the test says so. */
import { createExecutionContext, createMessageBatch, createScheduledController, getQueueResult } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { vi } from 'vitest'
import worker from '../../src/index'

type Job = { queue: string; id: string; timestamp: Date; attempts: number; body: unknown }

let waiting: Job[] = []

/** Takes the place of the queues' producers; called once before each test. */
export function catchJobs(): void {
  waiting = []
  const keep = (queue: string) => (body: unknown) => {
    waiting.push({ queue, id: crypto.randomUUID(), timestamp: new Date(), attempts: 1, body })
    return Promise.resolve({ metadata: { metrics: { backlogCount: 0, backlogBytes: 0 } } })
  }
  vi.spyOn(env.DELIVERIES, 'send').mockImplementation(keep('foyer-deliveries') as never)
  vi.spyOn(env.TEXTS, 'send').mockImplementation(keep('foyer-texts') as never)
  vi.spyOn(env.VARIANTS, 'send').mockImplementation(keep('foyer-variants') as never)
}

/** Runs everything that waits, and what that brings about; retried jobs stay for the next call. */
export async function run(): Promise<void> {
  const again: Job[] = []
  for (let job = waiting.shift(); job; job = waiting.shift()) {
    const context = createExecutionContext()
    const batch = createMessageBatch(job.queue, [job])
    await worker.queue(batch as MessageBatch, env)
    const { retryMessages } = await getQueueResult(batch, context)
    if (retryMessages.length > 0) again.push({ ...job, attempts: job.attempts + 1 })
  }
  waiting.push(...again)
}

export const waitingJobs = (): readonly Job[] => waiting

/** Jobs are lost: as when the process dies between a change and its job. */
export function lose(): void {
  waiting = []
}

/** Runs everything that waits as queues may: each job `copies` times at the same moment. Nothing is retried. */
export async function runCopies(copies: number): Promise<void> {
  const jobs = waiting.splice(0).flatMap((job) => Array.from({ length: copies }, () => job))
  await Promise.all(jobs.map((job) => worker.queue(createMessageBatch(job.queue, [{ ...job }]) as MessageBatch, env)))
}

/** The minute's sweep, at this moment. */
export function sweep(): Promise<void> {
  return worker.scheduled(createScheduledController({ scheduledTime: new Date() }), env)
}
