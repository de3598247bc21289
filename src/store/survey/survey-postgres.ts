// Looks at a PostgreSQL database that bots may be using.
import { Kysely, PostgresDialect, sql } from 'kysely'
import { Client } from 'pg'
import { z } from 'zod'
import { tablesState } from '../migrations.ts'
import { nameOfDatabase, type PostgresAddress } from '../postgres/address.ts'
import { poolOfOne, schemaOf } from '../postgres/migrate-postgres.ts'
import { asTheServerWants, connectIfFit } from '../postgres/open-postgres.ts'
import { type Connecting, connectionSettings } from '../postgres/pool.ts'
import { problemOf } from '../postgres/problem.ts'
import type { Schema } from '../schema.ts'
import { readRows } from './read-rows.ts'
import type { ServerFacts, StoreSurvey } from './survey-store.ts'

/** The doctor's sessions bear another name than a bot's, so that `npm run store -- copy` doesn't take it for one. */
const name = 'countersign-doctor'

/** How long the server may take for an answer, in milliseconds. */
const longestAnswer = 5000

export async function surveyPostgres(
  address: PostgresAddress,
  poolIds: readonly string[],
): Promise<StoreSurvey> {
  const database = nameOfDatabase(address)
  try {
    return await asTheServerWants(address, (connecting) => survey(connecting, database, poolIds))
  } catch (error) {
    const problem = problemOf(error)
    if (problem === null) throw error
    if (problem.kind === 'out-of-reach') return { ...problem, name: database }
    return {
      kind: 'unusable',
      problem: { kind: 'database-unusable', name: database, problem: problem.problem },
    }
  }
}

async function survey(
  connecting: Connecting,
  database: string,
  poolIds: readonly string[],
): Promise<StoreSurvey> {
  const client = newClient(connecting)
  try {
    const problem = await connectIfFit(client)
    if (problem !== null)
      return { kind: 'unusable', problem: { kind: 'database-unusable', name: database, problem } }
    const kysely = new Kysely<Schema>({ dialect: new PostgresDialect({ pool: poolOfOne(client) }) })
    const tables = await tablesState(kysely, await schemaOf(kysely))
    const rows = tables.kind === 'current' ? await readRows(readOnly(kysely), poolIds, serverTime) : null
    return { kind: 'seen', tables, rows, server: await serverFacts(client, connecting) }
  } finally {
    await client.end()
  }
}

/** Set for the transaction only: a pooler hands its session to others afterwards. */
function readOnly(kysely: Kysely<Schema>) {
  return kysely.transaction().setAccessMode('read only')
}

function newClient(connecting: Connecting): Client {
  const client = new Client({
    ...connectionSettings(connecting),
    application_name: name,
    query_timeout: longestAnswer,
  })
  client.on('error', () => undefined)
  return client
}

async function serverTime(tx: Kysely<Schema>): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(tx)
  return rows[0]?.now ?? new Date()
}

async function serverFacts(client: Client, connecting: Connecting): Promise<ServerFacts> {
  const { rows } = await client.query<{ version: string }>(
    `select current_setting('server_version') as version`,
  )
  return {
    version: rows[0]?.version ?? '',
    isEncrypted: connecting.ssl !== false,
    pooler: await poolerOf(client, connecting),
  }
}

/** The number by which a connection is cancelled: the server's own is that of its session, and a pooler makes one up. */
const numbered = z.object({ processID: z.number() })

/** In transaction mode, a session serves a second connection while the first is idle. */
async function poolerOf(first: Client, connecting: Connecting): Promise<ServerFacts['pooler']> {
  const session = await sessionOf(first)
  if (session === numbered.safeParse(first).data?.processID) return 'none'
  const second = newClient(connecting)
  try {
    await second.connect()
    return (await sessionOf(second)) === session ? 'transaction' : 'session'
  } finally {
    await second.end()
  }
}

async function sessionOf(client: Client): Promise<number | null> {
  const { rows } = await client.query<{ id: number }>('select pg_backend_pid() as id')
  return rows[0]?.id ?? null
}
