// Every call of one decision carries the same signed approval, and its audit event keeps the signature, however it ends.
import { expect, test } from 'vitest'
import { confirmInCognito } from '../../src/decide/confirm-in-cognito.ts'
import type { ConfirmAnswer, LookUp } from '../../src/domain/attempt.ts'
import type { Countersignature } from '../../src/domain/countersignature.ts'
import { checkApproval, readPublicKeys } from '../../src/functions/post-confirmation.mjs'
import { createSigner, makeSigningKey } from '../../src/shared/signing-key.ts'
import { ada, bob, grace } from '../domain/people.ts'
import { createHandClock } from '../shared/hand-clock.ts'
import { testPool } from '../support/pool.ts'
import { pressed } from './pressed.ts'

const signUp = grace()
const pool = testPool({
  id: signUp.poolId,
  clientMetadata: { portal: 'customers' },
  approverRole: 'arn:aws:iam::123456789012:role/approver',
})
const unread: LookUp = { kind: 'failed', reason: { kind: 'no-answer' }, requestId: null }
const noSession: ConfirmAnswer = {
  kind: 'role-problem',
  problem: { kind: 'role-forbidden', action: 'sts:AssumeRole' },
  requestId: null,
}
const signer = createSigner(makeSigningKey())
const { keys } = readPublicKeys(signer.publicKey)

/** Carries out an approval of Ada's after Bob's. `answers` are Cognito's, one a call, and `seen` is what a look-up shows. */
async function approve(answers: readonly ConfirmAnswer[], seen: LookUp = unread) {
  const clock = createHandClock()
  const since = clock.now()
  const left = [...answers]
  const calls: Readonly<Record<string, string>>[] = []
  const kept: (Countersignature | null | undefined)[] = []
  const sessions: (string | null | undefined)[] = []
  const confirming = confirmInCognito(
    {
      ledger: {
        beginAttempt: async () => ({ id: 'next', unanswered: ada, mayBeDisabled: false }),
        answerAttempt: async () => {},
        unseenDenial: async () => null,
        settle: async ({ countersignature, roleSession }) => {
          kept.push(countersignature)
          sessions.push(roleSession)
          return []
        },
        release: async ({ countersignature, roleSession }) => {
          kept.push(countersignature)
          sessions.push(roleSession)
          return []
        },
      },
      userPools: {
        confirm: async ({ clientMetadata }) => {
          calls.push(clientMetadata)
          return left.shift() ?? { kind: 'no-answer', name: 'TimeoutError', requestId: null }
        },
        lookInList: () => Promise.reject(new Error('Nobody is said to be gone')),
        lookUp: async () => seen,
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
  return { calls, findings, kept, sessions }
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
      auditHead: '9f86d081884c7d65',
    },
  ])
})

test('one that failed, and may have confirmed unseen, leaves its signature too', async () => {
  const { findings, kept } = await approve([])
  expect(new Set(findings.map(({ kind }) => kind))).toEqual(new Set(['signed']))
  expect(kept).toMatchObject([{ signingKey: signer.keyId }])
})

test('one without a session was never sent, so nothing of it is kept', async () => {
  const { kept, sessions } = await approve([noSession])
  expect(kept).toEqual([null])
  expect(sessions).toEqual([null])
})

test('one that may have worked leaves its signature and its session, though there was no session for the next call', async () => {
  const lost: ConfirmAnswer = { kind: 'no-answer', name: 'TimeoutError', requestId: null }
  const confirmed = { kind: 'found', status: 'CONFIRMED', isEnabled: true, isSurelyTheirs: true } as const
  const { kept, sessions } = await approve([lost, noSession], { ...confirmed, requestId: null })
  expect(kept).toMatchObject([{ signingKey: signer.keyId }])
  expect(sessions).toEqual([`cs-${ada.teamId}-${ada.userId}`])
})
