// What the operator decided, checked and frozen: the one shape that the rest of the bot is started with.
import type { Pool } from '../sign-up/pool.ts'

/** Where the store lives: one SQLite file. */
export interface Database {
  readonly kind: 'sqlite'
  readonly path: string
}

export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const

/** The whole configuration. Durations are in milliseconds. */
export interface Config {
  readonly slack: {
    readonly botToken: string
    readonly appToken: string
    /** Base of the Web API, with a slash at its end. */
    readonly apiUrl: string
    readonly sockets: number
  }
  readonly pools: readonly Pool[]
  readonly pollInterval: number
  readonly database: Database
  readonly retention: number
  readonly backlogAge: number
  readonly logLevel: (typeof logLevels)[number]
}
