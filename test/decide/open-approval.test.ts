// "Approve": the form that shows who it is goes to approvers only. What else can happen is open-denial.test.ts's.
import { expect, it } from 'vitest'
import { type OpeningApprovalParts, openApproval } from '../../src/decide/open-approval.ts'
import { grace } from '../domain/people.ts'
import { testPool } from '../support/pool.ts'
import { may } from './may.ts'
import { pressed } from './pressed.ts'

const signUp = grace()
const roundId = 'a1b2c3d4e5f60718.1'
const entry = {
  signUp,
  round: { id: roundId, number: 1, version: 1, fence: 0, state: { kind: 'waiting', failure: null } },
} as const

async function press(verdict: Awaited<ReturnType<OpeningApprovalParts['authorise']>>) {
  const done: unknown[] = []
  const parts: OpeningApprovalParts = {
    ledger: {
      end: async (_, end) => {
        done.push(end)
        return true
      },
      noteTold: async () => void done.push('told by the form'),
    },
    storeId: 'a1b2c3d4e5f60718',
    authorise: async () => verdict,
    forms: {
      openApproval: async ({ signUp: shown }, trigger) => {
        done.push(`form about ${shown.sub} by ${trigger}`)
        return { kind: 'done' }
      },
    },
    poolOf: () => testPool({ id: signUp.poolId, visibility: 'masked' }),
    closeIfStray: () => {},
    tell: async () => void done.push('told privately'),
  }
  const click = pressed(new Date(0), { roundId, request: { kind: 'open-approval', roundId } })
  await openApproval(parts, click, entry, 'trigger')
  return done
}

it('an approver gets it, after what it asks for was written down', async () => {
  expect(await press(may)).toEqual([
    { kind: 'answered', answer: { kind: 'approve-form', roundId } },
    `form about ${signUp.sub} by trigger`,
    'told by the form',
  ])
})

it('nobody else does', async () => {
  const refused = { kind: 'refused', because: 'not-an-approver' }
  expect(await press({ kind: 'may-not', because: 'not-an-approver' })).toEqual([refused, 'told privately'])
})
