import { describe, expect, it } from 'vitest'
import type { Evidence } from '../world/evidence.ts'
import { judgeDenials } from './denials.ts'
import { perfectWorld, withRows } from './perfect-world.ts'
import { judgeWaysBack } from './ways-back.ts'

/** Ada has undone the approval of Mia, whose next round ended as that. */
function undoneWorld(changes: Partial<Evidence> = {}): Evidence {
  const world = withRows(({ clicks, rounds }) => {
    const [click] = clicks
    const [round] = rounds
    if (click === undefined || round === undefined) throw new Error('Nobody clicked')
    const request = '{"kind":"undo","roundId":"round mia"}'
    const undo = { id: 'click 3', round_id: 'round mia 2', slack_request_id: 'envelope 3', request }
    const origin = '{"kind":"undo","by":{"userId":"UADA"}}'
    return {
      clicks: [...clicks, { ...click, ...undo, outcome: { kind: 'undone' } }],
      rounds: [...rounds, { ...round, id: 'round mia 2', number: 2, origin, state: { kind: 'settled' } }],
    }
  })
  return {
    ...world,
    subOfRound: new Map([['round mia 2', 'mia']]),
    disablings: [{ sub: 'mia', at: 500, status: 'CONFIRMED', lookedAt: 490 }],
    signOuts: [{ sub: 'mia', at: 510 }],
    ...changes,
  }
}

describe('ways back', () => {
  it('are right where an approver asked for each of them', () => {
    expect(judgeWaysBack(perfectWorld())).toEqual([])
    expect(judgeWaysBack(undoneWorld())).toEqual([])
    expect(judgeDenials(undoneWorld())).toEqual([])
  })

  it('need somebody who asked and who may', () => {
    const signOuts = [{ sub: 'ben', at: 510 }]
    expect(judgeWaysBack(undoneWorld({ signOuts }))).toHaveLength(1)
    const enablings = [{ sub: 'mia', at: 510, status: 'CONFIRMED' }]
    expect(judgeWaysBack(undoneWorld({ enablings }))).toHaveLength(1)
    expect(judgeWaysBack(undoneWorld({ approvers: [] }))).toHaveLength(1)
    const { rows } = undoneWorld()
    const clicks = rows.clicks.slice(0, 2)
    expect(
      judgeWaysBack(undoneWorld({ rows: { ...rows, clicks }, disablings: [], signOuts: [] })),
    ).toHaveLength(1)
  })

  it('may have been asked for in a store that was lost since', () => {
    const { rows } = undoneWorld()
    const lost = { rows: { ...rows, clicks: [], rounds: [] }, storeSince: 600 }
    const undone = new Set(['mia'])
    expect(judgeDenials(undoneWorld({ ...lost, undone }))).toEqual([])
    expect(judgeWaysBack(undoneWorld({ ...lost, undone }))).toEqual([])
    expect(judgeDenials(undoneWorld(lost))).toHaveLength(1)
  })

  it('disable nobody who is confirmed without a look', () => {
    const disablings = [{ sub: 'mia', at: 500, status: 'CONFIRMED', lookedAt: null }]
    expect(judgeWaysBack(undoneWorld({ disablings }))).toHaveLength(1)
  })

  it('are offered only by the card of the latest round', () => {
    const offering = (waysBack: readonly string[]) =>
      undoneWorld({
        cards: perfectWorld().cards.map((card) => ({
          ...card,
          versions: card.versions.map((version) => ({ ...version, waysBack })),
        })),
      })
    expect(judgeWaysBack(offering(['round mia 2']))).toEqual([])
    expect(judgeWaysBack(offering(['round mia'])).length).toBeGreaterThan(0)
  })
})
