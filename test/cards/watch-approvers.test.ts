// A pool without approvers gets no cards, its channel is told, and it comes back by itself.
import { expect, test } from 'vitest'
import { createApproverWatch } from '../../src/cards/watch-approvers.ts'
import type { Pool } from '../../src/domain/pool.ts'
import type { ApproversMissing, SlackPoolProblem } from '../../src/domain/start-problem.ts'
import { createReadableLog } from '../shared/hand-clock.ts'

const pool: Pool = {
  id: 'eu-west-1_TestPool1',
  region: 'eu-west-1',
  name: 'Customers',
  channel: 'C1',
  approvers: { groups: ['@a', '@b'], users: [] },
  attributes: [],
  clientMetadata: {},
  allowsNoEmail: false,
}
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
  expect(told.map(({ isOff, lines }) => ({ isOff, lines: lines.length }))).toEqual([
    { isOff: true, lines: 2 },
  ])
  await watch.turn()
  expect(watch.isOff(pool)).toBe(true)
  await watch.turn()
  expect(watch.isOff(pool)).toBe(false)
  expect(reopened()).toBe(1)
  expect(told).toHaveLength(1)
})

test('a pool that lacks one of its groups runs, and its channel is told', async () => {
  const { watch, told } = openWatch([disabled('@a')], [])
  await watch.turn()
  expect(watch.isOff(pool)).toBe(false)
  expect(told.map(({ isOff }) => isOff)).toEqual([false])
})
