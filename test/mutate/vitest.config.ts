// The tests that decide whether a mutant lives: those of pure functions, without sockets and databases.
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** The first test that fails ends a mutant: the quick files have a try before the slow ones. */
class QuickestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toReversed()
  }
}

export default defineConfig({
  root: new URL('../..', import.meta.url).pathname,
  test: {
    include: ['test/{domain,wording,slack/draw}/**/*.test.ts'],
    exclude: ['test/slack/draw/everything-fits.test.ts'],
    // Every mutant runs them again.
    env: { PROPERTY_RUNS: '20' },
    setupFiles: ['test/support/property-runs.ts'],
    sequence: { sequencer: QuickestFirst },
    // No module of ours keeps state, and a worker for each file would take longer than its tests.
    isolate: false,
    testTimeout: 120_000,
  },
})
