import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isReminderDue, reminderPause } from '../../src/domain/reminder.ts'

const at = Date.UTC(2026, 4, 1)
const day = 24 * 60 * 60_000
const due = (passed: number) => isReminderDue(new Date(at + passed), new Date(at))

it('a channel is reminded at most every four hours', () => {
  expect(isReminderDue(new Date(at), null)).toBe(true)
  expect(due(0)).toBe(false)
  expect(due(reminderPause - 1)).toBe(false)
  expect(due(reminderPause)).toBe(true)
})

it('a clock that was set back does not make one come early, unless the last was planned by a wrong clock', () => {
  expect(due(-1)).toBe(false)
  expect(due(-day)).toBe(false)
  expect(due(-day - 1)).toBe(true)
})

it('however often it is looked, no two are closer than four hours', () => {
  const pauses = fc.array(fc.integer({ min: 1, max: 3 * 60 * 60_000 }), { minLength: 1, maxLength: 60 })
  fc.assert(
    fc.property(pauses, (all) => {
      let now = at
      let last: Date | null = null
      for (const pause of all) {
        now += pause
        if (!isReminderDue(new Date(now), last)) continue
        if (last !== null) expect(now - last.getTime()).toBeGreaterThanOrEqual(reminderPause)
        last = new Date(now)
      }
    }),
  )
})
