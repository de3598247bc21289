// One after the other: each of these alone keeps a processor busy.
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

test(
  'wherever the plug is pulled, before and after each call between the parts, nothing is lost and nothing doubled',
  async () => {
    const { words, isPerfect } = await runHarness('--plugs', '--rounds', '0', '--seed', '1')
    expect(isPerfect, words).toBe(true)
  },
  patience,
)

test(
  'whatever fails meanwhile, nothing is lost and nothing doubled',
  async () => {
    const { words, isPerfect } = await runHarness('--schedules', '12', '--rounds', '0', '--seed', '3')
    expect(isPerfect, words).toBe(true)
  },
  patience,
)

test(
  'a long time without Slack, and then without Cognito, is waited out; what happened meanwhile is told once',
  async () => {
    const { words, isPerfect } = await runHarness('--outage', '--rounds', '0', '--seed', '1')
    expect(isPerfect, words).toBe(true)
  },
  patience,
)
