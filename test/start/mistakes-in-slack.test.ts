// What is definitely wrong in Slack keeps Countersign from starting, and the operator is told where and how to fix it.
import { expect, test } from 'vitest'
import { openStage, type Stage, type StageOptions } from '../support/stage.ts'
import { begin, runs, toldBy } from './begin.ts'

/** What the operator is told about a broken workspace. */
async function toldAfter(
  spoil: (stage: Stage) => Record<string, string> | undefined,
  options: StageOptions = {},
): Promise<readonly string[]> {
  const stage = await openStage({ ...options, isNotStarted: true })
  Object.assign(stage.environment, spoil(stage))
  return toldBy(begin(stage))
}

test('a token that Slack does not know', async () => {
  const told = await toldAfter(() => ({ SLACK_BOT_TOKEN: 'xoxb-1-2-of-another-workspace' }))
  expect(told).toEqual([
    "SLACK_BOT_TOKEN: Slack rejects it (invalid_auth). Copy the Bot User OAuth Token (xoxb-…) from the app's page, OAuth & Permissions, again.",
  ])
})

test('a token of the wrong type', async () => {
  const told = await toldAfter(({ slack }) => {
    slack.revokeToken('bot', 'not_allowed_token_type')
    return undefined
  })
  expect(told).toEqual([
    "SLACK_BOT_TOKEN: Slack rejects it (not_allowed_token_type). It is a different kind of token: copy the Bot User OAuth Token (xoxb-…) from the app's page, OAuth & Permissions.",
  ])
})

const granted = ['chat:write', 'commands', 'users:read', 'users:read.email', 'usergroups:read']
const forChannels = ['channels:history', 'channels:read']

test('missing scopes are named together', async () => {
  const told = await toldAfter(() => undefined, { workspace: { scopes: ['chat:write', ...forChannels] } })
  expect(told).toEqual([
    "SLACK_BOT_TOKEN: the app lacks the scopes commands, usergroups:read, users:read and users:read.email. Add what is missing on the app's page, OAuth & Permissions (manifest.yml lists them all), and install the app to the workspace again.",
  ])
})

test('a private channel needs the scopes of private channels', async () => {
  const told = await toldAfter(
    ({ slack }) => ({ APPROVAL_CHANNEL: slack.addChannel({ name: 'secret', isPrivate: true }) }),
    { workspace: { scopes: [...granted, ...forChannels] } },
  )
  expect(told).toHaveLength(1)
  expect(told[0]).toContain('the app lacks the scopes groups:history and groups:read.')
})

test.each([
  ['conversations.info', 'channels:history, channels:read, groups:history and groups:read'],
  ['usergroups.list', 'usergroups:read'],
  ['usergroups.users.list', 'usergroups:read'],
  ['users.info', 'users:read'],
])('Slack refuses %s because a scope is missing', async (method, scopes) => {
  const told = await toldAfter(({ slack }) => {
    slack.fail(method, { kind: 'error', error: 'missing_scope' })
    return undefined
  })
  expect(told).toHaveLength(1)
  expect(told[0]).toMatch(new RegExp(`the app lacks the scopes? ${scopes}\\.`))
})

test.each(['invalid_auth', 'missing_scope'])(
  'an app token that can’t open connections (%s)',
  async (error) => {
    const told = await toldAfter(({ slack }) => {
      slack.revokeToken('app', error)
      return undefined
    })
    expect(told).toEqual([
      "SLACK_APP_TOKEN: Slack rejects it. Generate an app-level token with the scope connections:write on the app's page, Basic Information, and copy it from there.",
    ])
  },
)

test('without user groups in the configuration, nothing about them is asked or needed', async () => {
  const scopes = [...granted.filter((scope) => scope !== 'usergroups:read'), ...forChannels]
  const stage = await openStage({ isNotStarted: true, workspace: { scopes } })
  Object.assign(stage.environment, { APPROVER_GROUPS: '', APPROVER_USERS: stage.ada })
  begin(stage)
  await runs(stage)
  expect(stage.slack.callsOf('usergroups.list')).toEqual([])
})

test('a channel that the bot is not a member of', async () => {
  const stage = await openStage({ isNotStarted: true })
  stage.slack.removeBot(stage.channel)
  expect(await toldBy(begin(stage))).toEqual([
    `APPROVAL_CHANNEL ${stage.channel}: the bot is not a member of #sign-ups. Invite it there: /invite @countersign.`,
  ])
})

test('a channel that does not exist, or is private and lacks the bot', async () => {
  const told = await toldAfter(({ slack }) => ({
    APPROVAL_CHANNEL: slack.addChannel({ name: 'secret', isPrivate: true, botIsMember: false }),
  }))
  expect(told).toHaveLength(1)
  expect(told[0]).toMatch(
    /^APPROVAL_CHANNEL C\w+: the bot can't find this channel in Slack\. .*\/invite @countersign\.$/,
  )
})

