// Reads the environment and the file that it names into one frozen configuration, or lists all problems at once.
import type { z } from 'zod'
import type { Pool } from '../domain/pool.ts'
import { adviceOn } from '../wording/config-advice.ts'
import { type VariableName, variableSays } from '../wording/config-variables.ts'
import type { Config } from './config.ts'
import { type Mode, readListening } from './listening.ts'
import { proxyFrom, proxyProblems } from './outbound-proxy.ts'
import { poolFormat } from './pool-format.ts'
import { areTooMany } from './pool-rules.ts'
import { type PoolsResult, readPoolsFile } from './pools-file.ts'
import { readSecrets, type Secrets } from './secrets.ts'
import {
  entriesOf,
  type Given,
  isOfService,
  isOurs,
  misspeltVariables,
  setInsteadOf,
} from './variable-names.ts'
import { botTokenFormat, type Settings, settingsFormat } from './variables.ts'

export type ConfigResult =
  /** `secretFiles` are those that hold a secret each. */
  | { readonly kind: 'valid'; readonly config: Config; readonly secretFiles: readonly string[] }
  /** One line each, for the operator to read. No line shows a given value. */
  | { readonly kind: 'invalid'; readonly problems: readonly string[] }

/** The whole configuration, deeply frozen. `readFile` returns the text of `CONFIG_FILE`, or throws an error with the system's `code`. */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>>,
  readFile: (path: string) => string,
): ConfigResult {
  const secrets = readSecrets(whatIsSet(environment), readFile)
  const { given } = secrets
  const botToken = botTokenFormat.safeParse(given, { reportInput: true })
  const listening = readListening(given, secrets.unread)
  const settings = settingsFormat.safeParse(given, { reportInput: true })
  const pools = readPools(given, readFile)
  const wrong = (issues: readonly z.core.$ZodIssue[] = []) =>
    wrongValues(
      issues.filter(({ path }) => !secrets.unread.has(String(path[0]))),
      given,
    )
  const problems = [
    ...secrets.problems,
    ...wrong(botToken.error?.issues),
    ...(listening.kind === 'invalid' ? [...listening.problems, ...wrong(listening.issues)] : []),
    ...wrong(settings.error?.issues),
    ...(settings.success ? problemsBetween(settings.data, secrets) : []),
    ...misspeltVariables(given),
    ...proxyProblems(given),
    ...(pools.kind === 'invalid' ? pools.problems : []),
  ]
  const isWhole = botToken.success && settings.success && listening.kind === 'valid' && pools.kind === 'valid'
  if (!isWhole || problems.length > 0) return { kind: 'invalid', problems }
  const read = { ...botToken.data, ...settings.data, mode: listening.mode }
  const config = deeplyFrozen(configFrom(read, pools.pools, given))
  return { kind: 'valid', config, secretFiles: secrets.files }
}

/** Trimmed; what is empty counts as unset. */
export function whatIsSet(environment: Readonly<Record<string, string | undefined>>): Given {
  const trimmed = Object.entries(environment).map(([name, value = '']) => [name, value.trim()] as const)
  return Object.fromEntries(trimmed.filter(([name, value]) => value !== '' && !isOfService(name, value)))
}

/** The variables of the single pool, by the keys of the pools file that they stand for. */
const singlePool: ReadonlyMap<PropertyKey, VariableName> = new Map([
  ['id', 'COGNITO_USER_POOL_ID'],
  ['channel', 'APPROVAL_CHANNEL'],
  ['groups', 'APPROVER_GROUPS'],
  ['users', 'APPROVER_USERS'],
  ['name', 'POOL_NAME'],
  ['attributes', 'SHOWN_ATTRIBUTES'],
  ['approver_role', 'APPROVER_ROLE_ARN'],
])

function readPools(given: Given, readFile: (path: string) => string): PoolsResult {
  const path = given['CONFIG_FILE']
  if (path === undefined) return readSinglePool(given)
  const result = readPoolsFile(path, readFile)
  const replaced = singlePool.values().filter((name) => given[name] !== undefined)
  const beside = [...replaced.map(variableSays.besideConfigFile)]
  if (beside.length === 0) return result
  return { kind: 'invalid', problems: [...beside, ...(result.kind === 'invalid' ? result.problems : [])] }
}

