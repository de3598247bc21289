// Every sentence that tells an operator why the bot can't start: where it is wrong, what was found, what to do.

import { mayBeTheClock } from '../domain/failure.ts'
import type { Pool } from '../domain/pool.ts'
import type { StartProblem } from '../domain/start-problem.ts'
import { printable } from './printable.ts'
import { databaseSentence } from './start-database.ts'
import { poolLine } from './start-pool.ts'

/** One line each, without repetitions: the Slack app first, then AWS, then pool by pool. */
export function startProblemLines(
  problems: readonly StartProblem[],
  pools: readonly Pool[],
): readonly string[] {
  const place = (problem: StartProblem) => ('pool' in problem ? pools.indexOf(problem.pool) : -1)
  const inOrder = [scopesTogether(problems), problems.filter(({ kind }) => kind !== 'scopes')]
    .flat()
    .toSorted((one, other) => place(one) - place(other) || order(one) - order(other))
  return [...new Set(inOrder.map((problem) => line(problem, pools)))]
}

const kindsInOrder: readonly StartProblem['kind'][] = [
  'store-taken',
  'store-linked',
  'store-on-network',
  'store-unusable',
  'database-unusable',
  'bot-token',
  'app-token',
  'no-listening',
  'scopes',
  'credentials',
  'profile-missing',
  'pool-missing',
  'list-forbidden',
  'channel-unknown',
  'channel-archived',
  'bot-not-in-channel',
  'channel-shared',
  'no-user-groups',
  'group-unknown',
  'group-disabled',
  'group-changed',
  'group-empty',
  'approver-cannot-decide',
  'nobody-approves',
  'nobody-in-channel',
]

function order({ kind }: StartProblem): number {
  return kindsInOrder.indexOf(kind)
}

/** Merges the missing scopes into one problem, since an operator adds them all in one place. */
function scopesTogether(problems: readonly StartProblem[]): readonly StartProblem[] {
  const missing = problems.flatMap((problem) => (problem.kind === 'scopes' ? problem.missing : []))
  return missing.length === 0 ? [] : [{ kind: 'scopes', missing: [...new Set(missing)].toSorted() }]
}

function line(problem: StartProblem, pools: readonly Pool[]): string {
  switch (problem.kind) {
    case 'store-taken':
      return `Another process is using the store ${problem.path}. Stop it first, or give this one its own DATABASE_URL.`
    case 'store-linked':
      return `DATABASE_URL: ${printable(problem.path)} has a second name (a hard link), under which another process could use it. Remove the other name, or give a copy of the file.`
    case 'store-on-network':
      return `DATABASE_URL: ${printable(problem.path)} is on a network file system (${problem.fileSystem}), where SQLite can lose what it has written. Give a path on a local disk, or use PostgreSQL.`
    case 'store-unusable':
      return `DATABASE_URL: ${unusableSentence(printable(problem.path), problem.reason)}`
    case 'database-unusable':
      return `DATABASE_URL: ${databaseSentence(problem.name, problem.problem)}`
    case 'bot-token':
      return `SLACK_BOT_TOKEN: Slack rejects it (${problem.error}). ${adviceOnToken(problem.error)}`
    case 'app-token':
      return "SLACK_APP_TOKEN: Slack rejects it. Generate an app-level token with the scope connections:write on the app's page, Basic Information, and copy it from there."
    case 'no-listening':
      return noListeningSentence(problem)
    case 'scopes':
      return `SLACK_BOT_TOKEN: the app lacks ${listed('the scope', problem.missing)}. Add what is missing on the app's page, OAuth & Permissions (manifest.yml lists them all), and install the app to the workspace again.`
    case 'credentials':
      return `AWS credentials: ${credentialsSentence(problem.name)}`
    case 'profile-missing':
      return 'AWS_PROFILE names a profile that is in neither of the files ~/.aws/config and ~/.aws/credentials (or those that AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE name). Check its spelling, and which user this process runs as.'
    default:
      return poolLine(problem, pools)
  }
}

function noListeningSentence({
  variable,
  host,
  port,
  reason,
}: Extract<StartProblem, { kind: 'no-listening' }>): string {
  switch (reason) {
    case 'EADDRINUSE':
      return `${variable}: another program already listens on port ${port} of ${printable(host)} (${reason}). Stop it, or choose another port.`
    case 'EACCES':
      return `${variable}: this process may not listen on port ${port} (${reason}). Choose one above 1023${variable === 'PORT' ? ', and let a proxy in front of it listen on the other' : ''}.`
    default:
      return `${variable.replace('PORT', 'HOST')}: this process can't listen on ${printable(host)} (${reason}). Give an address of this machine, such as 127.0.0.1, or 0.0.0.0 for all of them.`
  }
}

function unusableSentence(path: string, reason: string): string {
  switch (reason) {
    case 'EISDIR':
      return `${path} is a folder. Give the path of a file in it, for example ${path}/countersign.db, which Countersign makes.`
    case 'SQLITE_NOTADB':
      return `${path} is not a SQLite database. Give another path: Countersign makes the file.`
    default:
      return `can't use ${path} as the store (${reason}). Give a path in a folder that this process may write to.`
  }
}

const tokenPlace = "the Bot User OAuth Token (xoxb-…) from the app's page, OAuth & Permissions"

function adviceOnToken(error: string): string {
  switch (error) {
    case 'not_allowed_token_type':
      return `It is a different kind of token: copy ${tokenPlace}.`
    case 'token_revoked':
    case 'account_inactive':
      return `Install the app to the workspace again, then copy ${tokenPlace}.`
    case 'token_expired':
      return `Tokens expire if token rotation is on: use an app without it, such as manifest.yml creates, and copy ${tokenPlace}.`
    default:
      return `Copy ${tokenPlace}, again.`
  }
}

function credentialsSentence(name: string): string {
  if (name === 'CredentialsProviderError')
    return `none were found (${name}). Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run this process with a role.`
  if (name.startsWith('Expired'))
    return `they have expired (${name}). Renew them, or run this process with a role.`
  if (mayBeTheClock(name) || name.includes('Signature'))
    return `AWS rejects their signature (${name}). Check the secret access key, and this machine's clock.`
  return `AWS rejects them (${name}). Check the profile, the keys or the role that this process runs with.`
}

function listed(noun: string, [first = '', ...more]: readonly string[]): string {
  if (more.length === 0) return `${noun} ${first}`
  return `${noun}s ${[first, ...more.slice(0, -1)].join(', ')} and ${more.at(-1)}`
}
