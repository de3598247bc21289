// Reads the environment and the file that it names into one frozen configuration, or says everything that is wrong at once.
import type { z } from 'zod'
import type { Pool } from '../domain/pool.ts'
import type { Config } from './config.ts'
import type { Reading } from './mistake.ts'
import { readPoolsFile } from './pools-file.ts'
import { settingsSchema, singlePoolSchema } from './settings.ts'
import { readSinglePool } from './single-pool.ts'
import {
  besideConfigFile,
  type Given,
  mistakenVariables,
  replicasOnSqlite,
  tooManySockets,
} from './variable-mistake.ts'
import { type Variable, variables } from './variables.ts'

export type ConfigResult =
  | { readonly kind: 'valid'; readonly config: Config }
  /** One line each, for the operator to read. No line shows anything of a secret. */
  | { readonly kind: 'mistaken'; readonly mistakes: readonly string[] }

/** The whole configuration, deeply frozen. `readFile` gives the text of `CONFIG_FILE`, or throws with the system's `code`. */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>>,
  readFile: (path: string) => string,
): ConfigResult {
  const given = whatIsSet(environment)
  const settings = settingsSchema.safeParse({ ...defaults(), ...given }, { reportInput: true })
  const pools = readPools(given, readFile)
  const beside = settings.success ? mistakesBetween(settings.data) : []
  if (settings.success && pools.kind === 'valid' && beside.length === 0) {
    return { kind: 'valid', config: deeplyFrozen(configFrom(settings.data, pools.value)) }
  }
  const mistakes = [
    ...mistakenVariables(settings.error?.issues ?? [], given),
    ...beside,
    ...(pools.kind === 'mistaken' ? pools.mistakes : []),
  ]
  return { kind: 'mistaken', mistakes }
}

function whatIsSet(environment: Readonly<Record<string, string | undefined>>): Given {
  const trimmed = Object.entries(environment).map(([name, value = '']) => [name, value.trim()] as const)
  return Object.fromEntries(trimmed.filter(([, value]) => value !== ''))
}

function defaults(): Given {
  const table: readonly (readonly [string, Variable])[] = Object.entries(variables)
  return Object.fromEntries(
    table.flatMap(([name, variable]) => (variable.default === undefined ? [] : [[name, variable.default]])),
  )
}

/** Values that are right each by itself, but not together. */
function mistakesBetween({
  REPLICAS: replicas,
  ...settings
}: z.infer<typeof settingsSchema>): readonly string[] {
  return [
    ...(replicas > 1 && settings.DATABASE_URL.kind === 'sqlite' ? [replicasOnSqlite] : []),
    ...(replicas * settings.SLACK_SOCKETS > 10 ? [tooManySockets] : []),
  ]
}

function readPools(given: Given, readFile: (path: string) => string): Reading<readonly Pool[]> {
  const path = given['CONFIG_FILE']
  if (path === undefined) return readSinglePool(given)
  const pools = readPoolsFile(path, readFile)
  const replaced = Object.keys(singlePoolSchema.shape).filter((name) => given[name] !== undefined)
  if (replaced.length === 0) return pools
  const inFile = pools.kind === 'mistaken' ? pools.mistakes : []
  return { kind: 'mistaken', mistakes: [...replaced.map(besideConfigFile), ...inFile] }
}

function configFrom(settings: z.infer<typeof settingsSchema>, pools: readonly Pool[]): Config {
  return {
    slack: {
      botToken: settings.SLACK_BOT_TOKEN,
      appToken: settings.SLACK_APP_TOKEN,
      apiUrl: settings.SLACK_API_URL,
      sockets: settings.SLACK_SOCKETS,
    },
    pools,
    pollInterval: settings.POLL_INTERVAL,
    database: settings.DATABASE_URL,
    replicas: settings.REPLICAS,
    retention: settings.RETENTION,
    backlogAge: settings.BACKLOG_AGE,
    logLevel: settings.LOG_LEVEL,
  }
}

function deeplyFrozen<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(deeplyFrozen)
  return Object.freeze(value)
}
