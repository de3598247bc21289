// Durations as people write them.
import { expect, test } from 'vitest'
import { parseDuration } from '../../src/config/duration.ts'

test.each([
  ['500ms', 500],
  ['15s', 15_000],
  ['2m', 120_000],
  ['1h', 3_600_000],
  ['7d', 604_800_000],
  ['7y', 220_752_000_000],
  ['0s', 0],
])('%s lasts %i milliseconds', (text, duration) => {
  expect(parseDuration(text)).toBe(duration)
})

test.each(['', '15', 's', '1.5s', '-1s', '15 s', '15S', '1w', '1h30m', '٣s', '15s\n'])(
  '%j is not a duration',
  (text) => {
    expect(parseDuration(text)).toBeUndefined()
  },
)
