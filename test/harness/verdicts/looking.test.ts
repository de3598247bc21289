import { expect, test } from 'vitest'
import { judgeLooking } from './looking.ts'
import { perfectWorld, withRows } from './perfect-world.ts'

/** Somebody looks into Ben's sign-up, after a click of Ada's that ended like this. */
function looked(userId: string, ended = 'looking', kind = 'waiting') {
  const looking = { by: { userId } }
  return withRows(({ rounds, clicks }) => ({
    rounds: rounds.map((round) =>
      round.id === 'round ben' ? { ...round, kind, state: { kind, looking } } : round,
    ),
    clicks: clicks.map((click) => ({ ...click, round_id: 'round ben', outcome: { kind: ended } })),
  }))
}

test('an approver who asked to be shown is right', () => {
  expect(judgeLooking(perfectWorld())).toEqual([])
  expect(judgeLooking(looked('UADA'))).toEqual([])
})

test('somebody who did not ask, or may not, and anybody on a round that does not wait, is caught', () => {
  expect(judgeLooking(looked('UADA', 'refused'))).toHaveLength(1)
  expect(judgeLooking(looked('UEVE'))).toHaveLength(1)
  expect(judgeLooking(looked('UADA', 'looking', 'claimed'))).toHaveLength(1)
})
