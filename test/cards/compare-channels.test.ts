// Which cards are drawn again because their channel does not show them, and which cards of others are told.
import { expect, test } from 'vitest'
import { type ComparingParts, createComparison } from '../../src/cards/compare-channels.ts'
import type { History, OwnMessage } from '../../src/domain/history.ts'
import type { SlackRefusal } from '../../src/domain/slack-answer.ts'
import { createHandClock, createReadableLog } from '../shared/hand-clock.ts'

const [ours, theirs] = ['a1b2c3d4e5f60718', '0f1e2d3c4b5a6978']
const hour = 60 * 60_000

interface Scene {
  open: readonly { readonly messageId: string; readonly ts: string }[]
  answer: History | SlackRefusal
}

function compare(scene: Scene) {
  const clock = createHandClock()
  const log = createReadableLog()
  const stopping = new AbortController()
  const redrawn: string[] = []
  const readSince: number[] = []
  const parts: ComparingParts = {
    ledger: {
      openIn: async () => scene.open,
      distrustDrawing: async (messageId) => void redrawn.push(messageId),
    },
    cards: {
      seeHistory: async (_, since) => {
        readSince.push(since.getTime())
        return scene.answer
      },
    },
    pools: [{ id: 'eu-west-1_TestPool1', channel: 'C0CARDS' }],
    channels: ['C0CARDS'],
    storeId: ours,
    clock,
    log,
    signal: stopping.signal,
  }
  return { turn: createComparison(parts), clock, log, redrawn, readSince, stopping }
}

function seen(...messages: readonly OwnMessage[]): History {
  return { kind: 'seen', messages, isWhole: true, first: messages[0]?.ts ?? null, last: null }
}

const card = (store: string, ts: string, isOpen = true) => ({ messageId: `${store}.card ${ts}`, ts, isOpen })

test('an open card that its channel does not show is drawn again, which tells whether it is gone', async () => {
  const [there, deleted] = [card(ours, '1700000001.0001'), card(ours, '1700000002.0001')]
  const { turn, redrawn, readSince, clock } = compare({ open: [there, deleted], answer: seen(there) })
  await turn()
  expect(redrawn).toEqual([deleted.messageId])
  // Slack leaves out what was posted at the very moment that a reading begins with.
  expect(readSince).toEqual([Math.min(1_700_000_000_000, clock.now().getTime() - 30 * 24 * hour)])
})

test('channels are compared at the start and then once an hour, from the oldest open card on', async () => {
  const scene: Scene = { open: [], answer: seen() }
  const { turn, clock, readSince, redrawn } = compare(scene)
  await turn()
  await turn()
  await clock.advance(hour - 1)
  await turn()
  expect(readSince).toHaveLength(1)
  scene.open = [card(ours, '1700000002.5')]
  await clock.advance(1)
  await turn()
  expect(readSince.slice(1)).toEqual([1_700_000_001_500])
  expect(redrawn).toHaveLength(1)
})

test('without an open card, no history is read after the start', async () => {
  const { turn, clock, readSince } = compare({ open: [], answer: seen() })
  await turn()
  await clock.advance(hour)
  await turn()
  expect(readSince).toHaveLength(1)
})

test.each<[string, SlackRefusal]>([
  ['does not answer', { kind: 'no-answer' }],
  ['refuses', { kind: 'refused', error: 'not_in_channel' }],
  ['asks the bot to wait', { kind: 'rate-limited', retryAfter: 1000 }],
])('nothing is concluded while Slack %s, and the next try follows within minutes', async (_, answer) => {
  const scene: Scene = { open: [card(ours, '1700000001.0001')], answer }
  const { turn, clock, redrawn, readSince } = compare(scene)
  await turn()
  await turn()
  expect(readSince).toHaveLength(1)
  expect(redrawn).toEqual([])
  await clock.advance(2 * 60_000)
  scene.answer = seen()
  await turn()
  expect(redrawn).toHaveLength(1)
})

test('open cards of other stores are counted once, with their store, and left as they are', async () => {
  const { turn, clock, log, redrawn } = compare({
    open: [card(ours, '5')],
    answer: seen(
      card(theirs, '1'),
      card(theirs, '2'),
      card(theirs, '3', false),
      { messageId: 'before store ids', ts: '4', isOpen: true },
      card(ours, '5'),
    ),
  })
  await turn()
  await clock.advance(hour)
  await turn()
  const told = log.lines.filter(({ message }) => message === 'cards of another store are left as they are')
  expect(told.map(({ facts }) => facts)).toEqual([
    { flow: 'compare', channel: 'C0CARDS', store: theirs, count: 2 },
    { flow: 'compare', channel: 'C0CARDS', store: 'unknown', count: 1 },
  ])
  expect(redrawn).toEqual([])
})

test('a bot that stops meanwhile concludes nothing', async () => {
  const { turn, stopping, redrawn } = compare({ open: [card(ours, '1')], answer: seen() })
  const running = turn()
  stopping.abort()
  await running
  expect(redrawn).toEqual([])
})
