import { describe, expect, it } from 'vitest'
import { answerOf, slackRefusal } from '../../../src/slack/call/slack-answer.ts'
import type { Fault } from '../../world/slack/faults.ts'
import { connect } from './connect.ts'

async function answerTo(fault: Fault | null) {
  const { slack, client } = await connect()
  const channel = slack.addChannel({ name: 'sign-ups' })
  if (fault !== null) slack.fail('chat.postMessage', fault)
  const answer = await answerOf(() =>
    client.call({ postIn: channel }, 'click', (web) => web.chat.postMessage({ channel, text: 'hello' })),
  )
  return { answer, calls: slack.callsOf('chat.postMessage').length }
}

describe('what Slack made of a call', () => {
  it('is done where it did it', async () => {
    expect((await answerTo(null)).answer).toEqual({ kind: 'done' })
  })

  it.each<readonly [Fault, object]>([
    [
      { kind: 'error', error: 'channel_not_found' },
      { kind: 'refused', error: 'channel_not_found' },
    ],
    [
      { kind: 'error', error: 'token_revoked' },
      { kind: 'refused', error: 'token_revoked' },
    ],
    [{ kind: 'error', error: 'fatal_error' }, { kind: 'no-answer' }],
    [{ kind: 'error', error: 'internal_error' }, { kind: 'no-answer' }],
    [{ kind: 'error', error: 'service_unavailable' }, { kind: 'no-answer' }],
    [{ kind: 'error', error: 'request_timeout' }, { kind: 'no-answer' }],
    [
      { kind: 'error', error: 'ratelimited' },
      { kind: 'rate-limited', retryAfter: 10_000 },
    ],
    [
      { kind: 'rateLimited', retryAfter: 7 },
      { kind: 'rate-limited', retryAfter: 7000 },
    ],
    [
      { kind: 'rateLimited', retryAfter: undefined },
      { kind: 'rate-limited', retryAfter: 10_000 },
    ],
    [{ kind: 'html' }, { kind: 'no-answer' }],
    [{ kind: 'http', status: 500 }, { kind: 'no-answer' }],
    [{ kind: 'http', status: 503, body: 'busy' }, { kind: 'no-answer' }],
    [{ kind: 'http', status: 404 }, { kind: 'no-answer' }],
    [{ kind: 'resetBefore' }, { kind: 'no-answer' }],
    [{ kind: 'resetAfter' }, { kind: 'no-answer' }],
  ])('after %o, and it is called once', async (fault, expected) => {
    expect(await answerTo(fault)).toEqual({ answer: expected, calls: 1 })
  })

  it('is no answer where Slack can not be reached', async () => {
    const { slack, client } = await connect()
    await slack.goDown()
    expect(await answerOf(() => client.call('auth.test', 'click', (web) => web.auth.test()))).toEqual({
      kind: 'no-answer',
    })
  })

  it('is no answer where something else was thrown', () => {
    expect(slackRefusal(new TypeError('no'))).toEqual({ kind: 'no-answer' })
    expect(slackRefusal(undefined)).toEqual({ kind: 'no-answer' })
  })
})
