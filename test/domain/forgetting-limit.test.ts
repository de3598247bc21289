import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type ForgottenInDay,
  forgottenAt,
  leastPerDay,
  mostPerDay,
  nextDay,
} from '../../src/domain/forgetting-limit.ts'

const day = 24 * 60 * 60_000
const now = Date.UTC(2026, 4, 1)

it.each([
  [0, 400, 1000],
  [20_000, 400, 1000],
  [20_001, 400, 1001],
  [4_000_000, 400, 200_000],
  // What leaves on two average days.
  [300_000, 30, 20_000],
  [20_000, 2, 20_000],
  [20_000, 1, 20_000],
])('of %i rows with a retention of %i days, %i may be forgotten in a day', (rows, days, most) => {
  expect(mostPerDay(rows, days * day)).toBe(most)
})

describe('the count of a day', () => {
  const count: ForgottenInDay = { since: now, rows: 300, most: 5000 }

  it('begins with the first row', () => {
    expect(forgottenAt(now, null)).toEqual({ since: now, rows: 0, most: leastPerDay })
  })

  it('goes on for a day, and also if the clock was set back a little', () => {
    for (const at of [now, now + day - 1, now - day + 1]) expect(forgottenAt(at, count)).toBe(count)
    expect(nextDay(count)).toBe(now + day)
  })

  it('begins anew after a day, or if the clock was set back by one', () => {
    for (const at of [now + day, now - day])
      expect(forgottenAt(at, count)).toEqual({ since: at, rows: 0, most: leastPerDay })
  })

  it('keeps a limit that was reached, so that a backlog does not slow down', () => {
    for (const rows of [5000, 5001])
      expect(forgottenAt(now + day, { ...count, rows })).toEqual({ since: now + day, rows: 0, most: 5000 })
    expect(forgottenAt(now + day, { ...count, rows: 4999 }).most).toBe(leastPerDay)
  })
})

it('however many sign-ups a day brings, and whatever the retention was, all that is old leaves within 20 days', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 20_000 }),
      fc.integer({ min: 1, max: 400 }),
      fc.integer({ min: 1, max: 400 }),
      (perDay, daysBefore, days) => {
        // Every day as many come; until now they were kept for `daysBefore`.
        let old = Math.max(0, daysBefore - days) * perDay
        const young = days * perDay
        let count: ForgottenInDay | null = null
        let [passed, leaving] = [0, old]
        for (; leaving > 0 && passed <= 21; passed += 1) {
          old += passed === 0 ? 0 : perDay
          count = forgottenAt(now + passed * day, count)
          const most = Math.max(count.most, mostPerDay(old + young, days * day))
          const rows = Math.min(old, most)
          count = { ...count, rows, most }
          old -= rows
          leaving -= rows
        }
        expect(passed).toBeLessThanOrEqual(20)
      },
    ),
  )
})
