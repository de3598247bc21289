// `.env.example` agrees with the code.
import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { expect, test } from 'vitest'
import { type Variable, variables } from '../../src/wording/config-variables.ts'
import { configOf, environment, problemsIn } from './environment.ts'

const example = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8')
const optional = [
  'SLACK_SIGNING_SECRET',
  'PORT',
  'APPROVER_USERS',
  'POOL_NAME',
  'SHOWN_ATTRIBUTES',
  'APPROVER_ROLE_ARN',
  'CONFIG_FILE',
  'APPROVAL_SIGNING_KEY',
  'OBSERVE_PORT',
  'HEARTBEAT_URL',
]
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
  const isSet = variable.default === undefined && !optional.includes(name)
  const value = variable.default ?? variable.example
  expect(example).toContain(`\n# ${variable.meaning}\n${isSet ? '' : '# '}${name}=${value}\n`)
})

const tokens = {
  SLACK_BOT_TOKEN: 'xoxb-1',
  SLACK_APP_TOKEN: 'xapp-1',
  SLACK_SIGNING_SECRET: '',
  APPROVAL_SIGNING_KEY: '',
}

test('a copy of .env.example lacks only the tokens, also with everything set except the pools file', () => {
  expect(configOf({ ...parseEnv(example), ...tokens }).pools).toHaveLength(1)
  const everything = parseEnv(example.replaceAll(/^# (?=[A-Z_]+=)/gm, ''))
  expect(configOf({ ...everything, ...tokens, CONFIG_FILE: '' }).pools).toHaveLength(1)
})

test('with everything set, and the signing secret instead of the app-level token, it is one for HTTP mode', () => {
  const everything = parseEnv(example.replaceAll(/^# (?=[A-Z_]+=)/gm, ''))
  const secrets = { ...tokens, SLACK_APP_TOKEN: '', SLACK_SIGNING_SECRET: 'abc', CONFIG_FILE: '' }
  expect(configOf({ ...everything, ...secrets }).listening).toEqual({
    kind: 'http',
    signingSecrets: ['abc'],
    host: '127.0.0.1',
    port: 3000,
  })
})

test('its tokens are placeholders, which nobody starts with by mistake', () => {
  expect(problemsIn(parseEnv(example))).toEqual([
    "SLACK_BOT_TOKEN has a wrong value. Expected a bot token and nothing else, for example xoxb-your-bot-token. It is still this placeholder: put the Bot User OAuth Token there, from the app's page, OAuth & Permissions.",
    "SLACK_APP_TOKEN has a wrong value. Expected an app-level token and nothing else, for example xapp-your-app-token. It is still this placeholder: put the app-level token there, from the app's page, Basic Information.",
  ])
})

test.each(table.filter(([name]) => name !== 'CONFIG_FILE' && !(name in tokens)))(
  'the example for %s passes',
  (name, variable) => {
    expect(problemsIn(environment({ [name]: variable.example }))).toEqual([])
  },
)

test('only the tokens, what describes the pool, and the pools file have no default', () => {
  const required = table.filter(([, variable]) => variable.default === undefined).map(([name]) => name)
  expect(required).toEqual([
    'SLACK_BOT_TOKEN',
    'SLACK_APP_TOKEN',
    'SLACK_SIGNING_SECRET',
    'PORT',
    'COGNITO_USER_POOL_ID',
    'APPROVAL_CHANNEL',
    'APPROVER_GROUPS',
    'APPROVER_USERS',
    'POOL_NAME',
    'SHOWN_ATTRIBUTES',
    'APPROVER_ROLE_ARN',
    'CONFIG_FILE',
    'APPROVAL_SIGNING_KEY',
    'OBSERVE_PORT',
    'HEARTBEAT_URL',
  ])
})
