import app from './app'
import { runJobs } from './jobs/run'
import { sweep } from './jobs/sweep'

export { PinGuard } from './door/pin-guard'

export default {
  fetch: app.fetch,
  queue: runJobs,
  scheduled: (controller, env) => sweep(env, new Date(controller.scheduledTime)),
} satisfies ExportedHandler<Env>
