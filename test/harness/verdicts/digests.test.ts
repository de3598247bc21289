import { expect, test } from 'vitest'
import type { Evidence } from '../world/evidence.ts'
import { judgeDigests } from './digests.ts'
import { perfectWorld } from './perfect-world.ts'

/** Ben waits in a digest, which tells of so many. */
function worldWith(count: number | null, channel = 'C0SIGNUPS'): Evidence {
  const world = perfectWorld()
  const digest = {
    channel,
    ts: '2.1',
    messageId: 'the digest',
    isDeleted: false,
    versions: [
      { at: 500, words: `${count} sign-ups are waiting\nThis message stands for them`, buttons: [] },
    ],
  }
  const inDigest = world.rows.rounds.map((round) =>
    round.id === 'round ben' ? { ...round, card: 'digest' } : round,
  )
  return {
    ...world,
    cards: count === null ? [] : [digest],
    digests: new Set(['the digest']),
    rows: { ...world.rows, rounds: inDigest },
  }
}

test('one digest with the right number is right', () => {
  expect(judgeDigests(perfectWorld())).toEqual([])
  expect(judgeDigests(worldWith(1))).toEqual([])
})

test('a digest with the wrong number is caught', () => {
  expect(judgeDigests(worldWith(3))).toEqual([expect.stringContaining('tells of 3, but 1 wait in one')])
})

test('a missing digest, one in another channel, and a second one are caught', () => {
  expect(judgeDigests(worldWith(null))).toEqual([expect.stringContaining('of 0.')])
  expect(judgeDigests(worldWith(1, 'C0ELSEWHERE'))).toEqual([expect.stringContaining('of 0.')])
  const world = worldWith(1)
  const twice = { ...world, cards: [...world.cards, ...world.cards] }
  expect(judgeDigests(twice)).toEqual([expect.stringContaining('of 2.')])
})

test('a digest that still counts somebody who is decided is caught', () => {
  const world = worldWith(1)
  const rounds = world.rows.rounds.map((round) => ({ ...round, kind: 'settled' }))
  expect(judgeDigests({ ...world, rows: { ...world.rows, rounds } })).toContainEqual(
    expect.stringContaining('but 0 wait in one'),
  )
})
