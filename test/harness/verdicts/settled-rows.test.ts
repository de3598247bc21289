import { expect, test } from 'vitest'
import { perfectWorld, withRows } from './perfect-world.ts'
import { judgeRows } from './settled-rows.ts'

test('rows of which nothing is left to do are as they must be', () => {
  expect(judgeRows(perfectWorld())).toEqual([])
})

test('a claim that is left is noticed', () => {
  const world = withRows(({ rounds }) => ({ rounds: rounds.map((row) => ({ ...row, kind: 'claimed' })) }))
  expect(judgeRows(world)).toContainEqual('Round round ben is still claimed.')
})

test.each([
  ['being posted', { posting_id: 'attempt 1' }],
  ['being drawn', { drawer: 'process 1' }],
  ['not posted', { ts: null }],
])('a message that is %s is noticed, unless it is gone', (_, change) => {
  const left = withRows(({ messages }) => ({ messages: messages.map((row) => ({ ...row, ...change })) }))
  expect(judgeRows(left)).toHaveLength(2)
  const gone = withRows(({ messages }) => ({
    messages: messages.map((row) => ({ ...row, ...change, gone_at: 1 })),
  }))
  expect(judgeRows(gone)).toEqual([])
})

test('a card that is behind its rows is noticed', () => {
  const world = withRows(({ message_rounds }) => ({
    message_rounds: message_rounds.map((row) => ({ ...row, drawn_version: 0 })),
  }))
  expect(judgeRows(world)).toContainEqual(
    'Message message mia shows version 0 of round round mia, which is at 3.',
  )
})
