// What the doctor says about the store.
import type { Pool } from '../domain/pool.ts'
import type { ReadProblem } from '../domain/pool-read.ts'
import { whyUnread } from './pool-read.ts'
import { printable } from './printable.ts'

export const storeSays = {
  file: (path: string) => `The store is the SQLite file ${printable(path)}.`,
  noFileYet: (path: string) =>
    `The store will be the SQLite file ${printable(path)}, which Countersign makes when it first starts.`,
  database: (name: string, version: string) =>
    `The store is the PostgreSQL database ${printable(name)} (version ${printable(version)}), and it answers.`,
  outOfReach: (name: string, code: string) =>
    `The database ${printable(name)} gives no answer (${printable(code)}). Until it does, no click is accepted. Start it, or check its address in DATABASE_URL.`,
  busy: (path: string, code: string) =>
    `Another program keeps ${printable(path)} busy (${printable(code)}). Run the doctor again.`,
  localDisk: 'It is on a file system on which SQLite’s locks work.',
  doubtfulDisk: (fileSystem: string) =>
    `It is on ${printable(fileSystem)}, which passes files through from elsewhere: SQLite’s locks may not work there. Keep it on a local disk.`,
  writable: 'This user may write there.',
  notWritable: (path: string) =>
    `This user may not write to ${printable(path)} or its folder. Run the doctor as the user that Countersign runs as; if you do, let that user write there.`,
  readable: (words: string) => words,
  space: (bytes: number) => `${size(bytes)} are free on its disk.`,
  littleSpace: (bytes: number) =>
    `Only ${size(bytes)} are free on its disk. Without room, Countersign accepts no clicks. Make room.`,
  upToDate: 'Its tables are up to date.',
  behind:
    'An earlier version made its tables. The next start of Countersign brings them up to date: back the store up first.',
  noTables: 'It has no tables yet. Countersign makes them when it first starts.',
  waiting: (count: number) =>
    `${count === 0 ? 'Nobody waits' : count === 1 ? '1 sign-up waits' : `${count} sign-ups wait`} for a decision.`,
  unendedNone: 'Every click has its end.',
  unended: (count: number) => `${count === 1 ? '1 click is' : `${count} clicks are`} being carried out.`,
  unendedLong: (count: number, minutes: number) =>
    `${count === 1 ? '1 click has' : `${count} clicks have`} no end, the oldest for ${minutes} minutes. Is Countersign running? When it starts, it ends those older than 15 minutes as expired, and says so on the card. If it runs, look into its log.`,
  read: (pool: Pool, seconds: number) =>
    `${named(pool)}: the list of those who wait was last read ${ago(seconds)} ago.`,
  readStale: (pool: Pool, seconds: number) =>
    `${named(pool)}: the list of those who wait was last read ${ago(seconds)} ago. Is Countersign running? If it is, look into its log.`,
  readProblem: (pool: Pool, problem: ReadProblem) =>
    `${named(pool)}: the list of those who wait could not be read when Countersign last tried: ${whyUnread(problem)}.`,
  neverRead: (pool: Pool) => `${named(pool)}: Countersign has not read the list of those who wait yet.`,
  noChain: 'The audit log has no linked event yet.',
  chain: (end: number) =>
    `The audit log is linked, and ends with event ${end}, as it should. To verify all of it: npm run audit -- verify`,
  chainBroken: (end: number) =>
    `The audit log does not end with event ${end} as the store says: somebody has changed or removed events. Type: npm run audit -- verify`,
  unlinked: (count: number, minutes: number) =>
    `${count === 1 ? '1 event of the audit log is' : `${count} events of the audit log are`} not linked, the oldest for ${minutes} minutes. Is Countersign running? If it is, look into its log.`,
  checkpoint: (seq: number, hours: number) =>
    `Its newest checkpoint is at event ${seq}, made ${hours} hours ago.`,
  checkpointOverdue: (seq: number, hours: number) =>
    `Its newest checkpoint is at event ${seq}, made ${hours} hours ago, and more events followed. Is Countersign running? If it is, look into its log.`,
  encrypted: 'The connection to the database is encrypted.',
  unencryptedHere: 'The connection to the database is not encrypted, but it does not leave this machine.',
  unencrypted:
    'The connection to the database is not encrypted, and leaves this machine: who is on the way can read and change it. Remove sslmode=disable, or set sslmode=verify-full.',
  unverified:
    'The connection to the database is encrypted, but the server’s certificate is not verified. Set sslmode=verify-full, with sslrootcert.',
  owner: 'Its tables belong to this database user, or to a role as which it may act.',
  noPooler: 'No pooler stands in front of the database.',
  sessionPooler:
    'A pooler stands in front of the database; as far as can be seen, each connection keeps its session.',
  transactionPooler:
    'A pooler in transaction mode stands in front of the database: replicas learn of each other’s changes up to 2 s later. Give Countersign a pool in session mode, or the server itself.',
  clock: (seconds: number) =>
    seconds === 0
      ? 'The server’s clock and this machine’s agree to the second.'
      : `The server’s clock and this machine’s differ by ${seconds} s.`,
  clockOff: (seconds: number) =>
    `The server’s clock and this machine’s differ by ${seconds} s. Clicks are dated by the server’s: from 300 s on, the post confirmation function may take an approval for one of the future, and from 900 s on, clicks may expire at once. Let both clocks be set by NTP.`,
  nobodyRuns: 'Countersign is not running on this store.',
  alive: (count: number) => `${processes(count)} worked on this store in the last three minutes.`,
  aliveOther: (count: number, replicas: number) =>
    `${processes(count)} worked on this store in the last three minutes, but REPLICAS is ${replicas}: they share what Slack and Cognito allow by it. One that was restarted meanwhile counts twice. If that isn’t it, start what is missing, or set REPLICAS to how many there are, for all of them.`,
} as const

function processes(count: number): string {
  return count === 1 ? '1 process has' : `${count} processes have`
}

function named({ name }: Pool): string {
  return printable(name)
}

function ago(seconds: number): string {
  if (seconds < 120) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 120) return `${minutes} minutes`
  const hours = Math.floor(minutes / 60)
  return hours < 48 ? `${hours} hours` : `${Math.floor(hours / 24)} days`
}

function size(bytes: number): string {
  const megabytes = Math.floor(bytes / 1_000_000)
  return megabytes < 10_000 ? `${megabytes} MB` : `${Math.floor(megabytes / 1000)} GB`
}
