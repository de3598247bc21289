// The bot as anyone would start it: src/main.ts, wired through environment variables only.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface BotProcess {
  /** Resolves when the process ends, to what it wrote on standard error. */
  readonly ended: Promise<string>
  kill(): void
  /** SIGTERM; resolves when it has ended and its store is removed. */
  stop(): Promise<void>
}

const main = fileURLToPath(new URL('../main.ts', import.meta.url))

/** Its store is a temporary folder. AWS credentials are made up: nothing here checks them. */
export function startBot(environment: Readonly<Record<string, string>>): BotProcess {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-demo-'))
  const child = spawn(process.execPath, [main], {
    cwd: folder,
    env: {
      PATH: process.env['PATH'],
      AWS_ACCESS_KEY_ID: 'AKIASANDBOX',
      AWS_SECRET_ACCESS_KEY: 'nothing-secret',
      DATABASE_URL: `sqlite:${join(folder, 'countersign.db')}`,
      ...environment,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const ended = collect(child)
  return {
    ended,
    kill: () => void child.kill(),
    stop: async () => {
      child.kill()
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function collect(child: ChildProcess): Promise<string> {
  let words = ''
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    words += chunk
  })
  if (child.exitCode === null) await once(child, 'exit')
  return words
}
