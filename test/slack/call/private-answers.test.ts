// The ways of a private answer: in the channel while whoever clicked is there, later as a direct message.
import { expect, test } from 'vitest'
import type { Told } from '../../../src/domain/told.ts'
import { createPrivateAnswers } from '../../../src/slack/call/private-answers.ts'
import { grace } from '../../domain/people.ts'
import { createHandClock, createReadableLog } from '../../shared/hand-clock.ts'
import { connect } from './connect.ts'

const failed = { kind: 'failed', decision: 'approve', reason: { kind: 'throttled' } } as const

async function open() {
  const { slack, client } = await connect()
  const clock = createHandClock()
  const log = createReadableLog()
  const [ada, channel] = [slack.addUser({ name: 'ada' }), slack.addChannel({ name: 'sign-ups' })]
  const identity = { url: 'https://acme.slack.com/' }
  const answers = createPrivateAnswers({ slack: client, identity, clock, log })
  /** A failure that the card at `1.1` shows; the click was so many milliseconds ago. */
  const told = (ago: number, id = 'click', asked: string | null = channel): Told => ({
    click: {
      id,
      at: new Date(clock.now().getTime() - ago),
      by: { userId: ada, teamId: slack.teamId },
      channel: asked,
      responseUrl: null,
    },
    end: failed,
    signUp: grace(),
    poolName: 'Customers',
    listed: [],
    total: 0,
    reads: [],
    word: { place: { channel, ts: '1700000000.000100' }, bulk: null },
  })
  const direct = () => slack.callsOf('chat.postMessage').filter(({ args }) => args['channel'] === ada)
  return { slack, log, answers, channel, told, direct }
}

test('within a minute, it is an ephemeral message in the channel: who, what, what to do, and where', async () => {
  const { slack, answers, channel, told, direct } = await open()
  expect(await answers.tell(told(59_999))).toBe('told')
  const [seen] = slack.ephemerals()
  expect(seen?.text).toBe(
    'grace@example.com: ❌ Not confirmed: Cognito was too busy. Press Approve again in a minute. ' +
      `<https://acme.slack.com/archives/${channel}/p1700000000000100|Open the card>.`,
  )
  expect(direct()).toEqual([])
})

test('after a minute, or where there was no channel, it is a direct message', async () => {
  const { slack, answers, told, direct } = await open()
  expect(await answers.tell(told(60_000))).toBe('told')
  expect(await answers.tell(told(0, 'in a form', null))).toBe('told')
  expect(direct()).toHaveLength(2)
  expect(slack.ephemerals()).toEqual([])
})

test('where the app may send none, late answers go to the channel, and the log says so once', async () => {
  const { slack, log, answers, told } = await open()
  slack.fail('chat.postMessage', { kind: 'error', error: 'missing_scope' }, Number.POSITIVE_INFINITY)
  expect(await answers.tell(told(90_000))).toBe('told')
  expect(await answers.tell(told(90_000, 'another'))).toBe('told')
  expect(slack.ephemerals()).toHaveLength(2)
  expect(log.lines.map(({ level, facts }) => [level, facts['slackError']])).toEqual([
    ['warn', 'missing_scope'],
  ])
})

test('without the workspace’s address, the channel is named', async () => {
  const { slack, client } = await connect()
  const clock = createHandClock()
  const [user, channel] = [slack.addUser({ name: 'ada' }), slack.addChannel({ name: 'sign-ups' })]
  const answers = createPrivateAnswers({
    slack: client,
    identity: { url: null },
    clock,
    log: createReadableLog(),
  })
  await answers.tell({
    click: {
      id: 'click',
      at: clock.now(),
      by: { userId: user, teamId: slack.teamId },
      channel,
      responseUrl: null,
    },
    end: failed,
    signUp: null,
    poolName: null,
    listed: [],
    total: 0,
    reads: [],
    word: { place: { channel, ts: '1.1' }, bulk: null },
  })
  expect(slack.ephemerals()[0]?.text).toContain(`The card is in <#${channel}>.`)
})
