// A short run of the harness: the plug is pulled before and after every call. The other half has a file of its own, so that
// both run at once.
import { expect, test } from 'vitest'
import { runHarness, timeout } from './run-harness.ts'

test(
  'wherever the plug is pulled, before or after any call between the parts, nothing is lost or doubled',
  async () => {
    const { words, isPerfect } = await runHarness(
      '--plugs',
      '--half',
      'first',
      '--rounds',
      '0',
      '--seed',
      '1',
    )
    expect(isPerfect, words).toBe(true)
  },
  timeout,
)
