// An approval after a denial whose answer was lost: nobody is said to be able to sign in who may be disabled.
import { expect, test } from 'vitest'
import { confirmInCognito } from '../../src/decide/confirm-in-cognito.ts'
import type { LookUp } from '../../src/domain/attempt.ts'
import { bob, grace } from '../domain/people.ts'
import { createHandClock } from '../shared/hand-clock.ts'
import { testPool } from '../support/pool.ts'
import { pressed } from './pressed.ts'

const signUp = grace()
const pool = testPool({ id: signUp.poolId })
const found = (isEnabled: boolean): LookUp => {
  return { kind: 'found', status: 'CONFIRMED', isEnabled, isSurelyTheirs: true, requestId: null }
}
const unread: LookUp = { kind: 'failed', reason: { kind: 'no-answer' }, requestId: null }

/** Cognito confirms. Resolves to how often the user was looked up after that, and how the round ended. */
async function approve(mayBeDisabled: boolean, seen: LookUp) {
  const clock = createHandClock()
  const since = clock.now()
  let looks = 0
  const ended: string[] = []
  const click = pressed(since)
  await confirmInCognito(
    {
      ledger: {
        beginAttempt: async () => null,
        answerAttempt: async () => {},
        unseenDenial: async () => ({ by: bob, reason: 'Other', note: null }),
        settle: async ({ ending, end }) => {
          ended.push(`${ending.kind}, click ${end.kind}`)
          return []
        },
        release: async ({ failure }) => {
          ended.push(`waits again: ${failure.reason.kind}`)
          return []
        },
      },
      userPools: {
        confirm: async () => ({ kind: 'confirmed', requestId: 'aws 1' }),
        lookInList: () => Promise.reject(new Error('Nobody is said to be gone')),
        lookUp: async () => {
          looks += 1
          return seen
        },
      },
      clock,
      auditHead: () => '',
      signer: null,
    },
    { click, roundId: 'round', fence: 1, since, signUp, pool, approvers: [] },
    { id: 'first', unanswered: null, mayBeDisabled },
  )
  return { looks, ended }
}

test('if the user turns out to be disabled, the denial is told', async () => {
  expect(await approve(true, found(false))).toEqual({ looks: 1, ended: ['denied, click overtaken'] })
})

test('if they can sign in, or nobody can see whether they can, the confirmation is told', async () => {
  expect(await approve(true, found(true))).toEqual({ looks: 1, ended: ['confirmed, click confirmed'] })
  expect(await approve(true, unread)).toEqual({ looks: 1, ended: ['confirmed, click confirmed'] })
})

test('without such a denial, no look follows a confirmation', async () => {
  expect(await approve(false, found(false))).toEqual({ looks: 0, ended: ['confirmed, click confirmed'] })
})
