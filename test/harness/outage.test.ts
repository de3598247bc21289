import { expect, test } from 'vitest'
import { patience, runHarness } from './run-harness.ts'

test(
  'a long time without Slack or Cognito is waited out, and what happened meanwhile is told once, in its order',
  async () => {
    const { words, isPerfect } = await runHarness('--outage', '--rounds', '0', '--seed', '4')
    expect(isPerfect, words).toBe(true)
  },
  patience,
)
