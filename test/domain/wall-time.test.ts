import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { daysLater, isZone, minuteOf, wallTime } from '../../src/domain/wall-time.ts'

describe('a time of day', () => {
  it('is read as minutes from midnight', () => {
    expect(['00:00', '09:05', '23:59'].map(minuteOf)).toEqual([0, 545, 1439])
  })

  it.each(['9:00', '24:00', '12:60', '12', '12:00 ', '-1:00', 'noon', '12:00:00'])('is not %j', (text) => {
    expect(minuteOf(text)).toBeNull()
  })
})

it('a time zone has a name', () => {
  expect(['Europe/Berlin', 'America/New_York', 'UTC'].every(isZone)).toBe(true)
  expect(['', 'Berlin', 'Europe/Berlin ', 'MESZ?', 'Mars/Olympus'].some(isZone)).toBe(false)
})

it.each([
  ['2026-11-29T23:30:00Z', 'UTC', '2026-11-29', 1410],
  ['2026-11-29T23:30:00Z', 'Europe/Berlin', '2026-11-30', 30],
  ['2026-06-30T23:30:00Z', 'Europe/Berlin', '2026-07-01', 90],
  ['2026-11-29T23:30:00Z', 'Asia/Kathmandu', '2026-11-30', 315],
  ['2026-11-29T04:59:00Z', 'America/New_York', '2026-11-28', 1439],
] as const)('at %s, the clocks of %s show %s, minute %i', (at, zone, date, minute) => {
  expect(wallTime(new Date(at), zone)).toEqual({ date, minute })
})

it('days follow each other across months and years', () => {
  expect(daysLater('2026-12-31', 1)).toBe('2027-01-01')
  expect(daysLater('2028-03-01', -1)).toBe('2028-02-29')
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 1, max: 400 }), (from, days) => {
      const date = new Date(from * 86_400_000).toISOString().slice(0, 10)
      expect(daysLater(daysLater(date, days), -days)).toBe(date)
      expect(daysLater(date, days) > date).toBe(true)
    }),
  )
})
