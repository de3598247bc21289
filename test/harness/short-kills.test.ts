// A short run of the harness: a process is killed at random moments.
import { expect, test } from 'vitest'
import { runHarness, timeout } from './run-harness.ts'

test(
  'a process that is killed at four random moments loses nothing and doubles nothing',
  async () => {
    const { words, isPerfect } = await runHarness('--rounds', '4', '--seed', '2')
    expect(isPerfect, words).toBe(true)
  },
  timeout,
)
