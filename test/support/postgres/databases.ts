// Databases on the tests' server: each test has one to itself, as if it were new.
import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { inject, onTestFinished } from 'vitest'
import type { PostgresAddress } from '../../../src/store/postgres/address.ts'

/** The template of new databases. */
export const template = 'countersign_template'

interface Kept {
  readonly name: string
  /** Open for as long as this process runs, because connecting takes longer than emptying. */
  readonly session: Client
  /** The migrations that it had when it was new. */
  readonly migrations: string
}

/** Databases that this process emptied after a test and uses again: creating one takes as long as a test. */
const emptied: Kept[] = []

/** A database for one test, with the store's tables unless `isEmpty`. */
export async function freshDatabase({ isEmpty = false } = {}): Promise<PostgresAddress> {
  const port = inject('postgresPort')
  if (!isEmpty) return postgresAddress(port, await lend(port))
  const name = await create(port, 'template0')
  onTestFinished(() => drop(port, name))
  return postgresAddress(port, name)
}

async function lend(port: number): Promise<string> {
  const kept = emptied.pop() ?? (await keep(port))
  onTestFinished(() => takeBack(port, kept))
  return kept.name
}

async function keep(port: number): Promise<Kept> {
  const name = await create(port, template)
  const session = await connect(port, name)
  // The server ends before this process does.
  session.on('error', () => undefined)
  return { name, session, migrations: await migrationsOf(session) }
}

async function create(port: number, source: string): Promise<string> {
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await asAdministrator(port, `create database ${name} template ${source} strategy file_copy`)
  return name
}

function drop(port: number, name: string): Promise<void> {
  return asAdministrator(port, `drop database ${name} with (force)`)
}

/** A test's changes to the tables themselves are not undone: such a database can't be used again. */
async function takeBack(port: number, kept: Kept): Promise<void> {
  try {
    await kept.session.query(emptyAll)
    if ((await migrationsOf(kept.session)) !== kept.migrations)
      throw new Error('Its tables are said to be others')
    emptied.push(kept)
  } catch {
    await drop(port, kept.name)
  }
}

async function migrationsOf(session: Client): Promise<string> {
  const { rows } = await session.query<{ name: string }>('select name from kysely_migration order by name')
  return rows.map(({ name }) => name).join()
}

/** Open sessions would hold up the rest. Deleting a few rows is faster than truncating tables. */
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

export function urlOf({ user, host, port, database, sslMode }: PostgresAddress): string {
  return `postgres://${user}@${host}:${port}/${database}?sslmode=${sslMode}`
}

export async function asAdministrator(
  port: number,
  statements: string,
  database = 'postgres',
): Promise<void> {
  const client = await connect(port, database)
  try {
    await client.query(statements)
  } finally {
    await client.end()
  }
}

async function connect(port: number, database: string): Promise<Client> {
  const client = new Client({ host: '127.0.0.1', port, user: 'postgres', database })
  await client.connect()
  return client
}
