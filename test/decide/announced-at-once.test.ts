// The end of a click shows at once: the 2-second loop is only there for what was missed.
import { expect, test } from 'vitest'
import { createDecider, type DecidingParts } from '../../src/decide/decide-sign-up.ts'
import type { ConfirmAnswer } from '../../src/domain/attempt.ts'
import { ada, grace } from '../domain/people.ts'
import { createHandClock, createReadableLog } from '../shared/hand-clock.ts'
import { testPool } from '../support/pool.ts'
import { may } from './may.ts'
import { pressed } from './pressed.ts'

const signUp = grace()

const waiting = {
  signUp,
  round: { id: 'round', number: 1, version: 1, fence: 0, state: { kind: 'waiting', failure: null } },
} as const

const pool = testPool({ id: signUp.poolId, approvers: { groups: [], users: [ada.userId] } })

const attempt = { id: 'attempt', unanswered: null, mayBeDisabled: false }

/** What a decider does in the store and in Slack, in order. `messageIds` are what the store names at the end of a round. */
function openDecider(
  answer: ConfirmAnswer,
  messageIds: readonly string[] | null = ['message', 'copy'],
  authorise: DecidingParts['authorise'] = async () => may,
  ofPool = pool,
) {
  const clock = createHandClock()
  const done: string[] = []
  const parts: DecidingParts = {
    ledger: {
      entry: async () => waiting,
      claim: async () => {
        return { kind: 'claimed', roundId: 'round', origin: null, fence: 1, signUp, attempt, approvers: [] }
      },
      tallied: async () => waiting,
      addApproval: () => Promise.reject(new Error('One approval is enough')),
      dropApprovals: () => Promise.reject(new Error('There are none')),
      withdrawApproval: () => Promise.reject(new Error('There are none')),
      trySteps: () => Promise.reject(new Error('Nothing has failed')),
      hasChangedSinceList: async () => false,
      changeLooking: () => Promise.reject(new Error('Nobody looks into it')),
      takeOver: async () => 2,
      beginAttempt: async () => attempt,
      answerAttempt: async () => {},
      unanswered: async () => null,
      unseenDenial: async () => null,
      unseenUpdate: async () => null,
      letWait: () => Promise.reject(new Error('Nobody reopened')),
      settle: async () => {
        done.push('settled')
        return messageIds
      },
      release: async () => {
        done.push('released')
        return messageIds
      },
      end: async (_, { kind }, failure) => {
        done.push(failure === null ? kind : `${kind}, by ${failure.by.userId} on the card`)
        return true
      },
    },
    userPools: {
      confirm: async () => answer,
      update: () => Promise.reject(new Error('Nobody denied')),
      lookUp: async () => ({ kind: 'gone', requestId: null }),
      lookInList: async () => ({ kind: 'gone', requestId: null }),
    },
    authorise,
    authoriseAgain: authorise,
    poolOf: () => ofPool,
    storeId: 'a1b2c3d4e5f60718',
    holder: 'this process',
    signer: null,
    clock,
    auditHead: () => '',
    log: createReadableLog(),
    redraw: async (roundId, ids) =>
      void done.push(`redraw ${roundId}: ${ids?.join(', ') ?? 'wherever it is'}`),
    tell: async () => void done.push('told privately'),
    answerCommand: async () => ({ kind: 'end', end: { kind: 'expired' } }),
    roomToConfirm: async () => {},
    showProgress: () => {},
    closeIfStray: () => {},
    cardsChanged: () => {},
  }
  const click = pressed(clock.now())
  return { decider: createDecider(parts), click, clock, done }
}

const confirmed = { kind: 'confirmed', requestId: null } as const

test('the card is redrawn as soon as its round is settled', async () => {
  const { decider, click, done } = openDecider(confirmed)
  await decider.carryOut(click)
  expect(done).toEqual(['settled', 'redraw round: message, copy'])
})

test('the card is redrawn as soon as a failed approval gives its round back', async () => {
  const { decider, click, done } = openDecider({ kind: 'forbidden', action: 'x:y', requestId: null })
  await decider.carryOut(click)
  expect(done).toEqual(['released', 'redraw round: message, copy'])
})

test('the card is redrawn as soon as an interrupted approval has been finished', async () => {
  const { decider, click, done } = openDecider(confirmed)
  await decider.takeUp(click, true)
  expect(done).toEqual(['settled', 'redraw round: message, copy'])
})

test('the card says at once that a click came too late to be carried out', async () => {
  const { decider, click, clock, done } = openDecider(confirmed)
  await clock.advance(16 * 60_000)
  await decider.carryOut(click)
  expect(done).toEqual([
    `expired, by ${ada.userId} on the card`,
    'redraw round: wherever it is',
    'told privately',
  ])
})

test.each([
  ['somebody who may not decide', { kind: 'may-not', because: 'not-an-approver' }],
  ['somebody whose own sign-up it is', { kind: 'may-not', because: 'own-sign-up' }],
  ['somebody whom Slack can’t check', { kind: 'unchecked', because: { kind: 'no-answer' } }],
] as const)(
  'the card never names %s: they alone are told that their click came too late',
  async (_, verdict) => {
    const { decider, click, clock, done } = openDecider(confirmed, null, async () => verdict)
    await clock.advance(16 * 60_000)
    await decider.carryOut(click)
    expect(done).toEqual(['expired', 'told privately'])
  },
)

test('an approval by command is drawn on the card and told to the person', async () => {
  const { decider, click, done } = openDecider(confirmed)
  await decider.carryOut({ ...click, toldBy: 'privately' })
  expect(done).toEqual(['settled', 'redraw round: message, copy', 'told privately'])
})

test('one of many approvals doesn’t redraw their message by itself', async () => {
  const { decider, click, done } = openDecider(confirmed)
  await decider.carryOut({ ...click, toldBy: 'bulk' })
  expect(done).toEqual(['settled'])
})

test('a process that lost its claim draws nothing', async () => {
  const { decider, click, done } = openDecider(confirmed, null)
  await decider.carryOut(click)
  expect(done).toEqual(['settled'])
})

test('an Undo that is left on a card does nothing where the pool offers none any more', async () => {
  const ofPool = { ...pool, undoWindow: 0 }
  const { decider, click, done } = openDecider(confirmed, null, async () => may, ofPool)
  await decider.carryOut({ ...click, request: { kind: 'undo', roundId: 'round' } })
  expect(done).toEqual(['not-offered', 'told privately'])
})
