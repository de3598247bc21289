// Short runs of the harness: what fails meanwhile, who shares the channel, and hours without Slack.
import { expect, test } from 'vitest'
import { runHarness, timeout } from './run-harness.ts'

test.each([
  ['whatever fails meanwhile, nothing is lost or doubled', ['--schedules', '6', '--seed', '3']],
  [
    'two installations on one Slack app leave each other’s cards alone, whichever gets a click',
    ['--installations', '2', '--seed', '1'],
  ],
  [
    'after hours without Slack, and then without Cognito, everything that happened meanwhile is told once',
    ['--outage', '--seed', '1'],
  ],
])(
  '%s',
  async (_, options) => {
    const { words, isPerfect } = await runHarness('--rounds', '0', ...options)
    expect(isPerfect, words).toBe(true)
  },
  timeout,
)
