// How Slack delivers: over sockets that this process opens, or over HTTP. The environment says which by what it sets.
import type { z } from 'zod'
import { type VariableName, variableSays } from '../wording/config-variables.ts'
import type { Listening } from './config.ts'
import { entriesOf, type Given, setInsteadOf } from './variable-names.ts'
import { httpFormat, socketsFormat } from './variables.ts'

export type ListeningResult =
  | { readonly kind: 'valid'; readonly mode: Mode }
  | {
      readonly kind: 'invalid'
      readonly issues: readonly z.core.$ZodIssue[]
      readonly problems: readonly string[]
    }

/** How many sockets there are is the same for all of them. */
export type Mode =
  | Omit<Extract<Listening, { kind: 'sockets' }>, 'sockets'>
  | Extract<Listening, { kind: 'http' }>

/** `unread` are secrets that are given, though nobody knows what they are. */
export function readListening(given: Given, unread: ReadonlySet<string>): ListeningResult {
  const isGiven = (name: VariableName) => given[name] !== undefined || unread.has(name)
  const [hasToken, hasSecret] = [isGiven('SLACK_APP_TOKEN'), isGiven('SLACK_SIGNING_SECRET')]
  if (hasToken && hasSecret) return invalid([variableSays.bothModes])
  if (hasToken) return readSockets(given)
  if (hasSecret) return readHttp(given)
  const near = (name: VariableName) => setInsteadOf(name, given)
  // Beside the token it may be another program's: many images set it.
  if (isGiven('PORT')) return invalid([variableSays.portWithoutSecret(near('SLACK_SIGNING_SECRET'))])
  return invalid([variableSays.noWayToListen(near('SLACK_APP_TOKEN'))])
}

function invalid(problems: readonly string[]): ListeningResult {
  return { kind: 'invalid', issues: [], problems }
}

function readSockets(given: Given): ListeningResult {
  const read = socketsFormat.safeParse(given, { reportInput: true })
  if (!read.success) return { kind: 'invalid', issues: read.error.issues, problems: [] }
  return { kind: 'valid', mode: { kind: 'sockets', appToken: read.data.SLACK_APP_TOKEN } }
}

function readHttp(given: Given): ListeningResult {
  const read = httpFormat.safeParse(given, { reportInput: true })
  const areTooMany = entriesOf(given['SLACK_SIGNING_SECRET']).length > 2
  const problems = areTooMany ? [variableSays.tooManySecrets] : []
  if (!read.success) return { kind: 'invalid', issues: read.error.issues, problems }
  if (areTooMany) return invalid(problems)
  const { SLACK_SIGNING_SECRET: signingSecrets, HOST: host, PORT: port } = read.data
  return { kind: 'valid', mode: { kind: 'http', signingSecrets, host, port } }
}
