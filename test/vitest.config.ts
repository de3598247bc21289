// How the tests run: four processes that take one file after another, the report beside what npm installed.
import { defineConfig } from 'vitest/config'

/** What is about one of the two databases. */
const onlySqlite = ['test/store/open-sqlite.test.ts']
const onlyPostgres = ['test/store/postgres/**', 'test/stories/postgres/**']

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    reporters: ['default', ['json', { outputFile: 'node_modules/.vitest/report.json' }]],
    // Most tests wait for sockets rather than for a processor.
    maxWorkers: 4,
    // No module of ours keeps state, and importing the SDKs anew for each file would take longer than the tests.
    isolate: false,
    testTimeout: 30_000,
    // What is waited for comes sooner, except on a busy machine.
    expect: { poll: { timeout: 10_000 } },
    // The first file that opens a browser waits for it to be extracted: 2 s, or 15 on a busy machine.
    hookTimeout: 90_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'sqlite',
          include: ['test/**/*.test.ts'],
          exclude: onlyPostgres,
          provide: { database: 'sqlite' },
          globalSetup: 'test/support/browser-folder.ts',
        },
      },
      {
        extends: true,
        test: {
          name: 'postgres',
          include: ['test/store/**/*.test.ts', 'test/stories/**/*.test.ts', ...onlyPostgres.slice(1)],
          exclude: onlySqlite,
          provide: { database: 'postgres' },
          globalSetup: 'test/support/postgres/serve-tests.ts',
        },
      },
    ],
  },
})
