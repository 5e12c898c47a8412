import { logError } from '../lib/log'
import { randomToken } from '../lib/token'
import type { Delivery } from './composing'
import { deliver } from './deliver'
import { makeCover, makeVariants, type VariantJob } from './make-variants'

const RETRY_SECONDS = 5

/** Runs the messages of a queue, beside each other: a service that hangs holds up one. Each is settled by itself. */
export async function runJobs(batch: MessageBatch, env: Env): Promise<void> {
  await Promise.all(batch.messages.map((message) => settle(batch.queue, message, env)))
}

async function settle(queue: string, message: Message, env: Env): Promise<void> {
  try {
    const wait = await run(queue, message, env)
    if (wait === undefined) message.ack()
    else message.retry({ delaySeconds: wait })
  } catch (error) {
    logError('job-failed', error, { queue, attempt: message.attempts })
    message.retry({ delaySeconds: RETRY_SECONDS })
  }
}

/** @returns seconds after which to run it again, or undefined when it is done */
async function run(queue: string, message: Message, env: Env): Promise<number | undefined> {
  if (queue === 'foyer-deliveries' || queue === 'foyer-texts') return deliver(env, message.body as Delivery, new Date())

  const job = message.body as VariantJob
  if (job.kind === 'cover') {
    await makeCover(env, job.galleryId, randomToken(16))
    return undefined
  }
  const isDone = await makeVariants(env, job.photoId, message.attempts, new Date())
  return isDone ? undefined : RETRY_SECONDS
}
