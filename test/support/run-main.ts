// src/main.ts as a separate process, as an operator runs it: what it prints, how it ends, and how to end it.
import { spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import type { Workspace } from '../world/slack/workspace.ts'
import type { Stage } from './stage.ts'

export interface Main {
  /** Everything on standard output and standard error so far. */
  readonly output: { readonly out: string; readonly err: string }
  /** Resolves once the output contains these words; rejects if the process ends first. */
  prints(words: string): Promise<void>
  send(signal: 'SIGTERM' | 'SIGINT'): void
  /** SIGKILL; resolves when it is dead. */
  kill(): Promise<void>
  /** Resolves to the exit code once all output is read; null if a signal killed the process. */
  readonly ended: Promise<number | null>
}

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url))

/** The bot as a separate process on this stage; resolves once it is connected, and rejects if it ends first. */
export async function startMain({ environment, cognito, slack }: Stage): Promise<Main> {
  const main = runMain(environment, cognito.endpoint)
  await isConnected(slack, main)
  return main
}

/** Loading the program takes seconds on a busy machine: only the test's own timeout ends this wait. */
export async function isConnected(slack: Workspace, { ended, output }: Main): Promise<void> {
  const connected = Promise.withResolvers<void>()
  const look = () => {
    if (slack.sockets > 0) connected.resolve()
  }
  const unsubscribe = slack.subscribe(look)
  look()
  const failed = ended.then(() => Promise.reject(new Error(`The bot ended:\n${output.out}${output.err}`)))
  await Promise.race([connected.promise, failed]).finally(unsubscribe)
}

interface Command {
  readonly file: string
  readonly args: readonly string[]
  readonly folder: string
}

const directly: Command = { file: process.execPath, args: [main], folder: tmpdir() }

/** As the README says. */
export const npmStart: Command = {
  file: 'npm',
  args: ['start'],
  folder: fileURLToPath(new URL('../..', import.meta.url)),
}

/** It inherits only PATH from this process, and its AWS credentials are made up. It is killed after the test. */
export function runMain(
  environment: Readonly<Record<string, string>>,
  cognitoEndpoint: string,
  { file, args, folder }: Command = directly,
): Main {
  const child = spawn(file, args, {
    cwd: folder,
    env: {
      PATH: process.env['PATH'],
      AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: cognitoEndpoint,
      AWS_ACCESS_KEY_ID: 'AKIALOCALONLY',
      AWS_SECRET_ACCESS_KEY: 'nothing-secret',
      NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output = { out: '', err: '' }
  const watchers = new Set<() => void>()
  const changed = () => {
    for (const watcher of [...watchers]) watcher()
  }
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    output.out += chunk
    changed()
  })
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    output.err += chunk
    changed()
  })
  let hasEnded = false
  const ended = new Promise<number | null>((resolve) => {
    child.once('close', (code) => {
      hasEnded = true
      resolve(code)
      changed()
    })
  })
  const kill = async () => {
    child.kill('SIGKILL')
    await ended
  }
  onTestFinished(kill)

  const prints = (words: string) =>
    new Promise<void>((resolve, reject) => {
      const end = (finish: () => void) => {
        watchers.delete(look)
        finish()
      }
      const look = () => {
        const printed = `${output.out}${output.err}`
        if (printed.includes(words)) end(resolve)
        else if (hasEnded)
          end(() => reject(new Error(`The bot ended before it printed "${words}":\n${printed}`)))
      }
      watchers.add(look)
      look()
    })

  return { output, prints, send: (signal) => void child.kill(signal), kill, ended }
}
