// Whatever is only out of reach is retried until it answers or SIGTERM ends the wait.
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { openStage } from '../support/stage.ts'
import type { Fault } from '../world/slack/faults.ts'
import { begin, inTime, runs } from './begin.ts'

const questions = [
  'auth.test',
  'conversations.info',
  'usergroups.list',
  'usergroups.users.list',
  'users.info',
]

const outages: Readonly<Record<string, Fault>> = {
  'a 500': { kind: 'http', status: 500 },
  'a 429': { kind: 'rateLimited', retryAfter: 1 },
  'a web page': { kind: 'html' },
  'a broken connection': { kind: 'resetBefore' },
  'an internal error': { kind: 'error', error: 'internal_error' },
}

test.each(Object.entries(outages))('the bot keeps trying after %s', async (_, fault) => {
  const stage = await openStage({ isNotStarted: true })
  const { slack, hurry } = stage
  for (const method of questions) slack.fail(method, fault)
  const { log } = begin(stage)
  await expect
    .poll(async () => {
      await hurry(1000)
      return slack.sockets > 0
    }, inTime)
    .toBe(true)
  const complaints = log.filter(({ message }) => message === 'Slack is out of reach: retrying')
  expect(complaints.map(({ facts }) => facts['method']).toSorted()).toEqual(questions.toSorted())
})

test.each(questions)('SIGTERM ends the bot while Slack does not answer %s', async (method) => {
  const stage = await openStage({ isNotStarted: true })
  stage.slack.fail(method, { kind: 'hang' })
  const beginning = begin(stage)
  await stage.slack.waitFor('the question', () => stage.slack.callsOf(method).length > 0)
  // The call itself would be given up after 10 s.
  const tooLate = sleep(9000, 'too late', { ref: false })
  expect(await Promise.race([beginning.stop(), tooLate])).toEqual({ kind: 'stopped' })
})

test('SIGTERM ends the bot between two tries', async () => {
  const stage = await openStage({ isNotStarted: true })
  stage.slack.fail('conversations.info', { kind: 'http', status: 503 }, Number.POSITIVE_INFINITY)
  const { log, stop } = begin(stage)
  await expect.poll(() => log.length, inTime).toBeGreaterThan(0)
  expect(await stop()).toEqual({ kind: 'stopped' })
})

test.each(['unknown_method', 'access_denied'])(
  'nothing is concluded from a refusal that says nothing (%s)',
  async (error) => {
    const stage = await openStage({ isNotStarted: true })
    for (const method of questions.slice(1)) stage.slack.fail(method, { kind: 'error', error }, 100)
    begin(stage)
    await runs(stage)
  },
)

test('a stand-in that knows none of the calls (404) is no mistake', async () => {
  const stage = await openStage({ isNotStarted: true })
  for (const method of questions.slice(1)) stage.slack.fail(method, { kind: 'http', status: 404 }, 100)
  begin(stage)
  await runs(stage)
})
