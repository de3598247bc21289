// A round whose pool requires several approvals: what is added, dropped, and carried through a claim.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CountedApproval, Tally } from '../../src/domain/approvals.ts'
import { approvalLife } from '../../src/domain/deadlines.ts'
import {
  advance,
  type Failure,
  type Round,
  type RoundEvent,
  type RoundState,
  tallyOf,
} from '../../src/domain/round.ts'
import { ada, bob } from './people.ts'

const now = new Date('2026-05-01T12:00:00Z')
const until = new Date('2026-05-01T12:01:30Z')
const cyd = { userId: 'U0CYD', teamId: 'T0HOME' }
const approvalOf = (by: typeof ada): CountedApproval => ({ by, clickId: `click of ${by.userId}`, at: now })
const [byAda, byBob, byCyd] = [approvalOf(ada), approvalOf(bob), approvalOf(cyd)]
const failure: Failure = {
  decision: 'approve',
  reason: { kind: 'throttled' },
  by: bob,
  at: until,
  requestId: null,
}

const tally = (...given: readonly CountedApproval[]): Tally => ({ given, dropped: null })
const round = (state: RoundState): Round => ({ id: 'round-1', number: 1, version: 5, fence: 3, state })
const waiting = (...given: readonly CountedApproval[]): Round =>
  round({ kind: 'waiting', failure: null, ...(given.length === 0 ? {} : { tally: tally(...given) }) })

const add = (own: CountedApproval, on: readonly CountedApproval[], at = now): RoundEvent => {
  return { kind: 'add-approval', relied: { on: on.map(({ clickId }) => clickId), own }, now: at }
}
const claim = (own: CountedApproval | null, on: readonly CountedApproval[], at = now): RoundEvent => ({
  kind: 'claim',
  clickId: 'click',
  decision: 'approve',
  by: bob,
  holder: 'process 1',
  now: at,
  until,
  relied: { on: on.map(({ clickId }) => clickId), own },
})
const denial: RoundEvent = {
  kind: 'claim',
  clickId: 'click',
  decision: 'deny',
  by: bob,
  holder: 'process 1',
  now,
  until,
}
const drop: RoundEvent = {
  kind: 'drop-approvals',
  clickIds: [byAda.clickId],
  because: 'lost-right',
  now: until,
}
const change: RoundEvent = { kind: 'change-facts', now: until }
const refused = { kind: 'refused' }

/** Applies each in turn; each has to apply. */
function turned(start: Round, ...events: readonly RoundEvent[]): Round {
  let current = start
  for (const event of events) {
    const next = advance(current, event)
    if (next.kind === 'refused') throw new Error(`"${event.kind}" does not apply`)
    current = { ...current, state: next.state, fence: next.fence }
  }
  return current
}

describe('an approval too few', () => {
  it('counts, and the round waits on', () => {
    expect(turned(waiting(), add(byAda, [])).state).toEqual({
      kind: 'waiting',
      failure: null,
      tally: tally(byAda),
    })
    expect(tallyOf(turned(waiting(byAda), add(byBob, [byAda])).state)).toEqual(tally(byAda, byBob))
  })

  it('does not count if others do by now than those that were checked', () => {
    expect(advance(waiting(byBob), add(byAda, []))).toEqual(refused)
    expect(advance(waiting(), add(byAda, [byBob]))).toEqual(refused)
    expect(advance(waiting(byCyd), add(byAda, [byBob]))).toEqual(refused)
  })

  it('takes the place of a failure before it', () => {
    const failed = round({ kind: 'waiting', failure })
    expect(turned(failed, add(byAda, [])).state).toMatchObject({ failure: null })
  })

  it('does not count once somebody is deciding, or has', () => {
    const claimed = turned(waiting(byAda), claim(byBob, [byAda]))
    expect(advance(claimed, add(byCyd, [byAda]))).toEqual(refused)
    const over = turned(claimed, { kind: 'settle', fence: 4, ending: { kind: 'gone', at: now } })
    expect(advance(over, add(byCyd, [byAda]))).toEqual(refused)
  })
})

describe('a claim of several', () => {
  it('has all approvals, its own last', () => {
    const { state } = turned(waiting(byAda), claim(byBob, [byAda]))
    expect(state).toMatchObject({ kind: 'claimed', claim: { clickId: 'click', tally: tally(byAda, byBob) } })
  })

  it('is not made if other approvals count than those that were checked', () => {
    expect(advance(waiting(byAda, byCyd), claim(byBob, [byAda]))).toEqual(refused)
    expect(advance(waiting(), claim(byBob, [byAda]))).toEqual(refused)
    expect(advance(waiting(byAda), claim(null, []))).toEqual(refused)
  })

  it('is made by a denial, whoever has approved', () => {
    expect(turned(waiting(byAda), denial).state).toMatchObject({
      kind: 'claimed',
      claim: { decision: 'deny' },
    })
  })

  it('keeps the approvals for whoever takes it over', () => {
    const takeOver: RoundEvent = { kind: 'take-over', holder: 'process 2', now: until, until, isOwner: false }
    expect(tallyOf(turned(waiting(byAda), claim(byBob, [byAda]), takeOver).state)).toEqual(
      tally(byAda, byBob),
    )
  })

  it('leaves the approvals if it fails, so that one click tries again', () => {
    const release: RoundEvent = { kind: 'release', fence: 4, failure }
    const failed = turned(waiting(byAda), claim(byBob, [byAda]), release)
    expect(failed.state).toEqual({ kind: 'waiting', failure, tally: tally(byAda, byBob) })
    expect(turned(failed, claim(null, [byAda, byBob])).state).toMatchObject({ kind: 'claimed' })
  })

  it('of a denial leaves them, too', () => {
    const release: RoundEvent = { kind: 'release', fence: 4, failure: { ...failure, decision: 'deny' } }
    expect(tallyOf(turned(waiting(byAda), denial, release).state)).toEqual(tally(byAda))
  })
})