test('a channel that is archived', async () => {
  const stage = await openStage({ isNotStarted: true })
  stage.slack.archive(stage.channel)
  stage.slack.removeBot(stage.channel)
  expect(await toldBy(begin(stage))).toEqual([
    `APPROVAL_CHANNEL ${stage.channel}: #sign-ups is archived. Unarchive it, or use another channel.`,
  ])
})

test.each([
  ['shared with another organisation', 'shared', '#sign-ups is shared with another organisation'],
  ['to be shared with one', 'pending', 'another organisation is invited to #sign-ups'],
] as const)('a channel that is %s', async (_, state, words) => {
  const stage = await openStage({ isNotStarted: true })
  stage.slack.share(stage.channel, state)
  const told = await toldBy(begin(stage))
  expect(told).toHaveLength(1)
  expect(told[0]).toContain(`APPROVAL_CHANNEL ${stage.channel}: ${words}`)
})

test('user groups that don’t exist, by handle and by id', async () => {
  expect(await toldAfter(() => ({ APPROVER_GROUPS: '@aprovers,S0GONE' }))).toEqual([
    "APPROVER_GROUPS @aprovers: there is no such user group in Slack. Check its handle or id in Slack's directory, under User groups.",
    "APPROVER_GROUPS S0GONE: there is no such user group in Slack. Check its handle or id in Slack's directory, under User groups.",
  ])
})

test('a user group that is disabled', async () => {
  const stage = await openStage({ isNotStarted: true })
  stage.slack.changeGroup(stage.group, { isDisabled: true })
  expect(await toldBy(begin(stage))).toEqual([
    `APPROVER_GROUPS ${stage.group}: this user group is disabled. Enable it in Slack's directory, or use another one.`,
  ])
})

test.each(['plan_upgrade_required', 'paid_teams_only'])(
  'a workspace whose plan has no user groups (%s) is told of APPROVER_USERS',
  async (error) => {
    const stage = await openStage({ isNotStarted: true })
    stage.slack.fail('usergroups.list', { kind: 'error', error })
    expect(await toldBy(begin(stage))).toEqual([
      `APPROVER_GROUPS ${stage.group}: this workspace's plan has no user groups. Remove them, and list the approvers in APPROVER_USERS by their ids.`,
    ])
  },
)

test('user groups without members', async () => {
  const stage = await openStage({ isNotStarted: true })
  stage.environment['APPROVER_GROUPS'] = stage.slack.addGroup({ handle: 'nobody', members: [] })
  const [told] = await toldBy(begin(stage))
  expect(told).toContain('there is nobody in them, so nobody could approve a sign-up. Add an approver there')
})

test('user groups with only guests and deactivated accounts', async () => {
  const stage = await openStage({ isNotStarted: true })
  stage.slack.changeUser(stage.ada, { isDeactivated: true })
  stage.slack.changeUser(stage.bob, { isGuest: true })
  const [told] = await toldBy(begin(stage))
  expect(told).toContain(`APPROVER_GROUPS ${stage.group}: none of the 2 people in them may approve`)
})

test('an empty group is no mistake if an approver is named by id', async () => {
  const stage = await openStage({ isNotStarted: true })
  const empty = stage.slack.addGroup({ handle: 'nobody', members: [] })
  Object.assign(stage.environment, { APPROVER_GROUPS: empty, APPROVER_USERS: stage.eve })
  begin(stage)
  await runs(stage)
})

test('an approver who has left does not keep the bot from starting as long as someone else may approve', async () => {
  const stage = await openStage({ isNotStarted: true })
  const gone = stage.slack.addUser({ name: 'dan', isDeactivated: true })
  Object.assign(stage.environment, { APPROVER_GROUPS: '', APPROVER_USERS: `${gone},${stage.ada}` })
  const { log } = begin(stage)
  await runs(stage)
  expect(log).toContainEqual(
    expect.objectContaining({
      level: 'warn',
      facts: expect.objectContaining({ approver: gone, because: 'deactivated' }),
    }),
  )
})

test('approvers who don’t exist, have left, are guests, bots or of another workspace', async () => {
  const told = await toldAfter(({ slack }) => {
    const users = [
      'U0NOBODY',
      slack.addUser({ name: 'dan', isDeactivated: true }),
      slack.addUser({ name: 'gil', isGuest: true }),
      slack.botUserId,
      slack.addUser({ name: 'max', team: 'T0ELSEWHERE' }),
    ]
    return { APPROVER_GROUPS: '', APPROVER_USERS: users.join(',') }
  })
  expect(told.map((line) => line.replace(/^APPROVER_USERS U\w+: (.*?)[,.].*$/, '$1'))).toEqual([
    'nobody in Slack has this id',
    'this account is deactivated',
    'this is a guest',
    'this is a bot',
    'this person belongs to another workspace',
  ])
})
