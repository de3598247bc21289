// Databases on the server of the tests: each test gets its own, with the store's tables, and it is gone with the test.
import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { inject, onTestFinished } from 'vitest'
import type { PostgresAddress } from '../../../src/store/postgres-address.ts'

/** What new databases are copies of. */
export const template = 'countersign_template'

/** A new database that is gone with the test; empty, where it is not to have the tables yet. */
export async function freshDatabase({ isEmpty = false } = {}): Promise<PostgresAddress> {
  const port = inject('postgresPort')
  const name = `test_${randomUUID().replaceAll('-', '')}`
  const source = isEmpty ? 'template0' : template
  await asAdministrator(port, `create database ${name} template ${source} strategy file_copy`)
  onTestFinished(() => asAdministrator(port, `drop database ${name} with (force)`))
  return postgresAddress(port, name)
}

export function postgresAddress(port: number, database: string): PostgresAddress {
  return {
    kind: 'postgres',
    host: '127.0.0.1',
    port,
    database,
    user: 'postgres',
    password: '',
    sslMode: 'disable',
    sslRootCert: null,
    sslCert: null,
    sslKey: null,
  }
}

/** The same as a `DATABASE_URL`. */
export function urlOf({ user, host, port, database, sslMode }: PostgresAddress): string {
  return `postgres://${user}@${host}:${port}/${database}?sslmode=${sslMode}`
}

export async function asAdministrator(port: number, statement: string): Promise<void> {
  const client = new Client({ host: '127.0.0.1', port, user: 'postgres', database: 'postgres' })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
