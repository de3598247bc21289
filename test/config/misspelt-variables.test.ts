// A variable under a name that looks like one of ours.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { variables } from '../../src/wording/config-variables.ts'
import { configOf, environment, problemsIn } from './environment.ts'
import { otherEnvironments, variablesOfService } from './other-environments.ts'
import { goodFile } from './pools-file.ts'

const names = Object.keys(variables)

/** Many programs have the others, and more that are called nearly so. */
function isOnlyOurs(name: string): boolean {
  return name !== 'PORT' && name !== 'HOST'
}

test.each([
  ['APPROVER_GROUP', 'APPROVER_GROUPS'],
  ['APPROVER_USER', 'APPROVER_USERS'],
  ['COGNITO_POOL_ID', 'COGNITO_USER_POOL_ID'],
  ['COGNITO_USERPOOL_ID', 'COGNITO_USER_POOL_ID'],
  ['SLACK_TOKEN', 'SLACK_BOT_TOKEN'],
  ['slack_app_token', 'SLACK_APP_TOKEN'],
  ['APPROVAL_CHANEL', 'APPROVAL_CHANNEL'],
  ['APPROVAL_CHANNEL_PRODUCTION', 'APPROVAL_CHANNEL'],
  ['COUNTERSIGN_APPROVAL_CHANNEL', 'APPROVAL_CHANNEL'],
  ['CONFIGFILE', 'CONFIG_FILE'],
])('%s is recognised as a misspelt %s', (given, meant) => {
  expect(problemsIn({ [given]: 'xoxb-1' }).join('\n')).toContain(`${given} is set: did you mean ${meant}?`)
})

test('our own variables, empty ones and dissimilar ones are not taken for misspellings', () => {
  const problems = problemsIn(
    environment({ SLACK_APP_TOKEN: undefined, SLACK_APPTOKEN: ' ', REPLICAS: '1', PATH: 'x' }),
  )
  expect(problems).toEqual([expect.stringMatching(/^SLACK_APP_TOKEN is not set\./)])
  expect(problems[0]).not.toContain('did you mean')
})

test('another program’s variable that ends like one of ours is not taken for a misspelling', () => {
  expect(problemsIn({ TF_CLI_CONFIG_FILE: '/etc/terraformrc' }).join('\n')).not.toContain('did you mean')
})

test('a misspelt variable is reported with what was expected, an example, and a way out', () => {
  expect(problemsIn(environment({ POLL_INTERVALL: '1s' }))).toEqual([
    'POLL_INTERVALL is set: did you mean POLL_INTERVAL? Expected a duration from 100ms to 1h, for example 15s. ' +
      'If another program needs POLL_INTERVALL, set POLL_INTERVAL as well; its default is 15s.',
  ])
  expect(problemsIn(environment({ APPROVER_GROUP: '@admins' }))).toEqual([
    "APPROVER_GROUP is set: did you mean APPROVER_GROUPS? Expected user groups' ids or @handles, comma-separated, " +
      'for example @sign-up-approvers,S0123456789. ' +
      'If another program needs APPROVER_GROUP, start Countersign without it.',
  ])
})

const typos: readonly ((name: string, place: number) => string)[] = [
  (name) => name.toLowerCase(),
  (name) => name.replaceAll('_', ''),
  (name) => name.replaceAll('_', '-'),
  (name) => `COUNTERSIGN_${name}`,
  (name, place) => name.slice(0, place) + name.slice(place + 1),
  (name, place) => name.slice(0, place) + name.charAt(place) + name.slice(place),
  (name, place) => `${name.slice(0, place)}0${name.slice(place + 1)}`,
  (name, place) => name.slice(0, place) + name.charAt(place + 1) + name.charAt(place) + name.slice(place + 2),
]
const anyTypo = fc
  .record({
    name: fc.constantFrom(...names.filter(isOnlyOurs)),
    typo: fc.constantFrom(...typos),
    place: fc.nat({ max: 19 }),
  })
  .map(({ name, typo, place }) => ({ name, given: typo(name, place % (name.length - 1)) }))
  .filter(({ given }) => !names.includes(given))

test('any typo in any of our names is reported once, unless our variable is set or the misspelt one is empty', () => {
  fc.assert(
    fc.property(anyTypo, fc.constantFrom(undefined, '', ' '), ({ name, given }, unset) => {
      const reported = problemsIn(environment({ [name]: unset, [given]: 'x' }))
      expect(reported.filter((line) => line.includes(given))).toEqual([
        expect.stringContaining(`${given} is set: did you mean ${name}?`),
      ])
      const both = problemsIn(environment({ [name]: '?', [given]: 'x' }))
      expect(both.filter((line) => line.includes('did you mean'))).toEqual([])
      const empty = problemsIn(environment({ [name]: unset, [given]: ' ' }))
      expect(empty.filter((line) => line.includes('did you mean'))).toEqual([])
    }),
    { numRuns: 500 },
  )
})

test('a misspelt variable is reported beside a pools file as well', () => {
  const given = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1', CONFIG_FILE: 'a.yml' }
  expect(problemsIn({ ...given, RETENTON: '1d', APPROVER_USER: 'U1' }, () => goodFile)).toEqual([
    expect.stringMatching(/^RETENTON is set: did you mean RETENTION\?/),
    expect.stringMatching(/^APPROVER_USER is set: did you mean APPROVER_USERS\?/),
  ])
})

test.each(otherEnvironments)('no variable of %s is taken for one of ours', (_, others) => {
  const set = Object.fromEntries(others.split(/\s+/).map((name) => [name, 'http://x']))
  expect(problemsIn(environment(set))).toEqual([])
  // These two are read on purpose, under the names that all programs give them.
  const { proxy, awsProfile } = configOf(environment(set))
  expect(configOf(environment(set))).toEqual({ ...configOf(environment()), proxy, awsProfile })
})

test.each(['AWS_', 'NODE_', 'npm_', 'npm_config_'])(
  'no variable that begins with %s is taken for one of ours, whether ours is set or not',
  (prefix) => {
    const others = names.flatMap((name) => [`${prefix}${name}`, `${prefix}${name.toLowerCase()}`])
    const set = Object.fromEntries(others.map((name) => [name, 'x']))
    expect(problemsIn(environment(set))).toEqual([])
    expect(problemsIn(set)).toEqual(problemsIn({}))
  },
)

test('whatever a Kubernetes service is called, none of its variables is taken for one of ours', () => {
  const words = names.flatMap((name) => name.toLowerCase().split('_'))
  const service = fc
    .array(fc.constantFrom(...words, 'countersign', 'db'), { minLength: 1, maxLength: 3 })
    .map((parts) => parts.join('-'))
  fc.assert(
    fc.property(service, (name) => {
      const address = { [`${name.toUpperCase().replaceAll('-', '_')}_PORT`]: 'tcp://10.0.0.11:80' }
      const set = Object.fromEntries(variablesOfService(name).map((each) => [each, 'x']))
      expect(problemsIn(environment({ ...set, ...address }))).toEqual([])
    }),
    { numRuns: 500 },
  )
})
