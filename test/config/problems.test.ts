// What an operator reads if the environment is wrong.
import { generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { makeSigningKey, pemOf } from '../../src/shared/signing-key.ts'
import { variables } from '../../src/wording/config-variables.ts'
import { environment, problemsIn } from './environment.ts'

const ed25519Key = pemOf(makeSigningKey()).trim()
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const ecKey = String(privateKey.export({ format: 'pem', type: 'pkcs8' })).trim()

function key(label: string): string {
  return ed25519Key.replaceAll('PRIVATE KEY', label)
}

test('a missing variable is reported with what was expected and an example', () => {
  expect(problemsIn(environment({ COGNITO_USER_POOL_ID: undefined }))).toEqual([
    'COGNITO_USER_POOL_ID is not set. Expected a user pool id, for example us-east-1_AbCdEfGhI.',
  ])
})

test('in an empty environment, every missing variable is reported at once', () => {
  expect(problemsIn({}).map((line) => line.split('.')[0])).toEqual([
    'SLACK_BOT_TOKEN is not set',
    'SLACK_APP_TOKEN is not set',
    'COGNITO_USER_POOL_ID is not set',
    'APPROVAL_CHANNEL is not set',
    'APPROVER_GROUPS and APPROVER_USERS name nobody, so nobody could approve a sign-up',
  ])
})

test('every problem is reported at once, including every entry of a list', () => {
  const problems = problemsIn({
    SLACK_BOT_TOKEN: 'x',
    COGNITO_USER_POOL_ID: 'x',
    APPROVAL_CHANNEL: 'x',
    APPROVER_GROUPS: 'x,S1,y',
    APPROVER_USERS: 'x,U1,y',
    POOL_NAME: 'x\ny',
    SHOWN_ATTRIBUTES: 'locale,x',
    POLL_INTERVAL: 'x',
    DATABASE_URL: 'x',
    RETENTION: 'x',
    AUDIT_RETENTION: 'x',
    BACKLOG_AGE: 'x',
    SLACK_SOCKETS: 'x',
    SLACK_API_URL: 'x',
    LOG_LEVEL: 'x',
  })
  expect(problems.map((line) => line.split(' ')[0])).toEqual([
    'SLACK_BOT_TOKEN',
    'SLACK_APP_TOKEN',
    'POLL_INTERVAL',
    'DATABASE_URL',
    'RETENTION',
    'AUDIT_RETENTION',
    'BACKLOG_AGE',
    'SLACK_SOCKETS',
    'SLACK_API_URL',
    'LOG_LEVEL',
    'COGNITO_USER_POOL_ID',
    'POOL_NAME',
    'APPROVAL_CHANNEL',
    'APPROVER_GROUPS',
    'APPROVER_GROUPS',
    'APPROVER_USERS',
    'APPROVER_USERS',
    'SHOWN_ATTRIBUTES',
  ])
})

test.each([undefined, '', ' ', ',', ' , ,'])(
  'an empty approver list (%j) is refused, because nobody could approve',
  (list) => {
    expect(problemsIn(environment({ APPROVER_GROUPS: list, APPROVER_USERS: list }))).toEqual([
      'APPROVER_GROUPS and APPROVER_USERS name nobody, so nobody could approve a sign-up. Expected at least one ' +
        'user group or user, for example APPROVER_GROUPS=@sign-up-approvers or APPROVER_USERS=U0123456789.',
    ])
  },
)

test.each([
  ['SLACK_BOT_TOKEN', 'xapp-1', 'perhaps the two are swapped'],
  ['SLACK_APP_TOKEN', 'xoxb-1', 'perhaps the two are swapped'],
  ['SLACK_BOT_TOKEN', '"xoxb-1"', 'Leave out the quotation marks.'],
  ['SLACK_BOT_TOKEN', 'xoxb-1 2', 'Expected a bot token and nothing else'],
  ['SLACK_BOT_TOKEN', 'xoxb-', 'Expected a bot token and nothing else'],
  ['SLACK_APP_TOKEN', 'xapp-é', 'Expected an app-level token and nothing else'],
  ['APPROVAL_SIGNING_KEY', key('ENCRYPTED PRIVATE KEY'), 'a key without a passphrase is expected'],
  ['APPROVAL_SIGNING_KEY', key('PUBLIC KEY'), 'the private one is expected here'],
  ['APPROVAL_SIGNING_KEY', key('EC PRIVATE KEY'), 'It is a key of another type: npm run keys makes one.'],
  ['APPROVAL_SIGNING_KEY', key('OPENSSH PRIVATE KEY'), 'npm run keys makes one in PKCS#8.'],
  [
    'APPROVAL_SIGNING_KEY',
    ecKey,
    'Expected an Ed25519 private key in PKCS#8 PEM',
    'It is a key of another type',
  ],
  ['APPROVAL_SIGNING_KEY', ed25519Key.slice(0, 70), 'Part of it is missing'],
  ['APPROVAL_SIGNING_KEY', `"${ed25519Key}"`, 'Leave out the quotation marks.'],
  ['APPROVAL_SIGNING_KEY', variables.APPROVAL_SIGNING_KEY.example, 'It is still this placeholder'],
  ['SLACK_BOT_TOKEN', ed25519Key, 'A private key belongs in APPROVAL_SIGNING_KEY.'],
  ['APPROVAL_CHANNEL', '#approvals', "In Slack, open the channel's details: the id is at the bottom."],
  ['APPROVAL_CHANNEL', 'c0123456789', 'APPROVAL_CHANNEL has a wrong value.'],
  ['APPROVAL_CHANNEL', 'xoxb-1', 'A bot token belongs in SLACK_BOT_TOKEN'],
  ['APPROVER_USERS', 'ada@example.com', 'A name or an e-mail address will not do.'],
  ['APPROVER_USERS', 'U1,ada', 'has a wrong value in entry 2.', 'A name or an e-mail address will not do.'],
  ['APPROVER_USERS', 'S1', "A user group's id belongs in APPROVER_GROUPS."],
  ['APPROVER_USERS', 'U1,xoxb-1', 'A bot token belongs in SLACK_BOT_TOKEN'],
  ['APPROVER_GROUPS', 'U1', "A user's id belongs in APPROVER_USERS."],
  ['APPROVER_GROUPS', 'admins', 'A handle begins with @.'],
  [
    'POOL_NAME',
    'x'.repeat(101),
    'Expected a text of 1 to 100 characters on one line, for example Customers.',
  ],
  ['POOL_NAME', 'xoxb-1', 'A bot token belongs in SLACK_BOT_TOKEN'],
  ['SHOWN_ATTRIBUTES', 'email', 'Every card shows it: leave it out.'],
  ['SHOWN_ATTRIBUTES', 'locale,company', 'in entry 2.', "An attribute of one's own begins with custom:."],
  ['SHOWN_ATTRIBUTES', 'a,b,c,d,e,f,g,h,i,j,k'.replaceAll(/\w/g, 'custom:$&'), 'more than 10 attributes.'],
  ['APPROVER_GROUPS', '@Admins', 'A handle has only lower-case letters'],
  [
    'COGNITO_USER_POOL_ID',
    'arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_A',
    'An ARN will not do',
  ],
  [
    'COGNITO_USER_POOL_ID',
    'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_A',
    'An address will not do',
  ],
  ['COGNITO_USER_POOL_ID', '1h57kf5cpq17m0eml12example', 'the id of an app client'],
  ['COGNITO_USER_POOL_ID', 'eu-west-1:1-2-3-4', 'the id of an identity pool'],
  ['COGNITO_USER_POOL_ID', `eu-west-1_${'A'.repeat(46)}`, 'Expected a user pool id'],
  ['POLL_INTERVAL', '15', 'The unit is missing'],
  ['POLL_INTERVAL', '99ms', 'Expected a duration from 100ms to 1h'],
  ['POLL_INTERVAL', '61m', 'Expected a duration from 100ms to 1h'],
  ['RETENTION', '23h', 'Expected a duration from 1d to 36500d'],
  ['RETENTION', `${'9'.repeat(400)}d`, 'Expected a duration from 1d to 36500d'],
  ['BACKLOG_AGE', '-1s', 'Expected a duration from 0s to 36500d'],
  ['SLACK_SOCKETS', '0', 'Expected a whole number from 1 to 10'],
  ['SLACK_SOCKETS', '11', 'Expected a whole number from 1 to 10'],
  ['SLACK_SOCKETS', '2.0', 'Expected a whole number from 1 to 10'],
  ['LOG_LEVEL', 'verbose', 'Expected one of trace, debug, info, warn, error, fatal, silent'],
  ['LOG_LEVEL', 'xapp-1', 'an app-level token in SLACK_APP_TOKEN'],
  ['DATABASE_URL', './data/countersign.db', 'put sqlite: before the path'],
  ['DATABASE_URL', 'sqlite:', 'The path is missing.'],
  ['DATABASE_URL', 'sqlite: :memory:', 'A database in memory would lose every decision on a restart.'],
  ['DATABASE_URL', 'sqlite://data/countersign.db', 'without "//"'],
  ['REPLICAS', '6', 'Expected a whole number from 1 to 5'],
  ['DATABASE_URL', 'mysql://db/x', 'Expected sqlite:PATH or postgres://'],
  ['SLACK_API_URL', 'slack.com/api', 'It begins with https://'],
  ['SLACK_API_URL', 'localhost:3000/api', 'It begins with https://'],
  ['SLACK_API_URL', 'http://slack.com/api/', 'use https'],
  ['SLACK_API_URL', 'http://127.0.0.1.example.com/', 'use https'],
  ['SLACK_API_URL', 'http://localhost.example.com/', 'use https'],
  ['SLACK_API_URL', 'https://ada:pw@slack.com/', 'Leave out the user name and the password.'],
  ['SLACK_API_URL', 'https://slack.com/api/?a=b', 'Leave out everything from "?" or "#" on.'],
  ['SLACK_API_URL', 'https://slack.com/api/#a', 'Leave out everything from "?" or "#" on.'],
])('%s=%s is answered with %j', (name, value, ...sayings) => {
  const problems = problemsIn(environment({ [name]: value }))
  expect(problems).toHaveLength(1)
  for (const saying of sayings) expect(problems[0]).toContain(saying)
})

test.each([
  ['HTTPS_PROXY', 'proxy.example.com:3128'],
  ['http_proxy', 'socks5://proxy.example.com'],
])('an address of a proxy that is none is a problem: %s', (name, value) => {
  expect(problemsIn(environment({ [name]: value }))).toEqual([
    `${name.toUpperCase()} has a wrong value. Expected the proxy's address, for example http://proxy.example.com:3128.`,
  ])
})
