// How the tests run: four processes that take one file after another, the report beside what npm installed.
import { defineConfig } from 'vitest/config'

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/browser-folder.ts'],
    reporters: ['default', ['json', { outputFile: 'node_modules/.vitest/report.json' }]],
    // Most tests wait for sockets rather than for a processor.
    maxWorkers: 4,
    // No module of ours keeps state, and importing the SDKs anew for each file would take longer than the tests.
    isolate: false,
    testTimeout: 30_000,
    // The first file that opens a browser waits for it to be extracted: 2 s, or 15 on a busy machine.
    hookTimeout: 90_000,
  },
})
