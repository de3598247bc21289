// Looks at a PostgreSQL server for the doctor: whether a bot could start there, and what stands in front of it.
import { Client } from 'pg'
import { z } from 'zod'
import type { StartProblem } from '../../domain/start-problem.ts'
import { systemClock, within } from '../../shared/clock.ts'
import { nameOfDatabase, type PostgresAddress } from '../postgres/address.ts'
import { inspectPostgres } from '../postgres/open-postgres.ts'
import { type Connecting, connectionSettings } from '../postgres/pool.ts'
import { problemOf } from '../postgres/problem.ts'

export interface ServerFacts {
  readonly version: string
  /** The connection from this machine. */
  readonly isEncrypted: boolean
  /** `none`: this is the server itself. `session` can't be told from a pooler that happened to have a session for each. */
  readonly pooler: 'none' | 'session' | 'transaction'
  /** How much its clock is ahead of this machine's, in milliseconds. */
  readonly clockAhead: number
}

type ServerSurvey =
  | { readonly kind: 'fit'; readonly facts: ServerFacts }
  | { readonly kind: 'unusable'; readonly problem: StartProblem }
  | { readonly kind: 'out-of-reach'; readonly name: string; readonly code: string }

export async function surveyServer(address: PostgresAddress, now: () => Date): Promise<ServerSurvey> {
  const name = nameOfDatabase(address)
  let [version, clockAhead] = ['', 0]
  const reached = await inspectPostgres(address, async (client) => {
    const asked = now().getTime()
    const { rows } = await client.query<{ name: string; now: Date }>(
      `select current_setting('server_version') as name, clock_timestamp() as now`,
    )
    const [row] = rows
    if (row === undefined) throw new Error('The database did not tell its version')
    version = row.name
    clockAhead = Math.round(row.now.getTime() - (asked + now().getTime()) / 2)
  })
  if (reached.kind === 'out-of-reach') return { ...reached, name }
  if (reached.kind === 'unusable')
    return { kind: 'unusable', problem: { kind: 'database-unusable', name, problem: reached.problem } }
  const { connecting } = reached
  try {
    const pooler = await poolerOf(connecting)
    const isEncrypted = connecting.ssl !== false
    return { kind: 'fit', facts: { version, isEncrypted, pooler, clockAhead } }
  } catch (error) {
    const problem = problemOf(error)
    if (problem?.kind !== 'out-of-reach') throw error
    return { ...problem, name }
  }
}

/** The number by which a connection is cancelled: the server's own is that of its session, and a pooler makes one up. */
const numbered = z.object({ processID: z.number() })

/** How long a pooler may take to find a session for the second connection, in milliseconds. */
const patience = 2000

/** While others use the pool, one look proves nothing. */
const looks = 10

/** In transaction mode, the session of an idle connection serves another one, and a connection gets now one and now another. */
async function poolerOf(connecting: Connecting): Promise<ServerFacts['pooler']> {
  const [first, second] = [newClient(connecting), newClient(connecting)]
  try {
    await first.connect()
    const session = await sessionOf(first)
    if (session === numbered.safeParse(first).data?.processID) return 'none'
    await second.connect()
    // Without an answer, the first connection has the only session, and keeps it.
    const other = await within(systemClock, patience, sessionOf(second))
    if (other === null) return 'session'
    for (let look = 1; look < looks && session !== other; look += 1)
      if ((await sessionOf(first)) !== session || (await sessionOf(second)) !== other) return 'transaction'
    return session === other ? 'transaction' : 'session'
  } finally {
    await Promise.all([first.end(), second.end()])
  }
}

function newClient(connecting: Connecting): Client {
  const client = new Client(connectionSettings(connecting))
  client.on('error', () => undefined)
  return client
}

async function sessionOf(client: Client): Promise<number | null> {
  const { rows } = await client.query<{ id: number }>('select pg_backend_pid() as id')
  return rows[0]?.id ?? null
}
