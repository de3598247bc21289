// Where a PostgreSQL database is, as its URL says. TLS parameters mean the same as in libpq.
import { readFileSync } from 'node:fs'
import type { Connecting } from './pool.ts'

/** https://www.postgresql.org/docs/current/libpq-ssl.html#LIBPQ-SSL-PROTECTION */
type SslMode = 'disable' | 'prefer' | 'require' | 'verify-ca' | 'verify-full'

export interface PostgresAddress {
  readonly kind: 'postgres'
  /** A name, an address, or the folder of a Unix socket. */
  readonly host: string
  readonly port: number
  readonly database: string
  readonly user: string
  /** Empty if there is none. */
  readonly password: string
  readonly sslMode: SslMode
  /** A file's path; `system` for the roots that Node trusts; null if the certificate is not verified. */
  readonly sslRootCert: string | null
  readonly sslCert: string | null
  readonly sslKey: string | null
}

/** For people to read, without the password. */
export function nameOfDatabase({ host, port, database }: PostgresAddress): string {
  return host.startsWith('/') ? `${database} at ${host}` : `${database} at ${host}:${port}`
}

/** What to connect with. Throws the system's own error if a file can't be read. */
export function connectingTo(address: PostgresAddress): Connecting {
  const { host, port, database, user, password } = address
  return { host, port, database, user, password, ssl: tlsOptions(address) }
}

/** Node's `rejectUnauthorized` is about the chain, `checkServerIdentity` about the name in the certificate. */
function tlsOptions({ host, sslMode, sslRootCert, sslCert, sslKey }: PostgresAddress): Connecting['ssl'] {
  // As in libpq: what never leaves the machine is not encrypted.
  if (sslMode === 'disable' || host.startsWith('/')) return false
  const isVerified = sslRootCert !== null && sslMode !== 'prefer'
  return {
    rejectUnauthorized: isVerified,
    ...(sslRootCert === null || sslRootCert === 'system' ? {} : { ca: readFileSync(sslRootCert, 'utf8') }),
    ...(sslCert === null ? {} : { cert: readFileSync(sslCert, 'utf8') }),
    ...(sslKey === null ? {} : { key: readFileSync(sslKey, 'utf8') }),
    ...(sslMode === 'verify-full' ? {} : { checkServerIdentity: () => undefined }),
  }
}
