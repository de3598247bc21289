import { expect, test } from 'vitest'
import { patience, runHarness } from './run-harness.ts'

test(
  'of two processes on one database, killed, paused and cut off ten times, none loses or doubles anything',
  async () => {
    const { words, isPerfect } = await runHarness('--replicas', '2', '--rounds', '10', '--seed', '3')
    expect(isPerfect, words).toBe(true)
  },
  patience,
)
