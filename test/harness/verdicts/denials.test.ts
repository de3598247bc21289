import { describe, expect, it } from 'vitest'
import type { Evidence } from '../world/evidence.ts'
import { judgeDenials } from './denials.ts'
import { perfectWorld, withRows } from './perfect-world.ts'

/** Ada denied Ben instead, and he was disabled. */
function deniedWorld(changes: Partial<Evidence> = {}): Evidence {
  const world = withRows(({ clicks }) => {
    const [first] = clicks
    if (first === undefined) throw new Error('Nobody clicked')
    const request = '{"kind":"deny","roundId":"round ben"}'
    const denial = { id: 'click 3', round_id: 'round ben', slack_request_id: 'envelope 3', request }
    return { clicks: [...clicks, { ...first, ...denial, outcome: { kind: 'denied' } }] }
  })
  const deed = { envelopeId: 'envelope 3', user: 'UADA', at: 300, what: 'denial', said: 'form' } as const
  return {
    ...world,
    deeds: [...world.deeds, { ...deed, isAcked: true, isDeclined: false }],
    subOfRound: new Map([['round ben', 'ben']]),
    disablings: [{ sub: 'ben', at: 350, status: 'UNCONFIRMED', lookedAt: 340 }],
    ...changes,
  }
}

describe('denials', () => {
  it('are right where somebody who may denied a waiting user', () => {
    expect(judgeDenials(perfectWorld())).toEqual([])
    expect(judgeDenials(deniedWorld())).toEqual([])
  })

  it('disable nobody whom nobody denied', () => {
    expect(judgeDenials({ ...perfectWorld(), disablings: deniedWorld().disablings })).toHaveLength(1)
    expect(judgeDenials(deniedWorld({ approvers: [] }))).toHaveLength(1)
  })

  it('disable nobody who was known to be confirmed; in the same moment, nobody can know', () => {
    const disabling = { sub: 'ben', at: 350, status: 'CONFIRMED', lookedAt: 340 }
    const users = (at: number) =>
      perfectWorld().users.map((user) => ({
        ...user,
        states: [...user.states, { at, state: 'confirmed' as const }],
      }))
    expect(judgeDenials(deniedWorld({ disablings: [disabling], users: users(345) }))).toEqual([])
    expect(judgeDenials(deniedWorld({ disablings: [disabling], users: users(330) }))).toHaveLength(1)
    const unseen = [{ ...disabling, lookedAt: null }]
    expect(judgeDenials(deniedWorld({ disablings: unseen, users: users(345) }))).toHaveLength(1)
  })

  it('decide a round only once', () => {
    const world = deniedWorld()
    const clicks = world.rows.clicks.map((click) => ({ ...click, round_id: 'round ben' }))
    expect(judgeDenials({ ...world, rows: { ...world.rows, clicks } })).toHaveLength(1)
  })

  it('are written down where they were acknowledged, unless the form was declined', () => {
    const world = deniedWorld({ disablings: [] })
    const lost = { ...world, rows: { ...world.rows, clicks: world.rows.clicks.slice(0, 2) } }
    expect(judgeDenials(lost)).toHaveLength(1)
    const deeds = lost.deeds.map((deed) => ({ ...deed, isDeclined: true }))
    expect(judgeDenials({ ...lost, deeds })).toEqual([])
  })
})
