// A short run of the harness: the plug is pulled after calls of every kind. `npm run harness -- --plugs` does so everywhere.
import { expect, test } from 'vitest'
import { runHarness, timeout } from './run-harness.ts'

test(
  'wherever the plug is pulled while somebody decides, nothing is lost or doubled',
  async () => {
    const { words, isPerfect } = await runHarness('--plugs', '--brief', '--rounds', '0', '--seed', '1')
    expect(isPerfect, words).toBe(true)
  },
  timeout,
)
