// Short runs of the harness: the plug is pulled after every call. What is pulled before a call, `npm run harness -- --plugs` adds.
import { expect, test } from 'vitest'
import { runHarness, timeout } from './run-harness.ts'

test.each([['1/3'], ['2/3'], ['3/3']])(
  'wherever the plug is pulled, after any call between the parts, nothing is lost or doubled (%s)',
  async (share) => {
    const { words, isPerfect } = await runHarness(
      ...['--plugs', '--only-after', '--share', share, '--rounds', '0', '--seed', '1'],
    )
    expect(isPerfect, words).toBe(true)
  },
  timeout,
)
