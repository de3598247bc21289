// A click that a dead process left on a round that takes something back, too old to go on with: what its calls did counts.
import { expect, test } from 'vitest'
import { type TakingUpParts, takeUp } from '../../src/decide/take-up-claim.ts'
import type { LookUp, Update } from '../../src/domain/attempt.ts'
import type { Person } from '../../src/domain/person.ts'
import type { ClickRequest } from '../../src/domain/request.ts'
import type { Origin } from '../../src/domain/way-back.ts'
import { ada, bob, grace } from '../domain/people.ts'
import { createHandClock, createReadableLog } from '../shared/hand-clock.ts'
import { testPool } from '../support/pool.ts'
import { pressed } from './pressed.ts'
import { buttonOf, seen } from './way-back.ts'

const at = new Date('2026-05-01T12:00:00Z')
const account = { kind: 'disabled', certainty: 'answered', status: 'UNCONFIRMED' } as const
const denied = { kind: 'denied', by: bob, reason: 'Other', note: null, at, account } as const
const reopening: Origin = { kind: 'reopen', by: ada, at, denied }
const undoing: Origin = {
  kind: 'undo',
  by: ada,
  at,
  approved: { by: bob, at },
  isDisabled: false,
  until: null,
}
const lettingIn: Origin = { kind: 'let-in', by: ada, at, before: { kind: 'undone', by: bob, at } }

interface Left {
  readonly origin: Origin
  readonly request?: ClickRequest
  /** Calls that may have worked. */
  readonly called?: Update
  /** Who made a call that may have confirmed; an approval that worked counts. */
  readonly confirmed?: Person
  readonly look?: LookUp
}

/** What became of it, and whether Cognito was asked. */
async function giveUp({ origin, called, confirmed, look = seen('CONFIRMED'), ...left }: Left) {
  const clock = createHandClock()
  const done: string[] = []
  const signUp = grace()
  const pool = testPool({ id: signUp.poolId })
  const request: ClickRequest = left.request ?? { kind: buttonOf(origin), roundId: 'round before' }
  const click = pressed(clock.now(), { request })
  const claim = {
    clickId: click.id,
    decision: 'approve',
    by: ada,
    holder: 'h',
    fence: 1,
    since: at,
    until: at,
  } as const
  const parts: TakingUpParts = {
    ledger: {
      entry: async () => {
        const round = {
          id: 'round',
          number: 2,
          version: 2,
          fence: 1,
          origin,
          state: { kind: 'claimed', claim },
        } as const
        return { signUp, round }
      },
      takeOver: async () => 2,
      unanswered: async () => confirmed ?? null,
      unseenDenial: async () => null,
      unseenUpdate: async (_, __, call) => (call === called ? ada : null),
      settle: async ({ ending, end }) => {
        done.push(`settled: ${ending.kind}, click ${end.kind}`)
        return []
      },
      release: async ({ failure }) => {
        done.push(`waits again: ${failure.decision} ${failure.reason.kind}`)
        return []
      },
      letWait: async ({ end }) => {
        done.push(`waits, click ${end.kind}`)
        return []
      },
    },
    userPools: {
      lookUp: async () => {
        done.push('looked up')
        return look
      },
    },
    authorise: () => Promise.reject(new Error('It is too old')),
    authoriseAgain: () => Promise.reject(new Error('It is too old')),
    holder: 'this process',
    poolOf: () => pool,
    clock,
    log: createReadableLog(),
    redraw: async () => {},
    tell: async () => {},
  }
  await clock.advance(16 * 60_000)
  await takeUp(parts, click, true, () => Promise.reject(new Error('It is too old')))
  return done
}

test('nothing was called: nothing is asked, and the way back can be tried again', async () => {
  expect(await giveUp({ origin: reopening })).toEqual(['settled: not-done, click failed'])
  expect(await giveUp({ origin: undoing, confirmed: bob })).toEqual(['settled: not-done, click failed'])
  expect(await giveUp({ origin: lettingIn, confirmed: bob })).toEqual(['waits again: let-in expired'])
})

test('a call that has worked counts, whoever finds it', async () => {
  const waiting = await giveUp({ origin: reopening, called: 'enable', look: seen('UNCONFIRMED') })
  expect(waiting).toEqual(['looked up', 'waits, click reopened'])
  const undone = await giveUp({
    origin: undoing,
    called: 'disable',
    confirmed: bob,
    look: seen('CONFIRMED', false),
  })
  expect(undone).toEqual(['looked up', 'settled: undone, click undone'])
  const inside = await giveUp({ origin: lettingIn, called: 'enable', confirmed: bob })
  expect(inside).toEqual(['looked up', 'settled: confirmed, click confirmed'])
})

test('an approval of a reopened sign-up is an approval: the call that reopened it says nothing about it', async () => {
  const request = { kind: 'approve', roundId: 'round' } as const
  const done = await giveUp({ origin: reopening, request, called: 'enable', look: seen('UNCONFIRMED') })
  expect(done).toEqual(['waits again: approve expired'])
})
