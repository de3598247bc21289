// One after another, because each keeps a processor busy.
import { expect, test } from 'vitest'
import { runHarness, timeout } from './run-harness.ts'

test.each([
  [
    'a process that is killed at 30 random moments loses nothing and doubles nothing',
    ['--rounds', '30', '--seed', '2'],
  ],
  [
    'wherever the plug is pulled, before or after any call between the parts, nothing is lost or doubled',
    ['--plugs', '--rounds', '0', '--seed', '1'],
  ],
  [
    'whatever fails meanwhile, nothing is lost or doubled',
    ['--schedules', '12', '--rounds', '0', '--seed', '3'],
  ],
  [
    'two installations on one Slack app leave each other’s cards alone, whichever gets a click',
    ['--installations', '6', '--rounds', '0', '--seed', '1'],
  ],
  [
    'after hours without Slack, and then without Cognito, everything that happened meanwhile is told once',
    ['--outage', '--rounds', '0', '--seed', '1'],
  ],
])(
  '%s',
  async (_, options) => {
    const { words, isPerfect } = await runHarness(...options)
    expect(isPerfect, words).toBe(true)
  },
  timeout,
)
