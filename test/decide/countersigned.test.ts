// Every call of one decision carries the same signed approval, and its audit event keeps the signature, however it ends.
import { expect, test } from 'vitest'
import { confirmInCognito } from '../../src/decide/confirm-in-cognito.ts'
import type { ConfirmAnswer } from '../../src/domain/attempt.ts'
import type { Countersignature } from '../../src/domain/countersignature.ts'
import { checkApproval, readPublicKeys } from '../../src/functions/post-confirmation.mjs'
import { createSigner, makeSigningKey } from '../../src/shared/signing-key.ts'
import { ada, bob, grace } from '../domain/people.ts'
import { createHandClock } from '../shared/hand-clock.ts'
import { testPool } from '../support/pool.ts'
import { pressed } from './pressed.ts'

const signUp = grace()
const pool = testPool({ id: signUp.poolId, clientMetadata: { portal: 'customers' } })
const signer = createSigner(makeSigningKey())
const { keys } = readPublicKeys(signer.publicKey)

/** Carries out an approval of Ada's after Bob's. `answers` are Cognito's, one a call. */
async function approve(answers: readonly ConfirmAnswer[]) {
  const clock = createHandClock()
  const since = clock.now()
  const left = [...answers]
  const calls: Readonly<Record<string, string>>[] = []
  const kept: (Countersignature | null | undefined)[] = []
  const confirming = confirmInCognito(
    {
      ledger: {
        beginAttempt: async () => ({ id: 'next', unanswered: ada, mayBeDisabled: false }),
        answerAttempt: async () => {},
        unseenDenial: async () => null,
        settle: async ({ countersignature }) => {
          kept.push(countersignature)
          return []
        },
        release: async ({ countersignature }) => {
          kept.push(countersignature)
          return []
        },
      },
      userPools: {
        confirm: async ({ clientMetadata }) => {
          calls.push(clientMetadata)
          return left.shift() ?? { kind: 'no-answer', name: 'TimeoutError', requestId: null }
        },
        lookInList: () => Promise.reject(new Error('Nobody is said to be gone')),
        lookUp: async () => ({ kind: 'failed', reason: { kind: 'no-answer' }, requestId: null }),
      },
      clock,
      signer,
      auditHead: () => '9f86d081884c7d65',
    },
    { click: pressed(since), roundId: 'round', fence: 1, since, signUp, pool, approvers: [bob, ada] },
    { id: 'first', unanswered: null, mayBeDisabled: false },
  )
  await clock.advance(60_000)
  await confirming
  const findings = calls.map((clientMetadata) => {
    const request = { userAttributes: { sub: signUp.sub }, clientMetadata }
    const event = { triggerSource: 'x', userPoolId: signUp.poolId, userName: 'grace', request }
    return checkApproval(event, keys, clock.now().getTime())
  })
  return { calls, findings, kept }
}

test('a call that is made again is signed like the first one', async () => {
  const { calls, findings, kept } = await approve([
    { kind: 'no-answer', name: 'TimeoutError', requestId: null },
    { kind: 'confirmed', requestId: 'aws 2' },
  ])
  expect(calls).toHaveLength(2)
  expect(calls[1]).toEqual(calls[0])
  expect(findings).toMatchObject(
    Array(2).fill({ kind: 'signed', facts: { approvers: `${bob.userId},${ada.userId}` } }),
  )
  expect(kept).toEqual([
    {
      signature: calls[0]?.['signature'],
      signingKey: signer.keyId,
      approvedAt: calls[0]?.['approvedAt'],
      approvers: `${bob.userId},${ada.userId}`,
      auditHead: calls[0]?.['auditHead'],
    },
  ])
})

test('one that failed, and may have confirmed unseen, leaves its signature too', async () => {
  const { findings, kept } = await approve([])
  expect(new Set(findings.map(({ kind }) => kind))).toEqual(new Set(['signed']))
  expect(kept).toMatchObject([{ signingKey: signer.keyId }])
})
