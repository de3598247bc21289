// The bench runs from its first process to its table. The figures are not checked here.
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const bench = fileURLToPath(new URL('bench.ts', import.meta.url))

test('the quick bench measures a click on both sides and prints it as a row', {
  timeout: 120_000,
}, async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [bench, '--quick'])
  expect(stdout).toMatch(
    /^\| Click → result on the card, median \| \d+\.\d ms \| \d+\.\d ms \| \d+\.\d\d \| ratio at most 0\.73 \|$/m,
  )
})
