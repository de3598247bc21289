// Cards are sent when their limit has a slot, and what they show is read only then.
import { describe, expect, it, test } from 'vitest'
import type { CardView } from '../../../src/domain/card-view.ts'
import type { Pool } from '../../../src/domain/pool.ts'
import { createCards } from '../../../src/slack/call/cards.ts'
import { askIdentity } from '../../../src/slack/call/identity.ts'
import { createReadableLog } from '../../shared/hand-clock.ts'
import { testPool } from '../../support/pool.ts'
import { connect } from './connect.ts'

const never = new AbortController().signal

async function openCards() {
  const { slack, client } = await connect()
  const channel = slack.addChannel({ name: 'sign-ups' })
  const pool: Pool = testPool({ channel })
  const { identity } = await askIdentity(client)
  const cards = createCards({ slack: client, identity, log: createReadableLog() })
  const notice = (count: number): CardView => {
    const since = new Date('2026-05-01T11:00:00Z')
    const pools = [{ poolId: pool.id, waiting: count, warned: 0, since, hosts: [] }]
    const digest = { pools, pace: null, results: [] }
    return { messageId: 'm1', pools: [pool], shown: { kind: 'digest', digest, bulks: [], isPlain: false } }
  }
  const post = (count: number, signal = never) => cards.post(channel, async () => notice(count), signal)
  const posted = async () => {
    const result = await post(1)
    if (result?.answer.kind !== 'posted') throw new Error('It was not posted')
    return { channel, ts: result.answer.ts }
  }
  const words = () => slack.messages(channel).map((message) => message.words)
  return { slack, client, channel, cards, notice, post, posted, words }
}

describe('a card', () => {
  it('shows what is true when its turn has come', async () => {
    const { slack, client, channel, cards, notice, posted, words } = await openCards()
    await posted()
    let count = 2
    const waiting = cards.post(channel, async () => notice(count), never)
    expect(client.queued({ postIn: channel })).toBe(1)
    count = 3
    await waiting
    expect(words()).toHaveLength(2)
    expect(words()[1]).toContain('3 sign-ups are waiting')
    expect(slack.callsOf('chat.postMessage')).toHaveLength(2)
  })

  it('is not sent where nothing is to be sent any more', async () => {
    const { slack, channel, cards } = await openCards()
    expect(await cards.post(channel, async () => null, never)).toBeNull()
    expect(await cards.redraw('click', async () => null)).toBeNull()
    expect(await cards.close(async () => null)).toBeNull()
    expect(slack.calls.filter(({ method }) => method.startsWith('chat.'))).toEqual([])
  })

  it('is not posted once the bot is to stop, and nobody asks what it would show', async () => {
    const { slack, channel, cards, posted } = await openCards()
    await posted()
    const stopping = new AbortController()
    let asked = false
    const waiting = cards.post(
      channel,
      async () => {
        asked = true
        return null
      },
      stopping.signal,
    )
    stopping.abort()
    expect(await waiting).toBeNull()
    expect(asked).toBe(false)
    expect(slack.callsOf('chat.postMessage')).toHaveLength(1)
  })

  it('tells what was sent with what Slack made of it', async () => {
    const { slack, cards, notice, posted, words } = await openCards()
    const place = await posted()
    const due = { view: notice(4), place, fence: 7 }
    expect(await cards.redraw('click', async () => due)).toEqual({ sent: due, answer: { kind: 'done' } })
    expect(words()[0]).toContain('4 sign-ups are waiting')
    slack.fail('chat.update', { kind: 'error', error: 'message_not_found' })
    const refused = await cards.close(async () => ({ place }))
    expect(refused?.answer).toEqual({ kind: 'refused', error: 'message_not_found' })
    expect((await cards.close(async () => ({ place })))?.answer).toEqual({ kind: 'done' })
    expect(words()[0]).toContain('This card is out of date')
  })

  it('is left out, if it only tells of progress, while another one waits to be drawn', async () => {
    const { slack, client, cards, notice, posted } = await openCards()
    const due = { view: notice(2), place: await posted() }
    slack.fail('chat.update', { kind: 'rateLimited', retryAfter: 60 })
    const limited = await cards.redraw('if-free', async () => due)
    expect(limited?.answer).toEqual({ kind: 'rate-limited', retryAfter: 60_000 })
    // Slack wants to be left alone: this one waits for its turn.
    void cards.redraw('background', async () => due)
    expect(client.queued('chat.update')).toBe(1)
    expect(await cards.redraw('if-free', async () => due)).toBeNull()
    expect(slack.callsOf('chat.update')).toHaveLength(1)
  })
})

test('a message that is searched for in a history without an end is not taken to be missing', async () => {
  const { slack, channel, cards } = await openCards()
  const body = JSON.stringify({ ok: true, messages: [], response_metadata: { next_cursor: 'again' } })
  slack.fail('conversations.history', { kind: 'http', status: 200, body }, 2)
  expect(await cards.find(channel, 'm1', new Date(0))).toEqual({ kind: 'no-answer' })
  expect(await cards.find(channel, 'm1', new Date(0))).toEqual({ kind: 'found', places: [] })
})
