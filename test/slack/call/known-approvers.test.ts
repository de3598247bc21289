import { expect, test } from 'vitest'
import { createKnownApprovers } from '../../../src/slack/call/known-approvers.ts'

const known = () =>
  createKnownApprovers([{ approvers: { users: ['UADA'] } }, { approvers: { users: ['UBOB'] } }])

test('whom any pool names is known as an approver', () => {
  expect(['UADA', 'UBOB', 'UEVE'].map(known().has)).toEqual([true, true, false])
})

test('so is whoever was in a group when it was last read, until it is read again', () => {
  const approvers = known()
  approvers.noteMembers('S1', ['UEVE', 'UMAL'])
  approvers.noteMembers('S2', ['UMAL'])
  expect(['UEVE', 'UMAL'].map(approvers.has)).toEqual([true, true])
  approvers.noteMembers('S1', [])
  expect(['UEVE', 'UMAL'].map(approvers.has)).toEqual([false, true])
})

test('whoever left the group isn’t, but whom a pool names stays', () => {
  const approvers = known()
  approvers.noteMembers('S1', ['UEVE', 'UADA'])
  approvers.noteRemoved('S1', ['UEVE', 'UADA'])
  approvers.noteRemoved('S2', ['UMAL'])
  expect(['UEVE', 'UADA'].map(approvers.has)).toEqual([false, true])
})
