// A start on the stage that may fail: it runs the bot, and the test looks at how it ends.
import { onTestFinished } from 'vitest'
import { type AppEnd, runCountersign } from '../../src/app.ts'
import type { Config } from '../../src/config/config.ts'
import { readConfig } from '../../src/config/read-config.ts'
import type { Facts, Log } from '../../src/shared/log.ts'
import type { LogLine, Stage } from '../support/stage.ts'

export interface Beginning {
  readonly ended: Promise<AppEnd>
  readonly log: readonly LogLine[]
  /** As SIGTERM does. */
  stop(): Promise<AppEnd>
}

/** How long a test waits for the bot; the machine may be busy. */
export const inTime = { timeout: 10_000, interval: 10 }

/** Starts the bot, which ends after the test at the latest. */
export function begin(stage: Stage, change: (config: Config) => Config = (config) => config): Beginning {
  process.env['AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER'] = stage.cognito.endpoint
  process.env['AWS_ACCESS_KEY_ID'] = 'AKIALOCALONLY'
  process.env['AWS_SECRET_ACCESS_KEY'] = 'nothing-secret'
  const read = readConfig(stage.environment, () => '')
  if (read.kind === 'invalid') throw new Error(read.problems.join('\n'))
  const stopping = new AbortController()
  const log: LogLine[] = []
  const write = (level: string) => (facts: Facts, message: string) => void log.push({ level, message, facts })
  const ended = runCountersign({
    config: change(read.config),
    clock: stage.clock,
    log: logTo(write),
    signal: stopping.signal,
    wrap: stage.wrap,
  })
  const stop = async () => {
    stopping.abort()
    return ended
  }
  onTestFinished(async () => {
    await stop()
  })
  return { ended, log, stop }
}

function logTo(write: (level: string) => (facts: Facts, message: string) => void): Log {
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') }
}

/** What the operator is told, line by line. Fails if the bot does not refuse to start. */
export async function toldBy({ ended }: Pick<Beginning, 'ended'>): Promise<readonly string[]> {
  const end = await ended
  if (end.kind !== 'refused') throw new Error('The bot did not refuse to start')
  return end.problems
}

/** Resolves once everything is checked and the bot is connected. */
export async function runs({ slack }: Stage): Promise<void> {
  await slack.waitFor('the bot to connect', () => slack.sockets > 0)
}
