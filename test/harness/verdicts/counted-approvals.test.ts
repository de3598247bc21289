import { expect, test } from 'vitest'
import { judgeCounts } from './counted-approvals.ts'
import { perfectWorld } from './perfect-world.ts'

/** The same world, but Mia's pool requires two approvals, and she was confirmed in the name of these. */
function worldOfTwo(approvers: readonly string[]) {
  const world = perfectWorld()
  const [first] = world.rows.clicks
  const [deed] = world.deeds
  if (first === undefined || deed === undefined) throw new Error('Nobody has clicked')
  const byBob = { ...first, id: 'click 9', user_id: 'UBOB', slack_request_id: 'envelope 9' }
  return {
    ...world,
    pools: world.pools.map((pool) => ({ ...pool, requiredApprovals: 2 })),
    deeds: [...world.deeds, { ...deed, user: 'UBOB', envelopeId: 'envelope 9' }],
    approvers: [...world.approvers, ...world.approvers.map((one) => ({ ...one, user: 'UBOB' }))],
    confirmations: world.confirmations.map((one) => ({ ...one, approvers })),
    subOfRound: new Map([['round mia', 'mia']]),
    rows: { ...world.rows, clicks: [...world.rows.clicks, byBob] },
  }
}

test('two approvers who both clicked are enough', () => {
  expect(judgeCounts(perfectWorld())).toEqual([])
  expect(judgeCounts(worldOfTwo(['UBOB', 'UADA']))).toEqual([])
})

test('a confirmation in the name of one is caught, however often they are named', () => {
  const wrong = ['mia was confirmed in the name of UADA only.']
  expect(judgeCounts(worldOfTwo(['UADA']))).toEqual(wrong)
  expect(judgeCounts(worldOfTwo(['UADA', 'UADA']))).toEqual(wrong)
  expect(judgeCounts(worldOfTwo([]))).toEqual(['mia was confirmed in the name of nobody only.'])
})

test('somebody who had not clicked by then, or could not approve, is caught', () => {
  const unasked = [expect.stringContaining('in the name of UEVE, who had not asked for it')]
  expect(judgeCounts(worldOfTwo(['UADA', 'UEVE']))).toEqual(unasked)
  const world = worldOfTwo(['UADA', 'UBOB'])
  const late = world.deeds.map((deed) => (deed.user === 'UBOB' ? { ...deed, at: 351 } : deed))
  expect(judgeCounts({ ...world, deeds: late })).toHaveLength(1)
  const approvers = world.approvers.filter(({ user }) => user === 'UADA')
  expect(judgeCounts({ ...world, approvers })).toHaveLength(1)
})
