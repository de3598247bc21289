import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  advance,
  type Ending,
  type Failure,
  type Round,
  type RoundEvent,
  type RoundState,
} from '../../src/domain/round.ts'
import { ada, bob } from './people.ts'

const now = new Date('2026-05-01T12:00:00Z')
const until = new Date('2026-05-01T12:01:30Z')
const gone: Ending = { kind: 'gone', at: now }
const failure: Failure = {
  decision: 'approve',
  reason: { kind: 'throttled' },
  by: ada,
  at: now,
  requestId: null,
}

const waiting: RoundState = { kind: 'waiting', failure: null }
const claimed: RoundState = {
  kind: 'claimed',
  claim: {
    clickId: 'click-1',
    decision: 'approve',
    by: ada,
    holder: 'process 1',
    fence: 3,
    since: now,
    until,
  },
}
const settled: RoundState = { kind: 'settled', ending: gone }

const round = (state: RoundState): Round => ({ id: 'round-1', number: 1, version: 5, fence: 3, state })
const claim: RoundEvent = {
  kind: 'claim',
  clickId: 'click-2',
  decision: 'approve',
  by: bob,
  holder: 'process 2',
  now,
  until,
}
const takeOver = (at: Date, isOwner: boolean): RoundEvent => {
  return { kind: 'take-over', holder: 'process 2', now: at, until: new Date(at.getTime() + 90_000), isOwner }
}
const refused = { kind: 'refused' }

describe('a waiting round', () => {
  it('can be claimed, under a higher fence', () => {
    expect(advance(round(waiting), claim)).toEqual({
      kind: 'changed',
      fence: 4,
      state: {
        kind: 'claimed',
        claim: {
          clickId: 'click-2',
          decision: 'approve',
          by: bob,
          holder: 'process 2',
          fence: 4,
          since: now,
          until,
        },
      },
    })
  })

  it('can end as it was seen outside', () => {
    expect(advance(round(waiting), { kind: 'observe', ending: gone })).toMatchObject({
      state: settled,
      fence: 3,
    })
  })

  it('can tell a failure', () => {
    const event: RoundEvent = { kind: 'note-failure', failure }
    expect(advance(round(waiting), event)).toMatchObject({ state: { kind: 'waiting', failure } })
  })

  it('can not be settled, given back or taken over: nobody holds it', () => {
    expect(advance(round(waiting), { kind: 'settle', fence: 3, ending: gone })).toEqual(refused)
    expect(advance(round(waiting), { kind: 'release', fence: 3, failure })).toEqual(refused)
    expect(advance(round(waiting), takeOver(until, true))).toEqual(refused)
  })
})

describe('a claimed round', () => {
  it('is settled, or given back with the reason, by whoever holds its fence', () => {
    const settle: RoundEvent = { kind: 'settle', fence: 3, ending: gone }
    expect(advance(round(claimed), settle)).toEqual({ kind: 'changed', state: settled, fence: 3 })
    expect(advance(round(claimed), { kind: 'release', fence: 3, failure })).toEqual({
      kind: 'changed',
      state: { kind: 'waiting', failure },
      fence: 3,
    })
  })

  it.each([2, 4])('is nothing to whoever holds another fence: %d', (fence) => {
    expect(advance(round(claimed), { kind: 'settle', fence, ending: gone })).toEqual(refused)
    expect(advance(round(claimed), { kind: 'release', fence, failure })).toEqual(refused)
  })

  it('can not be claimed, seen to end, or told a failure', () => {
    expect(advance(round(claimed), claim)).toEqual(refused)
    expect(advance(round(claimed), { kind: 'observe', ending: gone })).toEqual(refused)
    expect(advance(round(claimed), { kind: 'note-failure', failure })).toEqual(refused)
  })

  it('is taken over once its lease is over, with the click and the person that it was claimed by', () => {
    expect(advance(round(claimed), takeOver(new Date(until.getTime() - 1), false))).toEqual(refused)
    expect(advance(round(claimed), takeOver(until, false))).toMatchObject({
      fence: 4,
      state: {
        kind: 'claimed',
        claim: {
          clickId: 'click-1',
          decision: 'approve',
          by: ada,
          holder: 'process 2',
          fence: 4,
          since: until,
        },
      },
    })
  })

  it('is taken over at once by whoever knows that its holder is dead', () => {
    expect(advance(round(claimed), takeOver(now, true))).toMatchObject({ fence: 4 })
  })
})

describe('a settled round', () => {
  const confirmed: Ending = {
    kind: 'confirmed',
    by: ada,
    at: now,
    certainty: 'answered',
    functionError: null,
  }
  const elsewhere: Ending = { kind: 'confirmed-elsewhere', status: 'CONFIRMED', at: now }
  const event: RoundEvent = { kind: 'disprove', now: until, isEnabled: true }

  it.each([confirmed, elsewhere])('that calls its user confirmed can be disproved: $kind', (said) => {
    expect(advance(round({ kind: 'settled', ending: said }), event)).toEqual({
      kind: 'changed',
      fence: 3,
      state: { kind: 'settled', ending: { kind: 'disproved', said, at: until, isEnabled: true } },
    })
  })

  it.each<Ending>([
    gone,
    { kind: 'disabled', at: now },
    { kind: 'confirmed-elsewhere', status: 'RESET_REQUIRED', at: now },
    { kind: 'disproved', said: confirmed, at: now, isEnabled: true },
  ])('that calls its user nothing of the kind can not: %o', (ending) => {
    expect(advance(round({ kind: 'settled', ending }), event)).toEqual(refused)
  })

  it('can not be disproved before it is settled', () => {
    expect(advance(round(waiting), event)).toEqual(refused)
    expect(advance(round(claimed), event)).toEqual(refused)
  })
})

const fence = fc.nat({ max: 6 })
const times = fc.integer({ min: 0, max: 200_000 }).map((ms) => new Date(now.getTime() + ms))
const anyEvent: fc.Arbitrary<RoundEvent> = fc.oneof(
  fc.constant(claim),
  fc.tuple(times, fc.boolean()).map(([at, isOwner]) => takeOver(at, isOwner)),
  fence.map((held): RoundEvent => ({ kind: 'settle', fence: held, ending: gone })),
  fence.map((held): RoundEvent => ({ kind: 'release', fence: held, failure })),
  fc.constant<RoundEvent>({ kind: 'note-failure', failure }),
  fc.constant<RoundEvent>({ kind: 'observe', ending: gone }),
  fc.constant<RoundEvent>({ kind: 'disprove', now, isEnabled: true }),
)

describe('whatever happens to a round', () => {
  it('it stays settled once it is', () => {
    fc.assert(
      fc.property(anyEvent, (event) => {
        expect(advance(round(settled), event)).toEqual(refused)
      }),
    )
  })

  it('its fence never falls, and a claim has the fence of its round', () => {
    const histories = fc.array(anyEvent, { maxLength: 30 })
    fc.assert(
      fc.property(histories, (events) => {
        let current: Round = { ...round(waiting), fence: 0 }
        for (const event of events) {
          const next = advance(current, event)
          if (next.kind === 'refused') continue
          expect(next.fence).toBeGreaterThanOrEqual(current.fence)
          if (next.state.kind === 'claimed') expect(next.state.claim.fence).toBe(next.fence)
          current = { ...current, state: next.state, fence: next.fence }
        }
      }),
    )
  })
})
