import { expect, test } from 'vitest'
import { patience, runHarness } from './run-harness.ts'

test(
  'a process that is killed at 30 random moments loses nothing and doubles nothing',
  async () => {
    const { words, isPerfect } = await runHarness('--rounds', '30', '--seed', '2')
    expect(isPerfect, words).toBe(true)
  },
  patience,
)
