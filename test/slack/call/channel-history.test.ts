// A channel's history, of which only what our app posted counts, and nothing that makes no sense hides the rest.
import { createServer } from 'node:http'
import { expect, test } from 'vitest'
import { createChannelHistory } from '../../../src/slack/call/channel-history.ts'
import { createKnownApprovers } from '../../../src/slack/call/known-approvers.ts'
import { createSlackClient } from '../../../src/slack/call/slack-client.ts'
import { createReadableLog } from '../../shared/hand-clock.ts'
import { listenForTest } from '../../support/listen.ts'

const identity = { botUserId: 'U0BOT', botId: 'B0BOT', teamId: 'T0', url: null }

/** A Slack that answers these pages, one after the other. */
async function historyOf(pages: readonly string[], elapsed = () => 0) {
  let calls = 0
  const server = createServer((_, response) => {
    const page = pages[calls] ?? '{"ok":true,"messages":[]}'
    calls += 1
    response.setHeader('content-type', 'application/json')
    response.end(page)
  })
  const port = await listenForTest(server)
  const log = createReadableLog()
  const connection = {
    botToken: 'xoxb-local',
    apiUrl: `http://127.0.0.1:${port}/api/`,
    replicas: 1,
    approvers: createKnownApprovers([]),
  }
  const see = createChannelHistory({ slack: createSlackClient(connection, log), identity, log, elapsed })
  const oddFields = () => log.lines.filter(({ message }) => message === 'a field makes no sense: left out')
  return {
    see: (mostPages?: number) => see('C0CARDS', new Date(0), mostPages),
    calls: () => calls,
    odd: () => oddFields().map(({ facts }) => `${facts['from']} ${facts['field']}`),
  }
}

function page(messages: unknown, next: string | null = null): string {
  return JSON.stringify({
    ok: true,
    messages,
    response_metadata: next === null ? {} : { next_cursor: next },
  })
}

const card = (ts: string, blocks: unknown = [{ type: 'actions' }]) => ({
  ts,
  user: 'U0BOT',
  metadata: { event_type: 'countersign_card', event_payload: { id: `card ${ts}` } },
  blocks,
})

const seen = (ts: string, isOpen = true) => ({ messageId: `card ${ts}`, ts, isOpen })

test('odd messages of others hide none of ours', async () => {
  const { see } = await historyOf([
    page([
      card('3'),
      null,
      'text',
      {},
      { ts: 3 },
      { ts: '2', user: null, bot_id: null, metadata: null, blocks: null },
      { ts: '2.5', user: 'U0ELSE', metadata: { event_type: 'countersign_card' } },
      { ts: '2.6', subtype: 'tombstone', user: 'USLACKBOT' },
      card('1', null),
    ]),
  ])
  expect(await see()).toEqual({
    kind: 'seen',
    messages: [seen('1', false), seen('3')],
    isWhole: true,
    first: '1',
    last: '3',
  })
})

test('a message is open with a button in a row of its own, or beside what it is about', async () => {
  const beside = (accessory: unknown) => [{ type: 'header' }, { type: 'section', accessory }]
  const { see } = await historyOf([
    page([
      card('3', beside({ type: 'button' })),
      card('2', beside(null)),
      card('1', [{ type: 'section' }, { type: 'rich_text' }]),
    ]),
  ])
  expect(await see()).toMatchObject({ messages: [seen('1', false), seen('2', false), seen('3')] })
})

test('a button that stays on a decided card does not make it an open one', async () => {
  const row = (...ids: readonly string[]) => [
    { type: 'actions', elements: ids.map((action_id) => ({ action_id })) },
  ]
  const { see } = await historyOf([page([card('3', row('approve', 'details')), card('2', row('details'))])])
  expect(await see()).toMatchObject({ messages: [seen('2', false), seen('3')] })
})

test('what makes no sense is logged by its path, each once, and what others may write is not', async () => {
  const { see, odd } = await historyOf([
    page([
      { ...card('5'), user: 5, bot_id: 'B0BOT', blocks: [{}, { type: 'actions' }] },
      { ...card('4'), metadata: { event_type: 'countersign_card', event_payload: { id: 4 } } },
      { ts: '3', user: 'U0ELSE', metadata: { event_type: 'their_own', event_payload: { id: 3 } } },
      { ts: '2', user: 'U0ELSE', metadata: { event_type: 'their_own', event_payload: 'anything' } },
      { text: 'without a time' },
      { text: 'without a time' },
      null,
      card('1'),
    ]),
  ])
  expect(await see()).toMatchObject({
    messages: [seen('1'), { messageId: '', ts: '4', isOpen: true }, seen('5')],
    isWhole: true,
  })
  expect(odd().toSorted()).toEqual([
    'conversations.history messages.0.blocks.0.type',
    'conversations.history messages.0.metadata.event_payload.id',
    'conversations.history messages.0.user',
    'conversations.history messages.4.ts',
    'conversations.history messages.6',
  ])
})

test.each([{ next_cursor: 7 }, 'odd'])(
  'if nobody can say whether there is more (%j), nothing is seen',
  async (next) => {
    const { see } = await historyOf([
      JSON.stringify({ ok: true, messages: [card('1')], response_metadata: next }),
    ])
    expect(await see()).toEqual({ kind: 'no-answer' })
  },
)

test('a notice is open until its title is gone', async () => {
  const notice = (ts: string, type: string) => ({
    ...card(ts, [{ type }]),
    metadata: { event_type: 'countersign_notice', event_payload: { id: `card ${ts}` } },
  })
  const { see } = await historyOf([page([notice('2', 'rich_text'), notice('1', 'header')])])
  expect(await see()).toMatchObject({ messages: [seen('1'), seen('2', false)] })
})

test('no more pages are read than asked for, and then the history is not whole', async () => {
  const { see, calls } = await historyOf(['3', '2', '1'].map((ts) => page([card(ts)], 'more')))
  expect(await see(2)).toMatchObject({ isWhole: false, first: '2', last: '3' })
  expect(calls()).toBe(2)
})

test('a history that gives a cursor twice is not read for ever, and is not whole', async () => {
  const { see, calls } = await historyOf(['a', 'b', 'a', 'b'].map((next, ts) => page([card(`${ts}`)], next)))
  expect(await see()).toMatchObject({ isWhole: false, first: '0', last: '2' })
  expect(calls()).toBe(3)
})

test('a history that takes too long to read is not whole', async () => {
  let at = 0
  const elapsed = () => {
    at += 20 * 60_000
    return at
  }
  const pages = ['a', 'b', 'c'].map((next, ts) => page([card(`${ts}`)], next))
  const { see, calls } = await historyOf(pages, elapsed)
  expect(await see()).toMatchObject({ isWhole: false })
  expect(calls()).toBe(1)
})

test.each([
  ['fails', '{"ok":false,"error":"internal_error"}'],
  ['has no messages', '{"ok":true}'],
  ['is no page', page('none')],
  ['comes from a proxy', '<html>'],
])('if a page %s, nothing is seen', async (_, odd) => {
  const { see } = await historyOf([page([card('2')], 'more'), odd])
  expect(await see()).toEqual({ kind: 'no-answer' })
})
