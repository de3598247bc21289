// The doctor finds each planted fault, and tells of nothing else.
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { systemClock } from '../../src/shared/clock.ts'
import { faults as cognitoFaults } from '../world/cognito/faults.ts'
import { complaints, type Installation, openInstallation, withPoolFile } from './installation.ts'

interface Planted {
  /** What is wrong. */
  readonly what: string
  /** Those of one run are planted into one installation, in this order: they don't hide each other. */
  readonly run: string
  plant(installation: Installation): void
  /** What the doctor says: which check, and what kind of problem. What it then can't check is left out. */
  readonly found: readonly string[]
  /** The scopes of the app; all of the manifest's if left out. */
  readonly scopes?: readonly string[]
  /** How far the doctor's clock is ahead, in milliseconds. */
  readonly ahead?: number
}

const minute = 60_000
const always = Number.POSITIVE_INFINITY

const inSlack: readonly Planted[] = [
  {
    what: 'the bot token was revoked',
    run: 'j',
    plant: ({ slack }) => slack.revokeToken('bot'),
    found: ['slack-bot-token: fault'],
  },
  {
    what: 'the app token is wrong',
    run: 'a',
    plant: ({ slack }) => slack.revokeToken('app'),
    found: ['slack-delivery: fault'],
  },
  {
    what: 'the two tokens are of different apps',
    run: 'b',
    plant: ({ slack }) =>
      slack.fail('bots.info', { kind: 'http', status: 200, body: '{"ok":true,"bot":{"app_id":"A0OTHER"}}' }),
    found: ['slack-same-app: fault'],
  },
  {
    what: 'a scope is missing',
    run: 'c',
    plant: () => undefined,
    found: ['slack-scopes: fault'],
    scopes: [
      'chat:write',
      'users:read',
      'users:read.email',
      'groups:read',
      'groups:history',
      'usergroups:read',
    ],
  },
  {
    what: 'another process uses the app',
    run: 'a',
    plant: ({ sql }) => sql('update processes set connections = 9'),
    found: ['slack-other-processes: warning'],
  },
  {
    what: 'in HTTP mode, nothing listens',
    run: 'd',
    plant: ({ environment }) => {
      delete environment['SLACK_APP_TOKEN']
      Object.assign(environment, { SLACK_SIGNING_SECRET: 'a-signing-secret', PORT: '9' })
    },
    found: ['slack-delivery: warning'],
  },
  {
    what: 'the bot is not in the channel',
    run: 'e',
    plant: ({ slack, channel, environment }) => {
      slack.removeBot(channel)
      environment['APPROVAL_CHANNEL'] = slack.addChannel({
        name: 'other',
        botIsMember: false,
        members: [],
      })
    },
    found: ['slack-channel: fault', 'slack-channel-readers: warning', 'slack-approvers: warning'],
  },
  {
    what: 'the channel does not exist',
    run: 'd',
    plant: ({ environment }) => Object.assign(environment, { APPROVAL_CHANNEL: 'C0NOWHERE' }),
    found: ['slack-channel: fault'],
  },
  {
    what: 'the channel is archived',
    run: 'b',
    plant: ({ slack, channel }) => slack.archive(channel),
    found: ['slack-channel: fault'],
  },
  {
    what: 'the channel is shared with another organisation',
    run: 'c',
    plant: ({ slack, channel }) => slack.share(channel),
    found: ['slack-channel: fault'],
  },
  {
    what: 'everybody in the workspace can read who signs up',
    run: 'a',
    plant: ({ slack, environment }) =>
      Object.assign(environment, { APPROVAL_CHANNEL: slack.addChannel({ name: 'lobby' }) }),
    found: ['slack-channel-readers: warning'],
  },
  {
    what: 'the group does not exist',
    run: 'b',
    plant: ({ environment }) => Object.assign(environment, { APPROVER_GROUPS: '@aprovers' }),
    found: ['slack-approvers: fault'],
  },
  {
    what: 'the group is disabled',
    run: 'd',
    plant: ({ slack, group }) => slack.changeGroup(group, { isDisabled: true }),
    found: ['slack-approvers: fault'],
  },
  {
    what: 'there are only guests in the group',
    run: 'c',
    plant: ({ slack, ada }) => slack.changeUser(ada, { isGuest: true }),
    found: ['slack-approvers: fault', 'slack-approvers: warning'],
  },
  {
    what: 'one of several approvers has left',
    run: 'a',
    plant: ({ slack, eve, environment }) => {
      slack.changeUser(eve, { isDeactivated: true })
      environment['APPROVER_USERS'] = eve
    },
    found: ['slack-approvers: warning'],
  },
  {
    what: 'none of the approvers is in the channel',
    run: 'f',
    plant: ({ slack, eve, environment }) =>
      Object.assign(environment, {
        APPROVAL_CHANNEL: slack.addChannel({ name: 'elsewhere', isPrivate: true, members: [eve] }),
      }),
    found: ['slack-approvers: warning'],
  },
  {
    what: 'there are fewer approvers than a sign-up needs',
    run: 'h',
    plant: (installation) => withPoolFile(installation, 'required_approvals: 2'),
    found: ['slack-approvers: fault'],
  },
  {
    what: 'new cards mention a group that does not exist',
    run: 'g',
    plant: (installation) => withPoolFile(installation, 'mention: "@oncall"'),
    found: ['slack-mention: warning'],
  },
]

