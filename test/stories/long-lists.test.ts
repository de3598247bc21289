// Pools with many waiting users: every page is read, the longest wait is shown first, and nobody is looked up.
import { expect, test } from 'vitest'
import { readStore } from '../support/read-store.ts'
import { openStage } from '../support/stage.ts'
import { callsOf, hurryUntil, nextPoll } from '../support/story.ts'

const minute = 60_000

test('more than 60 waiting users are found over several pages, even past empty ones', async () => {
  const stage = await openStage({ isNotStarted: true })
  const { cognito, databaseUrl } = stage
  for (const index of Array(130).keys()) cognito.signUp({ email: `user-${index}@visitors.example` })
  cognito.emptyPages(1)
  await stage.start()
  await nextPoll(stage)

  expect((await readStore(databaseUrl)).sign_ups).toHaveLength(130)
  const lists = cognito.calls.filter(({ operation }) => operation === 'ListUsers')
  expect(lists.every(({ input }) => input['Limit'] === 60 && !('AttributesToGet' in input))).toBe(true)
  // Three pages with an empty one before each. The list may also be begun anew, for example at the start.
  const tokens = lists.map(({ input }) => ('PaginationToken' in input ? '+' : ' first')).join('')
  expect(tokens.split(' ')).toContain('first+++++')
  expect(callsOf(stage, 'AdminGetUser')).toBe(0)
})

test('of several new sign-ups, the one that has waited longest is shown first', async () => {
  const stage = await openStage({ isNotStarted: true })
  const { slack, cognito, channel } = stage
  const ago = (minutes: number) => new Date(Date.now() - minutes * minute)
  cognito.signUp({ sub: 'a', userName: 'young', createdAt: ago(1) })
  cognito.signUp({ sub: 'b', userName: 'old', createdAt: ago(30) })
  cognito.signUp({ sub: 'c', userName: 'older', createdAt: ago(60) })
  await stage.start()
  const cards = await slack.waitFor('three cards', () => {
    const messages = slack.messages(channel)
    return messages.length === 3 ? messages : undefined
  })
  expect(cards.map(({ words }) => /User name: (\w+)/.exec(words)?.[1])).toEqual(['older', 'old', 'young'])
  expect(slack.callsOf('chat.postMessage').map(({ status }) => status)).toEqual([200, 200, 200])
})

test('a card that Slack refuses even in its plainest form does not hold up the next one', async () => {
  const stage = await openStage({ isNotStarted: true, pollInterval: '1h' })
  const { slack, cognito, channel } = stage
  const first = Date.now() - 60_000
  cognito.signUp({ userName: 'first', createdAt: new Date(first) })
  cognito.signUp({ userName: 'second', createdAt: new Date(first + 1000) })
  slack.fail('chat.postMessage', { kind: 'error', error: 'invalid_blocks', holding: 'first' }, Infinity)
  await stage.start()
  await hurryUntil(stage, () => slack.messages(channel)[0])
  slack.heal()
  const both = await hurryUntil(stage, () => {
    const messages = slack.messages(channel)
    return messages.length === 2 ? messages : undefined
  })
  expect(both.map(({ words }) => /User name: (\w+)/.exec(words)?.[1])).toEqual(['second', 'first'])
})
