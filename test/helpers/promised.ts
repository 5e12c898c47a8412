import { env } from 'cloudflare:workers'

/**
 * How often something is done of which so many were promised: a fifth as a rule, and all with `FULL=1 npm run test:worker`,
 * which takes half a minute longer.
 */
export const ofPromised = (times: number): number => (env.FULL ? times : times / 5)
