// One after the other: each of these alone keeps a processor busy.
import { expect, test } from 'vitest'
import { patience, runHarness } from './run-harness.ts'

test.each([
  [
    'a process that is killed at 30 random moments loses nothing and doubles nothing',
    ['--rounds', '30', '--seed', '2'],
  ],
  [
    'wherever the plug is pulled, before and after each call between the parts, nothing is lost and nothing doubled',
    ['--plugs', '--rounds', '0', '--seed', '1'],
  ],
  [
    'whatever fails meanwhile, nothing is lost and nothing doubled',
    ['--schedules', '12', '--rounds', '0', '--seed', '3'],
  ],
  [
    'a long time without Slack, and then without Cognito, is waited out; what happened meanwhile is told once',
    ['--outage', '--rounds', '0', '--seed', '1'],
  ],
])(
  '%s',
  async (_, options) => {
    const { words, isPerfect } = await runHarness(...options)
    expect(isPerfect, words).toBe(true)
  },
  patience,
)
