// Reads the environment into one frozen configuration, or says everything that is wrong with it at once.
import type { z } from 'zod'
import type { Config } from './config.ts'
import { mistaken, nobodyMayApprove, noConfigFileYet, notSet } from './mistake.ts'
import { entriesOf, settingsSchema } from './settings.ts'
import { type Variable, variables } from './variables.ts'

export type ConfigResult =
  | { readonly kind: 'valid'; readonly config: Config }
  /** One line each, for the operator to read. No line shows anything of a secret. */
  | { readonly kind: 'mistaken'; readonly mistakes: readonly string[] }

type Given = Readonly<Record<string, string>>

/** The whole configuration, deeply frozen. `_readFile` is for `CONFIG_FILE`, which this version refuses. */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>>,
  _readFile: (path: string) => string,
): ConfigResult {
  const given = whatIsSet(environment)
  const settings = settingsSchema.safeParse({ ...defaults(), ...given }, { reportInput: true })
  const mistakes = [
    ...mistakenVariables(settings.error?.issues ?? [], given),
    ...(namesAnApprover(given) ? [] : [nobodyMayApprove(Object.keys(given))]),
    ...(given['CONFIG_FILE'] === undefined ? [] : [noConfigFileYet]),
  ]
  if (!settings.success || mistakes.length > 0) return { kind: 'mistaken', mistakes }
  return { kind: 'valid', config: deeplyFrozen(configFrom(settings.data)) }
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

/** In the order of the table. Entries of one list that may not be shown share one line. */
function mistakenVariables(issues: readonly z.core.$ZodIssue[], given: Given): readonly string[] {
  const lines = Object.entries(variables).flatMap(([name, variable]) =>
    issues
      .filter((issue) => issue.path[0] === name)
      .map((issue) => {
        const value = given[name]
        if (value === undefined) return notSet(name, variable, Object.keys(given))
        return mistaken(name, variable, value, typeof issue.input === 'string' ? issue.input : value)
      }),
  )
  return [...new Set(lines)]
}

function namesAnApprover(given: Given): boolean {
  return [given['APPROVER_GROUPS'], given['APPROVER_USERS']].some((list) => entriesOf(list).length > 0)
}

function configFrom(settings: z.infer<typeof settingsSchema>): Config {
  const id = settings.COGNITO_USER_POOL_ID
  const pool = {
    id,
    region: id.slice(0, id.indexOf('_')),
    name: id,
    channel: settings.APPROVAL_CHANNEL,
    approvers: { groups: settings.APPROVER_GROUPS, users: settings.APPROVER_USERS },
    attributes: [],
    clientMetadata: {},
  }
  return {
    slack: {
      botToken: settings.SLACK_BOT_TOKEN,
      appToken: settings.SLACK_APP_TOKEN,
      apiUrl: settings.SLACK_API_URL,
      sockets: settings.SLACK_SOCKETS,
    },
    pools: [pool],
    pollInterval: settings.POLL_INTERVAL,
    database: settings.DATABASE_URL,
    retention: settings.RETENTION,
    backlogAge: settings.BACKLOG_AGE,
    logLevel: settings.LOG_LEVEL,
  }
}

function deeplyFrozen<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(deeplyFrozen)
  return Object.freeze(value)
}
