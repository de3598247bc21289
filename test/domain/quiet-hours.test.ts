import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isQuiet, isWithin } from '../../src/domain/quiet-hours.ts'

const night = { from: 20 * 60, to: 7 * 60, zone: 'Europe/Berlin' }
const quietAt = (at: string, ...all: (typeof night | null)[]) =>
  isQuiet(
    new Date(at),
    all.map((quietHours) => ({ quietHours })),
  )

describe('quiet hours', () => {
  it.each([
    ['2026-11-29T18:59:00Z', false],
    ['2026-11-29T19:00:00Z', true],
    ['2026-11-30T05:59:00Z', true],
    ['2026-11-30T06:00:00Z', false],
    // Summer time: an hour earlier.
    ['2026-07-01T18:00:00Z', true],
    ['2026-07-02T05:00:00Z', false],
  ])('from 20:00 to 07:00 in Berlin: at %s %s', (at, isNow) => {
    expect(quietAt(at, night)).toBe(isNow)
  })

  it('of one pool keep its whole channel quiet', () => {
    expect(quietAt('2026-11-29T23:00:00Z', null, night)).toBe(true)
    expect(quietAt('2026-11-29T12:00:00Z', null, night)).toBe(false)
    expect(quietAt('2026-11-29T23:00:00Z', null)).toBe(false)
    expect(quietAt('2026-11-29T23:00:00Z')).toBe(false)
  })

  it('and their opposite make a whole day', () => {
    const minute = fc.integer({ min: 0, max: 1439 })
    fc.assert(
      fc.property(minute, minute, minute, (from, to, at) => {
        fc.pre(from !== to)
        expect(isWithin(at, { from, to })).toBe(!isWithin(at, { from: to, to: from }))
      }),
    )
  })
})
