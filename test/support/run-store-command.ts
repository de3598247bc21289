// `npm run store`, as a process of its own or in this one, which is a second of a processor cheaper.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { storeCommand } from '../../src/commands/store-command.ts'

const command = fileURLToPath(new URL('../../src/commands/store.ts', import.meta.url))

export interface Ended {
  readonly code: unknown
  readonly out: string
  readonly err: string
}

type RunCommand = (given: readonly string[], environment?: Readonly<Record<string, string>>) => Promise<Ended>

/** As an operator runs it. It is killed after the test. */
export const runAsProcess: RunCommand = async (given, environment = {}) => {
  const child = spawn(process.execPath, [command, ...given], {
    env: { NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'], ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  return { code, out, err }
}

export const runHere: RunCommand = async (given, environment = {}) => {
  const printed = { out: '', err: '' }
  const code = await storeCommand({
    given,
    environment,
    out: (words) => {
      printed.out += words
    },
    err: (words) => {
      printed.err += words
    },
  })
  return { code, ...printed }
}
