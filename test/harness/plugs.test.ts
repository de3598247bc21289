import { expect, test } from 'vitest'
import { patience, runHarness } from './run-harness.ts'

test(
  'wherever the bot stops, the next start goes on: everything is told once, and nothing else',
  async () => {
    const { words, isPerfect } = await runHarness('--plugs', '--rounds', '0', '--seed', '1')
    expect(isPerfect, words).toBe(true)
    expect(words).toContain(' 0 of them never passed')
  },
  patience,
)
