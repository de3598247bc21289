// Why the store's database can't be used.
import type { DatabaseProblem } from '../domain/start-problem.ts'
import { never } from '../shared/never.ts'
import { printable } from './printable.ts'

/** Follows the name of the variable. `name` is the database's, with its host. */
export function databaseSentence(name: string, problem: DatabaseProblem): string {
  const database = printable(name)
  switch (problem.kind) {
    case 'not-let-in':
      return `the server of ${database} does not let this user in (${problem.code}). Check the user and the password, whether the user may connect to this database (GRANT CONNECT), and whether the server accepts connections from this machine (pg_hba.conf).`
    case 'no-such-database':
      return `the server has no database ${database}. Create it, or check its name in the URL.`
    case 'no-tls':
      return `the server of ${database} does not offer TLS. Turn it on there, or set sslmode=disable, but only on a network of your own.`
    case 'certificate':
      return `the certificate of ${database} is not trusted (${problem.code}). Give the file of its certificate authority in sslrootcert, and the host as the certificate names it. Without sslmode, a server on another host is always verified.`
    case 'unreadable-file':
      return `the file ${printable(problem.path)} can't be read (${problem.code}). Check sslrootcert, sslcert and sslkey in the URL.`
    case 'too-old':
      return `${database} is PostgreSQL ${printable(problem.version)}. Countersign needs 14 or later.`
    case 'read-only':
      return `${database} is read-only: it is a standby. Give the primary server.`
    case 'no-tables-allowed':
      return `this user may not create tables in ${database}. Give it a schema of its own, and put that first in its search_path.`
    case 'others-tables':
      return `the table ${printable(problem.table)} in ${database} belongs to ${printable(problem.owner)}, and ${printable(problem.user)} may not act as that role: it may hold what is not Countersign's. Give ${printable(problem.user)} a schema of its own (CREATE SCHEMA … AUTHORIZATION …), and put that alone in its search_path (ALTER ROLE … SET search_path TO …). If the tables are this Countersign's, such as those of a restored backup, make ${printable(problem.user)} the owner of all of them.`
    case 'newer':
      return `a newer version of Countersign has already used ${database}. Start that version, or restore a backup from before the update.`
    case 'not-brought-up-to-date':
      return `the tables of ${database} could not be updated (${printable(problem.reason)}), and nothing was changed. Restore a backup into an empty database; for a new store, give an empty one.`
    default:
      return never(problem)
  }
}
