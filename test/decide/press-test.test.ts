// A button of the test card: an approver is told what it would have done, anybody else is refused as on any card.
import { expect, test } from 'vitest'
import { pressTest, type TestPressParts } from '../../src/decide/press-test.ts'
import type { ClickEnd } from '../../src/domain/click.ts'
import type { TestPress } from '../../src/domain/request.ts'
import { ada } from '../domain/people.ts'
import { createHandClock } from '../shared/hand-clock.ts'
import { testPool } from '../support/pool.ts'
import { may } from './may.ts'

const pool = testPool()

const pressed: TestPress = {
  request: { kind: 'press-test', would: 'deny' },
  toldBy: 'privately',
  by: ada,
  channel: pool.channel,
  pressedOn: { channel: pool.channel, ts: '1.1' },
  responseUrl: null,
  deliveryKey: 'key',
  slackRequestId: null,
}

type Verdict = Awaited<ReturnType<TestPressParts['authorise']>>

async function endFor(verdict: Verdict, change: Partial<TestPress> = {}): Promise<ClickEnd | undefined> {
  const ends: ClickEnd[] = []
  const parts: TestPressParts = {
    authorise: async () => verdict,
    pools: [pool],
    clock: createHandClock(),
    answer: async ({ end }) => void ends.push(end),
  }
  await pressTest(parts, { ...pressed, ...change })
  return ends[0]
}

test('an approver is told what the button would have done', async () => {
  const answer = { kind: 'test-button', would: 'deny', poolName: pool.name }
  expect(await endFor(may)).toEqual({ kind: 'answered', answer })
})

test('who may not decide is refused, and whom Slack does not know is told so', async () => {
  expect(await endFor({ kind: 'may-not', because: 'guest' })).toEqual({ kind: 'refused', because: 'guest' })
  const unchecked = { kind: 'unchecked', because: { kind: 'no-answer' } } as const
  expect(await endFor(unchecked)).toEqual(unchecked)
})

test('in a channel of no pool, nobody is said to be an approver', async () => {
  const answer = { kind: 'test-button', would: 'deny', poolName: null }
  expect(await endFor(may, { channel: 'C0ELSEWHERE' })).toEqual({ kind: 'answered', answer })
})
