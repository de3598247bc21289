import { expect, test } from 'vitest'
import { patience, runHarness } from './run-harness.ts'

test(
  'two processes on one database, killed and paused and without it in turn, lose nothing and double nothing',
  async () => {
    const { words, isPerfect } = await runHarness('--replicas', '2', '--rounds', '10', '--seed', '3')
    expect(isPerfect, words).toBe(true)
  },
  patience,
)
