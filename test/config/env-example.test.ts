// `.env.example` agrees with the code.
import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { expect, test } from 'vitest'
import { type Variable, variables } from '../../src/wording/config-variables.ts'
import { configOf, environment, problemsIn } from './environment.ts'

const example = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8')
const table: readonly (readonly [string, Variable])[] = Object.entries(variables)

test('.env.example names exactly our variables, in the order of the table, and AWS’s after them', () => {
  const named = [...example.matchAll(/^(?:# )?([A-Z_]+)=/gm)].map(([, name]) => name)
  expect(named).toEqual([
    ...table.map(([name]) => name),
    'AWS_PROFILE',
    'AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER',
  ])
})

test.each(table)('%s is there with its meaning, and with its default or an example', (name, variable) => {
  const isSet = variable.default === undefined && !['APPROVER_USERS', 'CONFIG_FILE'].includes(name)
  const value = variable.default ?? variable.example
  expect(example).toContain(`\n# ${variable.meaning}\n${isSet ? '' : '# '}${name}=${value}\n`)
})

test('a copy of .env.example passes as it is, and with everything set except the pools file', () => {
  expect(configOf(parseEnv(example)).pools).toHaveLength(1)
  const everything = parseEnv(example.replaceAll(/^# (?=[A-Z_]+=)/gm, ''))
  expect(configOf({ ...everything, CONFIG_FILE: '' }).pools).toHaveLength(1)
})

test.each(table.filter(([name]) => name !== 'CONFIG_FILE'))('the example for %s passes', (name, variable) => {
  expect(problemsIn(environment({ [name]: variable.example }))).toEqual([])
})

test('only the tokens, the pool and the pools file have no default', () => {
  const required = table.filter(([, variable]) => variable.default === undefined).map(([name]) => name)
  expect(required).toEqual([
    'SLACK_BOT_TOKEN',
    'SLACK_APP_TOKEN',
    'COGNITO_USER_POOL_ID',
    'APPROVAL_CHANNEL',
    'APPROVER_GROUPS',
    'APPROVER_USERS',
    'CONFIG_FILE',
  ])
})
