// The bot as an operator starts it: src/main.ts, configured by environment variables only.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

type BotState =
  | { readonly kind: 'not-started' }
  | { readonly kind: 'running' }
  /** `code` is null if a signal ended it; `lastOutput` is the last useful line of its standard error. */
  | { readonly kind: 'ended'; readonly code: number | null; readonly lastOutput: string }

export interface Bot {
  readonly state: BotState
  /** Where its store is, as `DATABASE_URL`. */
  readonly databaseUrl: string
  /** Starts it, or starts it again on the same store if it has ended. Does nothing while it runs. */
  start(environment?: Readonly<Record<string, string>>): void
  /** Sends SIGTERM, and SIGKILL if that takes too long; resolves when it has ended. */
  end(): Promise<void>
  /** Ends it and removes its store. */
  stop(): Promise<void>
  /** Calls back when it starts and when it ends; the returned function unsubscribes. */
  subscribe(listener: () => void): () => void
}

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url))
/** Ends the bot if this process dies: nothing else would. */
const endWithParent = 'data:text/javascript,process.on("disconnect",()=>process.kill(process.pid,"SIGTERM"))'
const killAfterMs = 10_000

/** A bot that does not run yet. Its store is in a temporary folder. The AWS credentials are made up: nothing here checks them. */
export function makeBot(): Bot {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-demo-'))
  const databaseUrl = `sqlite:${join(folder, 'countersign.db')}`
  const listeners = new Set<() => void>()
  let environment: Readonly<Record<string, string>> = {}
  let state: BotState = { kind: 'not-started' }
  let child: ChildProcess | null = null

  const become = (next: BotState) => {
    state = next
    for (const tell of [...listeners]) tell()
  }
  const start: Bot['start'] = (given = environment) => {
    if (state.kind === 'running') return
    environment = given
    const started = spawnBot(folder, { DATABASE_URL: databaseUrl, ...environment })
    child = started
    const words = collect(started)
    started.once('close', (code) => become({ kind: 'ended', code, lastOutput: lastOf(words()) }))
    become({ kind: 'running' })
  }
  const end = async () => {
    if (child === null || state.kind !== 'running') return
    const closed = once(child, 'close')
    const killTimer = setTimeout(() => child?.kill('SIGKILL'), killAfterMs)
    child.kill()
    await closed
    clearTimeout(killTimer)
  }
  return {
    get state() {
      return state
    },
    databaseUrl,
    start,
    end,
    stop: async () => {
      await end()
      rmSync(folder, { recursive: true, force: true })
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
  }
}

function spawnBot(folder: string, environment: Readonly<Record<string, string>>): ChildProcess {
  return spawn(process.execPath, ['--import', endWithParent, main], {
    cwd: folder,
    env: {
      PATH: process.env['PATH'],
      NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
      AWS_ACCESS_KEY_ID: 'AKIASANDBOX',
      AWS_SECRET_ACCESS_KEY: 'nothing-secret',
      ...environment,
    },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
}

/** The returned function gives the end of what the process has written to standard error. */
function collect(child: ChildProcess): () => string {
  let words = ''
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    words = `${words}${chunk}`.slice(-10_000)
  })
  return () => words
}

/** After a crash, the last lines are the stack and Node's version, which say less than the error before them. */
function lastOf(words: string): string {
  const lines = words
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^\s+at |^Node\.js v|^\}$/.test(line))
  return lines.at(-1)?.trim() ?? ''
}
