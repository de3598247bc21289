// A world's database on a real PostgreSQL server: it uses the world's clock, and its rows are read while the bots run.
import { chmodSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { Client, TypeOverrides, types } from 'pg'
import { asAdministrator, postgresAddress, urlOf } from '../../support/postgres/databases.ts'
import type { PostgresServer } from '../../support/postgres/start-server.ts'
import type { Hurry } from '../time/hurry.ts'
import type { TimeFile } from '../time/time-file.ts'
import { noRows, type Rows, readTables, tables } from './rows.ts'

export interface PostgresStore {
  readonly url: string
  /** The rows as they were last read. */
  rows(): Rows
  /** Reads them again; keeps the old ones if the database is away. */
  read(): Promise<void>
  /** Gives the lead to another holder for so many milliseconds. */
  takeLead(milliseconds: number): Promise<void>
  /** Takes the database away and brings it back after `meanwhile`. */
  restart(meanwhile: () => Promise<void>): Promise<void>
  drop(): Promise<void>
}

export interface PostgresStoreParts {
  readonly server: PostgresServer
  readonly name: string
  /** The file that `withDatabaseTime` writes. */
  readonly folder: string
  readonly hurry: Hurry
}

/** As wide as any time, so that a shorter one overwrites a longer one completely. */
const width = 20

/** The same time, also written for the database. */
export function withDatabaseTime(file: TimeFile, folder: string): TimeFile {
  chmodSync(folder, 0o755)
  const text = openSync(timePath(folder), 'w', 0o644)
  const write = () => writeSync(text, file.ahead().toFixed(0).padStart(width), 0)
  write()
  return {
    ahead: file.ahead,
    skip: (milliseconds) => {
      file.skip(milliseconds)
      write()
    },
  }
}

function timePath(folder: string): string {
  return join(folder, 'database-time')
}

export async function createPostgresStore(parts: PostgresStoreParts): Promise<PostgresStore> {
  const { server, name, folder, hurry } = parts
  await asAdministrator(server.port, `create database ${name}`)
  // Commits have to survive a crash, and our clock has to be found before the server's own.
  await asAdministrator(server.port, `alter database ${name} set synchronous_commit = on`)
  await asAdministrator(server.port, `alter database ${name} set search_path = public, pg_catalog`)
  const url = urlOf(postgresAddress(server.port, name))
  const run = (statement: string) => inDatabase(url, (client) => client.query(statement))
  await run(`
    create function public.clock_timestamp() returns timestamptz volatile language sql as $$
      select pg_catalog.clock_timestamp()
        + pg_catalog.pg_read_file('${timePath(folder)}')::float8 * interval '1 millisecond'
    $$`)
  let rows = noRows

  return {
    url,
    rows: () => rows,
    read: async () => {
      rows = await inDatabase(url, readAll)
    },
    takeLead: async (milliseconds) => {
      const take = `
        update leases set holder = 'somebody else', fence = fence + 1,
          until = floor(extract(epoch from clock_timestamp()) * 1000) + ${milliseconds}
        where name = 'lead'`
      await hurry.hold(() => run(take))
    },
    restart: async (meanwhile) => {
      await hurry.hold(server.stop)
      await meanwhile()
      await hurry.hold(server.start)
    },
    drop: () => asAdministrator(server.port, `drop database ${name} with (force)`),
  }
}

async function inDatabase<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const numbers = new TypeOverrides()
  numbers.setTypeParser(types.builtins.INT8, Number)
  const client = new Client({ connectionString: url, types: numbers })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** All tables at one moment; none before the first bot has created them. */
async function readAll(client: Client): Promise<Rows> {
  const { rows: found } = await client.query<{ isMade: boolean }>(
    `select to_regclass('first_scans') is not null as "isMade"`,
  )
  if (found[0]?.isMade !== true) return noRows
  await client.query('begin isolation level repeatable read read only')
  const read: Record<string, unknown[]> = {}
  for (const table of tables) read[table] = (await client.query(`select * from ${table}`)).rows
  await client.query('commit')
  return readTables(read)
}