function readSinglePool(given: Given): PoolsResult {
  const groups = entriesOf(given['APPROVER_GROUPS'])
  const users = entriesOf(given['APPROVER_USERS'])
  const attributes = entriesOf(given['SHOWN_ATTRIBUTES'])
  const [id, channel, name] = [given['COGNITO_USER_POOL_ID'], given['APPROVAL_CHANNEL'], given['POOL_NAME']]
  const role = given['APPROVER_ROLE_ARN']
  const described = { id, name, channel, approvers: { groups, users }, attributes, approver_role: role }
  const pool = poolFormat.safeParse(described, { reportInput: true })
  const near = (name: VariableName) => setInsteadOf(name, given)
  const problems = [
    ...wrongValues(pool.error?.issues ?? [], given),
    ...(groups.length + users.length === 0
      ? [variableSays.nobodyMayApprove(near('APPROVER_GROUPS'), near('APPROVER_USERS'))]
      : []),
    ...(areTooMany(attributes) ? [variableSays.tooManyAttributes] : []),
  ]
  return pool.success && problems.length === 0
    ? { kind: 'valid', pools: [{ ...pool.data, isFromFile: false }] }
    : { kind: 'invalid', problems }
}

/** A line for each value that is missing or has a wrong format. */
function wrongValues(issues: readonly z.core.$ZodIssue[], given: Given): readonly string[] {
  return issues.flatMap(({ path, input }) => {
    const key = path.findLast((step) => typeof step === 'string') ?? ''
    const name = isOurs(key) ? key : singlePool.get(key)
    if (name === undefined) return []
    if (typeof input !== 'string') return [variableSays.notSet(name, setInsteadOf(name, given))]
    return [variableSays.wrong(name, path.at(-1), adviceOn(name, input))]
  })
}

/** Values that are valid each by itself, but not together. */
function problemsBetween(
  { REPLICAS: replicas, DATABASE_URL, SLACK_SOCKETS, OBSERVE_PORT }: Settings,
  { given, unread }: Secrets,
): readonly string[] {
  const isOnSqlite = DATABASE_URL.kind === 'sqlite' && !unread.has('DATABASE_URL')
  const opensSockets = given['SLACK_SIGNING_SECRET'] === undefined
  return [
    ...(replicas > 1 && isOnSqlite ? [variableSays.replicasOnSqlite] : []),
    ...(replicas * SLACK_SOCKETS > 10 && opensSockets ? [variableSays.tooManySockets] : []),
    ...(OBSERVE_PORT === Number(given['PORT']) && !opensSockets ? [variableSays.samePort] : []),
  ]
}

interface Read extends Settings {
  readonly SLACK_BOT_TOKEN: string
  readonly mode: Mode
}

function configFrom(settings: Read, pools: readonly Pool[], given: Given): Config {
  const { mode, SLACK_SOCKETS: sockets } = settings
  return {
    slack: { botToken: settings.SLACK_BOT_TOKEN, apiUrl: settings.SLACK_API_URL },
    listening: mode.kind === 'sockets' ? { ...mode, sockets } : mode,
    proxy: proxyFrom(given),
    awsProfile: given['AWS_PROFILE'] ?? null,
    pools,
    pollInterval: settings.POLL_INTERVAL,
    database: settings.DATABASE_URL,
    replicas: settings.REPLICAS,
    retention: settings.RETENTION,
    auditRetention: Math.max(settings.RETENTION, settings.AUDIT_RETENTION),
    backlogAge: settings.BACKLOG_AGE,
    signingKey: settings.APPROVAL_SIGNING_KEY ?? null,
    logLevel: settings.LOG_LEVEL,
    observing:
      settings.OBSERVE_PORT === undefined
        ? null
        : { host: settings.OBSERVE_HOST, port: settings.OBSERVE_PORT },
    heartbeatUrl: settings.HEARTBEAT_URL ?? null,
  }
}

function deeplyFrozen<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(deeplyFrozen)
  return Object.freeze(value)
}
