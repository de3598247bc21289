// PostgreSQL's errors → problems: what an operator has to fix, or an outage that may pass.
import type { DatabaseProblem } from '../../domain/start-problem.ts'
import { CommitUnknown } from '../../shared/commit-unknown.ts'
import { isDiskFull } from '../full-disk.ts'
import { MigrationError } from '../migrations.ts'

export type PostgresProblem =
  /** An operator has to fix it. */
  | { readonly kind: 'unusable'; readonly problem: DatabaseProblem }
  /** It may pass. `code` is the system's or the server's own. */
  | { readonly kind: 'out-of-reach'; readonly code: string }

const noAnswer = 'no-answer'

/** The database did not answer in time, or not completely. The driver's error for that has only a message, which is not logged. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer'
  readonly code = noAnswer
}

/** Whether the driver gave up waiting or lost its connection, for which it has no code. */
export function isNoAnswer(error: unknown): boolean {
  const problem = problemOf(error)
  return problem?.kind === 'out-of-reach' && problem.code === noAnswer
}

/** A statement that was cancelled for being slow is no outage: the server has answered. */
const tooSlow = '57014'

/** Whether the database gave no answer, or one that says it can't answer now. With a full disk it can, and the store tells of that. */
export function isOutage(error: unknown): boolean {
  const problem = problemOf(error)
  return problem?.kind === 'out-of-reach' && problem.code !== tooSlow && !isDiskFull(problem.code)
}

/** Null for an unexpected error. */
export function problemOf(error: unknown): PostgresProblem | null {
  if (!(error instanceof Error)) return null
  if (error instanceof CommitUnknown) return problemOf(error.cause)
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null
  // A `MigrationError` has the database's error as its cause.
  if (code === null) return byWords(error.message) ?? problemOf(error.cause) ?? ofTables(error)
  if (passing.test(code)) return { kind: 'out-of-reach', code }
  const problem = byCode(code, 'path' in error && typeof error.path === 'string' ? error.path : null)
  return problem === null ? null : { kind: 'unusable', problem }
}

/**
 * Outages that may pass: the network's errors, and PostgreSQL's classes for connections (08), a server that starts, stops
 * or ended a session (57P), lack of resources (53) and timeouts (57014). https://www.postgresql.org/docs/current/errcodes-appendix.html
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
 * Errors with which every retry of a migration would end too: a missing feature of the server (0A), rows that violate the
 * tables (22, 23), dependent objects (2B), and unexpected tables, columns or rights (42). Not deadlocks (40), locks (55), a
 * server's own errors (58, XX) or anything else.
 */
const forGood = /^(?:0A|22|23|2B|42)...$/

function ofTables(error: Error): PostgresProblem | null {
  const { cause } = error
  if (!(error instanceof MigrationError && cause instanceof Error && 'code' in cause)) return null
  const { code, message } = cause
  if (typeof code !== 'string' || !forGood.test(code)) return null
  return { kind: 'unusable', problem: { kind: 'not-brought-up-to-date', reason: `${code}: ${message}` } }
}

/** For errors to which the driver gives no code. */
function byWords(message: string): PostgresProblem | null {
  if (message.includes('does not support SSL')) return { kind: 'unusable', problem: { kind: 'no-tls' } }
  // The server wants a password and there is none.
  if (message.startsWith('SASL:')) return { kind: 'unusable', problem: { kind: 'not-let-in', code: 'SASL' } }
  if (/timeout|timed out|terminated|not queryable|establishing an SSL/i.test(message))
    return { kind: 'out-of-reach', code: noAnswer }
  return null
}
