import { describe, expect, it } from 'vitest'
import { claimLease, clickLife, decisionDeadline } from '../../src/domain/deadlines.ts'

/** The longest that one request to AWS takes, answered or not. */
const oneCall = 20_000

describe('a decision', () => {
  it('ends within its lease: the last call may begin at the deadline', () => {
    expect(decisionDeadline + oneCall).toBeLessThan(claimLease)
  })

  it('that was interrupted can be taken over before the click is too old to carry out', () => {
    expect(clickLife).toBeGreaterThan(2 * claimLease)
  })
})
