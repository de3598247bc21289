import { expect, it } from 'vitest'
import { type BulkApproval, isRunning } from '../../src/domain/bulk-approval.ts'
import { ada } from './people.ts'

const ended: BulkApproval['ended'] = [{ signUp: null, end: { kind: 'expired' } }]

it('a bulk approval runs until each of its approvals has ended', () => {
  expect(isRunning({ id: 'bulk', by: ada, asked: 2, ended })).toBe(true)
  expect(isRunning({ id: 'bulk', by: ada, asked: 1, ended })).toBe(false)
})

it('one of somebody who may not decide, as far as is known, does not run', () => {
  expect(isRunning({ id: 'bulk', by: null, asked: 2, ended: [] })).toBe(false)
})
