// How the tests run: four processes that take one file after another, the report beside what npm installed.
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** What takes longest, whatever its size: begun last, it would be waited for when everything else is done. */
const long = /approve-all|killed|-hanging/

const inTurn = ['postgres', 'sqlite', 'http']

/** The harness, then one project after the other: a process is loaded anew for another one. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ project, moduleId }: TestSpecification) => {
      if (/\/harness\/short-[^/]*$/.test(moduleId)) return 0
      return inTurn.indexOf(project.name) * 2 + 1 + (long.test(moduleId) ? 0 : 1)
    }
    const sorted = await super.sort(files)
    return sorted.toSorted((one, other) => rank(one) - rank(other))
  }
}

const compileCache = new URL('../node_modules/.vitest/compile-cache', import.meta.url).pathname

/** What is about one of the two databases. */
const onlySqlite = ['test/store/{failed-commit,open-sqlite}.test.ts']

/** Stories in which the database decides. What the others need of it is tested in test/store, on both databases. */
const aboutTheStore = [
  'test/stories/{deny,first-click-counts,killed,reopen,restart}.test.ts',
  'test/stories/{several-approvals,undo,whole-story,written-first}.test.ts',
]
const onlyPostgres = ['test/store/postgres/**', 'test/stories/postgres/**']

/** Stories that Slack delivers over HTTP, too: what differs is only how a request comes in, and how it is answered. */
const overHttp = ['test/stories/{whole-story,old-clicks,written-first}.test.ts']
const aboutSockets = ['test/stories/slack-failure-{hanging,sockets}.test.ts']

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    reporters: ['default', ['json', { outputFile: 'node_modules/.vitest/report.json' }]],
    // The bots, demos and stand-ins that are processes of their own find what those before them have compiled.
    env: { NODE_COMPILE_CACHE: compileCache },
    // On two processors: with more, no run is over sooner, and each test has less of a processor before its deadlines.
    maxWorkers: 4,
    sequence: { sequencer: LongestFirst },
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
          provide: { database: 'sqlite', delivery: 'sockets' },
          globalSetup: 'test/support/browser-folder.ts',
        },
      },
      {
        extends: true,
        test: {
          name: 'postgres',
          include: ['test/store/**/*.test.ts', 'test/stories/postgres/**/*.test.ts', ...aboutTheStore],
          exclude: onlySqlite,
          provide: { database: 'postgres', delivery: 'sockets' },
          globalSetup: 'test/support/postgres/serve-tests.ts',
        },
      },
      {
        extends: true,
        test: {
          name: 'http',
          include: process.env['EVERY_STORY'] === undefined ? overHttp : ['test/stories/*.test.ts'],
          exclude: aboutSockets,
          provide: { database: 'sqlite', delivery: 'http' },
        },
      },
    ],
  },
})
