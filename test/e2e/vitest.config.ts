import { defineConfig } from 'vitest/config'

/**
 * A real browser against the production bundle, over HTTP. Every file has a server and a browser of its own; two run
 * at a time, as each spends much of its time waiting for pages that renew themselves.
 */
export default defineConfig({
  test: {
    include: ['test/e2e/*.test.ts'],
    // It ends a whole process group, which is a thing of Unix.
    exclude: process.platform === 'win32' ? ['test/e2e/crash.test.ts'] : [],
    globalSetup: ['test/e2e/prepare.ts'],
    env: { WRANGLER_SEND_METRICS: 'false', CLOUDFLARE_CF_FETCH_ENABLED: 'false', WRANGLER_LOG: 'error' },
    maxWorkers: 2,
    testTimeout: 180_000,
    hookTimeout: 120_000,
  },
})
