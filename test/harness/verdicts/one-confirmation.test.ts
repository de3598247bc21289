import { expect, test } from 'vitest'
import { judgeConfirmations } from './one-confirmation.ts'
import { perfectWorld, withRows } from './perfect-world.ts'

test('one call for one click of an approver is right', () => {
  expect(judgeConfirmations(perfectWorld())).toEqual([])
})

test('a second call that confirmed is caught', () => {
  const world = perfectWorld()
  const twice = { ...world, confirmations: [...world.confirmations, ...world.confirmations] }
  expect(judgeConfirmations(twice)).toEqual(['mia was confirmed by more than one call.'])
})

test('a call without a click is caught', () => {
  const unknown = withRows(() => ({ clicks: [] }))
  expect(judgeConfirmations(unknown)).toEqual([expect.stringContaining('which was not written down')])
  const invented = { ...perfectWorld(), deeds: [] }
  expect(judgeConfirmations(invented)).toEqual([expect.stringContaining('which they never made')])
})

test('a call for someone who was no longer an approver when they clicked is caught', () => {
  const [ada] = perfectWorld().approvers
  const world = { ...perfectWorld(), approvers: ada === undefined ? [] : [{ ...ada, until: 299 }] }
  expect(judgeConfirmations(world)).toEqual([expect.stringContaining('but was no approver')])
})
