// What a valid environment becomes.
import { expect, test } from 'vitest'
import { usualReasons } from '../../src/domain/decision.ts'
import { configOf, environment, problemsIn } from './environment.ts'
import { thawedPartsOf } from './frozen.ts'

test('tokens, pool, channel and one approver are all that it takes', () => {
  expect(configOf(environment())).toEqual({
    slack: { botToken: 'xoxb-1', apiUrl: 'https://slack.com/api/' },
    listening: { kind: 'sockets', appToken: 'xapp-1', sockets: 2 },
    proxy: null,
    awsProfile: null,
    pools: [
      {
        id: 'eu-central-1_AbCdEfGhI',
        region: 'eu-central-1',
        name: 'eu-central-1_AbCdEfGhI',
        channel: 'C0123456789',
        approvers: { groups: [], users: ['U0123456789'] },
        attributes: [],
        allowsNoEmail: false,
        expectedDomains: [],
        requiredApprovals: 1,
        mention: null,
        rushAt: 60,
        onDeny: 'disable',
        undoWindow: 86_400_000,
        after: { groups: [], tellsMember: false, signInNeedsGroup: false },
        denyReasons: usualReasons,
        visibility: 'full',
        memory: null,
        remindAfter: 4 * 60 * 60_000,
        lapseAfter: null,
        quietHours: null,
        dailyDigest: null,
        approverRole: null,
        isFromFile: false,
        clientMetadata: {},
      },
    ],
    pollInterval: 15_000,
    replicas: 1,
    database: { kind: 'sqlite', path: './data/countersign.db' },
    retention: 400 * 86_400_000,
    auditRetention: 7 * 365 * 86_400_000,
    backlogAge: 7 * 86_400_000,
    signingKey: null,
    logLevel: 'info',
    observing: null,
    heartbeatUrl: null,
  })
})

test('an empty variable counts as unset', () => {
  const blanks = {
    POLL_INTERVAL: '',
    RETENTION: ' ',
    DATABASE_URL: '\t',
    CONFIG_FILE: '  ',
    APPROVER_GROUPS: '',
  }
  expect(configOf(environment(blanks))).toEqual(configOf(environment()))
  expect(problemsIn(environment({ SLACK_BOT_TOKEN: ' ' }))).toEqual([
    expect.stringMatching(/^SLACK_BOT_TOKEN is not set\./),
  ])
})

test('white space around a value is ignored', () => {
  const config = configOf(environment({ SLACK_BOT_TOKEN: ' xoxb-1\n', LOG_LEVEL: ' debug ' }))
  expect([config.slack.botToken, config.logLevel]).toEqual(['xoxb-1', 'debug'])
})

test('unknown variables are ignored', () => {
  expect(configOf(environment({ PATH: '/bin', APPROVER_USER: 'x' }))).toEqual(configOf(environment()))
})

test('the pool may have a name, and attributes that its cards show, each once', () => {
  const given = { POOL_NAME: ' Customers & Co. ', SHOWN_ATTRIBUTES: 'custom:company, locale,,locale' }
  expect(configOf(environment(given)).pools).toMatchObject([
    { name: 'Customers & Co.', attributes: ['custom:company', 'locale'] },
  ])
})

test('the pool may have a role in which its decisions are made', () => {
  const approverRole = 'arn:aws:iam::123456789012:role/countersign-approver'
  expect(configOf(environment({ APPROVER_ROLE_ARN: approverRole })).pools).toMatchObject([{ approverRole }])
})

test('repeated approvers are dropped, and the order is kept', () => {
  const lists = { APPROVER_GROUPS: '@admins, S2,,@admins,@on-call_2.eu', APPROVER_USERS: ',U1 ,W2,U1' }
  expect(configOf(environment(lists)).pools[0]?.approvers).toEqual({
    groups: ['@admins', 'S2', '@on-call_2.eu'],
    users: ['U1', 'W2'],
  })
})

test('groups alone suffice as approvers', () => {
  const groups = { APPROVER_USERS: undefined, APPROVER_GROUPS: 'S1' }
  expect(configOf(environment(groups)).pools[0]?.approvers).toEqual({ groups: ['S1'], users: [] })
})

test.each([
  ['us-gov-west-1_a1B2', 'us-gov-west-1'],
  ['ap-southeast-12_X', 'ap-southeast-12'],
  ['local_0AbC', 'local'],
])('the region of pool %s is %s', (id, region) => {
  expect(configOf(environment({ COGNITO_USER_POOL_ID: id })).pools[0]?.region).toBe(region)
})

test.each([
  ['https://slack.com/api', 'https://slack.com/api/'],
  ['HTTPS://Proxy.Internal:8443', 'https://proxy.internal:8443/'],
  ['http://127.0.0.1:4000/api/', 'http://127.0.0.1:4000/api/'],
  ['http://127.9.8.7/x', 'http://127.9.8.7/x/'],
  ['http://[::1]:4000', 'http://[::1]:4000/'],
  ['http://localhost:4000/api', 'http://localhost:4000/api/'],
])('with %s, the Web API is called at %s', (given, base) => {
  expect(configOf(environment({ SLACK_API_URL: given })).slack.apiUrl).toBe(base)
})

test.each([
  ['sqlite:/var/lib/countersign.db', '/var/lib/countersign.db'],
  ['sqlite:data.db', 'data.db'],
  ['SQLite: ./my data/a:b.db', './my data/a:b.db'],
])('with %j, decisions are kept in %s', (given, path) => {
  expect(configOf(environment({ DATABASE_URL: given })).database).toEqual({ kind: 'sqlite', path })
})

test('durations, sockets and the log level may be at their bounds', () => {
  const lowest = configOf(
    environment({ POLL_INTERVAL: '100ms', RETENTION: '24h', BACKLOG_AGE: '0s', SLACK_SOCKETS: '1' }),
  )
  const highest = configOf(
    environment({ POLL_INTERVAL: '60m', RETENTION: '36500d', BACKLOG_AGE: '36500d', SLACK_SOCKETS: '10' }),
  )
  expect(lowest).toMatchObject({
    pollInterval: 100,
    retention: 86_400_000,
    backlogAge: 0,
    listening: { sockets: 1 },
  })
  expect(highest).toMatchObject({ pollInterval: 3_600_000, listening: { sockets: 10 } })
  expect(configOf(environment({ LOG_LEVEL: 'silent' })).logLevel).toBe('silent')
})

test('the configuration is deeply frozen', () => {
  expect(thawedPartsOf(configOf(environment({ APPROVER_GROUPS: '@admins' })))).toEqual([])
})
