// All mistakes are told together, wherever they are, and don't wait for what is out of reach.
import { expect, test } from 'vitest'
import { runMain } from '../support/run-main.ts'
import { openStage } from '../support/stage.ts'
import { faults } from '../world/cognito/faults.ts'
import { begin, inTime, toldBy } from './begin.ts'

test('what is wrong in Slack, in AWS and with the store is told together, with exit code 78', async () => {
  const stage = await openStage({ isNotStarted: true })
  const { slack, cognito, environment, channel, group, eve } = stage
  slack.removeBot(channel)
  slack.share(channel)
  slack.changeGroup(group, { isDisabled: true })
  slack.changeUser(eve, { isGuest: true })
  slack.revokeToken('app')
  cognito.fail('ListUsers', faults.accessDenied, Number.POSITIVE_INFINITY)
  const main = runMain(
    { ...environment, APPROVER_USERS: eve, DATABASE_URL: 'sqlite:/dev/null/countersign.db' },
    cognito.endpoint,
  )
  expect(await main.ended).toBe(78)
  const [headline, ...lines] = main.output.err.trimEnd().split('\n')
  expect(headline).toBe("Countersign can't start:")
  expect(lines.map((line) => line.trim().split(/ [CSU]\w{8,}|:/)[0])).toEqual([
    'DATABASE_URL',
    'SLACK_APP_TOKEN',
    'COGNITO_USER_POOL_ID us-east-1_Sandbox01',
    'APPROVAL_CHANNEL',
    'APPROVAL_CHANNEL',
    'APPROVER_GROUPS',
    'APPROVER_USERS',
  ])
  expect(main.output.err).not.toMatch(/arn:|xox|xapp-1|\n\s+at /)
})

test('with several pools, every line names its pool, and nothing is asked twice', async () => {
  const stage = await openStage({ isNotStarted: true })
  const { slack, cognito, eve } = stage
  const archived = slack.addChannel({ name: 'old', isArchived: true })
  slack.changeUser(eve, { isDeactivated: true })
  cognito.fail('ListUsers', faults.unrecognizedClient, Number.POSITIVE_INFINITY)
  cognito.addPool('us-east-1_Partners')
  const beginning = begin(stage, (config) => ({
    ...config,
    pools: config.pools.flatMap((pool) => [
      { ...pool, name: 'Customers', approvers: { groups: ['@aprovers'], users: [eve] } },
      {
        ...pool,
        id: 'us-east-1_Partners',
        name: 'Partners',
        channel: archived,
        approvers: { groups: [], users: [eve] },
      },
    ]),
  }))
  expect(await toldBy(beginning)).toEqual([
    'AWS credentials: AWS rejects them (UnrecognizedClientException). Check the profile, the keys or the role that this process runs with.',
    "Pool Customers, groups @aprovers: there is no such user group in Slack. Check its handle or id in Slack's directory, under User groups.",
    `Pool Customers, users ${eve}: this account is deactivated, so nobody can approve with it. Remove it, or name somebody else.`,
    `Pool Partners, channel ${archived}: #old is archived. Unarchive it, or use another channel.`,
    `Pool Partners, users ${eve}: this account is deactivated, so nobody can approve with it. Remove it, or name somebody else.`,
  ])
  expect(slack.callsOf('users.info')).toHaveLength(1)
})

test('mistakes are told even while something else is out of reach', async () => {
  const stage = await openStage({ isNotStarted: true })
  stage.slack.fail('usergroups.list', { kind: 'http', status: 503 }, Number.POSITIVE_INFINITY)
  stage.slack.archive(stage.channel)
  expect(await toldBy(begin(stage))).toEqual([
    `APPROVAL_CHANNEL ${stage.channel}: #sign-ups is archived. Unarchive it, or use another channel.`,
  ])
})

test('mistakes in AWS are told even while Slack is out of reach', async () => {
  const stage = await openStage({ isNotStarted: true })
  await stage.slack.goDown()
  stage.cognito.fail('ListUsers', faults.resourceNotFound)
  const told = await toldBy(begin(stage))
  expect(told).toHaveLength(1)
  expect(told[0]).toMatch(/^COGNITO_USER_POOL_ID/)
})

test('a call that hangs delays the mistakes for as long as a call may take, and no longer', async () => {
  const stage = await openStage({ isNotStarted: true })
  stage.slack.fail('usergroups.list', { kind: 'hang' })
  stage.slack.archive(stage.channel)
  const told = toldBy(begin(stage))
  await stage.slack.waitFor(
    'the channel to be read',
    () => stage.slack.callsOf('conversations.info').at(0)?.status,
  )
  await expect
    .poll(async () => {
      await stage.hurry(1000)
      return Promise.race([told, null])
    }, inTime)
    .toHaveLength(1)
})
