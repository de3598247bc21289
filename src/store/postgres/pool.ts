// The pool of connections to PostgreSQL: small, with timeouts that a click can bear, and no error that ends the process.
import type { PostgresPool } from 'kysely'
import { Pool, type PoolClient, type PoolConfig, TypeOverrides, types } from 'pg'
import { errorFacts, type Log } from '../../shared/log.ts'
import { isNoAnswer, isOutage, NoAnswer, problemOf } from './problem.ts'

/** How long a connection may take, in milliseconds. */
const longestConnecting = 2000

/** How long a statement's answer may take, in milliseconds: longer than the server's timeout, shorter than Slack's 3 s. */
const longestAnswer = 2250

const mostConnections = 5

/** Where to connect, and as whom, in `PoolConfig`'s own terms. */
export type Connecting = Pick<PoolConfig, 'host' | 'port' | 'database' | 'user' | 'password' | 'ssl'>

/** What every connection has in common. */
export function connectionSettings(connecting: Connecting) {
  return {
    ...connecting,
    application_name: 'countersign',
    connectionTimeoutMillis: longestConnecting,
    keepAlive: true,
    types: numbersAsNumbers(),
  }
}

export interface PoolParts {
  readonly connecting: Connecting
  /** The database's name with its host, for the log. */
  readonly name: string
  readonly log: Log
}

/**
 * A pool whose statements time out, because a frozen server or a host that is gone sends nothing. The beginning and the end
 * of an outage are logged once.
 */
export function createPool({ connecting, name, log }: PoolParts): PostgresPool {
  const pool = createPatientPool(connecting, mostConnections)
  const outage = createOutageLog(name, log)
  return {
    options: pool.options,
    connect: async () =>
      impatient(await outage.duringConnect(() => withReason(() => pool.connect())), outage),
    end: () => pool.end(),
  }
}

/** Ends the connection if an answer takes too long, along with all queries queued on it. */
function impatient(client: PoolClient, outage: OutageLog): PoolClient {
  const query = async (text: string, values?: unknown[]) => {
    const giveUp = () => void client.end().catch(() => undefined)
    const timer = setTimeout(giveUp, longestAnswer)
    try {
      return await outage.duringQuery(() => withReason(() => client.query(text, values)))
    } finally {
      clearTimeout(timer)
    }
  }
  return new Proxy(client, {
    get: (_, name) => (name === 'query' ? query : Reflect.get(client, name)),
  })
}

/** Gives timeouts a code, so that loops, tasks and the listener can log it. */
async function withReason<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    throw isNoAnswer(error) ? new NoAnswer('The database gave no answer', { cause: error }) : error
  }
}

/** A pool without timeouts for transactions. */
export function createPatientPool(connecting: Connecting, max = 1): Pool {
  const pool = new Pool({ ...connectionSettings(connecting), max })
  // Without listeners, a connection that breaks while idle or between two queries would end the process.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => void client.on('error', () => undefined))
  return pool
}

/** Parses int8 as a number: times in milliseconds and counts fit. */
function numbersAsNumbers(): TypeOverrides {
  const parsers = new TypeOverrides()
  parsers.setTypeParser(types.builtins.INT8, (text) => {
    const number = Number(text)
    if (!Number.isSafeInteger(number)) throw new RangeError('A number in the database is too large')
    return number
  })
  return parsers
}

type OutageLog = ReturnType<typeof createOutageLog>

const isAway = 'the database does not answer: until it does, no click is accepted and nothing is carried out'
const isRefusing =
  'the database lets Countersign in no more: until it does, no click is accepted and nothing is carried out'

/** A pooler takes connections while the database is away: only an answered query shows that it is back. */
function createOutageLog(database: string, log: Log) {
  let told: string | null = null
  const noteAway = (error: unknown) => {
    const message = problemOf(error)?.kind === 'unusable' ? isRefusing : isAway
    if (told !== message) log.error({ flow: 'store', database, ...errorFacts(error) }, message)
    told = message
  }
  const noteBack = () => {
    if (told !== null) log.info({ flow: 'store', database }, 'the database answers again')
    told = null
  }
  return {
    duringConnect: async <T>(connect: () => Promise<T>): Promise<T> => {
      try {
        return await connect()
      } catch (error) {
        noteAway(error)
        throw error
      }
    },
    duringQuery: async <T>(query: () => Promise<T>): Promise<T> => {
      try {
        const answer = await query()
        noteBack()
        return answer
      } catch (error) {
        if (isOutage(error)) noteAway(error)
        throw error
      }
    },
  }
}
