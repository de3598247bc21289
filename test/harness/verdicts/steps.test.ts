// The verdicts on steps notice what they are for.
import { expect, test } from 'vitest'
import { perfectWorld, withRows } from './perfect-world.ts'
import { judgeSteps, judgeStepsInTheEnd } from './steps.ts'

const addition = { sub: 'mia', group: 'members', status: 'CONFIRMED', at: 360 }
const step = { sign_up_id: 'sign-up mia', pool_id: 'eu-west-1_Pool', due_at: null }
const pools = perfectWorld().pools.map((pool) => ({ ...pool, groups: ['members'] }))

test('whoever was let in may be added to a group, and nobody else', () => {
  expect(judgeSteps({ ...perfectWorld(), additions: [addition] })).toEqual([])
  expect(judgeSteps({ ...perfectWorld(), additions: [{ ...addition, sub: 'ben' }] })).toHaveLength(1)
  expect(judgeSteps({ ...perfectWorld(), additions: [{ ...addition, at: 300 }] })).toHaveLength(1)
  const early = { ...addition, status: 'UNCONFIRMED' }
  expect(judgeSteps({ ...perfectWorld(), additions: [early] })).toHaveLength(1)
})

test('whoever was confirmed elsewhere may be added only if an approval may have done it', () => {
  const world = perfectWorld()
  const users = world.users.map((user) => ({
    ...user,
    states: [...user.states, { at: 355, state: 'confirmed' as const }],
  }))
  const elsewhere = { ...world, users, confirmations: [] }
  expect(judgeSteps({ ...elsewhere, additions: [addition] })).toEqual([])
  expect(judgeSteps({ ...elsewhere, additions: [{ ...addition, at: 354 }] })).toHaveLength(1)
  expect(judgeSteps({ ...elsewhere, additions: [{ ...addition, sub: 'ben' }] })).toHaveLength(1)
})

test('nobody is told twice', () => {
  const note = { user: 'UMIA', at: 400, words: 'Somebody who signed up to …' }
  expect(judgeSteps({ ...perfectWorld(), memberNotes: [note] })).toEqual([])
  expect(judgeSteps({ ...perfectWorld(), memberNotes: [note, note] })).toHaveLength(1)
})

test('in the end, every step is over, and what is called done was done', () => {
  const world = (kind: string) => ({
    ...withRows(() => ({ steps: [{ ...step, name: 'group members', kind }] })),
    pools,
  })
  expect(judgeStepsInTheEnd({ ...world('done'), additions: [addition] })).toEqual([])
  expect(judgeStepsInTheEnd(world('failed'))).toEqual([])
  expect(judgeStepsInTheEnd(world('done'))).toHaveLength(1)
  expect(judgeStepsInTheEnd(world('waiting'))).toHaveLength(1)
  expect(judgeStepsInTheEnd({ ...perfectWorld(), pools })).toHaveLength(1)
})
