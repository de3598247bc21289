// Every call waits for a slot of its own limit, and what Slack says about one limit counts for all its calls.
import { describe, expect, it } from 'vitest'
import { answerOf } from '../../../src/slack/call/slack-answer.ts'
import { drawStray } from '../../../src/slack/draw/card.ts'
import { connect } from './connect.ts'

async function openChannel() {
  const { slack, client } = await connect()
  const channel = slack.addChannel({ name: 'sign-ups' })
  const other = slack.addChannel({ name: 'others' })
  const read = (urgency: 'click' | 'background') =>
    client.call('conversations.info', urgency, (web) => web.conversations.info({ channel }))
  const post = (to: string) =>
    client.call({ postIn: to }, 'background', (web) => web.chat.postMessage({ channel: to, text: 'hello' }))
  const reads = () => slack.callsOf('conversations.info').length
  return { slack, client, channel, other, read, post, reads }
}

describe('the Slack client', () => {
  it('makes the others of a limit wait for as long as a 429 says, and no others', async () => {
    const { slack, client, read, reads } = await openChannel()
    slack.fail('conversations.info', { kind: 'rateLimited', retryAfter: 1 })
    expect(await answerOf(() => read('click'))).toEqual({ kind: 'rate-limited', retryAfter: 1000 })

    const heldSince = performance.now()
    const held = read('click')
    expect(client.queued('conversations.info')).toBe(1)
    await client.call('auth.test', 'background', (web) => web.auth.test())
    expect(reads()).toBe(1)
    await held
    expect(performance.now() - heldSince).toBeGreaterThan(900)
    expect(client.queued('conversations.info')).toBe(0)
  })

  it('holds the limit also of a call in a slot that was taken before', async () => {
    const { slack, client, channel } = await openChannel()
    slack.fail('chat.update', { kind: 'rateLimited', retryAfter: 60 })
    await client.takeSlot('chat.update', 'click')
    const update = () =>
      client.callInSlot('chat.update', (web) => web.chat.update({ channel, ts: '1.1', text: 'hello' }))
    expect(await answerOf(update)).toEqual({ kind: 'rate-limited', retryAfter: 60_000 })
    void client.takeSlot('chat.update', 'click')
    expect(client.queued('chat.update')).toBe(1)
  })

  it('posts in each channel at its own pace', async () => {
    const { slack, client, channel, other, post } = await openChannel()
    await post(channel)
    void post(channel)
    await post(other)
    expect(client.queued({ postIn: channel })).toBe(1)
    expect(slack.callsOf('chat.postMessage')).toHaveLength(2)
    await slack.waitFor('the second post', () => slack.callsOf('chat.postMessage').length === 3)
  })

  it('lets a click go before what can wait', async () => {
    const { slack, client } = await connect()
    const ada = slack.addUser({ name: 'ada' })
    const group = slack.addGroup({ handle: 'approvers', members: [ada] })
    const order: string[] = []
    const ask = (name: string, urgency: 'click' | 'background') =>
      client
        .call('usergroups.users.list', urgency, (web) => web.usergroups.users.list({ usergroup: group }))
        .then(() => order.push(name))
    slack.fail('usergroups.users.list', { kind: 'rateLimited', retryAfter: 1 })
    await expect(ask('refused', 'background')).rejects.toThrow()
    await Promise.all([ask('poll', 'background'), ask('click', 'click')])
    expect(order).toEqual(['click', 'poll'])
  })

  it('answers a click only where Slack is', async () => {
    const { client } = await connect()
    expect(await client.respond('https://evil.example/actions', 'click', drawStray())).toEqual({
      kind: 'refused',
      error: 'not_a_slack_url',
    })
    expect(client.queued('response_url')).toBe(0)
  })
})
