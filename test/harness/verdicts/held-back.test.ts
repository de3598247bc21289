import { expect, test } from 'vitest'
import type { Evidence } from '../world/evidence.ts'
import { judgeNotices } from './held-back.ts'
import { perfectWorld } from './perfect-world.ts'

const poolId = 'eu-west-1_Pool'

/** Ben waits without a card, and a notice says so. */
function heldWorld(count: number | null, channel = 'C0SIGNUPS'): Evidence {
  const world = perfectWorld()
  const words = `🗂️ ${count} more sign-ups are waiting in pool Customers without a card here.`
  const notice = {
    channel,
    ts: '2.1',
    messageId: 'the notice',
    isDeleted: false,
    versions: [{ at: 500, words, buttons: [] }],
  }
  return {
    ...world,
    cards: count === null ? [] : [notice],
    poolOfNotice: new Map([['the notice', poolId]]),
    rows: {
      ...world.rows,
      rounds: world.rows.rounds.map((round) =>
        round.id === 'round ben' ? { ...round, card: 'held-back' } : round,
      ),
    },
  }
}

test('one notice with the right number is as it must be', () => {
  expect(judgeNotices(perfectWorld())).toEqual([])
  expect(judgeNotices(heldWorld(1))).toEqual([])
})

test('a notice with another number, or in another channel, is noticed', () => {
  expect(judgeNotices(heldWorld(3))).toEqual([expect.stringContaining('tells 3, and 1 are held back')])
  expect(judgeNotices(heldWorld(1, 'C0ELSEWHERE'))).toEqual([expect.stringContaining('in C0ELSEWHERE')])
})

test('no notice, and a second one, are noticed', () => {
  expect(judgeNotices(heldWorld(null))).toEqual([expect.stringContaining('told by 0 of')])
  const world = heldWorld(1)
  const twice = { ...world, cards: [...world.cards, ...world.cards] }
  expect(judgeNotices(twice)).toEqual([expect.stringContaining('told by 2 of')])
})

test('a notice about nobody is noticed', () => {
  const world = heldWorld(1)
  const rounds = world.rows.rounds.map((round) => ({ ...round, card: 'shown' }))
  expect(judgeNotices({ ...world, rows: { ...world.rows, rounds } })).toContainEqual(
    expect.stringContaining('0 are held back'),
  )
})

test('somebody who is decided and still counted is noticed', () => {
  const world = heldWorld(1)
  const rounds = world.rows.rounds.map((round) => ({ ...round, kind: 'settled' }))
  expect(judgeNotices({ ...world, rows: { ...world.rows, rounds } })).toContainEqual(
    'Round round ben is held back, and is settled.',
  )
})