const inAws: readonly Planted[] = [
  {
    what: 'AWS rejects the credentials',
    run: 'j',
    plant: ({ iam, cognito }) => {
      iam.fail('GetCallerIdentity', { status: 403, code: 'InvalidClientTokenId' })
      cognito.fail('any', cognitoFaults.unrecognizedClient, always)
    },
    found: ['aws-credentials: fault', 'aws-read: fault'],
  },
  {
    what: 'the credentials are those of the root user',
    run: 'e',
    plant: ({ iam }) => iam.become('arn:aws:iam::123456789012:root'),
    found: ['aws-credentials: warning'],
  },
  {
    what: 'the clock is ten minutes fast',
    run: 'h',
    plant: ({ sql }) => sql('update pool_reads set read_at = ?', Date.now() + 10 * minute),
    found: ['aws-clock: fault'],
    ahead: 10 * minute,
  },
  {
    what: 'the policy lacks ListUsers',
    run: 'c',
    plant: ({ cognito }) => cognito.fail('ListUsers', cognitoFaults.accessDenied, always),
    found: ['aws-read: fault'],
  },
  {
    what: 'the policy lacks AdminGetUser',
    run: 'd',
    plant: ({ cognito }) => cognito.fail('AdminGetUser', cognitoFaults.accessDenied, always),
    found: ['aws-look-up: fault'],
  },
  {
    what: 'the policy lacks AdminConfirmSignUp',
    run: 'g',
    plant: ({ iam }) => iam.deny('cognito-idp:AdminConfirmSignUp'),
    found: ['aws-write: fault'],
  },
  {
    what: 'there is no such pool',
    run: 'i',
    plant: ({ environment, sql }) => {
      environment['COGNITO_USER_POOL_ID'] = 'us-east-1_Elsewhere'
      sql("update pool_reads set pool_id = 'us-east-1_Elsewhere'")
    },
    found: ['aws-read: fault'],
  },
]

