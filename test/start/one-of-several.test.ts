// Of several pools, one whose channel or approvers can't be used is off until that is fixed; the others run.
import { expect, test } from 'vitest'
import type { Config } from '../../src/config/config.ts'
import { openStage, type Stage } from '../support/stage.ts'
import { begin, inTime, runs, toldBy } from './begin.ts'

/** The stage's pool, and Partners with a channel and a group of its own. */
async function openTwo() {
  const stage = await openStage({ isNotStarted: true })
  const { slack, cognito, ada } = stage
  cognito.addPool('us-east-1_Partners')
  const channel = slack.addChannel({ name: 'partners' })
  const group = slack.addGroup({ handle: 'partner-approvers', members: [ada] })
  const both = (config: Config): Config => ({
    ...config,
    pools: config.pools.flatMap((pool) => [
      { ...pool, name: 'Customers' },
      {
        ...pool,
        id: 'us-east-1_Partners',
        name: 'Partners',
        channel,
        approvers: { groups: [group], users: [] },
      },
    ]),
  })
  return { stage, channel, group, both }
}

async function hurryUntil({ hurry }: Stage, isSo: () => boolean): Promise<void> {
  const hurried = async () => {
    await hurry(60_000)
    return isSo()
  }
  await expect.poll(hurried, inTime).toBe(true)
}

test('a pool whose channel is archived is off, and comes back by itself', async () => {
  const { stage, channel, both } = await openTwo()
  const { slack, cognito } = stage
  slack.archive(channel)
  const { log } = begin(stage, both)
  await runs(stage)
  expect(log).toContainEqual(
    expect.objectContaining({
      level: 'error',
      message: 'a pool is off until this is fixed',
      facts: expect.objectContaining({ pool: 'us-east-1_Partners' }),
    }),
  )
  cognito.signUp({ email: 'mia@visitors.example' })
  await hurryUntil(stage, () => slack.messages(stage.channel).length === 1)
  slack.unarchive(channel)
  await hurryUntil(stage, () => log.some(({ message }) => message === 'a channel takes cards again'))
})

test('a pool whose only group is disabled is off, and its channel is told', async () => {
  const { stage, channel, group, both } = await openTwo()
  const { slack } = stage
  slack.changeGroup(group, { isDisabled: true })
  const { log } = begin(stage, both)
  await runs(stage)
  await slack.waitFor('the notice', () => slack.messages(channel).length === 1)
  expect(slack.messages(channel)[0]?.text).toContain('nobody can approve its sign-ups at the moment')
  expect(slack.messages(channel)[0]?.text).toContain('this user group is disabled')
  slack.changeGroup(group, { isDisabled: false })
  await hurryUntil(stage, () =>
    log.some(({ message }) => message === 'all approvers of a pool can approve again'),
  )
})

test('if no pool is left, the bot refuses to start', async () => {
  const { stage, channel, both } = await openTwo()
  stage.slack.archive(channel)
  stage.slack.archive(stage.channel)
  const told = await toldBy(begin(stage, both))
  expect(told.map((line) => line.split(' C0')[0])).toEqual([
    'Pool Customers, channel',
    'Pool Partners, channel',
  ])
})

test('one of several groups that does not exist does not keep the bot from starting', async () => {
  const stage = await openStage({ isNotStarted: true })
  stage.environment['APPROVER_GROUPS'] = `@aprovers,${stage.group}`
  const { log } = begin(stage)
  await runs(stage)
  expect(log.map(({ message }) => message)).toContain(
    'some approvers of a pool can’t approve until this is fixed',
  )
})

test('nulls in Slack’s answers about people and groups keep nobody from starting', async () => {
  const stage = await openStage({ isNotStarted: true })
  const { slack, ada, bob, group } = stage
  const says = (method: string, answer: object) =>
    slack.fail(method, { kind: 'http', status: 200, body: JSON.stringify({ ok: true, ...answer }) })
  says('usergroups.list', {
    usergroups: [
      { id: 'S0ODD', handle: null },
      { id: group, handle: 'approvers' },
    ],
  })
  says('usergroups.users.list', { users: [ada, null, bob] })
  says('users.info', { user: { id: ada, team_id: null, profile: { email: null } } })
  const { log } = begin(stage)
  await runs(stage)
  expect(log.filter(({ message }) => message.includes('out of reach'))).toEqual([])
  expect(log.map(({ facts }) => facts['field'])).toContain('user.team_id')
})
