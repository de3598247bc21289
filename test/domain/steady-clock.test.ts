import { describe, expect, it } from 'vitest'
import { type ClockState, judgeFirstReading, judgeReading } from '../../src/domain/steady-clock.ts'

const hour = 60 * 60_000
const day = 24 * hour
const at = Date.UTC(2026, 4, 1)
const from = { at, elapsed: 5000 }

/** The clock `ahead` of what it should be, when so much time has passed. */
const later = (passed: number, ahead = 0) => ({ at: at + passed + ahead, elapsed: 5000 + passed })

describe('a process’s first look at the clock', () => {
  it('believes it in a new store', () => {
    expect(judgeFirstReading(from, null)).toEqual({
      state: { isSteady: true, from },
      news: { kind: 'none' },
    })
  })

  it.each([0, 1, -1, day, -day])('believes it if it is %i ms from the time last noted', (away) => {
    const judged = judgeFirstReading(from, { at: at - away, isSteady: true })
    expect(judged).toEqual({ state: { isSteady: true, from }, news: { kind: 'none' } })
  })

  it.each([day + 1, -day - 1, 9 * 365 * day])('does not if it is %i ms from it', (away) => {
    const judged = judgeFirstReading(from, { at: at - away, isSteady: true })
    expect(judged).toEqual({
      state: { isSteady: false, from },
      news: { kind: 'far-from-noted', noted: at - away },
    })
  })

  it('does not if an earlier process did not see the hour out', () => {
    expect(judgeFirstReading(from, { at: at - 1, isSteady: false })).toEqual({
      state: { isSteady: false, from },
      news: { kind: 'not-yet-steady' },
    })
  })
})

describe('a clock that goes on', () => {
  const steady: ClockState = { isSteady: true, from }
  const unsteady: ClockState = { isSteady: false, from }

  it.each([0, day, -day])('stays steady, also if it is %i ms off', (ahead) => {
    expect(judgeReading(steady, later(400 * day, ahead))).toEqual({ state: steady, news: { kind: 'none' } })
  })

  it.each([day + 1, -day - 1, 9 * 365 * day])('has jumped if it is %i ms off', (ahead) => {
    for (const before of [steady, unsteady])
      expect(judgeReading(before, later(10_000, ahead))).toEqual({
        state: { isSteady: false, from: later(10_000, ahead) },
        news: { kind: 'jumped', expected: at + 10_000 },
      })
  })

  it('has also jumped if it did so in small steps', () => {
    let state: ClockState = steady
    const kinds = [1, 2, 3].map((steps) => {
      const judged = judgeReading(state, later(steps * 10_000, steps * 0.4 * day))
      state = judged.state
      return judged.news.kind
    })
    expect(kinds).toEqual(['none', 'none', 'jumped'])
  })

  it('is steady again an hour after its last jump', () => {
    expect(judgeReading(unsteady, later(hour - 1))).toEqual({ state: unsteady, news: { kind: 'none' } })
    expect(judgeReading(unsteady, later(hour))).toEqual({ state: steady, news: { kind: 'steady-again' } })
  })
})
