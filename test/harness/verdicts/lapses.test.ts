import { expect, it } from 'vitest'
import type { Evidence } from '../world/evidence.ts'
import { judgeLapses } from './lapses.ts'
import { perfectWorld } from './perfect-world.ts'

/** Ben lapsed at 900, in a pool in which that takes 500 ms. */
function lapsedWorld(since = 200): Evidence {
  const world = perfectWorld()
  const ending = { kind: 'lapsed', at: new Date(900).toISOString(), since: new Date(since).toISOString() }
  return {
    ...world,
    pools: world.pools.map((pool) => ({ ...pool, lapseAfter: 500 })),
    lapsed: new Map([['ben', 'the store']]),
    rows: {
      ...world.rows,
      store: [{ id: 'the store' }],
      rounds: world.rows.rounds.map((round) =>
        round.id === 'round ben' ? { ...round, kind: 'settled', state: { kind: 'settled', ending } } : round,
      ),
    },
  }
}

/** Another round of Ben's, opened after he lapsed. */
function withNextRound(world: Evidence, origin: string | null): Evidence {
  const next = { id: 'round 2', sign_up_id: 'sign-up ben', number: 2, version: 1, card: 'shown' }
  const waiting = { kind: 'waiting', state: { kind: 'waiting' } }
  return {
    ...world,
    rows: { ...world.rows, rounds: [...world.rows.rounds, { ...next, ...waiting, origin }] },
  }
}

it('somebody about whom nobody decided for long enough may lapse', () => {
  expect(judgeLapses(perfectWorld())).toEqual([])
  expect(judgeLapses(lapsedWorld())).toEqual([])
})

it('a lapse that comes too soon is wrong', () => {
  expect(judgeLapses(lapsedWorld(401))).toEqual(['ben lapsed after 499 ms.'])
})

it('nobody lapses who was decided, by a click or as Cognito knows', () => {
  const world = lapsedWorld()
  const clicks = world.rows.clicks.map((click) => ({ ...click, round_id: 'round ben' }))
  expect(judgeLapses({ ...world, rows: { ...world.rows, clicks } })).toEqual([
    'ben lapsed, but UADA had decided.',
  ])
  const confirmations = world.confirmations.map((one) => ({ ...one, sub: 'ben' }))
  expect(judgeLapses({ ...world, confirmations })).toHaveLength(1)
})

it('whoever has lapsed waits again only if somebody asks, something happened to them, or the store was lost', () => {
  const world = lapsedWorld()
  expect(judgeLapses(withNextRound(world, null))).toHaveLength(1)
  expect(judgeLapses(withNextRound(world, '{"kind":"resume"}'))).toEqual([])
  expect(judgeLapses({ ...withNextRound(world, null), lapsed: new Map([['ben', 'lost']]) })).toEqual([])
  const users = world.users.map((user) => ({
    ...user,
    states: [...user.states, { at: 950, state: 'disabled' as const }, { at: 960, state: 'waiting' as const }],
  }))
  expect(judgeLapses({ ...withNextRound(world, null), users })).toEqual([])
})
