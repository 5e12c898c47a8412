import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin'
import { defineConfig } from 'vitest/config'
import { makePhotographs } from './helpers/make-photographs.ts'

/** Tests inside workerd. Two at a time, each file after the other on one storage, emptied before each test: many times faster. */
export default defineConfig({
  plugins: [
    cloudflareTest(async () => ({
      wrangler: { configPath: './wrangler.toml' },
      miniflare: {
        dataBlobBindings: await makePhotographs(),
        bindings: {
          FULL: process.env.FULL ?? '',
          TEST_MIGRATIONS: await readD1Migrations('./migrations'),
          FOYER_SECRET: 'a secret of the tests, long enough for it',
          PUBLIC_ORIGIN: 'https://foyer.test',
          MAIL_FROM: 'Foyer <galleries@foyer.test>',
          RESEND_API_KEY: 're_test',
          TWILIO_ACCOUNT_SID: 'AC00000000000000000000000000000000',
          TWILIO_AUTH_TOKEN: 'the key of the tests at Twilio',
          TWILIO_FROM: '+43720000000',
          SETUP_KEY: 'the setup key of the tests',
        },
      },
    })),
  ],
  oxc: { jsx: { runtime: 'automatic', importSource: 'hono/jsx' } },
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    exclude: ['test/e2e/**', 'test/bench/**'],
    setupFiles: ['./test/setup.ts'],
    isolate: false,
    maxWorkers: 2,
    restoreMocks: true,
    /** Some move 60 MB, and machines are slow when they have other work. */
    testTimeout: 30_000,
  },
})
