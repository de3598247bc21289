// The other half of the calls before and after which the plug is pulled.
import { expect, test } from 'vitest'
import { runHarness, timeout } from './run-harness.ts'

test(
  'wherever else the plug is pulled, nothing is lost or doubled either',
  async () => {
    const { words, isPerfect } = await runHarness(
      '--plugs',
      '--half',
      'second',
      '--rounds',
      '0',
      '--seed',
      '1',
    )
    expect(isPerfect, words).toBe(true)
  },
  timeout,
)
