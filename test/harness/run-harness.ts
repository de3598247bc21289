// A short run of the harness for `npm test`, as `npm run harness` starts it.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

const main = fileURLToPath(new URL('./main.ts', import.meta.url))

/** Resolves to the output, and whether all was perfect. */
export async function runHarness(
  ...args: readonly string[]
): Promise<{ readonly words: string; readonly isPerfect: boolean }> {
  const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  let words = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    words += text
  })
  const code = await new Promise((resolve) => child.once('close', resolve))
  return { words, isPerfect: code === 0 }
}

/** These runs take longer than other tests, and the machine may be busy. */
export const timeout = 300_000
