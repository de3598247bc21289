// Notices another process on the same Slack app: Slack says at each connection how many the app has.
import { z } from 'zod'
import { mostConnections } from '../../domain/process-note.ts'
import type { Clock } from '../../shared/clock.ts'
import type { Log } from '../../shared/log.ts'

/** How long there must be too many, in milliseconds: Slack still counts connections that have just ended. */
const sureAfter = 10 * 60_000

/** https://docs.slack.dev/apis/events-api/using-socket-mode#connect */
const helloFormat = z.object({ type: z.literal('hello'), num_connections: z.number() })

/** Longer than any hello. Nothing longer is parsed, because other messages are parsed elsewhere. */
const mostLetters = 2000

export interface CountingParts {
  readonly sockets: number
  readonly replicas: number
  readonly clock: Clock
  readonly log: Log
  /** Told each number that Slack says. */
  heard(connections: number): void
}

/** The returned function takes every message of a connection, and reads the hellos. It says so once. */
export function createConnectionCount({ sockets, replicas, clock, log, heard }: CountingParts) {
  const most = mostConnections({ replicas, sockets })
  let tooManySince: number | null = null
  let isTold = false
  return (message: string): void => {
    const connections = connectionsIn(message)
    if (connections === null) return
    heard(connections)
    if (isTold) return
    const now = clock.now().getTime()
    if (connections <= most) {
      tooManySince = null
      return
    }
    tooManySince ??= now
    if (now - tooManySince < sureAfter) return
    isTold = true
    log.warn({ flow: 'listen', connections, most }, 'another process uses this Slack app')
  }
}

/** Null if it is no hello. */
function connectionsIn(message: string): number | null {
  if (message.length > mostLetters || !message.includes('"hello"')) return null
  try {
    return helloFormat.safeParse(JSON.parse(message)).data?.num_connections ?? null
  } catch {
    return null
  }
}
