import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** The longest first, as vitest remembers them; and before them all the one that mostly waits, which it cannot know at first. */
class WaitingFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]) {
    const waits = ({ moduleId }: TestSpecification) => Number(moduleId.endsWith('/mail-service.test.ts'))
    return (await super.sort(files)).sort((a, b) => waits(b) - waits(a))
  }
}

/**
 * A real browser against the production bundle, over HTTP. Every file has a server and a browser of its own; four run
 * at a time on two cores, as each spends much of its time waiting for pages that renew themselves.
 */
export default defineConfig({
  test: {
    include: ['test/e2e/*.test.ts'],
    // It ends a whole process group, which is a thing of Unix.
    exclude: process.platform === 'win32' ? ['test/e2e/crash.test.ts'] : [],
    globalSetup: ['test/e2e/prepare.ts'],
    env: { WRANGLER_SEND_METRICS: 'false', CLOUDFLARE_CF_FETCH_ENABLED: 'false', WRANGLER_LOG: 'error' },
    sequence: { sequencer: WaitingFirst },
    maxWorkers: 4,
    // To load wrangler takes two seconds; no file leaves anything behind in it.
    isolate: false,
    testTimeout: 180_000,
    hookTimeout: 120_000,
    // A machine that is busy with four browsers answers when it can.
    expect: { poll: { timeout: 30_000 } },
  },
})
