// A short run of the harness: the plug is pulled after every call.
import { expect, test } from 'vitest'
import { runHarness, timeout } from './run-harness.ts'

test(
  'wherever the plug is pulled, after any call between the parts, nothing is lost or doubled',
  async () => {
    const { words, isPerfect } = await runHarness('--plugs', '--half', '2', '--rounds', '0', '--seed', '1')
    expect(isPerfect, words).toBe(true)
  },
  timeout,
)
