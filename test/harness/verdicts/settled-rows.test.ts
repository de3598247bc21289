import { expect, test } from 'vitest'
import type { Evidence } from '../world/evidence.ts'
import { perfectWorld, withRows } from './perfect-world.ts'
import { judgeRows } from './settled-rows.ts'

test('rows of which nothing is left to do are as they must be', () => {
  expect(judgeRows(perfectWorld())).toEqual([])
})

test('a claim that is left is noticed', () => {
  const world = withRows(({ rounds }) => ({ rounds: rounds.map((row) => ({ ...row, kind: 'claimed' })) }))
  expect(judgeRows(world)).toContainEqual('Round round ben is still claimed.')
})

type MessageRow = Evidence['rows']['messages'][number]

test.each<[string, (row: MessageRow) => MessageRow]>([
  ['being posted', (row) => ({ ...row, kind: 'posting' })],
  ['being drawn', (row) => ({ ...row, state: { ...row.state, drawing: { by: 'process 1' } } })],
  ['not posted', (row) => ({ ...row, kind: 'planned' })],
])('a message that is %s is noticed, unless it is gone', (_, change) => {
  const left = withRows(({ messages }) => ({ messages: messages.map(change) }))
  expect(judgeRows(left)).toHaveLength(2)
  const gone = withRows(({ messages }) => ({
    messages: messages.map((row) => ({ ...change(row), kind: 'gone' })),
  }))
  expect(judgeRows(gone)).toEqual([])
})

test('a card that is behind its rows is noticed', () => {
  const world = withRows(({ messages }) => ({
    messages: messages.map((row) => ({ ...row, state: { drawn: { version: 0, rounds: {} } } })),
  }))
  expect(judgeRows(world)).toContainEqual(
    'Message message mia shows version 0 of round round mia, which is at 3.',
  )
})
