// Opens a PostgreSQL database: connects, checks it, brings its tables up to date, and makes a small pool.
import { Kysely, PostgresDialect } from 'kysely'
import { Client, DatabaseError } from 'pg'
import type { DatabaseProblem } from '../../domain/start-problem.ts'
import type { Clock } from '../../shared/clock.ts'
import type { Log } from '../../shared/log.ts'
import { type Migrations, migrations } from '../migrations.ts'
import type { Schema } from '../schema.ts'
import { connectingTo, nameOfDatabase, type PostgresAddress } from './address.ts'
import { type Changes, listenForChanges } from './changes.ts'
import { migratePostgres } from './migrate-postgres.ts'
import type { LockWait } from './migration-lock.ts'
import { type Connecting, connectionSettings, createPool } from './pool.ts'
import { type PostgresProblem, problemOf } from './problem.ts'
import { othersTables } from './table-owner.ts'

export type OpenedPostgres =
  | {
      readonly kind: 'open'
      readonly database: Kysely<Schema>
      readonly changes: Changes
      close(): Promise<void>
    }
  | PostgresProblem

export interface PostgresParts {
  readonly address: PostgresAddress
  /** An id of this process, which ignores notifications of its own changes. */
  readonly origin: string
  readonly clock: Clock
  readonly log: Log
  /** Ours if left out. */
  readonly list?: Migrations | undefined
}

/** PostgreSQL 14, the oldest version that is still supported. */
const oldestVersion = 140_000

/** Creates missing tables. Several processes may do so at once. */
export async function openPostgres({
  address,
  origin,
  clock,
  log,
  list,
}: PostgresParts): Promise<OpenedPostgres> {
  const name = nameOfDatabase(address)
  const prepared = await preparePostgres(address, { clock, heldBy: logHolder(log, name) }, list)
  if (prepared.kind !== 'prepared') return prepared
  const { connecting } = prepared
  const pool = createPool({ connecting, name, log })
  const database = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
  const changes = listenForChanges({ connecting, origin, clock, log })
  const close = async () => {
    await changes.stop()
    await database.destroy()
  }
  return { kind: 'open', database, changes, close }
}

function logHolder(log: Log, database: string): LockWait['heldBy'] {
  return (holder) =>
    log.warn(
      { flow: 'start', database, ...holder },
      'another session holds the lock on the store’s tables: waiting until it ends',
    )
}

/** Checks the database and brings its tables up to date. `connecting` is what worked. */
export function preparePostgres(
  address: PostgresAddress,
  wait: LockWait,
  list: Migrations = migrations,
): Promise<PreparedPostgres> {
  return connectAnd(
    address,
    async (client) => (await serverProblem(client)) ?? (await migratePostgres(client, list, wait)),
  )
}

/** Only finds how to connect, for whoever only reads: a standby will do. */
export function reachPostgres(address: PostgresAddress): Promise<PreparedPostgres> {
  return connectAnd(address, async () => null)
}

/** Checks the server as a start does, and lets `look` ask it, but changes nothing. */
export function inspectPostgres(
  address: PostgresAddress,
  look: (client: Client) => Promise<void>,
): Promise<PreparedPostgres> {
  return connectAnd(address, async (client) => {
    const problem = await serverProblem(client)
    if (problem === null) await look(client)
    return problem
  })
}

type PreparedPostgres = { readonly kind: 'prepared'; readonly connecting: Connecting } | PostgresProblem

/** What is done once on a connection of its own. */
type Use = (client: Client) => Promise<DatabaseProblem | null>

async function connectAnd(address: PostgresAddress, use: Use): Promise<PreparedPostgres> {
  try {
    const { connecting, problem } = await prepare(address, use)
    return problem === null ? { kind: 'prepared', connecting } : { kind: 'unusable', problem }
  } catch (error) {
    const problem = problemOf(error)
    if (problem === null) throw error
    return problem
  }
}

interface Prepared {
  readonly connecting: Connecting
  readonly problem: DatabaseProblem | null
}

/** With `sslmode=prefer`, the server decides whether to use TLS. */
async function prepare(address: PostgresAddress, use: Use): Promise<Prepared> {
  const connecting = connectingTo(address)
  try {
    return { connecting, problem: await onConnection(connecting, use) }
  } catch (error) {
    const problem = problemOf(error)
    const hasNoTls = problem?.kind === 'unusable' && problem.problem.kind === 'no-tls'
    if (!hasNoTls || address.sslMode !== 'prefer') throw error
    const unencrypted = { ...connecting, ssl: false }
    return { connecting: unencrypted, problem: await onConnection(unencrypted, use) }
  }
}

/** Uses a connection without the short timeouts of the pool, since migrations may take long. */
async function onConnection(connecting: Connecting, use: Use): Promise<DatabaseProblem | null> {
  const client = new Client(connectionSettings(connecting))
  client.on('error', () => undefined)
  try {
    return (await connect(client)) ?? (await use(client))
  } finally {
    // Also after a failed login, or the server would keep waiting.
    await client.end()
  }
}

/** Once connected, the same code is about tables and schemas. */
const mayNot = '42501'

/** The problem if the server knows the user, who may not connect to this database. */
async function connect(client: Client): Promise<DatabaseProblem | null> {
  try {
    await client.connect()
    return null
  } catch (error) {
    if (!(error instanceof DatabaseError && error.code === mayNot)) throw error
    return { kind: 'not-let-in', code: mayNot }
  }
}

interface Fitness {
  readonly version: number
  readonly versionName: string
  readonly isStandby: boolean
  readonly mayNotMakeTables: boolean
}

async function serverProblem(client: Client): Promise<DatabaseProblem | null> {
  const { rows } = await client.query<Fitness>(`
    select current_setting('server_version_num')::int as version,
      current_setting('server_version') as "versionName",
      pg_is_in_recovery() as "isStandby",
      to_regclass('kysely_migration') is null
        and not coalesce(has_schema_privilege(current_schema(), 'create'), false) as "mayNotMakeTables"`)
  const [fitness] = rows
  if (fitness === undefined) throw new Error('The database did not say what it is')
  if (fitness.version < oldestVersion) return { kind: 'too-old', version: fitness.versionName }
  if (fitness.isStandby) return { kind: 'read-only' }
  if (fitness.mayNotMakeTables) return { kind: 'no-tables-allowed' }
  return othersTables(client)
}
