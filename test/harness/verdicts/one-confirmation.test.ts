import { expect, test } from 'vitest'
import { judgeConfirmations } from './one-confirmation.ts'
import { perfectWorld, withRows } from './perfect-world.ts'

test('one call for one click of an approver is as it must be', () => {
  expect(judgeConfirmations(perfectWorld())).toEqual([])
})

test('a second call that confirmed is noticed', () => {
  const world = perfectWorld()
  const twice = { ...world, confirmations: [...world.confirmations, ...world.confirmations] }
  expect(judgeConfirmations(twice)).toEqual(['mia was confirmed by more than one call.'])
})

test('a call for nobody’s click is noticed', () => {
  const unknown = withRows(() => ({ clicks: [] }))
  expect(judgeConfirmations(unknown)).toEqual([expect.stringContaining('which no row knows')])
  const invented = { ...perfectWorld(), deeds: [] }
  expect(judgeConfirmations(invented)).toEqual([expect.stringContaining('which they never made')])
})

test('a call for somebody who was no approver any more when they clicked is noticed', () => {
  const [ada] = perfectWorld().approvers
  const world = { ...perfectWorld(), approvers: ada === undefined ? [] : [{ ...ada, until: 299 }] }
  expect(judgeConfirmations(world)).toEqual([expect.stringContaining('and was no approver')])
})
