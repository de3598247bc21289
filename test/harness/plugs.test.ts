import { expect, test } from 'vitest'
import { patience, runHarness } from './run-harness.ts'

test(
  'wherever the plug is pulled, before and after each call between the parts, nothing is lost and nothing doubled',
  async () => {
    const { words, isPerfect } = await runHarness('--plugs', '--rounds', '0', '--seed', '1')
    expect(isPerfect, words).toBe(true)
  },
  patience,
)