describe('an approval', () => {
  it('that is dropped counts no longer, and the round says whose it was', () => {
    const dropped = { all: [{ by: ada, because: 'lost-right' }], at: until }
    const { state } = turned(waiting(byAda, byBob), drop)
    expect(state).toEqual({ kind: 'waiting', failure: null, tally: { given: [byBob], dropped } })
    expect(tallyOf(turned(round(state), add(byCyd, [byBob])).state)).toEqual({
      given: [byBob, byCyd],
      dropped,
    })
  })

  it('that does not count can’t be dropped, nor one of a round that is decided', () => {
    expect(advance(waiting(byBob), drop)).toEqual(refused)
    expect(advance(waiting(), drop)).toEqual(refused)
    expect(advance(turned(waiting(byAda), claim(byBob, [byAda])), drop)).toEqual(refused)
  })

  it('lapses after seven days: nothing relies on it any more', () => {
    const [last, over] = [approvalLife - 1, approvalLife].map((life) => new Date(now.getTime() + life))
    expect(advance(waiting(byAda), add(byBob, [byAda], last))).toMatchObject({ kind: 'changed' })
    expect(advance(waiting(byAda), add(byBob, [byAda], over))).toEqual(refused)
    expect(advance(waiting(byAda), claim(byBob, [byAda], last))).toMatchObject({ kind: 'changed' })
    expect(advance(waiting(byAda), claim(byBob, [byAda], over))).toEqual(refused)
  })

  it('stays if a failure is noted', () => {
    expect(tallyOf(turned(waiting(byAda), { kind: 'note-failure', failure }).state)).toEqual(tally(byAda))
  })
})

describe('when the card shows something else', () => {
  const dropped = (...people: readonly (typeof ada)[]) => {
    return { all: people.map((by) => ({ by, because: 'facts-changed' })), at: until }
  }

  it('all approvals end, and the failure stays', () => {
    const failed = round({ kind: 'waiting', failure, tally: tally(byAda, byBob) })
    expect(turned(failed, change).state).toEqual({
      kind: 'waiting',
      failure,
      tally: { given: [], dropped: dropped(ada, bob) },
    })
  })

  it('nothing changes where there are none', () => {
    expect(advance(waiting(), change)).toEqual(refused)
    expect(advance(turned(waiting(), denial), change)).toEqual(refused)
    expect(advance(round({ kind: 'settled', ending: { kind: 'gone', at: now } }), change)).toEqual(refused)
  })

  it('under a claim, they end with it if it fails', () => {
    const claimed = turned(waiting(byAda), claim(byBob, [byAda]), change)
    expect(claimed.state).toMatchObject({ claim: { tally: tally(byAda, byBob), factsChanged: true } })
    expect(advance(claimed, change)).toEqual(refused)
    const takeOver: RoundEvent = { kind: 'take-over', holder: 'process 2', now: until, until, isOwner: true }
    for (const [events, fence] of [
      [[], 4],
      [[takeOver], 5],
    ] as const)
      expect(turned(claimed, ...events, { kind: 'release', fence, failure }).state).toEqual({
        kind: 'waiting',
        failure,
        tally: { given: [], dropped: dropped(ada, bob) },
      })
  })
})

it('whatever happens, nobody’s approval counts twice, and none that nobody gave', () => {
  const people = [ada, bob, cyd]
  const anyone = fc.constantFrom(...people.map(approvalOf))
  const relying = fc.subarray(people.map(approvalOf))
  const events = fc.array(
    fc.oneof(
      fc.tuple(anyone, relying).map(([own, on]) => add(own, on)),
      fc.tuple(anyone, relying).map(([own, on]) => claim(own, on)),
      relying.map((on) => claim(null, on)),
      fc.constantFrom(denial, drop, change),
      fc.nat({ max: 5 }).map((fence): RoundEvent => ({ kind: 'release', fence, failure })),
    ),
    { maxLength: 30 },
  )
  fc.assert(
    fc.property(events, (all) => {
      let current: Round = { ...waiting(), fence: 0 }
      const gave = new Set<string>()
      for (const event of all) {
        // A flow never adds an approval of somebody whose approval it relies on.
        const isOwn = 'relied' in event && event.relied?.on.includes(event.relied.own?.clickId ?? '')
        const next = isOwn === true ? refused : advance(current, event)
        if (!('state' in next)) continue
        if ('relied' in event && event.relied?.own) gave.add(event.relied.own.clickId)
        const counted = (tallyOf(next.state)?.given ?? []).map(({ clickId }) => clickId)
        expect(new Set(counted).size).toBe(counted.length)
        expect(counted.filter((clickId) => !gave.has(clickId))).toEqual([])
        current = { ...current, state: next.state, fence: next.fence }
      }
    }),
  )
})
