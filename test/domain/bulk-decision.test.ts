import { expect, it } from 'vitest'
import { type BulkDecision, isRunning } from '../../src/domain/bulk-decision.ts'
import { ada } from './people.ts'

const ended: BulkDecision['ended'] = [{ signUp: null, end: { kind: 'expired' } }]

it('a bulk approval runs until each of its approvals has ended', () => {
  expect(isRunning({ id: 'bulk', decision: 'approve', by: ada, asked: 2, ended })).toBe(true)
  expect(isRunning({ id: 'bulk', decision: 'approve', by: ada, asked: 1, ended })).toBe(false)
})

it('one of somebody who may not decide, as far as is known, does not run', () => {
  expect(isRunning({ id: 'bulk', decision: 'approve', by: null, asked: 2, ended: [] })).toBe(false)
})
