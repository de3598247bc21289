// Databases on the server of the tests: each test has one to itself, as if it were new.
import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { inject, onTestFinished } from 'vitest'
import type { PostgresAddress } from '../../../src/store/postgres-address.ts'

/** What new databases are copies of. */
export const template = 'countersign_template'

/** Emptied after a test of this process, for the next one: making one takes as long as a test. */
const emptied: string[] = []

/** A database of the test's own, with the store's tables; without them, where it is to be as good as new. */
export async function freshDatabase({ isEmpty = false } = {}): Promise<PostgresAddress> {
  const port = inject('postgresPort')
  const name = (isEmpty ? undefined : emptied.pop()) ?? (await create(port, isEmpty ? 'template0' : template))
  onTestFinished(() => (isEmpty ? drop(port, name) : giveBack(port, name)))
  return postgresAddress(port, name)
}

async function create(port: number, source: string): Promise<string> {
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await asAdministrator(port, `create database ${name} template ${source} strategy file_copy`)
  return name
}

function drop(port: number, name: string): Promise<void> {
  return asAdministrator(port, `drop database ${name} with (force)`)
}

/** What a test did to the tables themselves is not undone: then the database is of no use any more. */
async function giveBack(port: number, name: string): Promise<void> {
  try {
    await asAdministrator(port, emptyAll, name)
    emptied.push(name)
  } catch {
    await drop(port, name)
  }
}

/** Whoever still holds a session would hold up the rest. Few rows are deleted sooner than tables are truncated. */
const emptyAll = `
  select pg_terminate_backend(pid) from pg_stat_activity
  where datname = current_database() and pid <> pg_backend_pid();
  set session_replication_role = replica;
  do $$ declare one text; begin
    for one in select tablename from pg_tables where schemaname = 'public' and tablename not like 'kysely%' loop
      execute format('delete from %I', one);
    end loop;
  end $$`

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

export async function asAdministrator(
  port: number,
  statements: string,
  database = 'postgres',
): Promise<void> {
  const client = new Client({ host: '127.0.0.1', port, user: 'postgres', database })
  await client.connect()
  try {
    await client.query(statements)
  } finally {
    await client.end()
  }
}
