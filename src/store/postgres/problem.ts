// Why PostgreSQL would not have us, or could not be reached.
import type { DatabaseProblem } from '../../domain/start-problem.ts'
import { MigrationError } from '../migrations.ts'

export type PostgresProblem =
  /** An operator has to mend it. */
  | { readonly kind: 'unusable'; readonly problem: DatabaseProblem }
  /** It may pass by itself. `code` is the system's or the server's own. */
  | { readonly kind: 'out-of-reach'; readonly code: string }

const noAnswer = 'no answer'

/** The database did not answer in time, or not to the end. The driver has only words for that, which are not logged. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer'
  readonly code = noAnswer
}

/** The driver gave up waiting, or its connection ended, and it has no code for that. */
export function isNoAnswer(error: unknown): boolean {
  const problem = problemOf(error)
  return problem?.kind === 'out-of-reach' && problem.code === noAnswer
}

/** Null for an error that nobody foresaw. */
export function problemOf(error: unknown): PostgresProblem | null {
  if (!(error instanceof Error)) return null
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null
  // What a migration failed of is its error's cause.
  if (code === null) return byWords(error.message) ?? problemOf(error.cause) ?? ofTables(error)
  if (passing.test(code)) return { kind: 'out-of-reach', code }
  const problem = byCode(code, 'path' in error && typeof error.path === 'string' ? error.path : null)
  return problem === null ? null : { kind: 'unusable', problem }
}

/**
 * The network's; of PostgreSQL those about connections (08), a server that starts, stops or was told to end a session
 * (57P), that is full (53), or took too long (57014). https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const passing =
  /^(?:ECONNREFUSED|ECONNRESET|EPIPE|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENETDOWN|08...|57P0.|57014|53...)$/

function byCode(code: string, path: string | null): DatabaseProblem | null {
  switch (code) {
    case '28P01':
    case '28000':
      return { kind: 'not-let-in', code }
    case '3D000':
      return { kind: 'no-such-database' }
    case '42501':
    case '3F000':
      return { kind: 'no-tables-allowed' }
    case '25006':
      return { kind: 'read-only' }
    case 'ENOENT':
    case 'EACCES':
    case 'EISDIR':
    case 'ENOTDIR':
    case 'EPERM':
      return path === null ? null : { kind: 'unreadable-file', path, code }
    default:
      return isAboutTls.test(code) ? { kind: 'certificate', code } : null
  }
}

/** https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const isAboutTls =
  /^(?:ERR_TLS_|ERR_SSL_|ERR_OSSL_|CERT_|CRL_|UNABLE_TO_|.*SELF_SIGNED_CERT|INVALID_CA|INVALID_PURPOSE|HOSTNAME_MISMATCH|PATH_LENGTH_EXCEEDED|EPROTO$)/

/**
 * What the next try of a migration would end with just so: a feature that the server has not (0A), rows that the tables
 * will not take (22, 23), what others depend on (2B), and tables, columns or rights that are not as they were left (42).
 * Deadlocks (40), locks (55), a server's own errors (58, XX) and everything else are none of these.
 */
const forGood = /^(?:0A|22|23|2B|42)...$/

function ofTables(error: Error): PostgresProblem | null {
  const { cause } = error
  if (!(error instanceof MigrationError && cause instanceof Error && 'code' in cause)) return null
  const { code, message } = cause
  if (typeof code !== 'string' || !forGood.test(code)) return null
  return { kind: 'unusable', problem: { kind: 'not-brought-up-to-date', reason: `${code}: ${message}` } }
}

/** Where the driver has no code for it. */
function byWords(message: string): PostgresProblem | null {
  if (message.includes('does not support SSL')) return { kind: 'unusable', problem: { kind: 'no-tls' } }
  // It wants a password and there is none.
  if (message.startsWith('SASL:')) return { kind: 'unusable', problem: { kind: 'not-let-in', code: 'SASL' } }
  if (/timeout|timed out|terminated|not queryable|establishing an SSL/i.test(message))
    return { kind: 'out-of-reach', code: noAnswer }
  return null
}
