// A pool without approvers gets no cards, its channel is told, and it comes back by itself.
import { expect, test } from 'vitest'
import { createApproverWatch } from '../../src/cards/watch-approvers.ts'
import type { Pool } from '../../src/domain/pool.ts'
import type { ApproversMissing, SlackPoolProblem } from '../../src/domain/start-problem.ts'
import { createReadableLog } from '../shared/hand-clock.ts'
import { testPool } from '../support/pool.ts'

const pool: Pool = testPool({ channel: 'C1', approvers: { groups: ['@a', '@b'], users: [] } })
const disabled = (group: string): SlackPoolProblem => ({ kind: 'group-disabled', pool, group })

function openWatch(atStart: readonly SlackPoolProblem[], later: (readonly SlackPoolProblem[] | null)[]) {
  const told: ApproversMissing[] = []
  let reopened = 0
  const watch = createApproverWatch({
    pools: [pool],
    problemsAtStart: atStart,
    checkApprovers: async () => later.shift() ?? null,
    notices: {
      post: async (missing) => {
        told.push(missing)
        return { kind: 'done' }
      },
    },
    mayPost: () => true,
    mayOfferIn: () => true,
    log: createReadableLog(),
    reopened: () => {
      reopened += 1
    },
  })
  return { watch, told, reopened: () => reopened }
}

test('a pool without approvers is off, its channel is told once, and it comes back', async () => {
  const { watch, told, reopened } = openWatch([disabled('@a'), disabled('@b')], [null, []])
  await watch.turn()
  expect(watch.isOff(pool)).toBe(true)
  expect(told.map(({ state, lines }) => [state, lines.length])).toEqual([['off', 2]])
  await watch.turn()
  expect(watch.isOff(pool)).toBe(true)
  await watch.turn()
  expect(watch.isOff(pool)).toBe(false)
  expect(reopened()).toBe(1)
  expect(told.map(({ state }) => state)).toEqual(['off', 'fixed'])
})

test('a pool that lacks one of its groups runs, and its channel is told', async () => {
  const { watch, told } = openWatch([disabled('@a')], [])
  await watch.turn()
  expect(watch.isOff(pool)).toBe(false)
  expect(told.map(({ state }) => state)).toEqual(['some'])
})

test('a group that becomes empty, and a channel that its approvers leave, are told once per change, and so is the end', async () => {
  const empty: SlackPoolProblem = { kind: 'group-empty', pool, group: '@b' }
  const nobody: SlackPoolProblem = { kind: 'nobody-approves', pool, members: 0 }
  const unseen: SlackPoolProblem = { kind: 'nobody-in-channel', pool }
  const { watch, told, reopened } = openWatch(
    [],
    [[], [empty], [empty], [nobody], [unseen], null, [], [], [unseen]],
  )
  for (let turn = 0; turn < 10; turn += 1) await watch.turn()
  expect(told.map(({ state }) => state)).toEqual(['some', 'nobody', 'unseen', 'fixed', 'unseen'])
  // Cards are posted all the while.
  expect([watch.isOff(pool), reopened()]).toEqual([false, 0])
})