const inThePool: readonly Planted[] = [
  {
    what: 'codes are sent with which users confirm themselves',
    run: 'a',
    plant: ({ cognito }) => cognito.configure({ autoVerified: ['email'] }),
    found: ['pool-codes: fault'],
  },
  {
    what: 'nobody can sign up',
    run: 'b',
    plant: ({ cognito }) => cognito.configure({ onlyAdminsCreate: true }),
    found: ['pool-sign-up: fault'],
  },
  {
    what: 'people come in through another identity provider',
    run: 'd',
    plant: ({ cognito }) =>
      cognito.configure({
        providers: [
          { name: 'Unused', type: 'OIDC' },
          { name: 'Partner', type: 'SAML' },
        ],
        clients: [{ id: 'server', name: 'server', secret: 'it', providers: ['COGNITO', 'Partner'] }],
      }),
    found: ['pool-federation: warning'],
  },
  {
    what: 'a pre sign-up function may confirm users',
    run: 'c',
    plant: ({ cognito }) =>
      cognito.configure({ functions: { PreSignUp: 'arn:1', PostConfirmation: 'arn:2' } }),
    found: ['pool-pre-sign-up: warning'],
  },
  {
    what: 'a migration function may make users',
    run: 'b',
    plant: ({ cognito }) =>
      cognito.configure({ functions: { UserMigration: 'arn:1', PostConfirmation: 'arn:2' } }),
    found: ['pool-migration: warning'],
  },
  {
    what: 'an app client has no secret',
    run: 'e',
    plant: ({ cognito }) =>
      cognito.configure({
        clients: [
          { id: 'server', name: 'server', secret: 'it', providers: ['COGNITO'] },
          { id: 'web', name: 'web', providers: ['COGNITO'] },
        ],
      }),
    found: ['pool-clients: warning'],
  },
  {
    what: 'the function can verify nothing, because approvals are not signed',
    run: 'g',
    plant: ({ environment }) => delete environment['APPROVAL_SIGNING_KEY'],
    found: ['pool-post-confirmation: warning'],
  },
  {
    what: 'Countersign could confirm without naming an approver',
    run: 'f',
    plant: ({ environment }) =>
      Object.assign(environment, { APPROVER_ROLE_ARN: 'arn:aws:iam::123456789012:role/approver' }),
    found: ['pool-unnamed: warning'],
  },
  {
    what: 'no function verifies confirmations',
    run: 'f',
    plant: ({ cognito }) => cognito.configure({ functions: {} }),
    found: ['pool-post-confirmation: warning'],
  },
  {
    what: 'a group that people are to be added to does not exist',
    run: 'k',
    plant: (installation) => {
      installation.cognito.addGroup('customers')
      installation.cognito.addGroup('staff')
      withPoolFile(installation, 'after: {groups: [customers, custmers]}')
    },
    found: ['pool-groups: fault'],
  },
]

const inTheStore: readonly Planted[] = [
  {
    what: 'others can read the store',
    run: 'a',
    plant: ({ path }) => chmodSync(path, 0o644),
    found: ['readable-files: warning'],
  },
  {
    what: 'the store is a folder',
    run: 'j',
    plant: ({ path }) => {
      rmSync(path)
      mkdirSync(path)
    },
    found: ['store-kind: fault'],
  },
  {
    what: 'the store is no database',
    run: 'i',
    plant: ({ path }) => writeFileSync(path, 'something else, longer than a header of SQLite'.repeat(10)),
    found: ['store-kind: fault'],
  },
  {
    what: 'a newer version has used the store',
    run: 'k',
    plant: ({ sql }) => sql("insert into kysely_migration (name, timestamp) values ('9999-later', 'now')"),
    found: ['store-kind: fault'],
  },
  {
    what: 'a click has had no end for long',
    run: 'c',
    plant: ({ sql }) =>
      sql(
        `insert into clicks (id, request, told_by, user_id, team_id, delivery_key, clicked_at)
          values ('a click', '{}', 'card', 'U1', 'T1', 'key', ?)`,
        Date.now() - 20 * minute,
      ),
    found: ['store-unended: warning'],
  },
  {
    what: 'the end of the audit log was removed',
    run: 'e',
    plant: ({ sql }) =>
      sql("insert into audit_chain (only, seq, chain_hash, rows) values (1, 7, 'a hash', 7)"),
    found: ['store-chain: fault'],
  },
  {
    what: 'the list has not been read for long',
    run: 'b',
    plant: ({ sql }) => sql('update pool_reads set read_at = ?', Date.now() - 60 * minute),
    found: ['store-read: warning'],
  },
  {
    what: 'the list could not be read',
    run: 'd',
    plant: ({ sql }) => sql("update pool_reads set problem = 'forbidden'"),
    found: ['store-read: warning'],
  },
]

const runs = Map.groupBy([...inSlack, ...inAws, ...inThePool, ...inTheStore], ({ run }) => run)

test.each(
  [...runs.values()].map((planted) => [planted.map(({ what }) => what).join('; '), planted] as const),
)('%s', async (_, planted) => {
  const installation = await openInstallation(planted.find(({ scopes }) => scopes !== undefined)?.scopes)
  for (const { plant } of planted) plant(installation)
  const ahead = Math.max(...planted.map(({ ahead: milliseconds = 0 }) => milliseconds))
  const clock = { ...systemClock, now: () => new Date(Date.now() + ahead) }
  const all = await complaints(installation, ahead === 0 ? undefined : clock)
  const found = planted.flatMap((one) => one.found)
  expect(all.filter((one) => !one.endsWith('not-checked')).toSorted()).toEqual(found.toSorted())
})

test('at least 25 faults are planted', () => {
  expect([...runs.values()].flat().length).toBeGreaterThanOrEqual(25)
})
