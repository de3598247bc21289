// Word that another replica changed something: LISTEN on a connection of its own, which comes back when it was lost.
import { Client } from 'pg'
import { backoff } from '../../shared/backoff.ts'
import { type Clock, systemClock, within } from '../../shared/clock.ts'
import { errorFacts, type Log } from '../../shared/log.ts'
import { type Connecting, connectionSettings } from './pool.ts'
import { changesChannel } from './transaction.ts'

/** What others change in the store, told soon. Whoever must not miss anything looks for itself, now and then. */
export interface Changes {
  subscribe(listener: () => void): void
}

export interface Listening extends Changes {
  stop(): Promise<void>
}

/** Where there is one process, nobody else changes anything. */
export const noChanges: Changes = { subscribe: () => undefined }

/** How often the connection is tried out: one that died in silence says nothing. In milliseconds. */
const tryOutEvery = 30_000

/** How long an answer may take there, in milliseconds. */
const longestAnswer = 5000

export interface ListeningParts {
  readonly connecting: Connecting
  /** Who we are: our own changes are no news. */
  readonly origin: string
  readonly clock: Clock
  readonly log: Log
}

/** Never rejects. Behind a pooler that gives connections away after each transaction nothing is heard, and nothing is lost. */
export function listenForChanges({ connecting, origin, clock, log }: ListeningParts): Listening {
  const stopping = new AbortController()
  const listeners: (() => void)[] = []
  const tell = () => {
    for (const listener of listeners) listener()
  }

  const listen = async (isListening: () => void): Promise<void> => {
    const client = new Client({ ...connectionSettings(connecting), query_timeout: longestAnswer })
    const lost = new AbortController()
    client.on('error', () => lost.abort())
    client.on('end', () => lost.abort())
    client.on('notification', ({ payload }) => {
      if (payload !== origin) tell()
    })
    try {
      await client.connect()
      await client.query(`listen ${changesChannel}`)
      isListening()
      // What happened while nobody listened.
      tell()
      const over = AbortSignal.any([stopping.signal, lost.signal])
      while (!over.aborted) {
        await clock.sleep(tryOutEvery, over)
        if (!over.aborted) await client.query('select 1')
      }
    } finally {
      // A host that is gone does not say goodbye.
      await within(systemClock, longestAnswer, client.end())
    }
  }

  const run = async () => {
    let failures = 0
    while (!stopping.signal.aborted) {
      try {
        await listen(() => {
          failures = 0
        })
      } catch (error) {
        log.debug(
          { flow: 'store', ...errorFacts(error) },
          'no notifications of changes: only polling finds them',
        )
      }
      failures += 1
      await clock.sleep(backoff(failures, { first: 500, most: 15_000 }), stopping.signal)
    }
  }
  const running = run()

  return {
    subscribe: (listener) => void listeners.push(listener),
    stop: async () => {
      stopping.abort()
      await running
    },
  }
}
