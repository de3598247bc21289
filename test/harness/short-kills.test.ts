// Short runs of the harness: a process is killed at random moments.
import { expect, test } from 'vitest'
import { runHarness, timeout } from './run-harness.ts'

test.each([
  ['Socket Mode', '4', []],
  ['HTTP mode', '2', ['--http']],
])(
  'in %s, a process that is killed at %s random moments loses nothing and doubles nothing',
  async (_, rounds, more) => {
    const { words, isPerfect } = await runHarness('--rounds', rounds, '--seed', '2', ...more)
    expect(isPerfect, words).toBe(true)
  },
  timeout,
)
