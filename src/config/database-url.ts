// Which database a URL names. A PostgreSQL URL is read as libpq reads it, limited to one server and its TLS settings.
import { z } from 'zod'
import type { Database, PostgresDatabase } from './config.ts'

/** Undefined if the URL is not valid; config-advice.ts says how to fix it. */
export function databaseAt(text: string): Database | undefined {
  return postgresDatabase(text) ?? sqliteFile(text)
}

function sqliteFile(text: string): Database | undefined {
  const path = /^sqlite:(?!\/\/)(.+)$/i.exec(text)?.[1]?.trim()
  return path === undefined || path === ':memory:' ? undefined : { kind: 'sqlite', path }
}

function postgresDatabase(text: string): PostgresDatabase | undefined {
  const url = /^postgres(?:ql)?:\/\//i.test(text) ? URL.parse(text) : null
  if (url === null || url.hash !== '') return undefined
  const given = partsFormat.safeParse({
    ...Object.fromEntries(url.searchParams),
    user: decoded(url.username),
    password: decoded(url.password),
    database: decoded(url.pathname.slice(1)),
    host: decoded(url.hostname.replace(/^\[(.*)\]$/, '$1')),
    port: url.port,
  })
  const isGivenTwice = new Set(url.searchParams.keys()).size < url.searchParams.size
  return given.success && !isGivenTwice ? given.data : undefined
}

const filePath = z.string().min(1).nullable().default(null)

/** https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS */
const partsFormat = z
  .strictObject({
    user: z.string().min(1),
    password: z.string(),
    database: z.string().regex(/^[^/]+$/),
    /** One host, or the folder of a Unix socket. */
    host: z.string().regex(/^(?:[^,\s/]+|\/.+)$/),
    port: z.string().transform((port) => (port === '' ? 5432 : Number(port))),
    sslmode: z.enum(['disable', 'prefer', 'require', 'verify-ca', 'verify-full']).optional(),
    sslrootcert: filePath,
    sslcert: filePath,
    sslkey: filePath,
  })
  .refine(({ sslcert, sslkey }) => (sslcert === null) === (sslkey === null))
  .refine(({ sslmode, sslrootcert }) => {
    if (sslrootcert === 'system') return sslmode === undefined || sslmode === 'verify-full'
    return sslrootcert !== null || (sslmode !== 'verify-ca' && sslmode !== 'verify-full')
  })
  .transform(
    ({ sslmode, sslrootcert, sslcert, sslkey, ...rest }): PostgresDatabase => ({
      kind: 'postgres',
      ...rest,
      ...tlsOf(rest.host, sslmode, sslrootcert),
      sslCert: sslcert,
      sslKey: sslkey,
    }),
  )

/** Unless the URL says otherwise, what leaves this machine is encrypted, and the server verified. */
function tlsOf(
  host: string,
  mode: PostgresDatabase['sslMode'] | undefined,
  rootCert: string | null,
): Pick<PostgresDatabase, 'sslMode' | 'sslRootCert'> {
  if (mode !== undefined) return { sslMode: mode, sslRootCert: rootCert }
  if (staysHere(host) && rootCert !== 'system') return { sslMode: 'prefer', sslRootCert: rootCert }
  return { sslMode: 'verify-full', sslRootCert: rootCert ?? 'system' }
}

/** Whether a connection there does not leave this machine. */
export function staysHere(host: string): boolean {
  return host.startsWith('/') || /^(?:localhost|::1|127(?:\.\d{1,3}){3})$/i.test(host)
}

/** Undefined if the percent-encoding is broken. */
function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
