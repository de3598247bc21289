// One PostgreSQL server for all tests of a run, with a template database for new ones.
import type { TestProject } from 'vitest/node'
import { systemClock } from '../../../src/shared/clock.ts'
import { openPostgres } from '../../../src/store/postgres/open-postgres.ts'
import { asAdministrator, postgresAddress, template } from './databases.ts'
import { startPostgres } from './start-server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Which database this project's tests use. */
    readonly database: 'sqlite' | 'postgres'
    readonly postgresPort: number
  }
}

const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const server = await startPostgres()
  provide('postgresPort', server.port)
  await asAdministrator(server.port, `create database ${template}`)
  const opened = await openPostgres({
    address: postgresAddress(server.port, template),
    origin: 'the tests',
    clock: systemClock,
    log: quiet,
  })
  if (opened.kind !== 'open') throw new Error(`The tests' database is ${opened.kind}`)
  await opened.close()
  return server.end
}
