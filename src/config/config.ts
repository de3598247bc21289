// What the operator configured, checked and frozen: the only form in which the rest of the bot gets it.
import type { Pool } from '../domain/pool.ts'
import type { OutboundProxy } from '../shared/outbound-proxy.ts'

/** Where the store lives: one SQLite file, or a database on a server. */
export type Database = { readonly kind: 'sqlite'; readonly path: string } | PostgresDatabase

/** The parts of its URL. The certificates and the key are paths; `sslRootCert` may also be `system`. */
export interface PostgresDatabase {
  readonly kind: 'postgres'
  /** A name, an address, or the folder of a Unix socket. */
  readonly host: string
  readonly port: number
  readonly database: string
  readonly user: string
  /** Empty if there is none. Never shown. */
  readonly password: string
  readonly sslMode: 'disable' | 'prefer' | 'require' | 'verify-ca' | 'verify-full'
  readonly sslRootCert: string | null
  readonly sslCert: string | null
  readonly sslKey: string | null
}

/** How Slack delivers what people do. */
export type Listening =
  | {
      readonly kind: 'sockets'
      readonly appToken: string
      /** How many connections this process holds. */
      readonly sockets: number
    }
  /** Either of the secrets may sign. */
  | {
      readonly kind: 'http'
      readonly signingSecrets: readonly string[]
      readonly host: string
      readonly port: number
    }

export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const

/** The whole configuration. Durations are in milliseconds. */
export interface Config {
  readonly slack: {
    readonly botToken: string
    /** Base of the Web API, with a trailing slash. */
    readonly apiUrl: string
  }
  readonly listening: Listening
  /** Null if everything is reached directly. */
  readonly proxy: OutboundProxy | null
  /** The SDK reads it itself; null if it is unset. */
  readonly awsProfile: string | null
  readonly pools: readonly Pool[]
  readonly pollInterval: number
  readonly database: Database
  /** How many processes share what Slack and Cognito allow. */
  readonly replicas: number
  readonly retention: number
  /** At least as long. */
  readonly auditRetention: number
  readonly backlogAge: number
  /** As `createSigner` takes it; null if approvals are not signed. Never shown. */
  readonly signingKey: string | null
  readonly logLevel: (typeof logLevels)[number]
  /** Where health checks and metrics are answered; null if they are not. */
  readonly observing: { readonly host: string; readonly port: number } | null
  /** Asked after each scan of all pools; null if nobody is. Never shown: its path may be a secret. */
  readonly heartbeatUrl: string | null
}
