// Cognito claims not to know a user: nobody is called deleted whom its list still shows.
import { expect, test } from 'vitest'
import { type ConfirmingParts, confirmInCognito } from '../../src/decide/confirm-in-cognito.ts'
import type { ConfirmAnswer, LookUp } from '../../src/domain/attempt.ts'
import { ada, grace } from '../domain/people.ts'
import { createHandClock } from '../shared/hand-clock.ts'
import { testPool } from '../support/pool.ts'
import { pressed } from './pressed.ts'

const signUp = grace()

const pool = testPool({ id: signUp.poolId, approvers: { groups: [], users: [ada.userId] } })

const unknown: ConfirmAnswer = { kind: 'gone', requestId: 'aws 1' }
const yes: ConfirmAnswer = { kind: 'confirmed', requestId: 'aws 2' }
const missing: LookUp = { kind: 'gone', requestId: null }
const unread: LookUp = { kind: 'failed', reason: { kind: 'no-answer' }, requestId: null }
const waiting: LookUp = {
  kind: 'found',
  status: 'UNCONFIRMED',
  isEnabled: true,
  isSurelyTheirs: true,
  requestId: null,
}

/** What was asked, with the seconds since the claim, and how the round ended. Each answer is given in turn. */
async function confirm(answers: readonly ConfirmAnswer[], lists: readonly LookUp[]) {
  const clock = createHandClock()
  const since = clock.now()
  const [left, leftLists] = [[...answers], [...lists]]
  const done: string[] = []
  const note = (what: string) => done.push(`${(clock.now().getTime() - since.getTime()) / 1000} s: ${what}`)
  const asked = (sub: string) => (sub === signUp.sub ? 'by sub' : `for ${sub}`)
  const parts: ConfirmingParts = {
    ledger: {
      beginAttempt: async () => ({ id: 'next', unanswered: null, mayBeDisabled: false }),
      answerAttempt: async () => {},
      unseenDenial: async () => null,
      settle: async ({ ending }) => {
        note(`settled: ${ending.kind}`)
        return []
      },
      release: async ({ failure }) => {
        note(`waits again: ${failure.reason.kind} ${failure.requestId}`)
        return []
      },
    },
    userPools: {
      confirm: async ({ sub }) => {
        note(`confirm ${asked(sub)}`)
        return left.shift() ?? yes
      },
      lookInList: async ({ sub }) => {
        note(`list ${asked(sub)}`)
        return leftLists.shift() ?? unread
      },
      lookUp: () => Promise.reject(new Error('A look-up makes the user billable')),
    },
    clock,
    auditHead: () => '',
    signer: null,
  }
  const click = pressed(since)
  const claimed = { click, roundId: 'round', fence: 1, since, signUp, pool, approvers: [] }
  const confirming = confirmInCognito(parts, claimed, { id: 'first', unanswered: null, mayBeDisabled: false })
  await clock.advance(60_000)
  await confirming
  return done
}

test('a user whom the list does not show either is gone', async () => {
  expect(await confirm([unknown], [missing])).toEqual([
    '0 s: confirm by sub',
    '0 s: list by sub',
    '0 s: settled: gone',
  ])
})

test('where the list shows the user, the call is repeated by sub after two seconds', async () => {
  expect(await confirm([unknown, yes], [waiting])).toEqual([
    '0 s: confirm by sub',
    '0 s: list by sub',
    '2 s: confirm by sub',
    '2 s: settled: confirmed',
  ])
})

test('a user who was deleted in those two seconds is gone', async () => {
  expect((await confirm([unknown, unknown], [waiting, missing])).at(-1)).toBe('2 s: settled: gone')
})

test('if Cognito still disagrees with itself, the round waits again and says so', async () => {
  expect(await confirm([unknown, unknown], [waiting, waiting])).toEqual([
    '0 s: confirm by sub',
    '0 s: list by sub',
    '2 s: confirm by sub',
    '2 s: list by sub',
    '2 s: waits again: contradicted aws 1',
  ])
})

test('if the list can’t be read, nobody is called deleted', async () => {
  expect((await confirm([unknown, unknown], [unread, unread])).at(-1)).toBe(
    '2 s: waits again: unexplained aws 1',
  )
})

test('one failed look at the list is not the last word', async () => {
  expect((await confirm([unknown, unknown], [unread, missing])).at(-1)).toBe('2 s: settled: gone')
})
