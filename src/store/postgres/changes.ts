// Notifications of changes by other replicas: LISTEN on a connection of its own, which reconnects by itself.
import { Client } from 'pg'
import { backoff } from '../../shared/backoff.ts'
import { type Clock, systemClock, within } from '../../shared/clock.ts'
import { errorFacts, type Log } from '../../shared/log.ts'
import { type Connecting, connectionSettings } from './pool.ts'
import { changesChannel } from './transaction.ts'

/** Wakes subscribers soon after another replica changed something. It may be missed, so subscribers must poll too. */
export interface Changes {
  subscribe(listener: () => void): void
}

export interface Listening extends Changes {
  stop(): Promise<void>
}

/** For a single process: no other changes anything. */
export const noChanges: Changes = { subscribe: () => undefined }

/** How often the connection is checked, in milliseconds, since a dead one may stay silent. */
const tryOutEvery = 30_000

/** How long the answer to a check may take, in milliseconds. */
const longestAnswer = 5000

export interface ListeningParts {
  readonly connecting: Connecting
  /** This process, whose own changes are ignored. */
  readonly origin: string
  readonly clock: Clock
  readonly log: Log
}

/** Never rejects. Behind a pooler in transaction mode, no notification arrives, and only polling finds changes. */
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
      // There may have been changes while the connection was down.
      tell()
      const over = AbortSignal.any([stopping.signal, lost.signal])
      while (!over.aborted) {
        await clock.sleep(tryOutEvery, over)
        if (!over.aborted) await client.query('select 1')
      }
    } finally {
      // A host that is gone does not close its connections.
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
