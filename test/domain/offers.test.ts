import { describe, expect, it } from 'vitest'
import type { FailureReason } from '../../src/domain/failure.ts'
import type { Looking } from '../../src/domain/looking.ts'
import { originOfNext } from '../../src/domain/next-round.ts'
import { isUndoBegun, isUndoOffered, offersOf } from '../../src/domain/offers.ts'
import type { Round } from '../../src/domain/round.ts'
import { confirmed, roundOf } from '../slack/draw/everything.ts'
import { ada, grace } from './people.ts'

const given = [{ by: ada, clickId: 'click-1', at: new Date('2026-05-01T12:00:00Z') }]
const entryOf = (tally?: { given: typeof given; dropped: null }, looking?: Looking) => ({
  signUp: grace(),
  round: roundOf({ kind: 'waiting', failure: null, tally, looking }),
})

it('an approval can be withdrawn where one counts', () => {
  expect(offersOf(entryOf({ given, dropped: null }))).toEqual([
    'approve',
    'deny',
    'withdraw',
    'look-into',
    'details',
  ])
  expect(offersOf(entryOf({ given: [], dropped: null }))).toEqual(['approve', 'deny', 'look-into', 'details'])
  expect(offersOf(entryOf())).toEqual(['approve', 'deny', 'look-into', 'details'])
})

it('whoever looks into a sign-up can say that they stop, and others can take over', () => {
  const at = new Date('2026-05-01T12:00:00Z')
  const looked = entryOf(undefined, { by: ada, since: at, until: at })
  expect(offersOf(looked)).toEqual(['approve', 'deny', 'look-into', 'stop-looking', 'details'])
})

describe('an undoing that did not go through', () => {
  const at = new Date('2026-05-01T12:00:00Z')
  const notDone = (reason: FailureReason, change: Partial<Round> = {}) => {
    const ending = { kind: 'not-done', decision: 'undo', by: ada, at, reason, requestId: null } as const
    return { signUp: grace(), round: { ...roundOf({ kind: 'settled', ending }), ...change } }
  }

  it('is offered again within its time, and after that only if it may have worked', () => {
    const within = { undoUntil: new Date('2026-05-01T13:00:00Z') }
    expect(offersOf(notDone({ kind: 'throttled' }, within))).toEqual(['undo', 'details'])
    expect(offersOf(notDone({ kind: 'throttled' }))).toEqual(['details'])
    for (const kind of ['uncertain', 'no-answer'] as const)
      expect(isUndoBegun(notDone({ kind }).round)).toBe(kind === 'uncertain')
    expect(offersOf(notDone({ kind: 'uncertain' }))).toEqual(['undo', 'details'])
    expect(offersOf(notDone({ kind: 'look-forbidden', action: 'x:y' }))).toEqual(['undo', 'details'])
  })

  it('is completed at any time: only beginning one is limited', () => {
    const asked = { by: ada, at }
    const next = originOfNext('undo', notDone({ kind: 'uncertain' }), asked)
    expect(next).toMatchObject({ kind: 'undo', by: ada, isDisabled: false, until: null })
    const late = notDone({ kind: 'throttled' }, { undoUntil: at })
    expect(originOfNext('undo', late, asked)).toBeNull()
  })

  it('is completed even where the pool offers none any more', () => {
    const { round } = notDone({ kind: 'uncertain' })
    expect(isUndoOffered(round, { undoWindow: 0 })).toBe(true)
    const confirmedRound = roundOf({ kind: 'settled', ending: confirmed })
    expect(isUndoOffered(confirmedRound, { undoWindow: 0 })).toBe(false)
    expect(isUndoOffered(confirmedRound, { undoWindow: 1 })).toBe(true)
  })

  it('is no reopening that did not go through, whatever became of that', () => {
    const ending = {
      kind: 'not-done',
      decision: 'reopen',
      by: ada,
      at,
      reason: { kind: 'uncertain' },
      requestId: null,
    } as const
    expect(isUndoBegun(roundOf({ kind: 'settled', ending }))).toBe(false)
  })
})
