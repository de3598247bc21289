// A pool with years of forgotten sign-ups: they don't flood the channel, and none of them is lost.
import { expect, test } from 'vitest'
import { openStage, type Stage, type StageOptions } from '../support/stage.ts'
import { callsOf, hurryUntil, nextPoll, privatelyTold } from '../support/story.ts'

const day = 24 * 3_600_000

function ago(days: number): Date {
  return new Date(Date.now() - days * day)
}

/** Three people signed up long ago and never came back; one signed up yesterday. */
async function openOldPool(options: StageOptions = {}): Promise<Stage> {
  const stage = await openStage({ pollInterval: '1h', ...options, isNotStarted: true })
  for (const [index, days] of [400, 90, 8].entries())
    stage.cognito.signUp({ userName: `old-${index + 1}`, createdAt: ago(days) })
  stage.cognito.signUp({ userName: 'fresh', createdAt: ago(1) })
  return stage
}

function says({ slack, channel }: Stage, words: string) {
  return slack.waitFor(`the channel to say "${words}"`, () =>
    slack.messages(channel).find((message) => message.words.includes(words)),
  )
}

test('on a pool’s first start, one message says how many old sign-ups there are, since when, and how to see them', async () => {
  const stage = await openOldPool()
  const { slack, channel, ada } = stage
  await stage.start()
  const digest = await says(stage, '3 sign-ups are waiting')
  await says(stage, 'User name: fresh')
  expect(digest.words).toContain('3 waiting, the first since ')
  const since = Number(/"timestamp":(\d+)/.exec(JSON.stringify(digest.blocks))?.[1])
  expect(Math.abs(since - ago(400).getTime() / 1000)).toBeLessThan(60)
  expect(digest.words).toContain('/confirm-user list')
  expect(slack.messages(channel)).toHaveLength(2)

  await slack.slash({ user: ada, channel, command: '/confirm-user', text: 'list' })
  const list = await privatelyTold(stage, ada, '4 sign-ups are waiting')
  for (const name of ['old-1', 'old-2', 'old-3', 'fresh']) expect(list.words).toContain(name)
})

test('that message is kept up to date, and tells the channel who decided how many, or who left', async () => {
  const stage = await openOldPool({ pollInterval: '100ms' })
  const { slack, cognito, channel, ada } = stage
  await stage.start()
  await says(stage, '3 sign-ups are waiting')
  const text = cognito.users.find(({ userName }) => userName === 'old-1')?.sub ?? ''
  await slack.slash({ user: ada, channel, command: '/confirm-user', text })
  await privatelyTold(stage, ada, 'They can sign in now')
  const after = await hurryUntil(stage, () =>
    slack.messages(channel).find(({ words }) => words.includes('2 sign-ups are waiting')),
  )
  expect(after.words).toContain(`So far: 1 approved by <@${ada}>.`)
  for (const name of ['old-2', 'old-3'])
    cognito.confirmElsewhere(cognito.users.find(({ userName }) => userName === name)?.sub ?? '')
  const over = await hurryUntil(stage, () =>
    slack.messages(channel).find(({ words }) => words.includes('Nobody is waiting in this message')),
  )
  expect(over.words).toContain(`🏁 2 confirmed outside Slack, 1 approved by <@${ada}>.`)
  expect(slack.messages(channel)).toHaveLength(2)
})

test('the message is posted once, even across restarts; later sign-ups get a card, however old Cognito says they are', async () => {
  const stage = await openOldPool()
  const { slack, cognito, channel } = stage
  await stage.start()
  await says(stage, '3 sign-ups are waiting')
  await says(stage, 'User name: fresh')
  await stage.stop()
  cognito.signUp({ userName: 'late', createdAt: ago(300) })
  await stage.start()
  await says(stage, 'User name: late')
  expect(slack.messages(channel)).toHaveLength(3)
})

test('a first scan that broke off still counts as the first', async () => {
  const stage = await openStage({ pollInterval: '100ms', isNotStarted: true })
  const { slack, cognito, channel } = stage
  for (const index of Array(70).keys()) cognito.signUp({ userName: `old-${index}`, createdAt: ago(30) })
  const first = cognito.hold('ListUsers', 'afterWork')
  await Promise.all([stage.start(), first.arrived.then(first.release)])
  cognito.fail('ListUsers', { kind: 'html', status: 500 })
  await hurryUntil(stage, () =>
    slack.messages(channel).find(({ words }) => words.includes('70 sign-ups are waiting')),
  )
  expect(slack.messages(channel)).toHaveLength(1)
})

test('BACKLOG_AGE can give every sign-up a card, however old', async () => {
  const stage = await openOldPool({ environment: { BACKLOG_AGE: '500d' } })
  await stage.start()
  for (const name of ['old-1', 'old-2', 'old-3', 'fresh']) await says(stage, `User name: ${name}`)
  expect(stage.slack.messages(stage.channel)).toHaveLength(4)
})

test('while nothing changes, polling a pool with many old sign-ups writes nothing and asks Slack nothing', async () => {
  const stage = await openStage({ pollInterval: '100ms', isNotStarted: true, isCold: true })
  const { slack, cognito } = stage
  for (const index of Array(300).keys()) cognito.signUp({ userName: `old-${index}`, createdAt: ago(30) })
  await stage.start()
  await says(stage, '300 sign-ups are waiting')
  // What the first poll brought is drawn and noted by then.
  await nextPoll(stage)
  const before = slack.calls.length
  await nextPoll(stage)
  await nextPoll(stage)
  expect(slack.calls.slice(before)).toEqual([])
  expect(callsOf(stage, 'AdminGetUser')).toBe(0)
})
