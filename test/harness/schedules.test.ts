import { expect, test } from 'vitest'
import { patience, runHarness } from './run-harness.ts'

test(
  'whatever fails meanwhile, nothing is lost and nothing doubled',
  async () => {
    const { words, isPerfect } = await runHarness('--schedules', '12', '--rounds', '0', '--seed', '3')
    expect(isPerfect, words).toBe(true)
  },
  patience,
)
